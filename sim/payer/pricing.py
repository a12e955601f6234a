"""What a line is worth to its payer before anybody's share: the contract's basis, percent and place, times units.

Basis by payer and service ([[price]] in data/payers): a percent of the Medicare schedule at the clinic's locality and place of service, of a
stated list (laboratory, drugs, vaccines), or of the charge. Modifiers 26 and TC take their part of the schedule; modifier 50 pays 150 % of a
code of bilateral indicator 1 and 200 % of one of indicator 3.
"""
from functools import cache, lru_cache

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_toml
from sim.ground.money import divide, share
from sim.ground.params import read
from sim.payer.payers import BASES
from sim.reference import codes as library
from sim.reference.fees import NATIONAL, fee_rows, locality_rows, mpfs_amount, national_factor, schedule_days

PARTS = ("", "26", "TC")
MPFS = BASES.index("mpfs")


def allowed(lines) -> np.ndarray:
    """Cents per line: the lesser of charge and contract price. Shape: int64, one per line."""
    return np.minimum(price(lines), lines.charge_amount)


def price(lines) -> np.ndarray:
    """Contract price per line in cents, whatever was charged."""
    basis, stated = lines.stated("price_basis"), lines.stated("price_stated")
    percent = lines.stated("price_percent")
    unit = np.where(basis == MPFS, _schedule(lines), stated)
    priced = share(unit, percent) * lines.service_unit_quantity
    by_report = (unit < 0) | (basis == 0)
    if by_report.any():
        rate = np.where(basis == 0, percent, lines.param("by_report_percent", missing=0))
        priced = np.where(by_report, share(lines.charge_amount, rate), priced)
    return priced


def _schedule(lines) -> np.ndarray:
    """Medicare schedule amount of one unit in cents, -1 where the schedule has none."""
    period = lines.by_day("service_date", lambda days: np.searchsorted(_periods(), days, side="right"))
    out = np.full(len(lines), -1, np.int64)
    low, high = (int(period.min()), int(period.max())) if len(period) else (0, 0)
    for number in range(max(low, 1), high + 1):
        amounts = _amounts(lines, number)
        out = amounts if low == high else np.where(period == number, amounts, out)
    return _bilateral(lines, out)


@cache
def _periods() -> np.ndarray:
    """Days on which a conversion factor or an imported schedule takes over; before the first there is no price."""
    return np.unique(np.concatenate([read("conversion_factor")["*"][0], schedule_days()]))


def _amounts(lines, period: int) -> np.ndarray:
    pool = lines.batch.claims.clinic_code.pool
    table = _table(tuple(_locality(clinic) for clinic in pool), period)
    part = np.where(lines.has_modifier("26"), 1, np.where(lines.has_modifier("TC"), 2, 0))
    clinics, facilities, parts, width = table.shape
    cell = ((lines.clinic_code.keys % clinics * facilities + lines.place.is_facility) * parts + part) * width + lines.procedure_row % width
    return table.reshape(-1)[cell]


@lru_cache(maxsize=64)
def _table(localities: tuple[str, ...], period: int) -> np.ndarray:
    """Clinics x (office, facility) x parts x procedures; the last clinic is none (national), the last procedure is an unknown code."""
    on = _periods()[period - 1]
    places, codes = locality_rows([*localities, NATIONAL], on), library.procedures().code.texts()
    rows = np.stack([np.append(fee_rows(codes, part, on), np.int32(-1)) for part in PARTS])
    factor = national_factor(str(on))
    return np.stack([[mpfs_amount(rows, facility, place, factor) for facility in (False, True)] for place in places])


@cache
def _locality(clinic: str) -> str:
    try:
        return read_toml(find(f"data/clinics/{clinic}.toml")).get("locality", NATIONAL)
    except CleanClaimError:
        return NATIONAL


def _bilateral(lines, amount: np.ndarray) -> np.ndarray:
    both = lines.has_modifier("50")
    if not both.any():
        return amount
    percent = np.where(both & (lines.procedure.bilateral == 1), 150, np.where(both & (lines.procedure.bilateral == 3), 200, 100))
    return np.where(amount < 0, amount, divide(amount * percent, 100))
