"""The biller's task: the numbered form, from what was registered, what the payer says of the patient, and what the
coder sent. The answer is described in sim/learn/tasks/build_claim/answer.py.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.deadlines import deadline_of
from sim.billing.claims.form import boxes as printed_boxes
from sim.billing.visit.journeys_together import billed_together
from sim.clinic.visits.coded_visit import CodedVisit
from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case
from sim.learn.exercises.coverage_answers import eligibility
from sim.learn.exercises.exercise import Exercise
from sim.learn.exercises.open_record import check_in, clinic_card, open_record
from sim.learn.grading.consequence import with_money, with_outcomes
from sim.learn.grading.marks import Marks
from sim.learn.grading.outcome import sent_work, travel
from sim.learn.tasks.build_claim import marks as form_marks
from sim.learn.tasks.build_claim.answer import Answer, parse
from sim.learn.tasks.build_claim.forms import (
    claims_of,
    findings,
    is_coders,
    key_boxes,
    start_boxes,
    start_claims,
)
from sim.learn.tasks.build_claim.forms import unreadable as unreadable_boxes
from sim.learn.tasks.build_claim.typical_slips import SLIPS, slipped
from sim.learn.tasks.build_claim.worked_claim import worked
from sim.learn.tasks.coded_work import coder_sent
from sim.learn.tasks.contract import Finding
from sim.learn.tasks.form import Box, Boxes, Form, Tick

__all__ = [
    "Answer",
    "findings",
    "form",
    "grade",
    "grade_many",
    "judge",
    "key",
    "opens",
    "parse",
    "start_boxes",
    "unreadable",
    "worked",
]

role, desk, title = "biller", "biller", "Complete a claim form"
follows = ("code_visit",)
mistakes = tuple(SLIPS)
MOST_LINES = 50
OWN_ASK = (
    "You coded this visit. Check the form against the registration, the eligibility response and your own codes, then"
    " submit the claim. What only the coder may change goes back to the coder."
)
OWN_HINTS = (
    "Compare the form with the eligibility response and with what you coded.",
    "A code that looks wrong goes back to the coder.",
)


def opens(case: Case) -> dict[str, Any]:
    """The record, what the coder sent, what the payers say of the patient, the clinic's card, the
    form as it lies on the desk."""
    return {
        **open_record(case),
        "coder_sent": coder_sent(case),
        "eligibility": eligibility(case),
        "clinic": clinic_card(case),
        "check_in": check_in(case),
        "boxes": start_boxes(case),
        "filing": _filing(start_claims(case)),
    }


def _filing(claims: Claims) -> dict[str, str]:
    """The filing deadline of the claim as registered."""
    served = claims.lines.service_date[0]
    last, words = deadline_of("R_NEW", claims.claims.payer_code[0], served, served)
    return {"last_date": "" if np.isnat(last) else str(last), "for": words}


def form(case: Case) -> Form:
    """Every box of the form, those of a service line once for each line that may be; and sending the work back."""
    start = start_boxes(case)
    names = [
        (f"{box['box']}.{number}", box) if number else (box["box"], box)
        for box in printed_boxes()
        for number in (range(1, MOST_LINES + 1) if box["box"].startswith("24") else (0,))
    ]
    found = tuple(Box(name, box["label"], box["help"], start.get(name, ""), not box["editable"]) for name, box in names)
    return Form((Boxes("fields", "CMS-1500", "", found), Tick("send_back", "Send back to the coder")), is_answer=False)


def unreadable(answer: Answer, case: Case) -> list[Problem]:
    """Boxes that cannot be read, of a form that is to be sent."""
    return [] if answer.send_back or answer.is_blank else unreadable_boxes(answer, case)


def judge(answer: Answer, case: Case) -> Marks | list[Problem]:
    """The marks alone; a form with boxes that cannot be read is told at the box."""
    return unreadable(answer, case) or form_marks.grade(answer, case)


def grade(answer: Answer, case: Case) -> Marks | list[Problem]:
    """Marks of an answer, with what the claim came to."""
    marks = judge(answer, case)
    if isinstance(marks, list) or answer.is_blank:
        return marks
    return with_money(marks, travel(case, *_sent(answer, case)))


def _sent(answer: Answer, case: Case) -> tuple[CodedVisit, Claims | None]:
    """The codes and the claims that go out: those of the form, or the right codes where the coder corrected them."""
    return (case.truth_visit, None) if answer.send_back else (case.sent_visit, claims_of(answer, case))


def grade_many(answers: Sequence[Answer], cases: Sequence[Case]) -> list[Marks | list[Problem]]:
    """The same of many answers, without the ways of their claims: all claims go to the payers as one table."""
    judged = [judge(answer, case) for answer, case in zip(answers, cases, strict=True)]
    sent = [number for number, marks in enumerate(judged) if isinstance(marks, Marks) and not answers[number].is_blank]
    pieces = [sent_work(cases[number], *_sent(answers[number], cases[number])) for number in sent]
    marks = [marks for marks in (judged[number] for number in sent) if isinstance(marks, Marks)]
    found = dict(zip(sent, with_outcomes(marks, billed_together(pieces)), strict=True))
    return [found.get(number, marks) for number, marks in enumerate(judged)]


def key(case: Case) -> dict[str, Any]:
    """The answer that earns everything, as a desk sends it."""
    return (Answer({}, True) if is_coders(case) else Answer(key_boxes(case))).as_dict()


def mistaken(case: Case, error: str) -> dict[str, Any] | None:
    """The form with this mistake: the one that lies on the desk already, or the right form with a typical slip. None
    where it cannot be made, or what has to be corrected is the coder's."""
    if case.trap is not None and case.trap.error == error:
        return {"boxes": start_boxes(case)}
    boxes = None if is_coders(case) else slipped(error, key_boxes(case))
    return None if boxes is None else {"boxes": boxes}


def faults(case: Case) -> list[Finding]:
    """A form that is right as it lies on the desk teaches nothing."""
    if form_marks.grade(Answer(start_boxes(case)), case).score < 1:
        return []
    found = f"that the form is right as it lies on the desk in variant {case.variant}"
    return [Finding("trap", found, "a mistake to find, or an empty form (start)")]


def as_own(one: Exercise) -> Exercise:
    """The exercise under which an own coded visit becomes a claim."""
    return replace(
        one,
        title=f"Your visit: {one.title}",
        task="build_claim",
        ask=OWN_ASK,
        trap={},
        start="filled",
        hints=OWN_HINTS,
        samples=(),
    )
