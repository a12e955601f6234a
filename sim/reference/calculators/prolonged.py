"""Prolonged visit: full quarter hours beyond the longest visit of its family, chosen by time. CPT and Medicare begin to
count at different minutes.

    beside                          CPT                  Medicare
    99205  99215   office           99417 from 75  55    G2212 from 89  69
    99223  99233   hospital         99418 from 90  65    G0316 from 90  65

Medicare does not take 99417 or 99418. Each further quarter hour must be full: 14 minutes more are nothing more.

Not modeled: home and nursing facility visits; the days around the visit that Medicare's codes may count.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sim.reference.calculators.answer import Calculated, Line, chosen, required, whole

name = "prolonged"
cite = (
    "CPT prolonged services; CMS CY 2021 PFS final rule for G2212, CY 2023 for G0316 (thresholds: NGS table of"
    " prolonged services 2025)"
)
FROM = {  # rule -> visit -> code of the extra time, first minute that counts
    "cpt": {"99205": ("99417", 75), "99215": ("99417", 55), "99223": ("99418", 90), "99233": ("99418", 65)},
    "medicare": {"99205": ("G2212", 89), "99215": ("G2212", 69), "99223": ("G0316", 90), "99233": ("G0316", 65)},
}


def prolonged(visit: str, minutes: int, rule: str = "cpt") -> Calculated:
    """Units of prolonged time beside the longest visit of a family, none beside any other.

    >>> [prolonged("99215", minutes).units for minutes in (54, 55, 69, 70)], prolonged("99215", 69, "medicare").code
    ([0, 1, 1, 2], 'G2212')
    >>> [prolonged("99205", minutes, "medicare").units for minutes in (88, 89, 103, 104)]
    [0, 1, 1, 2]
    >>> [prolonged("99233", minutes, "medicare").units for minutes in (64, 65)], prolonged("99223", 90).code
    ([0, 1], '99418')
    >>> [[prolonged(visit, minutes).units for minutes in (least - 1, least)]
    ...     for visit, least in (("99205", 75), ("99215", 55), ("99223", 90), ("99233", 65))]
    [[0, 1], [0, 1], [0, 1], [0, 1]]
    >>> [[prolonged(visit, minutes, "medicare").units for minutes in (least - 1, least)]
    ...     for visit, least in (("99215", 69), ("99223", 90))]
    [[0, 1], [0, 1]]
    >>> dict(prolonged("99215", 60).bands)
    {'minutes': (55, 70)}
    >>> prolonged("99214", 90).lines
    ()
    """
    starts = FROM[chosen(rule, FROM, "rule")]
    if visit not in starts:
        return Calculated((), ("Only the longest visit of its family, chosen by time, can be prolonged.",), cite)
    code, least = starts[visit]
    units = max(0, (minutes - least) // 15 + 1)
    why = (
        f"{minutes} minutes beside {visit}: the first quarter hour counts from {least} minutes, {units} unit(s) of"
        f" {code}."
    )
    return Calculated(
        (Line(code, units),) if units else (), (why,), cite, MappingProxyType({"minutes": (least, least + 15)})
    )


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: visit, minutes, rule."""
    return prolonged(facts.get("visit", ""), required(facts, "minutes", whole), facts.get("rule", "cpt"))
