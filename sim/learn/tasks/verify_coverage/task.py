"""The front desk's task before a visit: read the payer's response, and tell the patient what to expect. The answer is
described in sim/learn/tasks/verify_coverage/answer.py.

Not modeled: a patient whom no payer covers on that day; what a secondary payer takes over of the patient's share.
"""

from dataclasses import replace
from typing import Any

from sim.learn.exercises.case import Case
from sim.learn.exercises.open_record import patient
from sim.learn.grading.marks import Marks
from sim.learn.tasks.contract import Step
from sim.learn.tasks.form import Form
from sim.learn.tasks.verify_coverage import marks as field_marks
from sim.learn.tasks.verify_coverage.answer import Answer, parse, plan_id, whole_form
from sim.learn.tasks.verify_coverage.asked_coverage import verified
from sim.learn.tasks.verify_coverage.panels import panels

__all__ = ["Answer", "form", "grade", "key", "mistaken", "opens", "parse", "worked"]

role, desk, title = "biller", "front", "Verify coverage"
mistakes = (
    "active-coverage-turned-away",
    "coverage-not-verified",
    "card-payer-for-primary",
    "wrong-plan",
    "year-amount-for-remaining",
    "family-for-individual",
    "copay-not-due",
    "copay-left-out",
    "estimate-from-charge",
    "estimate-whole-allowed",
    "estimate-copay-only",
    "estimate-deductible-only",
    "requirement-missed",
    "requirement-invented",
    "requirement-number-misread",
)
PLACES = {
    "active": "Response, coverage dates",
    "primary": "Responses, other coverage on file",
    "plan": "Response, plan",
    "authorization": "Response, lines of the planned codes",
    "referral": "Response, lines of the planned codes",
    "copay": "Response, copays, beside the planned services",
    "deductible": "Response, deductible remaining",
    "out_of_pocket": "Response, out-of-pocket maximum remaining",
    "estimate": "Planned services, contract prices, and the response",
}


def opens(case: Case) -> dict[str, Any]:
    """The registration and card, the planned services, and what the payers answered. The record of the visit isn't
    written yet."""
    return {
        "label": case.scenario.label,
        "variant": case.variant,
        "service_date": str(case.row["service_date"]),
        "patient": patient(case),
        "panels": panels(case),
    }


def form(case: Case) -> Form:
    """The fields of this plan: what it doesn't have is not asked."""
    true = verified(case)
    return Form(tuple(one for one in whole_form().controls if field_marks.is_asked(true, one.name)))


def grade(answer: Answer, case: Case) -> Marks:
    """Marks of an answer."""
    return field_marks.grade(answer, case)


def key(case: Case) -> dict[str, Any]:
    """The answer that earns everything, as a desk sends it."""
    return verified(case).right.as_dict()


def mistaken(case: Case, error: str) -> dict[str, Any] | None:
    """The right answer with this one mistake; None where it cannot be made."""
    true = verified(case)
    for name, right in true.right.entries():
        wrong = [given for given in _slips(case, name) if given != right] if field_marks.is_asked(true, name) else []
        for given in wrong:
            if field_marks.mistake(true, name, given) == error:
                return replace(true.right, **{name: given}).as_dict()
    return None


def _slips(case: Case, name: str) -> list[Any]:
    """What people enter in a field."""
    true = verified(case)
    if name in field_marks.GENERAL:
        return list(field_marks.taken(true, name).values())
    if name == "active":
        return ["yes", "no"]
    others = [row for row in case.people.coverages.rows() if row["patient_key"] == case.row["patient_key"]]
    if name == "primary":
        return [row["payer_code"] for row in others]
    if name == "plan":
        return [plan_id(row["payer_code"], row["plan_code"]) for row in others]
    return ["none", "on_file", "missing"]


def worked(case: Case) -> list[Step]:
    """Field by field: where one looks, what it says, what is entered."""
    true = verified(case)
    return [
        Step(
            PLACES[name],
            field_marks.because(true, name, case),
            f"{field_marks.WORDS[name]}: {field_marks.said(true, name)}",
            field_marks.CITES[name],
            (name,),
        )
        for name, _ in true.right.entries()
        if field_marks.is_asked(true, name)
    ]
