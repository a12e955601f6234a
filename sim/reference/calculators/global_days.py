"""Global period: the days around a procedure whose related visits are part of its price.

000: the day itself. 010: the day and ten days after. 090: the day before, the day, and ninety days after.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from sim.reference.calculators.answer import Calculated, chosen
from sim.reference.calculators.new_or_established import day_of
from sim.reference.codes import procedure_rows, procedures

name = "global_days"
cite = "Medicare Claims Processing Manual ch. 12 sec. 40.1"
SPANS = {"000": (0, 0), "010": (0, 10), "090": (1, 90)}


def global_period(days: str, done: date) -> tuple[date, date]:
    """First and last day of the period.

    A minor procedure on 1 June is followed until 11 June, a major one until 30 August.

    >>> global_period("010", date(2026, 6, 1))[1], global_period("090", date(2026, 6, 1))
    (datetime.date(2026, 6, 11), (datetime.date(2026, 5, 31), datetime.date(2026, 8, 30)))
    """
    before, after = SPANS[chosen(days, SPANS, "global period")]
    return done - timedelta(before), done + timedelta(after)


def calculate(facts: Mapping) -> Calculated:
    """From facts: days ("010") or code, done, and on. details: first, last, is_inside (when `on` is given).

    >>> calculate({"code": "10060", "done": "2026-06-01", "on": "2026-06-11"}).details["is_inside"]
    True
    """
    days = facts.get("days") or _of_code(facts.get("code", ""))
    if days not in SPANS:
        return Calculated(
            (),
            (f"{facts.get('code', 'This code')} has no global period of its own ({days or 'unknown code'}).",),
            cite,
            details={"is_inside": False},
        )
    first, last = global_period(days, day_of(facts.get("done"), "done"))
    details: dict[str, date | bool] = {"first": first, "last": last}
    if facts.get("on"):
        details["is_inside"] = first <= day_of(facts["on"], "on") <= last
    return Calculated((), (f"Global period {days}: {first} to {last}.",), cite, details=details)


def _of_code(code: str) -> str:
    row = int(procedure_rows([code])[0])
    return procedures().global_days[row] if row >= 0 else ""
