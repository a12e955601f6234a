"""A claim that waits for documents, at the denial desk: they are sent, in time or too late, or the day is let pass. The
payer then decides.
"""

from typing import Any

import numpy as np

from sim.billing.actions.action import Action, Response
from sim.billing.answers.standing_claim import acknowledged
from sim.billing.claims.steps import DocumentsSent, Step, Waited
from sim.billing.denials.status_checks import letters
from sim.billing.visit.journey import Journey
from sim.ground.dates import day_of, us_date


def waits_for_documents(made: Journey) -> bool:
    """Does the payer keep the claim that is looked at open for documents?"""
    first = acknowledged(made.decided, made.shown)
    answered = (made.decided.remittance_lines.claim_key == made.shown).any()
    return bool(first and first["is_accepted"] and first["policy"] and not answered)


def documents(made: Journey, action: Action, sent: np.datetime64) -> tuple[Response, dict[str, Any] | None, Step]:
    """(the response, the row of the table appeals, the step that it adds to the journey) of sending the documents, or
    of doing nothing.
    """
    letter = next(one for one in letters(made.claims.claims, made.decided) if one["claim_key"] == made.shown)
    due = day_of(letter["due_date"])
    if action.remedy != "R_DOCS":
        words = (
            f"Nothing was received by {us_date(due)}. {letter['payer']} adjudicates without the record and denies what"
            " needed it (CO-226)."
        )
        return Response("bad", "Deadline passed.", words, int((due - sent).astype(int)) + 1), None, Waited()
    in_time = sent + 1 <= due
    words = (
        f"The record is received on {us_date(sent + 1)},"
        f" {'in time' if in_time else f'after the deadline of {us_date(due)}'}."
    )
    row = {
        "claim_key": made.shown,
        "claim_line_number": 0,
        "level": 1,
        "kind_code": "documents",
        "sent_date": str(sent),
        "decision_date": str(sent + 1),
        "argument": "",
        "evidence": "medical_record",
        "decision_code": "overturned" if in_time else "dismissed",
        "policy": letter["policy"],
        "carc": "" if in_time else "226",
        "amount": 0,
        "reason": "in_time" if in_time else "late",
    }
    return (
        Response("good" if in_time else "bad", "Documents received." if in_time else "Too late.", words, 1),
        row,
        DocumentsSent(sent),
    )
