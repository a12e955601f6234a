"""What lies beside the ledger: the deposit, the remittance claim by claim in plain words, its provider adjustments, and
the file as it was received.
"""

from typing import Any

from sim.billing.books.remittance_posting import ClaimPosting
from sim.billing.claims.submission import account_number
from sim.billing.wire.inbound_claims import numbered
from sim.billing.wire.trading_partners import Members, parties, payer_id
from sim.edi.writer.envelope import Envelope
from sim.edi.writer.remittance import Decided, write_835
from sim.ground.coded import Coded
from sim.ground.dates import us_date
from sim.ground.files import remembered_up_to
from sim.ground.keys import payer_claim_number
from sim.ground.money import dollars
from sim.learn.exercises.case import Case, payer_label
from sim.learn.tasks.post_remittance.batch import Batch
from sim.learn.tasks.post_remittance.due import Due, due
from sim.reference.plain_words import explain, reason, remark

Panel = dict[str, Any]  # JSON: a heading and the blocks below it
STATUS = {
    "1": "processed as primary",
    "2": "processed as secondary",
    "3": "processed as tertiary",
    "4": "denied: the patient is not known to the payer",
    "19": "processed as primary, forwarded to the next payer",
    "20": "processed as secondary, forwarded to the next payer",
    "21": "processed as tertiary, forwarded to the next payer",
    "22": "reversal of an earlier remittance",
}


def panels(case: Case) -> list[Panel]:
    """The panels in the order in which one reads them."""
    true = due(case)
    return [_deposit(true), *_claims(true), *_beside(true), _raw(case)]


def name_of(made: Batch, key: int) -> str:
    """The patient of a claim."""
    patients = made.books.people.patients
    one = patients.take(patients.patient_key == made.claim(key)["patient_key"]).rows()[0]
    return f"{one['first_name']} {one['family_name']}"


def claim_words(true: Due, number: int) -> str:
    """What a claim is called on the page."""
    claim = true.claims[number]
    reversal = ", reversal" if claim.is_reversal else ""
    return f"Claim {number}: {name_of(true.batch, claim.claim_key)}{reversal}"


def _deposit(true: Due) -> Panel:
    paid = true.batch.payment
    is_sent = paid["payment_method_code"] != "NON"
    return {
        "heading": "Deposit",
        "blocks": [
            {
                "pairs": [
                    ["Payer", payer_label(paid["payer_code"])],
                    ["Payment date", us_date(paid["payment_date"])],
                    ["EFT trace number" if is_sent else "Remittance number", {"code": paid["trace_number"]}],
                    ["Amount", dollars(paid["paid_amount"])],
                ]
            },
        ],
    }


def _claims(true: Due) -> list[Panel]:
    return [
        {"heading": claim_words(true, number), "blocks": _claim_blocks(true, claim)}
        for number, claim in true.claims.items()
    ]


def _claim_blocks(true: Due, claim: ClaimPosting) -> list[Any]:
    made, head = true.batch, true.batch.claim(claim.claim_key)
    lines, sent = made.lines(claim), made.sent(claim)
    charged, paid = (sum(row[name] for row in lines) for name in ("charge_amount", "paid_amount"))
    pairs = [
        ["Account", {"code": account_number(claim.claim_key)}],
        ["Payer claim number", {"code": payer_claim_number(claim.claim_key)}],
        ["Status", f"{claim.status}, {STATUS.get(claim.status, 'processed')}"],
        ["Date of service", us_date(sent[lines[0]["claim_line_number"]]["service_date"])],
        ["Charged", dollars(charged)],
        ["Paid", dollars(paid)],
    ]
    if claim.copay and not claim.is_reversal:
        pairs.append(["Copay collected at the visit", dollars(claim.copay)])
    if claim.is_reversal:
        pairs.append(["First processed", _first(made, claim.claim_key)])
    if head["replaces_claim_key"] >= 0:
        pairs.append(["Corrected claim for", {"code": payer_claim_number(head["replaces_claim_key"])}])
    rows = [
        [
            str(row["claim_line_number"]),
            _service(sent[row["claim_line_number"]]),
            dollars(row["charge_amount"]),
            dollars(row["allowed_amount"]),
            dollars(row["paid_amount"]),
        ]
        for row in lines
    ]
    head_row = ["line", "service", "charge", "allowed", "paid"]
    return [
        {"pairs": pairs},
        {"table": {"label": "Lines", "head": head_row, "rows": rows, "right": [2, 3, 4], "wide": True}},
        {"table": _adjustments(true, claim)},
    ]


def _first(made: Batch, key: int) -> str:
    """When the claim was processed before it was reversed, and what was paid."""
    table = made.books.decided.remittance_lines
    mine = table.take((table.claim_key == key) & ~table.is_reversal)
    return f"{us_date(mine.remittance_date[0])}, {dollars(int(mine.paid_amount.sum()))} paid"


def _service(row: dict[str, Any]) -> dict[str, str]:
    marks = [row[f"hcpcs_modifier_{n}"] for n in range(1, 5) if row[f"hcpcs_modifier_{n}"]]
    return {"code": " ".join([row["procedure_code"], *marks])}


def _adjustments(true: Due, claim: ClaimPosting) -> dict[str, Any]:
    rows = [
        [
            str(line.line),
            {"code": " ".join([f"{one['group']}-{one['carc']}", *remarks(one)])},
            dollars(one["amount"]),
            words_of(one),
        ]
        for line in claim.lines
        for one in true.batch.adjustments(claim, line.line)
    ]
    return {"label": "Adjustments", "head": ["line", "adjustment", "amount", "meaning"], "rows": rows, "right": [2]}


def remarks(row: dict[str, Any]) -> list[str]:
    """The remark codes of an adjustment."""
    return [row[name] for name in ("rarc_1", "rarc_2") if row[name]]


def words_of(row: dict[str, Any]) -> str:
    """What an adjustment says, with its remarks."""
    said = [reason(row["carc"]).get("label", "not on our list")]
    said += [label for code in remarks(row) if (label := remark(code).get("label"))]
    return ". ".join(said)


def _beside(true: Due) -> list[Panel]:
    if not true.provider:
        return []
    rows = [
        [
            str(number),
            {"code": f"PLB {one.code}"},
            explain(f"PLB {one.code}")["label"],
            _about(true, number),
            dollars(one.amount),
        ]
        for number, one in true.provider.items()
    ]
    head = ["line", "code", "meaning", "refers to", "amount"]
    table = {"label": "Provider adjustments", "head": head, "rows": rows, "right": [4], "wide": True}
    return [
        {
            "heading": "Provider adjustments (PLB)",
            "blocks": [{"table": table}, {"p": "A positive amount lowers the payment, a negative one raises it."}],
        }
    ]


def _about(true: Due, number: int) -> str:
    one = true.provider[number]
    if one.claim_key < 0:
        return f"Remittance {one.reference}" if one.reference else "another remittance"
    table = true.batch.books.decided.remittance_lines
    back = table.remittance_date[(table.claim_key == one.claim_key) & table.is_reversal]
    reversed_on = f", reversed {us_date(back[0])}" if len(back) else ""
    return f"{one.reference}, {name_of(true.batch, one.claim_key)}{reversed_on}"


def _raw(case: Case) -> Panel:
    return {
        "heading": "835 as received",
        "folded": True,
        "blocks": [{"raw": remittance_file(case), "label": "835 of the payer"}],
    }


@remembered_up_to(64)
def remittance_file(case: Case) -> str:
    """The remittance as X12."""
    made = due(case).batch
    books, payer = made.books, made.payment["payer_code"]
    heads = numbered(books.claims.claims)
    numbers = Coded.of([payer_claim_number(key) for key in heads.claim_key.tolist()])
    paid = books.payments.take(books.payments.payment_key == made.payment["payment_key"])
    decided = Decided(
        heads,
        books.claims.lines,
        books.decided.remittance_lines,
        books.decided.adjustments,
        paid,
        books.provider_adjustments,
        books.remittance_payments,
        numbers,
    )
    day = str(made.payment["payment_date"]).replace("-", "")
    house = parties(Members(books.people.patients, books.people.coverages), payer)
    text = write_835(decided, payer, house, Envelope(payer_id(payer), "CLEANCLAIM", day, "1200", 1))
    return text.replace("~", "~\n").replace("\n\n", "\n")
