"""Fees: the Medicare physician fee schedule in whole numbers, the laboratory schedule, stated drug and vaccine prices.

    payment = (work RVU x work index + practice expense RVU x its index + malpractice RVU x its index)
              x conversion factor, rounded to cents once

Relative values are hundredths, indices thousandths, the conversion factor millionths of a dollar, so nothing is ever a
fraction. Sources: CMS RVU26C and Addendum E, CY 2026 final rule; 42 CFR 414.20. Practice expense follows the place of
service (facility or not).

Not modeled: the transition of imaging to hospital rates (OPPS cap), anesthesia units, carrier-priced codes.
"""

import numpy as np

from sim.ground.editions import service_dates
from sim.ground.errors import CleanClaimError
from sim.ground.money import divide
from sim.ground.params import param_value
from sim.ground.table import Table
from sim.ground.files import places, read_csv, remembered
from sim.reference.imports.dated import shipped_from
from sim.reference.imports.fee_layers import FEES, INDICES, Ladder, extended, factors, ladder
from sim.reference.imports.store import columns, releases
from sim.reference.tables import rows, table

NATIONAL = "00000-00"
SCALE = 10**9  # hundredths x thousandths x millionths of a dollar, to cents
PARTS = ("", "26", "TC", "53")


@remembered
def mpfs() -> Table:
    """Relative values per code and part (modifier 26, TC or the whole): hundredths of a unit. The schedule of 2026,
    then every imported one; fee_rows tells which row is in force."""
    base = _shipped_mpfs()
    if releases("pprrvu"):
        return extended(base, "pprrvu", FEES)
    return base


@remembered
def _shipped_mpfs() -> Table:
    return table(
        "data/fees/mpfs_2026.csv",
        {
            "code": "code",
            "modifier": "code",
            "status_code": "code",
            "global_days": "code",
            "endoscopic_base": "code",
            "work_rvu": "hundredths",
            "nonfacility_pe_rvu": "hundredths",
            "facility_pe_rvu": "hundredths",
            "malpractice_rvu": "hundredths",
        },
    )


@remembered
def _mpfs_places() -> Ladder:
    fees = mpfs()
    return ladder(
        "pprrvu",
        list(zip(fees.code.texts().tolist(), fees.modifier.texts().tolist(), strict=True)),
        len(_shipped_mpfs()),
    )


def fee_rows(pool, part: str = "", on=None) -> np.ndarray:
    """The row in mpfs() of each code text for a part of the service ("", "26", "TC"), -1 where the schedule has no
    relative values. `on`: by the schedule in force on that day (without it: the shipped one, and the newest imported
    one for codes it does not have).

    >>> (fee_rows(["71046", "71046"], "26") == fee_rows(["71046"])[0]).any()
    np.False_
    """
    known = _mpfs_places()
    return np.array([known.find((text, part), on) for text in pool], np.int32)


def schedule_days() -> np.ndarray:
    """The days on which an imported schedule or its indices take over, sorted; empty where nothing was imported.
    Between two of them `fee_rows` and `locality_rows` answer alike.

    >>> len(schedule_days())
    0
    """
    days = [
        day
        for name in ("pprrvu", "gpci")
        for one in releases(name)
        for day in (one.effective, max(one.effective, shipped_from(name)))
    ]
    return np.unique(np.array(days, "datetime64[D]"))


@remembered
def gpci() -> Table:
    """Geographic indices per Medicare locality ("05102-00": carrier and locality), in thousandths; row 0 is national,
    every index 1. Those of 2026, then every imported release; locality_rows tells which row is in force."""
    base = _shipped_gpci()
    if releases("gpci"):
        return extended(base, "gpci", INDICES)
    return base


@remembered
def _shipped_gpci() -> Table:
    return table(
        "data/fees/gpci_2026.csv",
        {
            "locality": "code",
            "state": "code",
            "name": "code",
            "work": "thousandths",
            "practice_expense": "thousandths",
            "malpractice": "thousandths",
        },
    )


@remembered
def _localities() -> Ladder:
    return ladder("gpci", gpci().locality.texts().tolist(), len(_shipped_gpci()))


def locality_rows(pool, on=None) -> np.ndarray:
    """The row in gpci() of each locality text, on a day or by the shipped indices. Raises CleanClaimError for a
    locality that does not exist.
    """
    found = np.array([0 if text == NATIONAL else _localities().find(text, on) for text in pool], np.int32)
    if (found < 0).any():
        bad = pool[int(np.flatnonzero(found < 0)[0])]
        raise CleanClaimError(
            f"unknown locality {bad!r}",
            "fee schedule",
            "carrier and locality as CMS writes them, such as 05102-00",
            "look it up in data/fees/gpci_2026.csv",
        )
    return found


def mpfs_amount(
    fee_row, is_facility, locality_row=0, conversion_factor: int = 0, expense_percent: int = 100
) -> np.ndarray:
    """Medicare's schedule amount in cents for one unit; -1 where `fee_row` is -1 (no relative values).

    Shapes broadcast: rows of mpfs() and gpci(), booleans, and the conversion factor in millionths of a dollar (default:
    that of 2026). `expense_percent`: with this part of the practice expense only, as for further units of therapy.

    A knee injection in the office, national: $68.81; in Iowa it is less.

    >>> row = fee_rows(["20610"])
    >>> (mpfs_amount(row, False).tolist(), mpfs_amount(row, True).tolist(),
    ...  mpfs_amount(row, False, locality_rows(["05102-00"])).tolist())
    ([6881], [3975], [6289])
    """
    fees, index = mpfs(), gpci()
    row, place = np.asarray(fee_row), np.asarray(locality_row)
    expense = np.where(is_facility, fees.facility_pe_rvu[row], fees.nonfacility_pe_rvu[row])
    units, whole = (
        (
            fees.work_rvu[row] * index.work[place]
            + expense * index.practice_expense[place]
            + fees.malpractice_rvu[row] * index.malpractice[place]
        ),
        1,
    )
    if expense_percent != 100:
        units, whole = units * 100 - expense * index.practice_expense[place] * (100 - expense_percent), 100
    return np.where(row < 0, -1, divide(units * (conversion_factor or national_factor()), SCALE * whole))


SPLIT = ("preoperative_percent", "intraoperative_percent", "postoperative_percent")


@remembered
def surgery_split() -> dict[str, tuple[int, int, int]]:
    """Code -> percent of its fee for the care before, the operation and the care after it, for procedures of 10 or 90
    global days that the schedule splits: as shipped, and over it as the newest imported schedule has it, whatever the
    day.

    >>> surgery_split()["20692"]
    (10, 69, 21)
    """
    found = {
        row["code"]: (int(row[SPLIT[0]]), int(row[SPLIT[1]]), int(row[SPLIT[2]]))
        for row in rows("data/fees/mpfs_2026.csv")
        if row[SPLIT[0]]
    }
    for one in releases("pprrvu"):
        content = columns(one)
        if "intraoperative" in content:  # a release imported by an earlier version has no parts
            parts = np.stack([content[name] for name in ("preoperative", "intraoperative", "postoperative")], axis=1)
            split = np.flatnonzero(content["intraoperative"])
            for row in split:
                before, during, after = map(int, parts[row])
                found[content["code"][row].decode()] = before, during, after
    return found


@remembered
def national_factor(on: str = "", in_payment_model: bool = False) -> int:
    """The conversion factor in millionths of a dollar in force on a date (left out: the first of the visits' dates);
    from 2026 another one for clinicians in an advanced payment model.

    >>> national_factor(), national_factor(in_payment_model=True)
    (33400900, 33567500)
    """
    on = on or str(service_dates().first)
    if releases("pprrvu") and not in_payment_model:
        stated = [factor for start, factor in factors() if start <= np.datetime64(on, "D")]
        if stated:
            return stated[-1]
    return param_value("conversion_factor_apm" if in_payment_model else "conversion_factor", "*", on)


def stated(name: str, pool, missing: int = -1) -> np.ndarray:
    """Cents per unit from a stated list: "clinical_lab_2026", "drugs" or "vaccines"; `missing` for a code that is not
    on it.

    >>> stated("drugs", ["J3301", "99213"]).tolist()
    [84, -1]
    """
    prices = _stated(name)
    return np.array([prices.get(text, missing) for text in pool], np.int64)


@remembered
def _stated(name: str) -> dict[str, int]:
    """Code -> cents: the list that ships, and over it that of the user's own folder."""
    files = [place / f"data/fees/{name}.csv" for place in reversed(places())]
    return {row["code"]: int(row["amount"]) for file in files if file.is_file() for row in read_csv(file)}
