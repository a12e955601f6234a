"""Follow-up: claims from which nothing was heard after the payer's normal days. Nobody waits for an answer that may never come: the first step is to ask for
the claim's status, and what the payer says tells the next one.

A claim is never lost by chance here. It goes unanswered by a cause that is declared: a file that nobody saw was refused (the rejection was not read), a
claim sent to a payer that does not know the patient, a claim that waits for documents.
"""
import numpy as np

from sim.billing.rows import find_in
from sim.ground.coded import Coded
from sim.ground.dictionary import conform
from sim.ground.params import param
from sim.ground.table import Table
from sim.payer.status import status

ACTIONS = {"D0": "Find the acknowledgement of the file; if it refused the claim or there is none, send it again before the filing limit.",
           "A1": "Wait until it is accepted.", "A2": "Wait for the remittance.", "P1": "Ask when it will be decided; the prompt-pay limit runs.",
           "P2": "Have the record ready.", "P3": "Send what was asked, with its number, before the deadline.", "P4": "Help the patient answer the payer's letter.",
           "F0": "The payment comes with the next run.", "F1": "Paid: find the remittance and post it.", "F2": "Denied: find the remittance and work the denial.",
           "F3": "Decided again: find the newest remittance.", "F4": "Decided, nothing to pay: find the remittance and bill what is the patient's."}


def unanswered(claims: Table, adjudication, today, posted=None) -> Table:
    """Claims sent and not answered after the payer's normal days (data/params: days_to_pay, acknowledgement_days, grace_of_follow_up), oldest first:
    claim_key, payer_code, submitted_date, expected_date, days_late, charge_amount, status (as P1:45), message, action.

    adjudication: what the payers did; posted: keys of the claims whose answer somebody at the clinic has read (default: every answer by today).
    """
    day = np.datetime64(today, "D")
    sent = claims.take(claims.submitted_date <= day)
    answers = adjudication.remittance_lines
    heard = np.unique(answers.claim_key[answers.remittance_date <= day]) if posted is None else np.asarray(list(posted), np.int64)
    told = adjudication.acknowledgements
    refused = told.claim_key[~told.is_accepted & (told.acknowledgement_date <= day)]
    silent = ~np.isin(sent.claim_key, heard) & (~np.isin(sent.claim_key, refused) if posted is None else True)
    sent = sent.take(silent)
    expected = expected_date(sent)
    late = sent.take(expected < day)
    return _asked(late, claims, adjudication, expected[expected < day], day)


def expected_date(claims: Table) -> np.ndarray:
    """Day by which each claim's answer should be there: receipt, the payer's normal days, and some days more."""
    arrival = np.where(np.isnat(claims.received_date), claims.submitted_date, claims.received_date)
    asked = claims.with_columns(arrival=arrival)
    days = sum(param(name, asked, "arrival", missing=0) for name in ("days_to_pay", "grace_of_follow_up"))
    return arrival + days.astype("timedelta64[D]")


def _asked(late: Table, claims: Table, adjudication, expected: np.ndarray, day) -> Table:
    found = status(claims, adjudication, late.claim_key.tolist(), day)
    found = found.take(found.claim_line_number == 0)
    rows = found.take(find_in(found.claim_key, late.claim_key))
    made = Table(claim_key=late.claim_key, payer_code=late.payer_code, submitted_date=late.submitted_date, expected_date=expected,
                 days_late=(day - expected).astype(np.int64), charge_amount=late.total_charge_amount,
                 status=Coded.of([f"{a}:{b}" for a, b in zip(rows.status_category_code.texts(), rows.status_code.texts())]), message=rows.message,
                 action=Coded.of([ACTIONS[text] for text in rows.status_category_code.texts()]))
    return made.take(np.lexsort((made.claim_key, -made.days_late)))


def as_worklist(silent: Table) -> Table:
    """The same as rows of the worklist: state "no answer", remedy R_CALL (ask for the status), the charge open."""
    count = len(silent)
    return conform("worklist", Table(
        claim_key=silent.claim_key, claim_state=Coded.constant("no answer", count), cause=Coded.constant("no_answer", count),
        owner=Coded.constant("biller", count), remedy=Coded.constant("R_CALL", count), deadline_for=Coded.constant("ask for the claim's status", count),
        never=Coded.constant("send it again without asking: the second one is a duplicate", count),
        open_amount=silent.charge_amount))
