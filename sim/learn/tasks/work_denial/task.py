"""The denial desk's task: why was it not paid, whose job is it, what now, and what exactly is sent. The answer is
described in sim/learn/tasks/work_denial/answer.py.
"""

from sim.billing.visit.journey_view import view
from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case
from sim.learn.grading.consequence import with_money
from sim.learn.grading.marks import Marks
from sim.learn.tasks.work_denial import marks as denial_marks
from sim.learn.tasks.work_denial.answer import OWNERS, Answer, causes, parse, remedies
from sim.learn.tasks.work_denial.steps import played, unreadable

__all__ = ["OWNERS", "Answer", "causes", "grade", "graded", "key_answer", "parse", "problems", "remedies"]


def grade(answer: Answer, case: Case) -> Marks:
    """Marks of an answer. See sim/learn/tasks/work_denial/marks.py."""
    return graded(answer, case)[0]


def graded(answer: Answer, case: Case) -> tuple[Marks, dict | None]:
    """(marks, the journey of the claim after what was decided, as plain data)."""
    marks = denial_marks.grade(answer, case)
    if answer.is_blank:
        return marks, None
    done = played(answer, case)
    return with_money(marks, done.journey), {
        **view(done.journey),
        "replies": [reply.as_dict() for reply in done.replies],
    }


def problems(answer: Answer, case: Case) -> list[Problem]:
    """A change that names no place of this claim, or cannot stand there."""
    return unreadable(answer, case)


def key_answer(case: Case) -> dict:
    """The answer that earns everything, as a desk sends it."""
    return denial_marks.key(case).answer.as_dict()
