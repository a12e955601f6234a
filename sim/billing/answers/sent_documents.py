"""Documents that a payer asked for, once the clinic has sent them or let the last day pass: the rows that the engine
reads.
"""

from collections.abc import Sequence

from sim.billing.claims.steps import DocumentsSent, Mail
from sim.ground.table import Table
from sim.payer.engine.document_requests import delivered, requests
from sim.payer.engine.engine import Adjudication

LAST = "2999-01-01"  # every day has passed


def documents_of(claims: Table, decided: Adjudication, mail: Sequence[Mail]) -> Table:
    """Table[documents] of the claims that the payer pended, once the clinic has sent documents or let the day pass."""
    asked = requests(claims, decided)
    sent = [step.on for step in mail if isinstance(step, DocumentsSent)]
    rows = [
        {
            "claim_key": key,
            "kind_code": "documents",
            "sent_date": str(min(day for day in sent if day >= on)),
            "evidence": f"ACN{key}",
        }
        for key, on in zip(asked.claim_key.tolist(), asked.asked_date)
        if any(day >= on for day in sent)
    ]
    return delivered(asked, Table.from_rows("appeals", rows), LAST)
