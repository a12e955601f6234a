"""Adjustments of CAS segments as read."""

from typing import NamedTuple

from sim.edi.grammar.element_forms import cents


class Adjustment(NamedTuple):
    """One reason of a CAS: group (CO, PR, OA, PI), reason code, cents."""

    group: str
    carc: str
    amount: int


def adjustments_of(segments: list[list[str]]) -> list[Adjustment]:
    """The adjustments of the CAS segments of one row; a triplet without an amount that can be read is left out.

    >>> adjustments_of([["CAS", "CO", "45", "6", "", "97", "1.5"]])
    [Adjustment(group='CO', carc='45', amount=600), Adjustment(group='CO', carc='97', amount=150)]
    """
    out = []
    for elements in segments:
        group = elements[1] if len(elements) > 1 else ""
        for place in range(2, len(elements) - 1, 3):
            amount = cents(elements[place + 1])
            if elements[place] and amount is not None:
                out.append(Adjustment(group, elements[place], amount))
    return out
