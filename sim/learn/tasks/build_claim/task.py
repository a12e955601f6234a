"""The biller's task: the numbered form, from what was registered, what the payer says of the patient, and what the
coder sent. The answer is described in sim/learn/tasks/build_claim/answer.py.
"""

from sim.billing.visit.journey_view import view
from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case
from sim.learn.grading.consequence import with_money
from sim.learn.grading.outcome import travel
from sim.learn.grading.marks import Marks
from sim.learn.tasks.build_claim import marks as form_marks
from sim.learn.tasks.build_claim.answer import Answer, parse
from sim.learn.tasks.build_claim.marks import findings, start_boxes

__all__ = ["Answer", "findings", "grade", "graded", "key_answer", "parse", "problems", "start_boxes"]


def grade(answer: Answer, case: Case) -> Marks:
    """Marks of an Answer. See sim/learn/tasks/build_claim/marks.py."""
    return graded(answer, case)[0]


def graded(answer: Answer, case: Case) -> tuple[Marks, dict | None]:
    """(marks, the journey of the claim as plain data)."""
    marks = form_marks.grade(answer, case)
    if answer.is_blank:
        return marks, None
    sent = None if answer.send_back else form_marks.claims_of(answer, case)
    made = travel(case, case.truth_visit if answer.send_back else case.sent_visit, sent)
    return with_money(marks, made), view(made)


def problems(answer: Answer, case: Case) -> list[Problem]:
    """Boxes that cannot be read; told at the box before anything is graded."""
    return [] if answer.send_back or answer.is_blank else form_marks.unreadable(answer, case)


def key_answer(case: Case) -> dict:
    """The answer that earns everything, as a desk sends it."""
    if form_marks.is_coders(case):
        return Answer({}, True).as_dict()
    return Answer(form_marks.key_boxes(case)).as_dict()
