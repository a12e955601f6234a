"""Preventive visit: the code follows from the age on the day and from whether the patient is new.

Medicare does not pay these codes: it has its own visits (G0402 once in the first twelve months of Part B, then G0438 once, then G0439 yearly).

Not modelled: a preventive visit shared with a problem visit (that is a second code with modifier 25, decided by the record).
"""
from collections.abc import Mapping
from types import MappingProxyType

from sim.reference.calculators.answer import Calculated, Line, chosen, required, whole, yes

name = "preventive"
cite = "CPT preventive medicine services; 42 CFR 410.15 and 410.16 for Medicare's visits"
AGES = (1, 5, 12, 18, 40, 65)
CODES = {True: ("99381", "99382", "99383", "99384", "99385", "99386", "99387"), False: ("99391", "99392", "99393", "99394", "99395", "99396", "99397")}
MEDICARE = {"welcome": "G0402", "first": "G0438", "later": "G0439"}


def preventive(age: int, is_new: bool = False, medicare: str = "") -> Calculated:
    """The code by age in whole years; `medicare` = "welcome", "first" or "later" for Medicare's own visits.

    >>> [preventive(age).code for age in (0, 1, 4, 5, 17, 18, 39, 40, 64, 65)]
    ['99391', '99392', '99392', '99393', '99394', '99395', '99395', '99396', '99396', '99397']
    >>> preventive(17, is_new=True).code, preventive(70, medicare="later").code
    ('99384', 'G0439')
    """
    if medicare:
        code = MEDICARE[chosen(medicare, MEDICARE, "Medicare visit")]
        return Calculated((Line(code),), (f"Medicare's own preventive visit ({medicare}): {code}.",), cite)
    code = CODES[is_new][sum(age >= start for start in AGES)]
    return Calculated((Line(code),), (f"Age {age} on the day, {'new' if is_new else 'established'} patient: {code}.",), cite,
                      MappingProxyType({"age": AGES}))


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: age, is_new, medicare."""
    return preventive(required(facts, "age", whole), yes(facts, "is_new"), facts.get("medicare", ""))
