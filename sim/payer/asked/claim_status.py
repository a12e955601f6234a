"""Claim status: what a payer answers when it is asked what became of a claim (the content of a 277 to a 276).

    D0:35  not found: never sent here, on its way, or rejected at the front end (a rejected claim was never received)
    A1:19  received          A2:20 accepted for adjudication          P1:45 in process          P2, P3 pended, as the
           policy that waits says
    F0:3   decided, waits for the payment run          F1:65 paid     F2:1 denied     F4:1 decided, nothing to pay (all
           is the patient's)
    F3:1   decided again: another claim took its place

Numbers are X12's, words are ours (data/codes/claim_status.csv). A status is not a remittance: it says that money comes,
not how much of what was adjusted.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

from sim.ground.keys import payer_claim_number
from sim.ground.params import days
from sim.ground.table import Table
from sim.payer.money.payments import Payments
from sim.reference.plain_words import status_words

Kind = tuple[str, str, str]  # category, status, entity
NOT_FOUND, RECEIVED, ACCEPTED, IN_PROCESS, TO_BE_PAID = (
    ("D0", "35", ""),
    ("A1", "19", "PR"),
    ("A2", "20", ""),
    ("P1", "45", ""),
    ("F0", "3", ""),
)
PAID, DENIED, NOTHING_TO_PAY, REVISED = ("F1", "65", ""), ("F2", "1", ""), ("F4", "1", ""), ("F3", "1", "")


def status(claims: Table, adjudication, claim_key: int | Iterable[int], on, paid: Payments | None = None) -> Table:
    """Table[claim_statuses] for one claim or several, as of a day: one row for the claim and, once it is decided, one
    for each line.

    claims: table claims (with every claim asked about that was sent at all); paid: the payments, for the check number.

    >>> from sim.payer.engine.remittance import ACCEPTED
    >>> from sim.ground.table import empty
    >>> from types import SimpleNamespace
    >>> names = ("remittance_lines", "acknowledgements")
    >>> nothing = SimpleNamespace(**{name: empty(name) for name in names})
    >>> found = status(empty("claims"), nothing, 18433, "2026-06-01").rows()[0]
    >>> found["status_category_code"], found["fix"]
    ('D0', 'Check the claim number and dates. Send the claim if it never arrived.')
    """
    day = np.datetime64(on, "D")
    keys = [claim_key] if isinstance(claim_key, int | np.integer) else list(claim_key)
    out: list[dict] = []
    for key in keys:
        out += _of_claim(claims.take(claims.claim_key == key), adjudication, int(key), day, paid)
    return Table.from_rows("claim_statuses", out)


def _of_claim(head: Table, adjudication, key: int, day: np.datetime64, paid) -> list[dict]:
    told = adjudication.acknowledgements.take(adjudication.acknowledgements.claim_key == key).rows()
    payer = head.payer_code[0] if len(head) else ""
    if not len(head) or not head.received_date[0] <= day or (told and not told[0]["is_accepted"]):
        return [_row(NOT_FOUND, day, key, payer, day)]
    answers = adjudication.remittance_lines.take(adjudication.remittance_lines.claim_key == key)
    same = {"charge_amount": int(head.total_charge_amount[0]), "payer_claim_number": payer_claim_number(key)}
    decided = answers.take(~answers.is_reversal)
    if len(decided) and decided.remittance_date[0] <= day:
        return _decided(answers, key, payer, day, paid, same)
    kind, since = _open(head, told, decided, day)
    return [_row(kind, since, key, payer, day, **same)]


def _open(head: Table, told: list[dict[str, Any]], decided: Table, day) -> tuple[Kind, np.datetime64]:
    """(status, since) of a claim that is not decided yet."""
    answered = np.datetime64(told[0]["acknowledgement_date"], "D") if told else np.datetime64("NaT")
    if not answered <= day:
        return RECEIVED, head.received_date[0]
    since = (
        decided.remittance_date[0] - days("payment_run_days", decided.remittance_date[0])
        if len(decided)
        else np.datetime64("NaT")
    )
    if since <= day:
        return TO_BE_PAID, since
    if told[0]["policy"]:
        return (told[0]["status_category_code"], told[0]["status_code"], told[0]["entity_code"]), answered
    return (ACCEPTED if answered == day else IN_PROCESS), answered


def _decided(answers: Table, key: int, payer: str, day, paid, same: dict) -> list[dict]:
    lines, back = answers.take(~answers.is_reversal), answers.take(answers.is_reversal)
    gone = len(back) > 0 and back.remittance_date[0] <= day
    denied, amount = ~lines.denial_policy.is_missing, int(lines.paid_amount.sum())
    kind = REVISED if gone else PAID if amount else DENIED if denied.all() else NOTHING_TO_PAY
    when = back.remittance_date[0] if gone else lines.remittance_date[0]
    final = {
        "remittance_date": str(when),
        "trace_number": _trace(paid, key, bool(gone)),
        "paid_amount": 0 if gone else amount,
    }
    out = [_row(kind, when, key, payer, day, **{**same, **final})]
    if gone:
        return out
    return out + [
        _row(
            DENIED if line["denial_policy"] else PAID if line["paid_amount"] else NOTHING_TO_PAY,
            when,
            key,
            payer,
            day,
            claim_line_number=line["claim_line_number"],
            **{**same, **final, "charge_amount": line["charge_amount"], "paid_amount": line["paid_amount"]},
        )
        for line in lines.rows()
    ]


def _trace(paid, key: int, is_reversal: bool) -> str:
    if paid is None:
        return ""
    place = {row["payment_key"]: row["trace_number"] for row in paid.payments.rows()}
    rows = paid.remittance_payments
    mine = rows.payment_key[(rows.claim_key == key) & (rows.is_reversal == is_reversal)]
    return place.get(int(mine[0]), "") if len(mine) else ""


def _row(kind: Kind, since, key: int, payer: str, day, **cells: Any) -> dict[str, Any]:
    category, code, entity = kind
    message, fix = words(category, code, entity)
    return {
        "claim_key": key,
        "payer_code": payer,
        "asked_date": str(day),
        "status_category_code": category,
        "status_code": code,
        "entity_code": entity,
        "status_date": str(since),
        "message": message,
        "fix": fix,
        **cells,
    }


def words(category: str, code: str, entity: str = "") -> tuple[str, str]:
    """(label, what to do) of a status; those of its category where the status has none.

    >>> words("P3", "294")[1]
    'Send what was requested.'
    """
    found = status_words(category, code, entity) or status_words(category, "")
    return (found["label"], found["fix"]) if found else ("", "")
