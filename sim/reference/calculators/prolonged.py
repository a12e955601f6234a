"""Prolonged office visit: full quarter hours beyond the longest visit chosen by time. CPT and Medicare begin to count at different minutes.

Not modelled: home, hospital and nursing facility visits.
"""
from collections.abc import Mapping
from types import MappingProxyType

from sim.reference.calculators.answer import Calculated, Line, chosen, required, whole

name = "prolonged"
cite = "CPT prolonged services; CMS CY 2021 PFS final rule for G2212"
FROM = {"cpt": {"99205": 75, "99215": 55}, "medicare": {"99205": 89, "99215": 69}}
CODES = {"cpt": "99417", "medicare": "G2212"}


def prolonged(visit: str, minutes: int, rule: str = "cpt") -> Calculated:
    """Units of prolonged time beside the top office visit, none beside any other.

    >>> [prolonged("99215", minutes).units for minutes in (54, 55, 69, 70)], prolonged("99215", 69, "medicare").code
    ([0, 1, 1, 2], 'G2212')
    >>> prolonged("99214", 90).lines
    ()
    """
    starts = FROM[chosen(rule, FROM, "rule")]
    if visit not in starts:
        return Calculated((), ("Only the longest visit of its family, chosen by time, can be prolonged.",), cite)
    units = max(0, (minutes - starts[visit]) // 15 + 1)
    why = f"{minutes} minutes beside {visit}: the first quarter hour counts from {starts[visit]} minutes, {units} unit(s) of {CODES[rule]}."
    return Calculated((Line(CODES[rule], units),) if units else (), (why,), cite, MappingProxyType({"minutes": (starts[visit], starts[visit] + 15)}))


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: visit, minutes, rule."""
    return prolonged(facts.get("visit", ""), required(facts, "minutes", whole), facts.get("rule", "cpt"))
