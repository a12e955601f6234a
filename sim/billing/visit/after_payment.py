"""What follows a payer's answer, as plain rows beside a journey: the payments with their provider adjustments, the
claim's status, letters about documents, the patient's statement, and the demand letter of an audit that found
something.
"""

from typing import Any

from sim.billing.answers.standing_claim import payer_label
from sim.billing.books.statement import statement
from sim.billing.denials.status_checks import letters
from sim.billing.visit.audit import demand, findings, letter_day
from sim.billing.visit.journey import Journey
from sim.ground.table import Table
from sim.payer.asked.claim_status import status
from sim.payer.money.payments import Payments


def aftermath(made: Journey) -> dict[str, Any]:
    """payments, claim_status, letters, statement, audit (None where nothing was found): JSON-able.

    >>> from sim.billing.visit.journey import journey
    >>> from sim.clinic.visits.case import draw_case
    >>> from sim.clinic.visits.truth import truth_work
    >>> people, visit = draw_case(7, "knee_injection", payer="acme_ppo")
    >>> found = aftermath(journey(people, visit, truth_work(visit), truth_work(visit)))
    >>> [row["status"] for row in found["claim_status"]][:1], found["audit"], found["payments"][0]["method"]
    (['F4:1'], None, 'NON')
    """
    paid = made.payments
    return {
        "payments": payment_rows(paid),
        "claim_status": status_rows(made, paid),
        "letters": letters(made.claims.claims, made.adjudicated),
        "statement": statement(made).as_dict(),
        "audit": audit_letter(made),
    }


def payment_rows(paid: Payments) -> list[dict[str, Any]]:
    """Each payment with the claims and the provider adjustments that make it up."""
    claims, plb = paid.remittance_payments.rows(), paid.provider_adjustments.rows()
    return [
        {
            "payer": payer_label(row["payer_code"]),
            "date": str(row["payment_date"]),
            "trace_number": row["trace_number"],
            "method": row["payment_method_code"],
            "paid_amount": row["paid_amount"],
            "claims": [
                {"claim_key": one["claim_key"], "is_reversal": one["is_reversal"]}
                for one in claims
                if one["payment_key"] == row["payment_key"]
            ],
            "provider_adjustments": [
                {"code": one["adjustment_code"], "reference": one["reference"], "amount": one["amount"]}
                for one in plb
                if one["payment_key"] == row["payment_key"]
            ],
        }
        for row in paid.payments.rows()
    ]


def status_rows(made: Journey, paid: Payments, claim_key: int | None = None) -> list[dict[str, Any]]:
    """What the payer would say if it were asked on the journey's day about a claim (default: the one looked at)."""
    key = made.shown if claim_key is None else claim_key
    if key < 0:
        return []
    found: Table = status(made.claims.claims, made.adjudicated, key, made.today, paid)
    return [
        {
            "line": row["claim_line_number"],
            "status": f"{row['status_category_code']}:{row['status_code']}",
            "since": str(row["status_date"]),
            "message": row["message"],
            "fix": row["fix"],
            "paid_amount": row["paid_amount"],
            "trace_number": row["trace_number"],
        }
        for row in found.rows()
    ]


def audit_letter(made: Journey) -> dict[str, Any] | None:
    """The facts of the demand letter that an audit would send; None where the record supports what was paid."""
    found = findings(made)
    if not found:
        return None
    heads = made.claims.claims
    payer = heads.payer_code[int((heads.claim_key == found[0]["claim_key"]).nonzero()[0][0])]
    letter = demand(payer, sum(row["excess"] for row in found), letter_day(made))
    return {
        "findings": found,
        **{
            name: value if isinstance(value, int | list) or value is None else str(value)
            for name, value in letter.items()
        },
    }
