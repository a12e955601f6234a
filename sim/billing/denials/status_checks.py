"""Follow-up: claims from which nothing was heard after the payer's normal days. Nobody waits for an answer that may
never come: the first step is to ask for the claim's status, and what the payer says tells the next one.

A claim is never lost by chance here. It goes unanswered by a cause that is declared: a rejected file that nobody saw
(the rejection was not read), a claim sent to a payer that does not know the patient, a claim that waits for documents.

    waiting(claims, adjudication, today)        rows of the worklist: claims that wait for documents, and claims without
                                                an answer
    letters(claims, adjudication)               what the payer wrote about the documents, as plain rows
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

from sim.billing.denials.remedies import cause_of, of_policy
from sim.ground.coded import Coded
from sim.ground.dates import Day, day_of, us_date
from sim.ground.joins import find_in
from sim.ground.keys import payer_claim_number
from sim.ground.params import param
from sim.ground.table import Table, conform
from sim.payer.asked.claim_status import status
from sim.payer.asked.explain import said
from sim.payer.engine.document_requests import requests
from sim.payer.engine.engine import Adjudication
from sim.payer.rulebook.payers import payers

ACTIONS = {
    "D0": (
        "Find the acknowledgment of the file. If the claim was rejected or there is none, send it again before the"
        " timely filing limit."
    ),
    "A1": "Wait for acceptance.",
    "A2": "Wait for the remittance.",
    "P1": "Ask when it will be processed; the prompt-pay deadline is running.",
    "P2": "Have the medical record ready.",
    "P3": "Send the requested documents, with the control number, before the deadline.",
    "P4": "Help the patient respond to the payer's letter.",
    "F0": "The payment comes with the next run.",
    "F1": "Paid: find the remittance and post it.",
    "F2": "Denied: find the remittance and work the denial.",
    "F3": "Reprocessed: find the latest remittance.",
    "F4": "Processed, no payment: find the remittance and bill the patient responsibility.",
}


def unanswered(claims: Table, adjudication: Adjudication, today: Day, posted: Iterable[int] | None = None) -> Table:
    """Claims sent and not answered after the payer's normal days (data/params: days_to_pay, acknowledgement_days,
    grace_of_follow_up), oldest first: claim_key, payer_code, submitted_date, expected_date, days_late, charge_amount,
    status (as P1:45), message, action.

    adjudication: what the payers did; posted: keys of the claims whose answer somebody at the clinic has read (default:
    every answer by today).
    """
    day = day_of(today)
    sent = claims.take(claims.submitted_date <= day)
    answers = adjudication.remittance_lines
    heard = (
        np.unique(answers.claim_key[answers.remittance_date <= day])
        if posted is None
        else np.asarray(list(posted), np.int64)
    )
    acknowledgements = adjudication.acknowledgements
    rejected = acknowledgements.claim_key[
        ~acknowledgements.is_accepted & (acknowledgements.acknowledgement_date <= day)
    ]
    silent = ~np.isin(sent.claim_key, heard) & (~np.isin(sent.claim_key, rejected) if posted is None else True)
    sent = sent.take(silent)
    expected = expected_date(sent)
    late = sent.take(expected < day)
    return _asked(late, claims, adjudication, expected[expected < day], day)


def expected_date(claims: Table) -> np.ndarray:
    """Day by which each claim's answer should be there: receipt, the payer's normal days, and some days more."""
    arrival = np.where(np.isnat(claims.received_date), claims.submitted_date, claims.received_date)
    asked = claims.with_columns(arrival=arrival)
    normal, grace = (param(name, asked, "arrival", missing=0) for name in ("days_to_pay", "grace_of_follow_up"))
    return arrival + (normal + grace).astype("timedelta64[D]")


def _asked(late: Table, claims: Table, adjudication: Adjudication, expected: np.ndarray, day: np.datetime64) -> Table:
    found = status(claims, adjudication, late.claim_key.tolist(), day)
    found = found.take(found.claim_line_number == 0)
    rows = found.take(find_in(found.claim_key, late.claim_key))
    made = Table(
        claim_key=late.claim_key,
        payer_code=late.payer_code,
        submitted_date=late.submitted_date,
        expected_date=expected,
        days_late=(day - expected).astype(np.int64),
        charge_amount=late.total_charge_amount,
        status=Coded.of([f"{a}:{b}" for a, b in zip(rows.status_category_code.texts(), rows.status_code.texts())]),
        message=rows.message,
        action=Coded.of([ACTIONS[text] for text in rows.status_category_code.texts()]),
    )
    return made.take(np.lexsort((made.claim_key, -made.days_late)))


def as_worklist(silent: Table) -> Table:
    """The same as rows of the worklist: state "no answer", remedy R_CALL (ask for the status), the charge open."""
    count = len(silent)
    return conform(
        "worklist",
        Table(
            claim_key=silent.claim_key,
            claim_state=Coded.constant("no answer", count),
            cause=Coded.constant("no_answer", count),
            owner=Coded.constant("biller", count),
            remedy=Coded.constant("R_CALL", count),
            deadline_for=Coded.constant("check the claim status", count),
            never=Coded.constant("resend it without checking: the second claim is a duplicate", count),
            open_amount=silent.charge_amount,
        ),
    )


def waiting(claims: Table, adjudication: Adjudication, today: Day = None) -> Table:
    """Rows of the worklist for claims without an answer: those that wait for documents, with the last day for sending
    them; by `today` (if given) also those from which nothing was heard after the payer's normal days."""
    asked = requests(claims, adjudication)
    open_ = ~np.isin(
        asked.claim_key, adjudication.remittance_lines.claim_key if today is None else _heard(adjudication, today)
    )
    asked = asked.take(open_ & (asked.asked_date <= (np.datetime64("2999-01-01") if today is None else day_of(today))))
    rows = _wanted(asked, claims)
    if today is None:
        return rows
    silent = unanswered(claims, adjudication, today)
    return Table.concat([rows, as_worklist(silent.take(~np.isin(silent.claim_key, asked.claim_key)))])


def _heard(adjudication: Adjudication, today: Day) -> np.ndarray:
    answers = adjudication.remittance_lines
    return answers.claim_key[answers.remittance_date <= day_of(today)]


def _wanted(asked: Table, claims: Table) -> Table:
    place, policy = find_in(claims.claim_key, asked.claim_key), asked.policy.texts()
    payer = claims.payer_code[place].texts() if len(asked) else ()
    return conform(
        "worklist",
        Table(
            claim_key=asked.claim_key,
            claim_state=Coded.constant("pended", len(asked)),
            policy=asked.policy,
            cause=Coded.of([cause_of("", name, False) for name in policy]),
            owner=Coded.of([of_policy(*pair) for pair in zip(policy, ["owner"] * len(policy), payer)]),
            remedy=Coded.of([of_policy(*pair) for pair in zip(policy, ["remedy"] * len(policy), payer)]),
            deadline_date=asked.due_date,
            deadline_for=Coded.constant("send the documents", len(asked)),
            never=Coded.of([of_policy(*pair) for pair in zip(policy, ["never"] * len(policy), payer)]),
            open_amount=claims.total_charge_amount[place] if len(asked) else np.zeros(0, np.int64),
        ),
    )


def letters(claims: Table, adjudication: Adjudication) -> list[dict[str, Any]]:
    """The payer's letters about documents: one plain row per claim that waits or waited, with dates as texts and the
    letter in words.
    """
    rows = []
    for one in requests(claims, adjudication).rows():
        head = claims.take(claims.claim_key == one["claim_key"]).rows()[0]
        label, why = payers()[head["payer_code"]].label, said(head["payer_code"], one["policy"])
        number = payer_claim_number(one["claim_key"])
        words = (
            f"{label} pended claim {number}. {why['title']}. Send the visit record with the attachment control number"
            f" on the claim, to be received by {us_date(one['due_date'])}. What is not received by then is denied"
            " (CO-226)."
            " Sending documents is not an appeal."
        )
        rows.append(
            {
                "claim_key": one["claim_key"],
                "payer_claim_number": number,
                "payer": label,
                "date": str(one["asked_date"]),
                "due_date": str(one["due_date"]),
                "policy": one["policy"],
                "words": words,
                "fix": why["fix"],
                "never": why["never"],
            }
        )
    return rows
