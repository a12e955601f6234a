"""Prolonged visit: full quarter hours beyond the longest visit of its family, chosen by time. CPT and Medicare begin to
count at different minutes and have different codes.

    beside                            CPT                    Medicare
    99205  99215   office             99417 from 75  55      G2212 from 89  69
    99245          consultation       99417 from 70          (no consultations)
    99345  99350   home               99417 from 90  75      G0318 from 140 110
    99223  99233   hospital           99418 from 90  65      G0316 from 90  65
    99236          hospital same day  99418 from 100         G0316 from 110
    99255          consultation       99418 from 95          (no consultations)
    99306  99310   nursing facility   99418 from 65  60      G0317 from 95  85

Medicare does not take 99417 or 99418. Each further quarter hour must be full: 14 minutes more are nothing more.
Medicare's minutes may include days around the visit: for 99236 three days after, in a nursing facility one day before
and three after, at home three before and seven after; everywhere else the day of the visit alone.

Not modeled: 99483 (the plan for a patient with failing memory, not among the codes taught).
"""

from collections.abc import Mapping
from types import MappingProxyType

from sim.reference.calculators.answer import Calculated, Line, chosen, required, whole
from sim.reference.payer_terms import CPT, MEDICARE

name = "prolonged"
cite = (
    "CPT prolonged services; CMS CY 2021 PFS final rule for G2212, CY 2023 for G0316 to G0318 (thresholds: NGS table of"
    " prolonged services 2025)"
)
QUARTER = 15
FROM = {  # rule -> visit -> code of the extra time, first minute that counts
    "cpt": {
        **{"99205": ("99417", 75), "99215": ("99417", 55), "99245": ("99417", 70)},
        **{"99345": ("99417", 90), "99350": ("99417", 75)},
        **{"99223": ("99418", 90), "99233": ("99418", 65), "99236": ("99418", 100), "99255": ("99418", 95)},
        **{"99306": ("99418", 65), "99310": ("99418", 60)},
    },
    "medicare": {
        **{"99205": ("G2212", 89), "99215": ("G2212", 69)},
        **{"99345": ("G0318", 140), "99350": ("G0318", 110)},
        **{"99223": ("G0316", 90), "99233": ("G0316", 65), "99236": ("G0316", 110)},
        **{"99306": ("G0317", 95), "99310": ("G0317", 85)},
    },
}
RULES = {CPT: "cpt", MEDICARE: "medicare"}


def prolonged(visit: str, minutes: int, rule: str = "cpt") -> Calculated:
    """Units of prolonged time beside the longest visit of a family, none beside any other.

    >>> [prolonged("99215", minutes).units for minutes in (54, 55, 69, 70)], prolonged("99215", 69, "medicare").code
    ([0, 1, 1, 2], 'G2212')
    >>> [prolonged("99205", minutes, "medicare").units for minutes in (88, 89, 103, 104)]
    [0, 1, 1, 2]
    >>> dict(prolonged("99215", 60).bands)
    {'minutes': (55, 70)}
    >>> prolonged("99214", 90).lines
    ()

    The first minute that counts, beside each visit:

    >>> def first(visit, rule):
    ...     return next(at for at in range(200) if prolonged(visit, at, rule).units)
    >>> {visit: first(visit, "cpt") for visit in FROM["cpt"]} == {"99205": 75, "99215": 55, "99245": 70, "99345": 90,
    ...     "99350": 75, "99223": 90, "99233": 65, "99236": 100, "99255": 95, "99306": 65, "99310": 60}
    True
    >>> {visit: first(visit, "medicare") for visit in FROM["medicare"]} == {"99205": 89, "99215": 69, "99345": 140,
    ...     "99350": 110, "99223": 90, "99233": 65, "99236": 110, "99306": 95, "99310": 85}
    True
    """
    starts = FROM[chosen(rule, FROM, "rule")]
    if visit not in starts:
        return Calculated((), ("Only the longest visit of its family, chosen by time, can be prolonged.",), cite)
    code, least = starts[visit]
    units = max(0, (minutes - least) // QUARTER + 1)
    why = (
        f"{minutes} minutes beside {visit}: the first quarter hour counts from {least} minutes, {units} unit(s) of"
        f" {code}."
    )
    return Calculated(
        (Line(code, units),) if units else (), (why,), cite, MappingProxyType({"minutes": (least, least + QUARTER)})
    )


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: visit, minutes, rule ("cpt" or "medicare"); or rules, as the payer's file says it."""
    rule = facts.get("rule") or RULES[chosen(facts.get("rules", CPT), RULES, "rules")]
    return prolonged(facts.get("visit", ""), required(facts, "minutes", whole), rule)
