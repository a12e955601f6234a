"""The coder's task: read the record, send diagnoses and services to billing, or hold the visit and ask the provider. The
answer is described in sim/learn/exercises/coded_answer.py.
"""

from sim.billing.visit.journey_view import view
from sim.learn.exercises.coded_answer import Answer, Row, answer_of, parse, visit_of
from sim.learn.grading.consequence import consequences, with_money
from sim.learn.grading.outcome import travel
from sim.learn.tasks.code_visit import marks as code_marks

__all__ = ["Answer", "Row", "answer_of", "grade", "graded", "key_answer", "parse"]


def grade(answer: Answer, case):
    """Marks of an answer, with what each error alone would have done and what the whole claim came to. See
    sim/learn/tasks/code_visit/marks.py.
    """
    return graded(answer, case)[0]


def graded(answer: Answer, case):
    """(marks, the journey of the claim as plain data)."""
    if answer.is_blank or (answer.hold and not answer.services):
        return code_marks.grade(answer, case), None
    made = travel(case, visit_of(answer))
    return with_money(code_marks.grade(answer, case, consequences), made), view(made)


def key_answer(case) -> dict:
    """The answer that earns everything, as a desk sends it."""
    return answer_of(case.truth_visit, case.question.question if case.question else "").as_dict()
