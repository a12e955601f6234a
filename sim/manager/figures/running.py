"""Figures of a clinic that goes on like this: a quarter's own ledger knows no older visits, so what would be open from
the quarters before is taken from the same quarter later on. On the last day of a quarter there is open

    what its own visits have open on that day
    + what the visits of the quarter before have open then, which is what its own have open one quarter later
    + and so on, as long as the quarter was followed

so that days in A/R and the share over 90 days are those of a clinic in which every quarter is like this one.
"""

from typing import NamedTuple

import numpy as np

from sim.billing.books.kpi import Figure, aging, days, rate
from sim.billing.books.kpi_counts import claim_counts, moved
from sim.billing.claims.claim_tables import Claims
from sim.ground.table import Table
from sim.manager.calendar.hours import Window
from sim.manager.calendar.quarter import Quarter
from sim.payer.engine.engine import Adjudication

OVER = 3  # the first bucket of sim.billing.books.kpi.BUCKETS that is older than 90 days


class Aged(NamedTuple):
    """What is open by age in days, cents, added up over the quarters."""

    from_days: int
    to_days: int | None
    payer: int
    denied: int
    patient: int
    total: int
    credit: int


def ends(window: Window) -> list[np.datetime64]:
    """The last day of the quarter, and of those after it, up to the last day played.

    >>> [str(day) for day in ends(Window(*(np.datetime64(x) for x in ("2026-04-01", "2026-06-29", "2026-12-31")), 9))]
    ['2026-06-30', '2026-09-29', '2026-12-29']
    """
    end = window.first + window.length - 1
    count = max(0, int((window.until - end).astype(int)) // window.length)
    return [end + number * window.length for number in range(count + 1)]


def running_aging(window: Window, encounters: Table, ledger: Table) -> list[Aged]:
    """What a clinic that goes on like this has open on the last day of a quarter, by age."""
    parts = [aging(encounters, ledger, day) for day in ends(window)]
    return [
        Aged(
            rows[0]["from_days"],
            rows[0]["to_days"],
            *(sum(row[name] for row in rows) for name in ("payer", "denied", "patient", "total", "credit")),
        )
        for rows in zip(*parts, strict=True)
    ]


def running_figures(made: Quarter) -> dict[str, Figure]:
    """Key figures of a clinic that goes on like this quarter, each with its formula: days in tenths, percentages in
    hundredths.
    """
    day, window = made.day, made.window
    return of_tables(window, day.visits, day.claims_sent(), day.answers(), day.books(), made.findings)


def of_tables(
    window: Window, encounters: Table, claims: Claims, decided: Adjudication, ledger: Table, findings: Table
) -> dict[str, Figure]:
    """The same from tables."""
    aged = running_aging(window, encounters, ledger)
    total, old, oldest = (sum(one.total for one in aged[first:]) for first in (0, OVER, OVER + 1))
    credit = sum(one.credit for one in aged)
    money = moved(ledger, window.until)
    counts = claim_counts(claims.claims, decided, window.until)
    charged = moved(ledger, window.until).charges * 90 // window.length
    return {
        "days in A/R": days(total, charged, "all that is open in a clinic that goes on like this"),
        "A/R over 90 days": rate(old, total, "open for more than 90 days ÷ all that is open"),
        "A/R over 120 days": rate(oldest, total, "open for more than 120 days ÷ all that is open"),
        "open balance": Figure(
            total, "all that is open in a clinic that goes on like this, credits not netted", total, 1
        ),
        "credit balances": Figure(
            credit, "payments that nothing is owed for, in a clinic that goes on like this", credit, 1
        ),
        "net collection": rate(
            money.payments - money.refunds,
            money.charges - money.contractual,
            "(payments - refunds) ÷ (charges - contractual write-offs), all visits of the quarter, a year later",
        ),
        "initial denials": rate(
            counts.denied, counts.adjudicated, "claims with a denied line ÷ claims answered; rejections are no denials"
        ),
        "acceptance": rate(counts.accepted, counts.acknowledged, "claims accepted (277CA) ÷ claims acknowledged"),
        "first pass": rate(
            counts.passed,
            counts.finished,
            "claims with no denied line at the first answer ÷ claims answered or rejected",
        ),
        "clean claims": _clean(claims, decided, findings),
        "denials written off": rate(
            _lost(ledger),
            money.charges - money.contractual,
            "administrative write-offs ÷ (charges - contractual write-offs)",
        ),
        "bad debt": rate(
            _raised(ledger, "bad debt"),
            money.charges - money.contractual,
            "bad debt ÷ (charges - contractual write-offs)",
        ),
    }


def _clean(claims: Claims, decided: Adjudication, findings: Table) -> Figure:
    """Claims that no edit would stop and no front end rejected, among those that were sent."""
    first = claims.claims.take(
        (claims.claims.follows_claim_key < 0)
        & (claims.claims.adjudication_round == 0)
        & ~np.isnat(claims.claims.submitted_date)
    ).claim_key
    told = decided.acknowledgements
    wrong = np.union1d(findings.claim_key[findings.severity == "error"], told.claim_key[~told.is_accepted])
    clean = len(first) - int(np.isin(first, wrong).sum())
    return rate(clean, len(first), "claims that no edit stops and no front end rejects ÷ claims sent (MAP CL-1)")


def _lost(ledger: Table) -> int:
    return _raised(ledger, "administrative write-off") + _raised(ledger, "write-off reversal")


def _raised(ledger: Table, kind: str) -> int:
    return int(ledger.amount[ledger.entry_kind == kind].sum())
