"""A claim of an exercise as its plan answered it, for the forms that say so: explanation of benefits, appeal letter."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sim.billing.paper.appeal_letter import Claim
from sim.billing.paper.benefits_explained import Answered, Line, Reason
from sim.ground.keys import payer_claim_number
from sim.learn.exercises.case import Case, payer_label
from sim.learn.exercises.open_record import patient

Row = dict[str, Any]


def lines_of(rows: Sequence[Row]) -> tuple[Line, ...]:
    """The lines of a remittance in plain rows (sim.billing.visit.journey_rows.remittance)."""
    return tuple(
        Line(
            row["procedure_code"],
            row["charge_amount"],
            row["paid_amount"],
            row["deductible_amount"],
            row["copayment_amount"],
            row["coinsurance_amount"],
            tuple(
                Reason(one["group"] or "", one["carc"] or "", tuple(one["rarcs"]), one["amount"])
                for one in row["adjustments"]
            ),
        )
        for row in rows
    )


def answered(claim: Row) -> Answered:
    """The answer to the claim that lies on the denial desk (sim.learn.tasks.work_denial.returned_claim.claim)."""
    return Answered(
        claim["payer"],
        claim["member_id"],
        claim["payer_claim_number"],
        date.fromisoformat(claim["lines"][0]["service_date"]),
        date.fromisoformat(claim["remittance_date"]),
        lines_of(claim["remittance"]),
    )


def answered_later(case: Case, head: Row, told: Row) -> Answered:
    """The answer to another claim of the visit. head: a row of claims; told: its remittance."""
    return Answered(
        payer_label(head["payer_code"]),
        head["member_id"],
        payer_claim_number(head["claim_key"]),
        case.row["service_date"],
        date.fromisoformat(str(told["remittance_date"])),
        lines_of(told["lines"]),
    )


def disputed(case: Case, claim: Row) -> Claim:
    """The claim that lies on the denial desk, as a letter names it."""
    told, front = claim["remittance_date"], claim["acknowledgement"] or {}
    reasons = [line["reason"] for line in claim["remittance"] if line["reason"]] or [claim["reason"]]
    day = told or front.get("acknowledgement_date")
    return Claim(
        claim["payer"],
        patient(case)["name"],
        case.patient["birth_date"],
        claim["member_id"],
        claim["account_number"],
        claim["payer_claim_number"],
        date.fromisoformat(claim["lines"][0]["service_date"]),
        date.fromisoformat(day) if day else None,
        tuple(" ".join([line["procedure_code"], *line["modifiers"]]) for line in claim["lines"]),
        claim["total_charge_amount"],
        ", ".join(dict.fromkeys(filter(None, reasons))),
    )
