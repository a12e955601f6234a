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
    rows, books = aging(encounters, ledger, day), ledger.take(ledger.entry_date <= day)
    total = sum(row["total"] for row in rows)
    charges = books.take(books.entry_kind.isin(("charge", "charge taken back")))
    recent = int(charges.amount[charges.entry_date > day - 90].sum())
    return {
        "days in A/R": _days(total, recent),
        "A/R over 90 days": _share(
            sum(row["total"] for row in rows[3:]), total, "open for more than 90 days ÷ all that is open"
        ),
        **_of_claims(claims.claims, decided, day, findings),
        "net collection": _net_collection(books),
    }


def _share(top: int, bottom: int, formula: str) -> Figure:
    return Figure(int(divide(top * 10_000, bottom)) if bottom else None, formula, int(top), int(bottom))


def _days(total: int, charged: int) -> Figure:
    return Figure(
        int(divide(total * 900, charged)) if charged > 0 else None,
        "all that is open ÷ (gross charges of the last 90 days ÷ 90), credits not netted",
        total,
        charged,
    )


def _of_claims(heads: Table, decided: Adjudication, day: np.datetime64, findings: Table | None) -> dict[str, Figure]:
    first = heads.take((heads.adjudication_round == 0) & (heads.submitted_date <= day))
    told = decided.acknowledgements.take(decided.acknowledgements.acknowledgement_date <= day)
    accepted = np.isin(first.claim_key, told.claim_key[told.is_accepted])
    answers = decided.remittance_lines.take(
        (decided.remittance_lines.remittance_date <= day) & ~decided.remittance_lines.is_reversal
    )
    answered = np.isin(first.claim_key, answers.claim_key)
    rejected = np.isin(first.claim_key, told.claim_key[~told.is_accepted])
    denied = np.isin(first.claim_key, answers.claim_key[~answers.denial_policy.is_missing])
    out = {
        "acceptance": _share(
            accepted.sum(),
            np.isin(first.claim_key, told.claim_key).sum(),
            "claims accepted (277CA) ÷ claims acknowledged",
        ),
        "first pass": _share(
            (answered & ~denied).sum(),
            (answered | rejected).sum(),
            "claims with no denied line at the first answer ÷ claims answered or rejected; others are still open",
        ),
        "initial denials": _share(
            denied.sum(), answered.sum(), "claims with a denied line ÷ claims answered; rejections are no denials"
        ),
    }
    if findings is not None:
        wrong = np.isin(first.claim_key, findings.claim_key[findings.severity == "error"])
        out["clean claims"] = _share(
            (~wrong).sum(),
            len(first),
            "claims that pass every edit untouched ÷ claims that enter the scrubber (MAP CL-1)",
        )
    return out


def _net_collection(books: Table) -> Figure:
    def moved(account: str, kinds: tuple[str, ...]) -> int:
        rows = books.take(books.entry_kind.isin(kinds))
        return int(rows.amount[rows.account == account].sum() - rows.amount[rows.contra_account == account].sum())

    paid = moved("cash", ("payer payment", "patient payment", "refund to the patient", "refund to the payer"))
    charged = moved("payer", ("charge", "charge taken back"))
    off = moved("write-off", ("contractual write-off",))
    return _share(paid, charged - off, "(payments - refunds) ÷ (charges - contractual write-offs)")
