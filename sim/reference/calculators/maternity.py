"""Maternity care of one group, for deliveries until the end of 2026: one global code, or the parts that the group did.

    delivery                    global   delivery only   delivery and after   (after: the weeks after the birth)
    vaginal                     59400    59409           59410
    cesarean                    59510    59514           59515

    antepartum visits alone     1 to 3: visits by their level    4 to 6: 59425    7 and more: 59426
    after the birth alone       59430

The global code holds the visits before the birth (some thirteen), the delivery and the weeks after it. The visit that
confirms the pregnancy, ultrasound, and care of other illness are billed apart. From 1 January 2027 these codes are
gone: care before and after the birth is then billed by the visit.

Not modeled: a birth after an earlier cesarean (codes of its own, not taught), several babies, the codes of 2027
(verify them in CPT 2027), a change of payer during the pregnancy.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from sim.ground.errors import CleanClaimError
from sim.reference.calculators.answer import Calculated, Line, chosen, whole, yes
from sim.reference.calculators.new_or_established import day_of

name = "maternity"
cite = "CPT maternity care and delivery; AMA notice of the 2027 changes; CMS RVU26C (global MMM)"
ENDS = date(2027, 1, 1)
days = (ENDS,)


class Delivery(NamedTuple):
    """The codes of one way of delivery."""

    whole_care: str
    alone: str
    with_after: str


DELIVERIES = {
    "vaginal": Delivery("59400", "59409", "59410"),
    "cesarean": Delivery("59510", "59514", "59515"),
}
NONE, AFTER = "none", "59430"
ANTEPARTUM = ((7, "59426"), (4, "59425"))


def maternity(
    delivery: str, visits: int = 0, all_visits: bool = False, after: bool = False, on: date | None = None
) -> Calculated:
    """The codes of what one group did. `delivery`: a key of DELIVERIES, or none. `visits`: antepartum visits by the
    group; `all_visits`: it saw the patient through the whole pregnancy; `after`: it cares for her after the birth.

    >>> maternity("vaginal", 13, all_visits=True, after=True).code, maternity("cesarean", after=True).code
    ('59400', '59515')
    >>> [maternity("none", visits).code for visits in (3, 4, 6, 7)]
    ['', '59425', '59425', '59426']
    >>> [line.code for line in maternity("vaginal", 5, after=True).lines]
    ['59410', '59425']
    >>> maternity("none", after=True).code, maternity("vaginal").code
    ('59430', '59409')
    >>> maternity("vaginal", on=date(2026, 12, 31)).code
    '59409'
    >>> maternity("vaginal", on=date(2027, 1, 1))
    Traceback (most recent call last):
    sim.ground.errors.CleanClaimError: ...
    """
    chosen(delivery, (*DELIVERIES, NONE), "delivery")
    if on is not None and on >= ENDS:
        raise CleanClaimError(
            f"maternity care on {on}",
            "maternity",
            f"a day before {ENDS}: the global codes are gone then",
            "code each visit and the delivery by the codes of 2027",
        )
    if delivery != NONE and all_visits and after:
        code = DELIVERIES[delivery].whole_care
        why = f"Visits before the birth, {delivery} delivery and the weeks after it by one group: {code}, once."
        return Calculated((Line(code),), (why,), cite)
    lines, reasons = [], []
    if delivery != NONE:
        code = DELIVERIES[delivery].with_after if after else DELIVERIES[delivery].alone
        lines.append(Line(code))
        reasons.append(f"{delivery.capitalize()} delivery{' and the weeks after it' * after}: {code}.")
    before = next((code for least, code in ANTEPARTUM if visits >= least), "")
    if before:
        lines.append(Line(before))
        reasons.append(f"{visits} antepartum visits: {before}, once.")
    elif visits:
        reasons.append(f"{visits} antepartum visits: up to three are billed as visits by their level.")
    if delivery == NONE and after:
        lines.append(Line(AFTER))
        reasons.append(f"Care after the birth alone: {AFTER}.")
    bands = MappingProxyType({"visits": tuple(sorted(least for least, _ in ANTEPARTUM))})
    return Calculated(tuple(lines), tuple(reasons), cite, bands)


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: maternity (the delivery, or none), visits, all_visits, after, on.

    >>> dict(calculate({"maternity": "none", "visits": 5, "on": "2026-06-01"}).bands)
    {'visits': (4, 7)}
    """
    return maternity(
        facts.get("maternity", ""),
        whole(facts, "visits", 0) or 0,
        yes(facts, "all_visits"),
        yes(facts, "after"),
        day_of(facts["on"], "on") if facts.get("on") else None,
    )
