"""Advance care planning: the talk about what care the patient wants when he can no longer say it, face to face with the
patient, a relative or a surrogate. The minutes are those of the talk alone: a visit beside it is chosen without them.

    minutes      16 to 45    46 to 75             76 to 105
    codes        99497       99497, 99498         99497, 99498 twice

The midpoint of each half hour has to be passed. On the day of Medicare's wellness visit, by the same clinician, it
carries modifier 33 and costs the patient nothing.

Not modeled: critical care on the same day, beside which it does not go.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sim.reference.calculators.answer import Calculated, Line, required, whole, yes

name = "advance_care"
cite = "CPT advance care planning and time rule; CMS MLN909289 (Advance Care Planning)"
FIRST, MORE, LEAST, HALF_HOUR = "99497", "99498", 16, 30


def advance_care(minutes: int, beside_wellness: bool = False) -> Calculated:
    """The codes of a talk.

    >>> [[line.units for line in advance_care(minutes).lines] for minutes in (15, 16, 45, 46, 75, 76)]
    [[], [1], [1], [1, 1], [1, 1], [1, 2]]
    >>> advance_care(20).bands["minutes"]
    (16, 46, 76)
    >>> [sorted(line.modifiers) for line in advance_care(46, beside_wellness=True).lines]
    [['33'], ['33']]
    """
    bands = MappingProxyType({"minutes": (LEAST, LEAST + HALF_HOUR, LEAST + 2 * HALF_HOUR)})
    if minutes < LEAST:
        return Calculated((), (f"{minutes} minutes: under {LEAST} minutes nothing is reported.",), cite, bands)
    units = (minutes - LEAST) // HALF_HOUR
    marks = frozenset({"33"} if beside_wellness else ())
    why = f"{minutes} minutes of planning: {FIRST}" + (f" and {units} unit(s) of {MORE}." if units else ".")
    more = (Line(MORE, units, marks),) if units else ()
    return Calculated((Line(FIRST, 1, marks), *more), (why,), cite, bands)


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: minutes, beside_wellness."""
    return advance_care(required(facts, "minutes", whole), yes(facts, "beside_wellness"))
