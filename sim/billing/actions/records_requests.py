"""A claim that waits for documents, at the denial desk: they are sent, in time or too late, or the day is let pass. The
payer then decides.
"""

import numpy as np

from sim.billing.actions.action import Action, Response
from sim.billing.answers.standing_claim import acknowledged
from sim.billing.claims.steps import DocumentsSent, Waited
from sim.billing.denials.status_checks import letters
from sim.billing.visit.journey import Journey


def waits_for_documents(made: Journey) -> bool:
    """Does the payer keep the claim that is looked at open for documents?"""
    told = acknowledged(made.decided, made.shown)
    answered = (made.decided.remittance_lines.claim_key == made.shown).any()
    return bool(told and told["is_accepted"] and told["policy"] and not answered)


def documents(made: Journey, action: Action, sent: np.datetime64):
    """(what is told, the row of the table appeals, the step that it adds to the journey) of sending the documents, or
    of doing nothing.
    """
    letter = next(one for one in letters(made.claims.claims, made.decided) if one["claim_key"] == made.shown)
    due = np.datetime64(letter["due_date"], "D")
    if action.remedy != "R_DOCS":
        words = (
            f"Nothing was there by {due}: {letter['payer']} decides without the record, and refuses what needed it"
            " (CO-226)."
        )
        return Response("bad", "The day passed.", words, int((due - sent).astype(int)) + 1), None, Waited()
    in_time = sent + 1 <= due
    words = f"The record is there on {sent + 1}, {'in time' if in_time else f'after the last day, {due}'}."
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
