"""What lies on the biller's desk: the report in plain words, each claim as it was sent beside what the practice has on
file, the clinic's numbers, the payer's rules for sending, and the files as they were received.
"""

from typing import Any

from sim.billing.claims.claim_tables import MODIFIERS, POINTER_COLUMNS, Claims
from sim.clinic.practice.clinics import clinic
from sim.ground.dates import us_date
from sim.ground.money import dollars
from sim.learn.exercises.case import Case
from sim.learn.tasks.fix_rejection.right_work import Right, filing_cite, limit_words, right_work
from sim.learn.tasks.fix_rejection.sent_batch import Batch, sent_batch, service_words
from sim.reference.diagnosis_letters import LETTERS, letters_of

Panel = dict[str, Any]  # JSON: a heading and the blocks below it
UNBROKEN = "\u00a0"  # a date stays on one line
STATUS = "A status reads category, status code and, where there is one, whom it is about."
HEAD = {
    "1a": "member_id",
    "3": "patient_birth_date",
    "3-sex": "patient_sex_code",
    "11": "group_number",
    "22": "claim_frequency_code",
    "28": "total_charge_amount",
    "33a": "billing_npi",
}
WORDS = {
    "1a": "1a Insured's ID",
    "3": "3 Birth date",
    "3-sex": "3 Sex",
    "11": "11 Group number",
    "22": "22 Resubmission code",
    "28": "28 Total charge",
    "33a": "33a Billing NPI",
}


def panels(case: Case) -> list[Panel]:
    """The panels in the order in which one reads them."""
    batch = sent_batch(case)
    rights = right_work(batch)
    return [
        _report(batch, rights),
        *(panel for right in rights for panel in (_sent(right), _on_file(batch, right))),
        _clinic(batch),
        _rules(batch),
        *_raw(batch),
    ]


def _report(batch: Batch, rights: list[Right]) -> Panel:
    dates = [["Received", us_date(batch.reported_date)], ["Today", us_date(batch.today)]]
    if batch.report is not None:
        blocks = [{"pairs": [["Report", batch.report.name], *dates]}, *({"p": one} for one in batch.report.words)]
        return {"heading": f"Report of {batch.payer.label} on the file", "blocks": blocks}
    pairs = [[right.called, right.report] for right in rights]
    return {
        "heading": f"Report of {batch.payer.label} on the claims",
        "blocks": [
            {"pairs": [["Reports", "999, accepted; 277CA"], *dates]},
            *({"p": ": ".join(one)} for one in pairs),
            {"p": STATUS, "tone": "soft"},
        ],
    }


def _sent(right: Right) -> Panel:
    head = right.claim.sent.claims.rows()[0]
    pairs = [[WORDS[box], _shown(head[column], box)] for box, column in HEAD.items()]
    pairs[0:0] = [["2 Patient", _name(right)]]
    pairs[5:5] = [[f"21{letter} Diagnosis", {"code": code}] for letter, code in _diagnoses(right.claim.sent)]
    return {
        "heading": f"{right.called}: the claim as sent",
        "blocks": [{"pairs": pairs}, _lines(right.claim.sent, "Lines of the claim"), {"pairs": _rendering(right)}],
    }


def _shown(value: Any, box: str) -> Any:
    if box == "28":
        return dollars(value)
    if box == "3":
        return us_date(value)
    return {"code": value} if value else "none"


def _name(right: Right) -> str:
    return f"{right.claim.patient['first_name']} {right.claim.patient['family_name']}"


def _diagnoses(claim: Claims) -> list[tuple[str, str]]:
    head = claim.claims.rows()[0]
    codes = [head[f"diagnosis_code_{number}"] for number in range(1, 13)]
    return [(letter, code) for letter, code in zip(LETTERS, codes, strict=True) if code]


def _lines(claim: Claims, label: str) -> Panel:
    rows = [
        [
            str(row["claim_line_number"]),
            us_date(row["service_date"]).replace(" ", UNBROKEN),
            row["place_of_service_code"],
            " ".join((row["procedure_code"], *(row[name] for name in MODIFIERS if row[name]))),
            letters_of([row[name] for name in POINTER_COLUMNS]),
            dollars(row["charge_amount"]),
            str(row["service_unit_quantity"]),
        ]
        for row in claim.lines.rows()
    ]
    head = ["Line", "24A Date", "24B", "24D Code", "24E", "24F Charge", "24G"]
    return {"table": {"label": label, "head": head, "rows": rows, "right": [5, 6], "wide": True}}


def _rendering(right: Right) -> list[list[Any]]:
    return [
        [f"24J, line {row['claim_line_number']}: rendering NPI", {"code": row["rendering_npi"]}]
        for row in right.claim.sent.lines.rows()
    ]


def _on_file(batch: Batch, right: Right) -> Panel:
    """The registration with the payer's 271, the visit, and what the coder sent."""
    one, head = right.claim.patient, right.claim.true.claims.rows()[0]
    known = {each.npi: each for each in clinic(head["clinic_code"]).providers}
    seen = known.get(right.claim.true.lines.rendering_npi[0])
    rows = [
        [
            str(row["claim_line_number"]),
            " ".join((row["procedure_code"], *(row[name] for name in MODIFIERS if row[name]), _words(row))),
            letters_of([row[name] for name in POINTER_COLUMNS]),
            str(row["service_unit_quantity"]),
            dollars(row["charge_amount"]),
        ]
        for row in right.claim.true.lines.rows()
    ]
    return {
        "heading": f"{right.called}: what is on file",
        "blocks": [
            {
                "pairs": [
                    ["Patient, as on the card", _name(right)],
                    ["Born", us_date(one["birth_date"])],
                    ["Sex", one["sex_code"]],
                    ["Payer", batch.payer.label],
                    ["Member ID, card and 271", {"code": head["member_id"]}],
                    ["Group", head["group_number"] or "none"],
                    ["Visit", us_date(right.claim.service_date)],
                    ["Seen by", f"{seen.name}, {seen.credential}" if seen else "not stated"],
                    ["Earlier claims for this visit", "none that the payer accepted"],
                    *([f"Diagnosis {letter}", {"code": code}] for letter, code in _diagnoses(right.claim.true)),
                ]
            },
            {
                "table": {
                    "label": "What the coder sent, with the clinic's charges",
                    "head": ["Line", "Service", "Diagnoses", "Units", "Charge"],
                    "rows": rows,
                    "right": [3, 4],
                    "wide": True,
                }
            },
        ],
    }


def _words(row: dict[str, Any]) -> str:
    return service_words(row["procedure_code"])


def _clinic(batch: Batch) -> Panel:
    one = clinic(batch.claims[0].true.claims.clinic_code[0])
    rows = [[f"{each.name}, {each.credential}", {"code": each.npi}] for each in one.providers]
    return {
        "heading": "The practice's numbers",
        "blocks": [
            {"pairs": [["Billing provider", one.name], ["Billing NPI", {"code": one.npi}]]},
            {"table": {"label": "Providers", "head": ["Provider", "NPI"], "rows": rows}},
        ],
    }


def _rules(batch: Batch) -> Panel:
    """The payer's filing limit and what its file says of the practice."""
    words = limit_words(batch, batch.claims[0])
    enrolled = (
        f"from {us_date(batch.enrolled_date)} on; the agreement was signed this week"
        if batch.enrolled_date is not None
        else "enrolled"
    )
    return {
        "heading": f"{batch.payer.label}: claim submission",
        "blocks": [
            {
                "pairs": [
                    ["Original claim", f"received within {words} of the date of service"],
                    ["Electronic claims of this practice", enrolled],
                ]
            },
            {"p": f"Source: {filing_cite(batch)}.", "tone": "soft"},
        ],
    }


def _raw(batch: Batch) -> list[Panel]:
    """The files as they were received."""
    return [
        {
            "heading": f"{name.upper()}, as received",
            "folded": True,
            "blocks": [{"raw": text.replace("~", "~\n").replace("\n\n", "\n"), "label": f"{name.upper()} as received"}],
        }
        for name, text in batch.files.items()
    ]
