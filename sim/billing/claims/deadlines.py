"""Deadlines of the trade: the last day for a first claim, a corrected claim, a reopening, a dispute, an appeal, each
with what it counts from.

Limits are dated parameters per payer, in days or in calendar years: see sim/ground/deadlines.py for the rule.
"""

import numpy as np

from sim.ground.dates import Day
from sim.ground.deadlines import last_days

# What a remedy's limit is called, and what its days count from: the service or the payer's answer.
LIMITS = {
    "R_NEW": ("filing_limit", "service_date", "send a new claim"),
    "R_OTHERPAYER": ("filing_limit", "service_date", "bill the correct payer"),
    "R_CORR": ("correction_limit", "remittance_date", "send a corrected claim"),
    "R_VOID": ("correction_limit", "remittance_date", "void"),
    "R_REOPEN": ("reopening_limit", "remittance_date", "request a reopening"),
    "R_APPEAL": ("appeal_limit", "remittance_date", "appeal"),
    "R_RECON": ("dispute_limit", "remittance_date", "dispute"),
    "R_AUTH": ("retro_authorization_limit", "service_date", "request a retroactive authorization"),
    "R_QUERY": ("correction_limit", "remittance_date", "send a corrected claim, after the query"),
    "R_REFUND": ("refund_limit", "remittance_date", "refund"),
    "R_DOCS": ("documents_limit", "remittance_date", "send the documents"),
}


def deadline_of(remedy: str, payer_code: str, service_date: Day, remittance_date: Day) -> tuple[np.datetime64, str]:
    """(last day, what for) of one remedy for one claim; NaT where there is no limit or no remedy."""
    if remedy not in LIMITS:
        return np.datetime64("NaT", "D"), ""
    limit, on, what = LIMITS[remedy]
    counted_from = np.array([service_date if on == "service_date" else remittance_date], "datetime64[D]")
    return last_days(limit, payer_code, counted_from, counted_from)[0], what
