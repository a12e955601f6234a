"""Marking a whole visit: the sum of its parts, each marked by its own task, and where the two roles met.

The form is held against the codes as they were sent, which the first part grades: one error costs once. The decision is
held against what really came back: a coder's error that the payer denied has to be found and corrected there.
"""

from collections.abc import Iterable
from dataclasses import replace

from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case
from sim.learn.exercises.coded_answer import Answer as Coded
from sim.learn.grading.consequence import consequences, with_money, with_outcome
from sim.learn.grading.marks import Marks
from sim.learn.grading.outcome import outcome
from sim.learn.tasks.build_claim import task as build_claim
from sim.learn.tasks.build_claim.answer import Answer as ClaimForm
from sim.learn.tasks.code_visit import marks as code_marks
from sim.learn.tasks.code_visit import task as code_visit
from sim.learn.tasks.whole_visit.answer import Answer, within
from sim.learn.tasks.whole_visit.meeting import met
from sim.learn.tasks.whole_visit.stage_cases import claim_case, coding_case, work_case
from sim.learn.tasks.work_denial import task as work_denial
from sim.learn.tasks.work_denial.answer import Answer as Decision
from sim.learn.tasks.work_denial.steps import played, standing


def judge(answer: Answer, case: Case, follows: bool = False) -> Marks | list[Problem]:
    """Marks of an answer. `follows`: each coding error is followed to the payer."""
    coding = code_marks.grade(answer.coding, coding_case(case), consequences if follows else None)
    coded = answer.coding if answer.coding.services else _right_coding(case)
    claim = build_claim.judge(answer.claim if answer.coding.services else ClaimForm(), claim_case(case, coded))
    if isinstance(claim, list):
        return within("claim", claim)
    lying = returned(answer, case)
    work = work_denial.judge(answer.work if answer.is_sent else Decision(), lying)
    if isinstance(work, list):
        return within("work", work)
    if answer.is_sent:
        coding = with_outcome(coding, outcome(standing(lying)))
    return _sum(case, (("coding", coding), ("claim", claim), ("work", work)))


def grade(answer: Answer, case: Case) -> Marks | list[Problem]:
    """The same with the way of the claim to its end, and where the two roles met."""
    found = judge(answer, case, follows=True)
    if isinstance(found, list) or not answer.is_sent:
        return found
    lying = returned(answer, case)
    done = played(answer.work, lying)
    first = outcome(standing(lying))
    whole = with_money(replace(found, marks=()), done.journey, [reply.as_dict() for reply in done.replies])
    marks = (*found.marks, *met(standing(lying), done, found))
    return replace(whole, marks=marks, paid_first_time=first.paid_first_time)


def returned(answer: Answer, case: Case) -> Case:
    """The claim with the payer's answer; of the right claim where none was sent."""
    if answer.is_sent:
        return work_case(case, answer.coding, answer.boxes)
    coded = _right_coding(case)
    boxes = build_claim.key(claim_case(case, coded))["boxes"]
    return work_case(case, coded, tuple(sorted(boxes.items())))


def _right_coding(case: Case) -> Coded:
    found = code_visit.parse(code_visit.key(coding_case(case)))
    assert isinstance(found, Coded)
    return found


def _sum(case: Case, parts: Iterable[tuple[str, Marks]]) -> Marks:
    """The parts as one: the points of all items over the items of all parts, each part by its own divisor."""
    rows = list(parts)
    marks = tuple(replace(mark, where=f"{name}.{mark.where}") for name, one in rows for mark in one.marks)
    most = sum(max(one.entered, one.key) for _, one in rows)
    return Marks(marks, most, sum(one.key for _, one in rows), case.exercise.points)
