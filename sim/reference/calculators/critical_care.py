"""Critical care of a patient of six years and more, by the clinician's minutes of the day: 99291 once for the first 30
to 74 minutes, 99292 for each half hour beyond. The minutes need not be in one piece. Under 30 minutes the visit of the
place is coded instead.

    minutes      CPT                       Medicare
    30 to 74     99291                     99291
    75 to 103    99291, 99292              99291
    104          99291, 99292              99291, 99292
    105 to 133   99291, 99292 twice        99291, 99292
    134          99291, 99292 twice        99291, 99292 twice

CPT takes the midpoint of the half hour, Medicare wants it full: 74 and 30 are 104. Procedures that are billed by
themselves take no minutes of critical care; reading a chest film or blood gases and managing a ventilator is part of
it. Minutes of a physician and a nurse practitioner or physician assistant of one group are added (see split_shared.py).

Not modeled: the daily codes for younger children, a visit on the same day before the patient was critical (modifier
25), FT after an operation.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sim.reference.calculators.answer import Calculated, Line, chosen, whole
from sim.reference.calculators.split_shared import of_facts
from sim.reference.payer_terms import CPT, MEDICARE

name = "critical_care"
cite = (
    "CPT critical care services; Medicare Claims Processing Manual ch. 12 sec. 30.6.12; MLN Matters MM12982 (104"
    " minutes)"
)
LEAST, HALF_HOUR, FIRST, MORE = 30, 30, "99291", "99292"
MORE_FROM = {CPT: 75, MEDICARE: 104}


def critical_care(minutes: int, rules: str = CPT) -> Calculated:
    """The codes for a day's minutes.

    >>> [critical_care(minutes).code for minutes in (29, 30)]
    ['', '99291']
    >>> def more(minutes, rules):
    ...     return sum(line.units for line in critical_care(minutes, rules).lines if line.code == MORE)
    >>> [more(minutes, CPT) for minutes in (74, 75, 104, 105, 134, 135)]
    [0, 1, 1, 2, 2, 3]
    >>> [more(minutes, MEDICARE) for minutes in (103, 104, 133, 134)]
    [0, 1, 1, 2]
    """
    least = MORE_FROM[chosen(rules, MORE_FROM, "rules")]
    if minutes < LEAST:
        why = f"{minutes} minutes: under {LEAST} minutes there is no critical care, the visit of the place is coded."
        return Calculated((), (why,), cite, MappingProxyType({"minutes": (LEAST, least, least + HALF_HOUR)}))
    units = max(0, (minutes - least) // HALF_HOUR + 1)
    why = (
        f"{minutes} minutes of critical care: {FIRST}"
        + (f" and {units} unit(s) of {MORE}" if units else "")
        + f"; {MORE} counts from {least} minutes by {rules.split()[0]} minutes."
    )
    return Calculated(
        (Line(FIRST), *((Line(MORE, units),) if units else ())),
        (why,),
        cite,
        MappingProxyType({"minutes": (LEAST, least, least + HALF_HOUR)}),
    )


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: minutes, rules (as the payer's file says it); or shared, { physician, npp, together },
    whose minutes are added.

    >>> shared = {"physician": 40, "npp": 64}
    >>> calculate({"shared": shared, "rules": MEDICARE}).lines[1]
    Line(code='99292', units=1, modifiers=frozenset({'FS'}))
    """
    rules = facts.get("rules", CPT)
    shared = of_facts(facts.get("shared"), "critical care", rules)
    minutes = whole(facts, "minutes")
    if minutes is None:
        minutes = (shared.details["minutes"] if shared else None) or 0
    answer = critical_care(minutes, rules)
    if shared is None:
        return answer
    lines = tuple(line._replace(modifiers=shared.details["modifiers"]) for line in answer.lines)
    return answer._replace(lines=lines, reasons=(*answer.reasons, *shared.reasons), cite=f"{cite}; {shared.cite}")
