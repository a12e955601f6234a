"""Preventive visit: the code follows from the age on the day and from whether the patient is new.

Medicare does not pay these codes: it has its own visits. G0402 once, in the first twelve months of Part B; G0438 once,
after those twelve months and twelve months after a G0402; then G0439 yearly, when eleven full months have passed after
the month of the last one.

Not modeled: a preventive visit shared with a problem visit (that is a second code with modifier 25, decided by the
record).
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from sim.reference.calculators.answer import Calculated, Line, chosen, required, whole, yes
from sim.reference.calculators.new_or_established import day_of

name = "preventive"
cite = "CPT preventive medicine services; 42 CFR 410.15 and 410.16 for Medicare's visits"
AGES = (1, 5, 12, 18, 40, 65)
CODES = {
    True: ("99381", "99382", "99383", "99384", "99385", "99386", "99387"),
    False: ("99391", "99392", "99393", "99394", "99395", "99396", "99397"),
}
MEDICARE = {"welcome": "G0402", "first": "G0438", "later": "G0439"}


def preventive(age: int, is_new: bool = False, medicare: str = "") -> Calculated:
    """The code by age in whole years; `medicare` = "welcome", "first" or "later" for Medicare's own visits.

    >>> [preventive(age).code for age in (0, 1, 4, 5, 11, 12, 17, 18, 39, 40, 64, 65)]
    ['99391', '99392', '99392', '99393', '99393', '99394', '99394', '99395', '99395', '99396', '99396', '99397']
    >>> preventive(17, is_new=True).code, preventive(70, medicare="later").code
    ('99384', 'G0439')
    """
    if medicare:
        code = MEDICARE[chosen(medicare, MEDICARE, "Medicare visit")]
        return Calculated((Line(code),), (f"Medicare's own preventive visit ({medicare}): {code}.",), cite)
    code = CODES[is_new][sum(age >= start for start in AGES)]
    return Calculated(
        (Line(code),),
        (f"Age {age} on the day, {'new' if is_new else 'established'} patient: {code}.",),
        cite,
        MappingProxyType({"age": AGES}),
    )


def medicare_visit(
    on: date, part_b_from: date, welcome: date | None = None, wellness: date | None = None
) -> Calculated:
    """Which of Medicare's own visits is due on a day; none when it is too soon. `welcome`: day of an earlier G0402;
    `wellness`: day of the last G0438 or G0439. Months are counted by the calendar: a visit in June is due again on 1
    June of the next year.

    Part B since 1 March 2025: the twelve months end with February 2026.

    >>> start = date(2025, 3, 1)
    >>> [medicare_visit(day, start).code for day in (date(2026, 2, 28), date(2026, 3, 1))]
    ['G0402', 'G0438']
    >>> [medicare_visit(day, start, welcome=date(2025, 6, 20)).code for day in (date(2026, 5, 31), date(2026, 6, 1))]
    ['', 'G0438']
    >>> [medicare_visit(day, start, wellness=date(2026, 3, 9)).code for day in (date(2027, 2, 28), date(2027, 3, 1))]
    ['', 'G0439']
    >>> medicare_visit(date(2025, 2, 28), start).code
    ''
    """
    if on < part_b_from:
        return Calculated((), (f"Part B begins only on {part_b_from}.",), cite)
    is_first_year = _months(on, part_b_from) < 12
    last = wellness or welcome
    if is_first_year and last is None:
        return Calculated(
            (Line("G0402"),), (f"Within twelve months of Part B ({part_b_from}), none before: G0402.",), cite
        )
    if is_first_year or (last and _months(on, last) < 12):
        return Calculated(
            (), ("Too soon: " + (f"the last one was on {last}." if last else f"Part B began on {part_b_from}."),), cite
        )
    code = "G0439" if wellness else "G0438"
    return Calculated(
        (Line(code),),
        (f"After the first twelve months, {'last one on ' + str(last) if last else 'none before'}: {code}.",),
        cite,
    )


def _months(on: date, since: date) -> int:
    """Months by the calendar, days left aside."""
    return (on.year - since.year) * 12 + on.month - since.month


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: age, is_new, medicare; or on and part_b_from (welcome, wellness) for Medicare's visit
    that is due.

    >>> calculate({"on": "2026-06-01", "part_b_from": "2020-01-01", "wellness": "2025-05-31"}).code
    'G0439'
    """
    if facts.get("part_b_from"):
        earlier = (day_of(facts[key], key) if facts.get(key) else None for key in ("welcome", "wellness"))
        return medicare_visit(day_of(facts.get("on"), "on"), day_of(facts["part_b_from"], "part_b_from"), *earlier)
    return preventive(required(facts, "age", whole), yes(facts, "is_new"), facts.get("medicare", ""))
