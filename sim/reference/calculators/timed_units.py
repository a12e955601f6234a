"""Units of timed therapy: Medicare's table of total minutes against the midpoint rule.

Medicare adds the minutes of all timed services of the day: 8 minutes are the first unit, and each further unit needs 15
more. Units go to the services with the most minutes, whole quarter hours first. The midpoint rule looks at each service
by itself: 8 of its 15 minutes make a unit.

Lines of a plan of care carry GP (physical therapy), GO (occupational) or GN (speech). KX says that care beyond the
year's threshold is needed. A service that NCCI pairs with another, done in other minutes, carries 59.

Not modeled: assistants' minutes, untimed services (one unit whatever the time).
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from sim.reference.calculators.answer import Calculated, Line, chosen, required, whole, yes

name = "timed_units"
cite = "Medicare Claims Processing Manual ch. 5 sec. 20.2; CPT time rule (midpoint)"
RULES = ("medicare", "midpoint")


PLANS = ("GP", "GO", "GN")


def timed_units(
    minutes: Mapping[str, int],
    rule: str = "medicare",
    plan: str = "",
    over_threshold: bool = False,
    apart: Collection[str] = (),
) -> Calculated:
    """Units per code from minutes per code. `plan`: whose plan of care, `apart`: codes that carry 59.

    Ten minutes of exercise and ten of manual therapy: Medicare sees 20 minutes, one unit; the midpoint rule gives each
    its own.

    >>> timed_units({"97110": 10, "97140": 9}).lines
    (Line(code='97110', units=1, modifiers=frozenset()),)
    >>> [line.units for line in timed_units({"97110": 10, "97140": 9}, "midpoint").lines]
    [1, 1]
    >>> [timed_units({"97110": total}).units for total in (7, 8, 22, 23, 37, 38)]
    [0, 1, 1, 2, 2, 3]
    >>> [line.units for line in timed_units({"97110": 31, "97140": 22}).lines]
    [2, 2]
    >>> [line.units for line in timed_units({"97110": 29, "97140": 23}).lines]
    [2, 1]
    >>> [line.units for line in timed_units({"97110": 28, "97140": 10}).lines]
    [2, 1]
    >>> [line.units for line in timed_units({"97110": 45, "97140": 7}).lines]
    [3]
    >>> [sorted(line.modifiers) for line in timed_units({"97110": 15, "97140": 15}, plan="GP", over_threshold=True,
    ...     apart=["97140"]).lines]
    [['GP', 'KX'], ['59', 'GP', 'KX']]
    >>> least = timed_units({"97110": 30}).bands["minutes"]
    >>> least, [timed_units({"97110": minutes}).units for minutes in least]
    ((8, 23, 38, 53, 68, 83, 98, 113), [1, 2, 3, 4, 5, 6, 7, 8])
    """
    chosen(rule, RULES, "rule")
    units = {code: _midpoint(spent) for code, spent in minutes.items()} if rule == "midpoint" else _medicare(minutes)
    common = {chosen(plan, PLANS, "plan of care")} if plan else set()
    common |= {"KX"} if over_threshold else set()
    lines = tuple(
        Line(code, count, frozenset(common | ({"59"} if code in apart else set())))
        for code, count in units.items()
        if count
    )
    total = sum(minutes.values())
    why = (
        f"{total} timed minutes in all: {_midpoint(total)} unit(s) by Medicare's table."
        if rule == "medicare"
        else "Each service by itself: at least 8 of its 15 minutes make a unit."
    )
    return Calculated(lines, (why,), cite, MappingProxyType({"minutes": (8, 23, 38, 53, 68, 83, 98, 113)}))


def calculate(facts: Mapping) -> Calculated:
    """From a scenario's facts: minutes (a table of code to minutes), or code and minutes; rule, plan, over_threshold,
    apart."""
    given = (
        facts["minutes"] if isinstance(facts.get("minutes"), Mapping) else {facts.get("code", ""): facts.get("minutes")}
    )
    return timed_units(
        {code: required(given, code, whole) for code in given},
        facts.get("rule", "medicare"),
        facts.get("plan", ""),
        yes(facts, "over_threshold"),
        facts.get("apart", ()),
    )


def _midpoint(minutes: int) -> int:
    return (minutes + 7) // 15


def _medicare(minutes: Mapping[str, int]) -> dict[str, int]:
    """Whole quarter hours first, what is left to the largest remainders."""
    units = {code: spent // 15 for code, spent in minutes.items()}
    left = _midpoint(sum(minutes.values())) - sum(units.values())
    for code in sorted(minutes, key=lambda code: -(minutes[code] % 15))[: max(left, 0)]:
        units[code] += 1
    return units
