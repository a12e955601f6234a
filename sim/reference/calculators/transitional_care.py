"""Transitional care: the thirty days after a patient goes home from a hospital, an observation stay or a nursing
facility.

    decision making    visit within      code
    high               7 days            99496
    moderate or high   14 days           99495

Somebody of the practice reaches the patient or caregiver within two business days of the discharge; two separate
attempts in that time, both in the record, are enough where nobody answers. The visit is part of the code. One
clinician reports it, once in the thirty days; Medicare takes the claim from the day of the visit.

Not modeled: a patient who dies or goes back to the hospital within the thirty days, and the list of services of a month
that do not go beside it.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sim.reference.calculators.answer import Calculated, Line, chosen, required, whole
from sim.reference.calculators.decision import LEVELS

name = "transitional_care"
cite = "CPT transitional care management; CMS MLN908628 (Transitional Care Management Services)"
SOON, LATER = 7, 14
CONTACT_DAYS, ATTEMPTS = 2, 2


def transitional_care(
    decision: str, visit_days: int, contact_business_days: int | None = None, attempts: int = 0
) -> Calculated:
    """The code by the level of decision making and the days from discharge to the visit. `contact_business_days`: after
    how many business days somebody was reached (none: nobody was), `attempts`: separate attempts within two.

    >>> [transitional_care("high", days, 2).code for days in (7, 8, 14, 15)]
    ['99496', '99495', '99495', '']
    >>> transitional_care("moderate", 5, 1).code, transitional_care("low", 5, 1).code
    ('99495', '')
    >>> [transitional_care("moderate", 5, days).code for days in (2, 3)]
    ['99495', '']
    >>> [transitional_care("moderate", 5, attempts=attempts).code for attempts in (1, 2)]
    ['', '99495']
    """
    level = LEVELS.index(chosen(decision, LEVELS, "level of decision making"))
    bands = MappingProxyType({"visit_days": (SOON + 1, LATER + 1)})
    reached = contact_business_days is not None and contact_business_days <= CONTACT_DAYS
    if not reached and attempts < ATTEMPTS:
        why = f"No contact and no {ATTEMPTS} attempts within {CONTACT_DAYS} business days of the discharge: a visit."
        return Calculated((), (why,), cite, bands)
    if level < LEVELS.index("moderate") or visit_days > LATER:
        why = f"Decision making {decision}, seen after {visit_days} days: moderate and {LATER} days are the least."
        return Calculated((), (why,), cite, bands)
    code = "99496" if decision == "high" and visit_days <= SOON else "99495"
    why = f"Decision making {decision}, seen {visit_days} days after the discharge: {code}."
    return Calculated((Line(code),), (why,), cite, bands)


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: transitional_care (the level of decision making), visit_days, contact_business_days,
    attempts.
    """
    return transitional_care(
        facts.get("transitional_care", ""),
        required(facts, "visit_days", whole),
        whole(facts, "contact_business_days"),
        whole(facts, "attempts", 0) or 0,
    )
