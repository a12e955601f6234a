"""Split or shared visit: a physician and a nurse practitioner or physician assistant of one group see the same patient
in a facility on one day, and one of them bills the visit.

Who bills is whoever performed the substantive portion: more than half of the total time, or a substantive part of the
medical decision making. Critical care goes by time alone. The times of both are added; minutes that both spent together
count once. Medicare wants modifier FS on the visit. In the office there is no shared visit: there the rules of services
incident to a physician's hold.

Not modeled: what other payers want of a shared visit (their manuals differ: verify), nursing facility visits that a
physician must make himself.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sim.reference.calculators.answer import Calculated, chosen, whole
from sim.reference.payer_terms import MEDICARE

name = "split_shared"
cite = (
    "42 CFR 415.140; CY 2024 PFS final rule (substantive portion); Medicare Claims Processing Manual ch. 12 sec."
    " 30.6.18 (modifier FS)"
)
FACILITY = (
    "emergency",
    "hospital initial",
    "hospital subsequent",
    "hospital same day",
    "hospital discharge",
    "nursing initial",
    "nursing subsequent",
    "nursing discharge",
    "critical care",
)
WHO = ("physician", "npp")
WORDS = {"physician": "the physician", "npp": "the nurse practitioner or physician assistant"}
MODIFIER = "FS"


def split_shared(
    setting: str, physician: int = 0, npp: int = 0, together: int = 0, decision_by: str = "", rules: str = MEDICARE
) -> Calculated:
    """Who may bill, the minutes that count and the modifier: details bills ("physician", "npp" or "either"), minutes,
    modifiers. `physician`, `npp`: minutes of each alone; `together`: minutes of both at once, counted once and for
    each of them. `decision_by`: who performed a substantive part of the decision making.

    Fifteen minutes of the physician and thirty of the nurse practitioner: by time the nurse practitioner bills.

    >>> split_shared("hospital subsequent", 15, 30).details["bills"]
    'npp'
    >>> split_shared("hospital subsequent", 15, 30, decision_by="physician").details["bills"]
    'either'
    >>> [split_shared("hospital initial", minutes, 30).details["bills"] for minutes in (29, 30, 31)]
    ['npp', 'neither', 'physician']
    >>> answer = split_shared("critical care", 20, 30, decision_by="physician")
    >>> answer.details["bills"], answer.details["minutes"], sorted(answer.details["modifiers"])
    ('npp', 50, ['FS'])
    >>> split_shared("hospital initial", 20, 10, together=15).details["minutes"]
    45
    >>> split_shared("hospital initial", 20, 10, rules="CPT's codes and minutes").details["modifiers"]
    frozenset()
    """
    chosen(setting, FACILITY, "setting of a shared visit")
    total = physician + npp + together
    able = [who for who, alone in zip(WHO, (physician, npp), strict=True) if (alone + together) * 2 > total]
    if decision_by and setting != "critical care":
        able = [who for who in WHO if who in able or who == chosen(decision_by, WHO, "clinician")]
    bills = "either" if len(able) == len(WHO) else able[0] if able else "neither"
    shares = f"{physician} minutes of the physician, {npp} of the other clinician" + (
        f", {together} of both together" if together else ""
    )
    reasons = [f"{shares}: {total} in all." if total else "No minutes in the record."]
    if decision_by and setting != "critical care":
        reasons.append(f"A substantive part of the decision making: {WORDS[decision_by]}.")
    if bills in WHO:
        reasons.append(f"The visit is billed by {WORDS[bills]}.")
    elif bills == "either":
        reasons.append("Each performed a substantive portion, one by time and one by decision making: either may bill.")
    else:
        reasons.append("Nobody has more than half of the time, and the record does not say who made the decisions.")
    modifiers = frozenset({MODIFIER} if rules == MEDICARE else ())
    if modifiers:
        reasons.append(f"A shared visit carries {MODIFIER}.")
    details = {"bills": bills, "minutes": total or None, "modifiers": modifiers}
    return Calculated((), tuple(reasons), cite, details=MappingProxyType(details))


def of_facts(shared: Mapping | None, setting: str, rules: str) -> Calculated | None:
    """From the shared visit of a scenario, { physician, npp, together, decision_by }; None where it is not shared."""
    if not shared:
        return None
    minutes = {key: whole(shared, key, 0) or 0 for key in ("physician", "npp", "together")}
    return split_shared(setting, **minutes, decision_by=shared.get("decision_by", ""), rules=rules)


def calculate(facts: Mapping) -> Calculated:
    """From facts: setting, physician, npp, together, decision_by, rules."""
    return of_facts(facts, facts.get("setting", ""), facts.get("rules", MEDICARE)) or Calculated((), (), cite)
