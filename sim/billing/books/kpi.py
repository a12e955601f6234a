"""Key figures of a clinic's revenue cycle, each by its stated formula, and what is open by age.

    aging(encounters, ledger, on)       per age: open with payers, denied, owed by patients; credits apart
    figures(...)                        name -> (value, formula): days in A/R, A/R over 90 days, clean claims, accepted,
                                        first pass, denials, net collection

Formulas as HFMA's MAP Keys and Claim Integrity Task Force and MGMA define them; what is counted differs in the trade,
so each figure tells its own. Percentages are per 10,000 (9750 is 97.50 percent), days in tenths.
"""

from typing import Any, NamedTuple

import numpy as np

from sim.billing.books.credits import stands
from sim.billing.books.kpi_counts import ClaimCounts, claim_counts, moved
from sim.billing.claims.claim_tables import Claims
from sim.ground.dates import Day, day_of
from sim.ground.money import divide
from sim.ground.table import Table
from sim.payer.engine.engine import Adjudication

BUCKETS = ((0, 30), (31, 60), (61, 90), (91, 120), (121, 10**6))
OPEN = ("payer", "denied", "patient")


class Figure(NamedTuple):
    """value: tenths of days or hundredths of a percent; None where nothing can be said; formula in words; top and
    bottom as counted.
    """

    value: int | None
    formula: str
    top: int
    bottom: int


def aging(encounters: Table, ledger: Table, on: Day) -> list[dict[str, Any]]:
    """Rows by age in days since the visit: from_days, to_days, payer, denied, patient, total, credit in cents. Credits
    are not netted.

    >>> from sim.ground.table import empty
    >>> [row["total"] for row in aging(empty("encounters"), empty("ledger"), "2026-12-01")]
    [0, 0, 0, 0, 0]
    """
    day = day_of(on)
    age = (day - encounters.service_date).astype(np.int64)
    found = {account: stands(encounters, ledger, account, day) for account in (*OPEN, "unapplied credit")}
    rows = []
    for low, high in BUCKETS:
        mine = (age >= low) & (age <= high)
        amounts = {account: int(np.maximum(found[account][mine], 0).sum()) for account in OPEN}
        credit = -int(found["unapplied credit"][mine].sum()) - int(np.minimum(found["patient"][mine], 0).sum())
        rows.append(
            {
                "from_days": low,
                "to_days": high if high < 10**6 else None,
                **amounts,
                "total": sum(amounts.values()),
                "credit": credit,
            }
        )
    return rows


def figures(
    encounters: Table,
    claims: Claims,
    decided: Adjudication,
    ledger: Table,
    on: Day,
    findings: Table | None = None,
) -> dict[str, Figure]:
    """Key figures on a day. claims: Claims; decided: adjudication; findings: of the scrubber before sending, for the
    clean-claim rate.
    """
    day = day_of(on)
    rows, money = aging(encounters, ledger, day), moved(ledger, day)
    total = sum(row["total"] for row in rows)
    return {
        "days in A/R": days(total, money.recent, "all that is open"),
        "A/R over 90 days": rate(
            sum(row["total"] for row in rows[3:]), total, "open for more than 90 days ÷ all that is open"
        ),
        **_of_claims(claim_counts(claims.claims, decided, day, findings)),
        "net collection": rate(
            money.payments - money.refunds,
            money.charges - money.contractual,
            "(payments - refunds) ÷ (charges - contractual write-offs)",
        ),
    }


def rate(top: int, bottom: int, formula: str) -> Figure:
    """A share in hundredths of a percent, rounded half up.

    >>> rate(1, 3, "one of three").value, rate(1, 0, "one of none").value
    (3333, None)
    """
    return Figure(int(divide(top * 10_000, bottom)) if bottom > 0 else None, formula, int(top), int(bottom))


def days(top: int, charged: int, what: str, netted: str = "credits not netted") -> Figure:
    """Days of charges in tenths: what is open by the gross charges of a day of the last 90.

    >>> days(45_000, 90_000, "all that is open").value
    450
    """
    return Figure(
        int(divide(top * 900, charged)) if charged > 0 else None,
        f"{what} ÷ (gross charges of the last 90 days ÷ 90), {netted}",
        int(top),
        int(charged),
    )


def _of_claims(counts: ClaimCounts) -> dict[str, Figure]:
    out = {
        "acceptance": rate(counts.accepted, counts.acknowledged, "claims accepted (277CA) ÷ claims acknowledged"),
        "first pass": rate(
            counts.passed,
            counts.finished,
            "claims with no denied line at the first answer ÷ claims answered or rejected; others are still open",
        ),
        "initial denials": rate(
            counts.denied,
            counts.adjudicated,
            "claims with a denied line ÷ claims answered; rejections are no denials",
        ),
    }
    if counts.entered is not None and counts.clean is not None:
        out["clean claims"] = rate(
            counts.clean,
            counts.entered,
            "claims that pass every edit untouched ÷ claims that enter the scrubber (MAP CL-1)",
        )
    return out
