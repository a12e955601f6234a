"""Deadlines of the trade: the last day for a first claim, a corrected claim, a reopening, a dispute, an appeal, each
with what it counts from.

Limits are dated parameters per payer: NAME.toml in days, or NAME_years.toml in calendar years where the law says so
(data/params).
"""

from functools import cache

import numpy as np

from sim.ground.coded import Coded
from sim.ground.errors import CleanClaimError
from sim.ground.files import find
from sim.ground.params import param
from sim.ground.table import Table

# What a remedy's limit is called, and what its days count from: the service or the payer's answer.
LIMITS = {
    "R_NEW": ("filing_limit", "service_date", "send a new claim"),
    "R_OTHERPAYER": ("filing_limit", "service_date", "bill the right payer"),
    "R_CORR": ("correction_limit", "remittance_date", "correct"),
    "R_VOID": ("correction_limit", "remittance_date", "take back"),
    "R_REOPEN": ("reopening_limit", "remittance_date", "ask for a reopening"),
    "R_APPEAL": ("appeal_limit", "remittance_date", "appeal"),
    "R_RECON": ("dispute_limit", "remittance_date", "dispute"),
    "R_AUTH": ("retro_authorization_limit", "service_date", "ask for approval afterwards"),
    "R_QUERY": ("correction_limit", "remittance_date", "correct, after the answer"),
    "R_REFUND": ("refund_limit", "remittance_date", "give the money back"),
    "R_DOCS": ("documents_limit", "remittance_date", "send the documents"),
}


def last_day(limit: str, table: Table, on: str) -> np.ndarray:
    """The last day allowed per row of a table with payer_code and the date column `on`; NaT where no limit is in force.

    A calendar year from 1 March runs through the next 1 March (Medicare Claims Processing Manual ch. 1, 70).
    """
    out = np.full(len(table), np.datetime64("NaT"), "datetime64[D]")
    for name, unit in ((limit, "days"), (f"{limit}_years", "years")):
        if _exists(name):
            value = param(name, table, on, missing=-1)
            end = _later(table[on], value, unit)
            out = np.where((value >= 0) & np.isnat(out), end, out)
    return out


def _later(dates, value, unit: str):
    from sim.payer.rulebook.policy import years_later

    value = np.maximum(value, 0)
    return dates + value.astype("timedelta64[D]") if unit == "days" else years_later(dates, value)


@cache
def _exists(name: str) -> bool:
    try:
        find(f"data/params/{name}.toml")
    except CleanClaimError:
        return False
    return True


def deadline_of(remedy: str, payer_code: str, service_date, remittance_date) -> tuple[np.datetime64, str]:
    """(last day, what for) of one remedy for one claim; NaT where there is no limit or no remedy."""
    if remedy not in LIMITS:
        return np.datetime64("NaT", "D"), ""
    limit, on, what = LIMITS[remedy]
    row = Table(
        payer_code=Coded.constant(payer_code, 1),
        service_date=np.array([service_date], "datetime64[D]"),
        remittance_date=np.array([remittance_date], "datetime64[D]"),
    )
    return last_day(limit, row, on)[0], what
