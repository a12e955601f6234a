"""Chronic care management: the minutes of a calendar month spent on a patient's care plan without the patient there.

    whose minutes    first                    each further
    staff            99490, 20 minutes        99439, 20 minutes, at most twice
    clinician        99491, 30 minutes        not among the codes taught

It takes two chronic conditions that are expected to last twelve months and put the patient at serious risk, a care
plan for all of them, and the patient's consent in the record. Staff minutes and the clinician's own are not mixed: one
of the two in a month.

Not modeled: the complex codes, care of a single condition, Medicare's advanced primary care management in place of it.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sim.reference.calculators.answer import Calculated, Line, chosen, required, whole, yes

name = "care_management"
cite = "CPT care management services; CMS MLN909188 (Chronic Care Management Services)"
FIRST = {"staff": ("99490", 20), "clinician": ("99491", 30)}
MORE, MOST, CONDITIONS = "99439", 2, 2


def care_management(
    whose: str, minutes: int, conditions: int = CONDITIONS, has_consent: bool = True, has_plan: bool = True
) -> Calculated:
    """The codes of a month.

    >>> [[line.units for line in care_management("staff", minutes).lines] for minutes in (19, 20, 39, 40, 60, 80)]
    [[], [1], [1], [1, 1], [1, 2], [1, 2]]
    >>> [care_management("clinician", minutes).code for minutes in (29, 30)]
    ['', '99491']
    >>> [care_management("staff", 25, conditions).code for conditions in (1, 2)]
    ['', '99490']
    >>> care_management("staff", 25).bands["minutes"], care_management("clinician", 30).bands["minutes"]
    ((20, 40, 60), (30,))
    >>> care_management("staff", 25, has_consent=False).code, care_management("staff", 25, has_plan=False).code
    ('', '')
    """
    code, least = FIRST[chosen(whose, FIRST, "who spent the minutes")]
    bands = MappingProxyType({"minutes": (least, least * 2, least * 3) if whose == "staff" else (least,)})
    missing = [
        *([f"{conditions} chronic condition: {CONDITIONS} are needed"] if conditions < CONDITIONS else []),
        *([] if has_consent else ["no consent in the record"]),
        *([] if has_plan else ["no care plan in the record"]),
        *([f"{minutes} minutes of {least}"] if minutes < least else []),
    ]
    if missing:
        return Calculated((), (f"Nothing is reported: {', '.join(missing)}.",), cite, bands)
    units = min(MOST, minutes // least - 1) if whose == "staff" else 0
    why = f"{minutes} minutes of {whose} in the month: {code}" + (f" and {units} unit(s) of {MORE}." if units else ".")
    return Calculated((Line(code), *((Line(MORE, units),) if units else ())), (why,), cite, bands)


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: care_management ("staff" or "clinician"), minutes, conditions, consent, plan."""
    return care_management(
        facts.get("care_management", ""),
        required(facts, "minutes", whole),
        whole(facts, "conditions", CONDITIONS) or 0,
        yes(facts, "consent", True),
        yes(facts, "plan", True),
    )
