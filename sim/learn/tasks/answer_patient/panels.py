"""What lies on the patient desk: the call, the account, the statement that was sent, each plan's remittance in plain
words and as it was received, and the practice's policy.
"""

from typing import Any

import numpy as np

from sim.billing.books import payment_plans
from sim.billing.visit.journey_rows import remittance
from sim.billing.wire.visit_files import remittance_texts
from sim.ground.dates import us_date
from sim.ground.money import dollars
from sim.ground.params import param_value
from sim.ground.table import Table
from sim.learn.exercises.case import Case, payer_label
from sim.learn.exercises.open_record import patient
from sim.learn.tasks.answer_patient.asked_question import Lying, lying
from sim.learn.tasks.remittance_panels import service
from sim.payer.asked.claim_status import status
from sim.reference.codes import procedure_rows, procedures
from sim.reference.plain_words import reason

Panel = dict[str, Any]  # JSON: a heading and the blocks below it
RELATIONS = {
    "patient": "the patient",
    "parent": "the patient's parent",
    "family": "the patient's sister",
    "former spouse": "says: formerly married to the patient",
}


def panels(case: Case) -> list[Panel]:
    """The panels in the order in which one reads them."""
    said = lying(case)
    own_price = [_estimate(said), _bill(said)] if said.billed else []
    return [
        _call(case, said),
        _account(case, said),
        *own_price,
        *_statement(said),
        *([] if said.billed else [*_remittances(case, said), *_open_claims(said)]),
        _policy(said),
        *([] if said.billed else _raw(said)),
    ]


def _call(case: Case, said: Lying) -> Panel:
    caller = said.caller
    checked = "name, date of birth and address agree with the registration" if caller.is_verified else "not done yet"
    if caller.relation == "former spouse":
        checked = "confirmed: the caller is who the caller says"
    named = "The patient's note on file: bills may be discussed with the sister." if caller.is_named else "none"
    return {
        "heading": f"The call, {us_date(said.on)}",
        "blocks": [
            {
                "pairs": [
                    ["Caller", "says: the patient" if not caller.is_verified else RELATIONS[caller.relation]],
                    ["Identity check", checked],
                    ["Permission for others on file", named],
                ]
            },
            {"p": f"“{said.words}”"},
        ],
    }


def _account(case: Case, said: Lying) -> Panel:
    one = patient(case)
    covered = payer_label(case.row["payer_code"])
    plan = f"no plan. The patient is self-pay for this visit and asked before it that {covered} not be billed"
    coverage = [["Coverage", f"{covered}, a commercial plan"]] if said.billed else []
    medicaid = [["Program", "Qualified Medicare Beneficiary (QMB)"]] if said.account.state == "protected" else []
    return {
        "heading": "Account",
        "blocks": [
            {
                "pairs": [
                    ["Patient", f"{one['name']}, {one['age']} {one['sex']}"],
                    ["Date of service", us_date(case.row["service_date"])],
                    *coverage,
                    ["Billed to", plan if said.billed else ", then ".join(payer_label(one) for one in _payers(said))],
                    *medicaid,
                    ["Charge", dollars(said.account.charge)],
                    ["Paid by the patient at the visit", dollars(said.account.paid)],
                ]
            }
        ],
    }


def _payers(said: Lying) -> list[str]:
    return list(dict.fromkeys(said.made.claims.claims.payer_code.texts().tolist()))


def _statement(said: Lying) -> list[Panel]:
    if said.billed:
        return []
    asked = said.account.billed
    words = f"Please pay {dollars(asked)}." if asked else "No statement was sent for this visit."
    return [{"heading": "Last statement", "blocks": [{"p": words}]}]


def _remittances(case: Case, said: Lying) -> list[Panel]:
    """What each plan decided by the day of the call."""
    made, found = said.made, []
    heads = made.claims.claims
    payers = dict(zip(heads.claim_key.tolist(), heads.payer_code.texts().tolist(), strict=True))
    for key, payer in payers.items():
        answers = made.decided.remittance_lines
        mine = answers.take((answers.claim_key == key) & ~answers.is_reversal)
        mine = mine.take(mine.remittance_date <= np.datetime64(said.on, "D"))
        if len(mine):
            told = remittance(made.claims, mine, made.decided.adjustments, payers.__getitem__)
            found.append(_remittance(payer, told, _services(made.claims.lines, key)))
    return found


def _services(lines: Table, claim_key: int) -> dict[int, str]:
    """Line number -> the service with its modifiers, such as 99214 25."""
    return {row["claim_line_number"]: service(row) for row in lines.take(lines.claim_key == claim_key).rows()}


def _remittance(payer: str, told: dict[str, Any], services: dict[int, str]) -> Panel:
    head = ["service", "charge", "allowed", "plan paid", "deductible", "copay", "coinsurance"]
    rows = [
        [
            {"code": services[line["claim_line_number"]]},
            *(dollars(line[name]) for name in AMOUNT_COLUMNS),
        ]
        for line in told["lines"]
    ]
    notes = [
        [
            {"code": services[line["claim_line_number"]]},
            {"code": f"{one['group']}-{one['carc']}"},
            dollars(one["amount"]),
            _meaning(one),
        ]
        for line in told["lines"]
        for one in line["adjustments"]
        if one["group"] and one["carc"]
    ]
    table = {"label": f"Remittance of {payer_label(payer)}", "head": head, "rows": rows, "right": [1, 2, 3, 4, 5, 6]}
    why = {"label": "Adjustments", "head": ["service", "code", "amount", "meaning"], "rows": notes, "right": [2]}
    return {
        "heading": f"Remittance of {payer_label(payer)}, {us_date(told['remittance_date'])}",
        "blocks": [
            {"p": "; ".join(dict.fromkeys(_service(line["procedure_code"]) for line in told["lines"])) + "."},
            {"table": {**table, "wide": True}},
            {"heading": "Why"},
            {"table": why},
        ],
    }


AMOUNT_COLUMNS = (
    "charge_amount",
    "allowed_amount",
    "paid_amount",
    "deductible_amount",
    "copayment_amount",
    "coinsurance_amount",
)
WHO = {
    "CO": "Provider write-off by contract or law; not billed to the patient.",
    "PR": "The patient's, after every payer.",
    "OA": "Neither the clinic's nor the patient's by itself.",
    "PI": "Taken off by the plan.",
}


def _meaning(one: dict[str, Any]) -> str:
    return f"{reason(one['carc']).get('label', '')}. {WHO.get(one['group'], '')}".strip()


def _service(code: str) -> str:
    known, place = procedures(), int(procedure_rows([code])[0])
    return f"{code} {known.label[place] if place >= 0 else ''}".strip()


def _open_claims(said: Lying) -> list[Panel]:
    """What a plan says of a claim that it has not decided."""
    if said.account.state != "waiting":
        return []
    made = said.made
    key = int(made.claims.claims.claim_key[0])
    told = status(made.claims.claims, made.adjudicated, key, said.on, made.payments).rows()[0]
    head = made.claims.claims.rows()[0]
    return [
        {
            "heading": f"Claim status at {payer_label(head['payer_code'])}, {us_date(said.on)}",
            "blocks": [
                {
                    "pairs": [
                        ["Claim sent", us_date(head["submitted_date"])],
                        ["Charge", dollars(head["total_charge_amount"])],
                        ["Status", told["message"]],
                        ["Since", us_date(told["status_date"])],
                    ]
                }
            ],
        }
    ]


def _estimate(said: Lying) -> Panel:
    return _own_table("Good faith estimate, given before the visit", "expected charge", said.estimated or {})


def _bill(said: Lying) -> Panel:
    return _own_table("Bill", "amount due", said.billed or {})


def _own_table(heading: str, due: str, told: dict[str, Any]) -> Panel:
    rows = [
        [
            {"code": row["code"]},
            str(row["units"]),
            *(dollars(row[name]) for name in ("charge_amount", "discount_amount", "due_amount")),
        ]
        for row in told["rows"]
    ]
    total = ["Total", "", *(dollars(told[name]) for name in ("charge_amount", "discount_amount", "due_amount"))]
    head = ["service", "units", "charge", "self-pay discount", due]
    table = {"label": heading, "head": head, "rows": [*rows, total], "right": [1, 2, 3, 4], "wide": True}
    services = "; ".join(_service(row["code"]) for row in told["rows"])
    return {"heading": heading, "blocks": [{"p": f"{services}."}, {"table": table}]}


def _policy(said: Lying) -> Panel:
    on = str(said.on)
    days, small = param_value("credit_refund_days", "*", on), param_value("small_balance", "*", on)
    limit, within = (param_value(name, "*", on) for name in ("estimate_dispute_amount", "estimate_dispute_days"))
    least, count = payment_plans.least_amount(on), payment_plans.payment_count(on)
    return {
        "heading": "The practice's financial policy",
        "blocks": [
            *(
                {"p": words}
                for words in (
                    "A statement goes out after every plan has decided, and asks for the patient's share only.",
                    f"A balance below {dollars(small)} is written off.",
                    f"Payment plans on request for balances of {dollars(least)} or more: {count} equal monthly payments"
                    " without interest. The last one takes the cents that are left.",
                    "Patients who cannot pay are offered the financial assistance application first. Collection waits"
                    " until it is decided.",
                    "Copays, deductibles and coinsurance are not waived as a courtesy.",
                    f"A credit that no other balance of the patient needs is refunded within {days} days.",
                    "Three statements and a final notice go out before an account goes to a collection agency.",
                    f"Self-pay: a bill at least {dollars(limit)} above the good faith estimate may be disputed within"
                    f" {within} days.",
                    "Bills are discussed with the patient, a minor's parent, and whoever the patient has named. For"
                    " everybody else a written authorization is needed.",
                    "The clinic is a private practice. Its assistance is its own policy; section 501(r) of the tax code"
                    " binds tax-exempt hospitals.",
                )
            ),
        ],
    }


def _raw(said: Lying) -> list[Panel]:
    """The same remittances as X12."""
    found = []
    if said.account.state == "waiting":
        return []
    for payer in _payers(said):
        text = "\n".join(remittance_texts(said.made, payer))
        if text:
            label = f"835 of {payer_label(payer)}"
            found.append(
                {"heading": f"{label}, as received", "folded": True, "blocks": [{"raw": text, "label": label}]}
            )
    return found
