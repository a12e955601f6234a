"""What a line is worth to its payer before anybody's share: the contract's basis, percent and place, times units.

Basis by payer and service ([[price]] in data/payers): a percent of the Medicare schedule at the clinic's locality and place of service, of a
stated list (laboratory, drugs, vaccines), or of the charge. Modifiers 26 and TC take their part of the schedule; modifier 50 pays 150 % of a
code of bilateral indicator 1 and 200 % of one of indicator 3.
"""
from functools import cache

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_toml
from sim.ground.money import divide, share
from sim.payer.contract import BASES
from sim.reference import codes as library
from sim.reference.fees import NATIONAL, fee_rows, locality_rows, mpfs_amount

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
    factors = lines.by_day("service_date", lambda days: _factors(days))
    out = None
    for factor in np.unique(factors) if len(factors) and factors.min() < factors.max() else factors[:1]:
        amounts = _amounts(lines, int(factor))
        out = amounts if out is None else np.where(factors == factor, amounts, out)
    return _bilateral(lines, out if out is not None else np.zeros(0, np.int64))


def _factors(days: np.ndarray) -> np.ndarray:
    from sim.payer.line_terms import values_by_day
    return values_by_day("conversion_factor", "*", days, 0)


def _amounts(lines, factor: int) -> np.ndarray:
    table = lines.batch.once(("schedule", factor), lambda: _table(lines, factor))
    place = lines.batch.once("locality", lambda: lines.batch.claims.clinic_code.lookup(
        {text: number for number, text in enumerate(lines.batch.claims.clinic_code.pool)}, len(lines.batch.claims.clinic_code.pool)))
    part = np.where(lines.has_modifier("26"), 1, np.where(lines.has_modifier("TC"), 2, 0))
    _, facilities, parts, width = table.shape
    cell = ((place[lines.claim_rows] * facilities + lines.place.is_facility) * parts + part) * width + lines.procedure_row % width
    return table.reshape(-1)[cell]


def _table(lines, factor: int) -> np.ndarray:
    """Clinics x (office, facility) x parts x procedures; the last procedure is an unknown code."""
    localities = locality_rows([_locality(clinic) for clinic in lines.batch.claims.clinic_code.pool] + [NATIONAL])
    codes = library.procedures().code.texts()
    rows = np.stack([np.append(fee_rows(codes, part), np.int32(-1)) for part in PARTS])
    if not factor:
        return np.full((len(localities), 2, *rows.shape), -1, np.int64)
    return np.stack([[mpfs_amount(rows, facility, place, factor) for facility in (False, True)] for place in localities])


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
