"""Skin biopsies by the way they were taken: one first code a day, every further lesion an addition.

The first code follows the deepest way used: punch before shaving. Each further lesion adds the addition of its own way.
A lesion that is removed whole the same day is not a biopsy.

Not modeled: biopsies by cutting (their codes are not among those taught).
"""

from collections.abc import Mapping

from sim.ground.errors import CleanClaimError
from sim.reference.calculators.answer import Calculated, Line, whole

name = "biopsy"
cite = "CPT biopsy rules in our words (2019 and later); NCCI Policy Manual ch. 3"
CODES = {"punch": ("11104", "11105"), "shave": ("11102", "11103")}  # deepest first: first lesion, each further one


def biopsy(punch: int = 0, shave: int = 0) -> Calculated:
    """Lines for a number of lesions by punch and by shaving.

    >>> [(line.code, line.units) for line in biopsy(punch=1, shave=2).lines]
    [('11104', 1), ('11103', 2)]
    >>> ([(line.code, line.units) for line in biopsy(shave=1).lines],
    ...  [(line.code, line.units) for line in biopsy(shave=2).lines])
    ([('11102', 1)], [('11102', 1), ('11103', 1)])
    """
    taken = {"punch": punch, "shave": shave}
    first = next((kind for kind in CODES if taken[kind] > 0), None)
    if first is None:
        raise CleanClaimError("no biopsy is given", "biopsy", "a number of lesions by punch or shave", "add the number")
    more = {kind: number - (kind == first) for kind, number in taken.items()}
    lines = (Line(CODES[first][0]), *(Line(CODES[kind][1], number) for kind, number in more.items() if number))
    told = " and ".join(f"{number} by {kind}" for kind, number in taken.items() if number)
    return Calculated(
        lines,
        (f"{told}: the first code is that of the deepest way, {CODES[first][0]}; each further lesion is an addition.",),
        cite,
    )


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: punch, shave (numbers of lesions)."""
    return biopsy(whole(facts, "punch", 0) or 0, whole(facts, "shave", 0) or 0)
