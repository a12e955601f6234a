"""The ways in which a key figure is counted: first as sim.billing.books.kpi states it, then as it is often counted by
mistake, each with its own formula over the same numbers. What a manager compares with a published benchmark has to be
counted as the benchmark is.

    readings(counts, money, rows)       figure -> its readings, the right one first

Source: HFMA MAP Keys (CL-1, AR-5) and Claim Integrity Task Force, MGMA.
Not modeled: net days in A/R, cost to collect, cohorts of dates of service (the net collection rate here is of all that
was posted by the day).
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sim.billing.books.kpi import Figure, days, rate
from sim.billing.books.kpi_counts import ClaimCounts, Moved

AgeRow = Mapping[str, Any]  # a row of sim.billing.books.kpi.aging
OVER_90, OVER_120 = 3, 4  # places of the ages in an aging
STATED = "stated"


class Reading(NamedTuple):
    """A way of counting: `way` is "stated" for the right one, else what was done instead."""

    way: str
    figure: Figure


def readings(counts: ClaimCounts, money: Moved, rows: Sequence[AgeRow]) -> dict[str, list[Reading]]:
    """Every figure of sim.billing.books.kpi.figures but the acceptance rate, with its readings.

    >>> counts = ClaimCounts(10, 10, 9, 1, 8, 2, 9, 20, 3, 10, 9)
    >>> money = Moved(9000, 9000, 4000, 500, 100, 0, 3000, 0)
    >>> ages = [{"payer": 500, "denied": 0, "patient": 100, "total": 600, "credit": 50}] * 5
    >>> [(one.way, one.figure.top, one.figure.bottom) for one in readings(counts, money, ages)["initial denials"]]
    [('stated', 2, 8), ('lines', 3, 20), ('rejections', 3, 10), ('submitted', 2, 10)]
    """
    return {
        "days in A/R": _days(money, rows),
        "A/R over 90 days": _over_90(rows),
        "net collection": _collection(money),
        "initial denials": _denials(counts),
        "first pass": _first_pass(counts),
        "clean claims": _clean(counts),
    }


def _days(money: Moved, rows: Sequence[AgeRow]) -> list[Reading]:
    total, credit = (sum(row[name] for row in rows) for name in ("total", "credit"))
    from_payers = sum(row["payer"] + row["denied"] for row in rows)
    return [
        Reading(STATED, days(total, money.recent, "all that is open")),
        Reading("netted", days(total - credit, money.recent, "all that is open less credits", "credits netted")),
        Reading("payers", days(from_payers, money.recent, "what is open with payers or denied")),
        Reading(
            "payments",
            Figure(
                days(total, money.payments, "").value,
                "all that is open ÷ (all payments ÷ 90), credits not netted",
                total,
                money.payments,
            ),
        ),
    ]


def _over_90(rows: Sequence[AgeRow]) -> list[Reading]:
    def open_from(place: int, *names: str) -> int:
        return sum(int(row[name]) for row in rows[place:] for name in names)

    total, old = open_from(0, "total"), open_from(OVER_90, "total")
    credit, old_credit = open_from(0, "credit"), open_from(OVER_90, "credit")
    payers = ("payer", "denied")
    return [
        Reading(STATED, rate(old, total, "open for more than 90 days ÷ all that is open")),
        Reading(
            "netted",
            rate(
                old - old_credit,
                total - credit,
                "open for more than 90 days less its credits ÷ all that is open less credits",
            ),
        ),
        Reading("older", rate(open_from(OVER_120, "total"), total, "open for more than 120 days ÷ all that is open")),
        Reading(
            "payers",
            rate(
                open_from(OVER_90, *payers),
                open_from(0, *payers),
                "open with payers or denied for more than 90 days ÷ all that is open with payers or denied",
            ),
        ),
    ]


def _collection(money: Moved) -> list[Reading]:
    net = money.payments - money.refunds
    return [
        Reading(
            STATED,
            rate(net, money.charges - money.contractual, "(payments - refunds) ÷ (charges - contractual write-offs)"),
        ),
        Reading("gross", rate(net, money.charges, "(payments - refunds) ÷ charges")),
        Reading("payer only", rate(money.payer_payments, money.charges - money.contractual, PAYER_ONLY)),
        Reading("write-offs", rate(net + money.contractual, money.charges, WRITE_OFFS)),
    ]


PAYER_ONLY = "insurance payments ÷ (charges - contractual write-offs)"
WRITE_OFFS = "(payments - refunds + contractual write-offs) ÷ charges"


def _denials(counts: ClaimCounts) -> list[Reading]:
    refused = counts.denied + counts.rejected
    return [
        Reading(STATED, rate(counts.denied, counts.adjudicated, "claims with a denied line ÷ claims adjudicated")),
        Reading("lines", rate(counts.denied_lines, counts.lines, "denied lines ÷ lines adjudicated")),
        Reading("rejections", rate(refused, counts.submitted, "claims denied or rejected ÷ claims submitted")),
        Reading("submitted", rate(counts.denied, counts.submitted, "claims with a denied line ÷ claims submitted")),
    ]


def _first_pass(counts: ClaimCounts) -> list[Reading]:
    return [
        Reading(
            STATED,
            rate(
                counts.passed,
                counts.finished,
                "claims adjudicated with no denied line ÷ claims adjudicated or rejected",
            ),
        ),
        Reading(
            "adjudicated",
            rate(counts.passed, counts.adjudicated, "claims adjudicated with no denied line ÷ claims adjudicated"),
        ),
        Reading(
            "submitted",
            rate(counts.passed, counts.submitted, "claims adjudicated with no denied line ÷ claims submitted"),
        ),
        Reading("accepted", rate(counts.accepted, counts.acknowledged, ACCEPTANCE)),
    ]


ACCEPTANCE = "claims accepted (277CA) ÷ claims acknowledged"


def _clean(counts: ClaimCounts) -> list[Reading]:
    clean, entered = counts.clean or 0, counts.entered or 0
    return [
        Reading(STATED, rate(clean, entered, "claims that pass every edit untouched ÷ claims that enter the scrubber")),
        Reading("accepted", rate(counts.accepted, counts.acknowledged, ACCEPTANCE)),
        Reading(
            "passed",
            rate(counts.passed, entered, "claims adjudicated with no denied line ÷ claims that enter the scrubber"),
        ),
    ]
