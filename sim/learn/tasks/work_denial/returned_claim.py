"""The claim that lies on the denial desk with the payer's answer, as it may be shown before anything is decided: no
supported amount, no cause.
"""

from datetime import date
from typing import Any

import numpy as np

from sim.billing.answers.standing_claim import acknowledged
from sim.billing.claims.corrections import one, takes_replacement
from sim.billing.claims.deadlines import deadline_of
from sim.billing.claims.form import form
from sim.billing.visit.after_payment import payment_rows, status_rows
from sim.billing.visit.journey import Journey
from sim.billing.visit.journey_rows import claim_rows, plain, remittance
from sim.ground.files import remembered_up_to
from sim.learn.exercises.case import Case, payer_label
from sim.learn.tasks.work_denial.claim_places import HEAD as CLAIM_PLACES
from sim.learn.tasks.work_denial.steps import standing
from sim.payer.money.payments import payments

Opened = dict[str, Any]


@remembered_up_to(256)
def claim(case: Case) -> Opened:
    """The claim that came back: its head, its lines as sent, what the front end and the payer said of it, the deadlines
    that run; `standing_day`: the day on which it lies there where that is not the day of the answer. Amounts in cents.

    Where a visit has several claims it is the last one that was rejected or denied; `history` names them all.
    """
    made = standing(case)
    answers = {int(key): _answer(made, int(key)) for key in made.claims.claims.claim_key.tolist()}
    back = [key for key, found in answers.items() if found["reason"]]
    key = back[-1] if back else made.shown
    is_rejected = answers[key]["claim_state"] == "rejected"
    return {
        **_head(made, key),
        **answers[key],
        **_money_and_status(made, key),
        "deadlines": _deadlines(made, key, answers[key]["remittance_date"], is_rejected),
        "standing_day": "" if made.until is None else str(made.until),
        "history": [
            {
                "account_number": found["account_number"],
                "claim_state": found["claim_state"],
                "submitted_date": found["submitted_date"],
            }
            for found in answers.values()
        ],
    }


def _money_and_status(made: Journey, key: int) -> Opened:
    """The payment in which the answer stands, and what the payer says when it is asked for the claim's status on the
    day after its answer.
    """
    paid = payments(made.claims.claims, made.adjudicated)
    mine = [
        {**row, "claims": len(row["claims"])}
        for row in payment_rows(paid)
        if any(one["claim_key"] == key for one in row["claims"])
    ]
    return {"payments": mine, "claim_status": status_rows(made, paid, key)}


def _head(made: Journey, key: int) -> Opened:
    """The claim as it was sent, and the same as a numbered form."""
    sent, single = claim_rows(made.claims, key, ""), one(made.claims, key)
    lines = [{name: line[name] for name in SENT} for line in sent["lines"]]
    return {
        **{name: sent.get(name) for name in HEAD},
        "payer": payer_label(sent["payer_code"]),
        "lines": lines,
        "form": form(single.claims, single.lines, made.people),
    }


def _answer(made: Journey, key: int) -> Opened:
    """What came back for one claim: acknowledgement, remittance lines, the state in the clinic's words, the first
    reason.
    """
    sent = claim_rows(made.claims, key, "")
    rows = made.adjudicated.remittance_lines.take(
        (made.adjudicated.remittance_lines.claim_key == key) & ~made.adjudicated.remittance_lines.is_reversal
    )
    told = remittance(made.claims, rows, made.adjudicated.adjustments, lambda _: sent["payer_code"])
    front = acknowledged(made.adjudicated, key)
    rejected = front if front is not None and not front["is_accepted"] else None
    denied = [line for line in told["lines"] if line["reason"]]
    status = f"{rejected['status_category_code']}:{rejected['status_code']}" if rejected else ""
    lines = [
        {
            **{name: line[name] for name in PAID},
            "adjustments": [{name: one[name] for name in SAID} for one in line["adjustments"]],
        }
        for line in told["lines"]
    ]
    return {
        "account_number": sent["account_number"],
        "submitted_date": sent["submitted_date"],
        "remittance_date": told["remittance_date"],
        "remittance": lines,
        "acknowledgement": {name: plain(front[name]) for name in FRONT} if front else None,
        "charge_amount": told["charge_amount"],
        "paid_amount": told["paid_amount"],
        "reason": status or (denied[0]["reason"] if denied else ""),
        "claim_state": "rejected" if rejected else _state(len(denied), len(lines)),
        "open_amount": sent["total_charge_amount"] if rejected else sum(line["charge_amount"] for line in denied),
    }


def _state(denied: int, lines: int) -> str:
    """The state as the remittance alone shows it: what the record supports is not known yet."""
    if not lines:
        return "no answer"
    return "denied" if denied == lines else "paid in part" if denied else "paid"


def _deadlines(made: Journey, key: int, answered: str | None, is_rejected: bool) -> list[Opened]:
    """Every clock that this payer's rules let run after its answer, whatever the right remedy is: {for, date,
    days_left}. A claim that was rejected at the front end was never adjudicated: only the filing limit runs on."""
    row = made.claims.claims.take(made.claims.claims.claim_key == key)
    day = np.datetime64(answered or str(row.received_date[0]), "D")
    served = made.claims.lines.service_date[made.claims.lines.claim_key == key][0]
    ways = (
        ("R_NEW",)
        if is_rejected
        else ("R_CORR" if takes_replacement(row.payer_code[0], day) else "R_REOPEN", "R_APPEAL", "R_RECON")
    )
    here = date.fromisoformat(str(day if made.until is None else made.until))
    found = [
        (words, last)
        for last, words in (deadline_of(way, row.payer_code[0], served, day) for way in ways)
        if not np.isnat(last)
    ]
    return [
        {"for": words, "date": str(last), "days_left": (date.fromisoformat(str(last)) - here).days}
        for words, last in found
    ]


HEAD = (
    "account_number",
    "payer_claim_number",
    "submitted_date",
    "received_date",
    *CLAIM_PLACES,
    "diagnoses",
    "total_charge_amount",
    "patient_paid_amount",
)
SENT = (
    "claim_line_number",
    "procedure_code",
    "modifiers",
    "pointers",
    "diagnoses",
    "service_unit_quantity",
    "charge_amount",
    "place_of_service_code",
    "rendering_npi",
    "service_date",
)
PAID = (
    "claim_line_number",
    "procedure_code",
    "charge_amount",
    "allowed_amount",
    "deductible_amount",
    "coinsurance_amount",
    "copayment_amount",
    "patient_responsibility_amount",
    "paid_amount",
    "reason",
)
SAID = ("group", "carc", "rarcs", "amount", "is_denial", "mark")
FRONT = ("acknowledgement_date", "is_accepted", "status_category_code", "status_code")
