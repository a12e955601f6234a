"""Acupuncture by quarter hours of personal contact, with or without electric current.

The first quarter hour of the day is 97810 (without current) or 97813 (with); every further one, with needles set again,
adds 97811 or 97814, which may follow either first code. Time that the needles stay in while nobody is with the patient
does not count. The minutes of the day are added: 8 to 22 are one quarter hour, 23 to 37 two. Two sets of 8 minutes are
16, so there is no further one; and 30 minutes with a single set of needles have nothing set again.

Medicare: only for chronic low back pain, 12 visits in 90 days and 8 more if it helps, 20 a year; the further ones carry
KX. Counted here by the number of the visit in the year.

Not modeled: who may give it to Medicare patients, a visit on the same day (modifier 25).
"""

from collections.abc import Mapping, Sequence

from sim.ground.errors import CleanClaimError
from sim.reference.calculators.answer import Calculated, Line, required, whole, yes

name = "acupuncture"
cite = "CPT acupuncture rules and time rule (midpoint) in our words; NCD 30.3.3"
LEAST, QUARTER, FREE_VISITS, MOST_VISITS = 8, 15, 12, 20


def acupuncture(sets: Sequence[Mapping], medicare_visit: int | None = None) -> Calculated:
    """Lines for the sets of needles of a day, in their order: {"minutes": personal contact, "electric": with current?}.
    `medicare_visit`: the number of this visit in the year for a Medicare patient: 13 to 20 carry KX, beyond that
    nothing is payable.

    >>> sets = [{"minutes": 15}, {"minutes": 15}, {"minutes": 8, "electric": True}]
    >>> [(line.code, line.units) for line in acupuncture(sets).lines]
    [('97810', 1), ('97811', 1), ('97814', 1)]
    >>> [len(acupuncture([{"minutes": 8}, {"minutes": more}]).lines) for more in (8, 14, 15)]
    [1, 1, 2]
    >>> acupuncture([{"minutes": 7}]).lines, acupuncture([{"minutes": 8, "electric": True}]).code
    ((), '97813')
    >>> ([sorted(acupuncture([{"minutes": 15}], visit).modifiers) for visit in (12, 13, 20)],
    ...  acupuncture([{"minutes": 15}], 21).code)
    ([[], ['KX'], ['KX']], '')
    """
    if not sets:
        raise CleanClaimError(
            "no set of needles is given", "acupuncture", "at least one set with its minutes", "add the minutes"
        )
    minutes, counted = _quarters(sets)
    reasons = [
        f"{minutes} minutes of personal contact with {len(sets)} sets of needles: quarter hours {len(counted)}. The"
        f" first from {LEAST} minutes on, the next from {QUARTER + LEAST} on, each further one with needles set again."
    ]
    if medicare_visit is not None and medicare_visit > MOST_VISITS:
        return Calculated(
            (), (*reasons, f"Visit {medicare_visit} of the year: Medicare pays {MOST_VISITS} at most."), cite
        )
    late = medicare_visit is not None and medicare_visit > FREE_VISITS
    marks = frozenset({"KX"} if late else ())
    if late:
        reasons.append(
            f"Visit {medicare_visit} of the year: from {FREE_VISITS + 1} on KX says that the record shows improvement."
        )
    if not counted:
        return Calculated((), tuple(reasons), cite)
    more = {
        code: sum(is_electric == electric for is_electric in counted[1:])
        for code, electric in (("97811", False), ("97814", True))
    }
    first = Line("97813" if counted[0] else "97810", 1, marks)
    return Calculated(
        (first, *(Line(code, units, marks) for code, units in more.items() if units)), tuple(reasons), cite
    )


def _quarters(sets: Sequence[Mapping]) -> tuple[int, list[bool]]:
    """Minutes of all sets, and for each quarter hour whether the set in which it is reached has current."""
    total = 0
    counted: list[bool] = []
    for one in sets:
        total += required(one, "minutes", whole)
        if total >= QUARTER * len(counted) + LEAST:
            counted.append(yes(one, "electric"))
    return total, counted


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: sets, a list of {minutes, electric}; or minutes and electric of a single set;
    medicare_visit.

    >>> calculate({"minutes": 15}).code
    '97810'
    """
    return acupuncture(facts.get("sets", [facts]), whole(facts, "medicare_visit"))
