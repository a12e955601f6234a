"""Patients who pay alone: no claim to anybody, but an estimate in advance and a bill by the clinic's own policy.

    estimate([("99203", 1)], visit="2026-06-15", scheduled="2026-06-01")     good-faith estimate with its last day
    bill([("99204", 1)], on="2026-06-15", estimated=...)                     what is due; may the patient dispute it

Source: 45 CFR 149.610 (estimate for the uninsured and those who do not use their insurance), 149.620 (dispute from 400
dollars above it).

Not modeled: uninsured patients among the simulated people (about 4 percent of office visits, NAMCS 2019: their visits
make no claim, and a day at the denial desk has none of them), estimates of other providers of the same visit. Payment
plans are in sim/billing/books/payment_plans.py.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sim.ground.dates import Day
from sim.ground.errors import CleanClaimError
from sim.ground.money import share
from sim.ground.params import param_value
from sim.reference.codes import procedure_rows, procedures
from sim.reference.charge_master import charges


def estimate(services: Sequence[tuple[str, int]], visit: Day, scheduled: Day) -> dict[str, Any]:
    """{rows, charge_amount, discount_amount, due_amount, last_day}: what the clinic expects to ask, and the last day
    for saying so (None: the visit is too near for an estimate without being asked). Cents; services: (code, units).
    Raises CleanClaimError for a code without a charge.

    >>> told = estimate([("99203", 1)], visit="2026-06-15", scheduled="2026-06-01")
    >>> told["charge_amount"], told["discount_amount"], told["due_amount"], told["last_day"]
    (26000, 10400, 15600, '2026-06-04')
    >>> [estimate([("99203", 1)], day, "2026-06-01")["last_day"] for day in ("2026-06-05", "2026-06-02")]
    ['2026-06-02', None]
    """
    visit, scheduled = _day(visit), _day(scheduled)
    ahead = _business_days(scheduled, visit)
    how = next(
        (how for how in ("far", "near") if ahead >= param_value(f"estimate_{how}_days", "*", str(scheduled))), None
    )
    last = how and _later(scheduled, param_value(f"estimate_due_if_{how}_days", "*", str(scheduled)))
    return {**_priced(services, visit), "last_day": last and str(last)}


def bill(services: Sequence[tuple[str, int]], on: Day, estimated: dict[str, Any] | None = None) -> dict[str, Any]:
    """The same for what was done, and `may_dispute`: is it so far above the estimate that the patient may have it
    reviewed?

    >>> before = estimate([("99203", 1)], visit="2026-06-15", scheduled="2026-06-01")
    >>> bill([("99203", 1)], "2026-06-15", before)["may_dispute"]
    False
    """
    told = _priced(services, _day(on))
    limit = param_value("estimate_dispute_amount", "*", str(on))
    return {**told, "may_dispute": estimated is not None and told["due_amount"] - estimated["due_amount"] >= limit}


def _priced(services: Sequence[tuple[str, int]], on: date) -> dict[str, Any]:
    percent = param_value("self_pay_discount_percent", "*", str(on))
    rows = [_row(str(code), int(units), percent) for code, units in services]
    return {
        "rows": rows,
        **{name: sum(row[name] for row in rows) for name in ("charge_amount", "discount_amount", "due_amount")},
    }


def _row(code: str, units: int, percent: int) -> dict[str, Any]:
    [place], [charge] = procedure_rows([code]), charges([code])
    if place < 0 or charge < 0:
        raise CleanClaimError(
            f"no charge for {code[:10]!r}", "self-pay", "a code of the clinic's charge master", "check the code"
        )
    amount = int(charge) * units
    discount = int(share(amount, percent))
    return {
        "code": code,
        "label": procedures().label[place],
        "units": units,
        "charge_amount": amount,
        "discount_amount": discount,
        "due_amount": amount - discount,
    }


def _day(value: Day) -> date:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise CleanClaimError(
            f"{str(value)[:20]!r} is not a date", "self-pay", "year-month-day, such as 2026-06-15", "write it again"
        ) from None


def _business_days(first: date, last: date) -> int:
    """Mondays to Fridays after the first day up to the last. (Holidays are not known here.)"""
    return sum((first + timedelta(day)).weekday() < 5 for day in range(1, max((last - first).days, 0) + 1))


def _later(first: date, business_days: int) -> date:
    day = first
    while business_days:
        day += timedelta(1)
        business_days -= day.weekday() < 5
    return day
