"""The claim as it was coded, as it lies on the auditor's desk."""

from typing import Any

from sim.learn.exercises.case import Case
from sim.learn.exercises.coded_answer import Answer as Claim
from sim.learn.grading import error_kinds
from sim.learn.tasks.audit_claim.claim_as_sent import given_of, sent_in
from sim.learn.tasks.audit_claim.given import CODERS
from sim.reference.diagnosis_letters import LETTERS

Panel = dict[str, Any]  # JSON: a heading and the blocks below it


def panels(case: Case) -> list[Panel]:
    """Who coded it, the diagnoses and the lines."""
    claim = sent_in(case).answer
    return [
        {
            "heading": "The claim as coded, not billed yet",
            "ahead": True,
            "blocks": [
                {"pairs": [["Coded by", CODERS[given_of(case).coder]], ["Payer", case.payer_label]]},
                _diagnoses(claim),
                _lines(claim),
            ],
        }
    ]


def _diagnoses(claim: Claim) -> dict[str, Any]:
    rows = [
        [LETTERS[at], {"code": code}, error_kinds.title(code) or "not in the library"]
        for at, code in enumerate(claim.diagnoses)
    ]
    return {"table": {"label": "Diagnoses as coded", "head": ["", "Code", "Diagnosis"], "rows": rows, "right": []}}


def _lines(claim: Claim) -> dict[str, Any]:
    rows = [
        [
            str(at),
            [{"code": row.code}, f" {error_kinds.facts(row.code).label}"],
            " ".join(row.modifiers) or "none",
            str(row.units),
            "".join(LETTERS[place - 1] for place in row.pointers) or "none",
        ]
        for at, row in enumerate(claim.services, 1)
    ]
    head = ["", "Service", "Modifiers", "Units", "Pointers"]
    return {"table": {"label": "Lines as coded", "head": head, "rows": rows, "right": [3]}}
