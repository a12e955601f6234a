"""The coder's task: read the record, send diagnoses and services to billing, or hold the visit and ask the provider.
The answer is described in sim/learn/exercises/coded_answer.py.
"""

from collections.abc import Mapping
from typing import Any

from sim.learn.exercises.case import Case
from sim.learn.exercises.coded_answer import MOST_SERVICES, Answer, Row, answer_of, parse, visit_of
from sim.learn.exercises.open_record import open_record
from sim.learn.grading.anticipated_errors import wrong_work
from sim.learn.grading.consequence import consequences, with_money
from sim.learn.grading.marks import Marks
from sim.learn.grading.outcome import travel
from sim.learn.tasks.code_visit import marks as code_marks
from sim.learn.tasks.code_visit.class_marks import grade_many, is_followed
from sim.learn.tasks.code_visit.worked_visit import worked
from sim.learn.tasks.form import Choices, Code, Form, Number, Option, Rows, Text

__all__ = [
    "Answer",
    "Row",
    "answer_of",
    "form",
    "grade",
    "grade_many",
    "judge",
    "key",
    "mistaken",
    "opens",
    "parse",
    "worked",
]

role, desk, title = "coder", "coder", "Code a visit"
NOTHING = Option("nothing_more", "Nothing in this record is to be billed")
FORM = Form(
    (
        Rows("diagnoses", "Diagnoses, first-listed first", "", (Code("code", "Diagnosis", "", "diagnosis"),), 12),
        Rows(
            "services",
            "Services",
            "",
            (
                Code("code", "Service, drug or supply"),
                Text("modifiers", "Modifiers", "Up to four, two characters each", 24),
                Number("units", "Units", "", 1, 9999),
                Text("pointers", "Diagnosis pointers", "Letters of the diagnoses above, such as AB", 24),
            ),
            MOST_SERVICES,
            "service",
        ),
        Choices("flags", "Instead of codes", "", (NOTHING,)),
    ),
    is_answer=False,
)


def opens(case: Case) -> dict[str, Any]:
    """The record, and nothing else."""
    return open_record(case)


def form(case: Case) -> Form:
    """Diagnoses and services, the same for every visit."""
    return FORM


def judge(answer: Answer, case: Case) -> Marks:
    """The marks alone."""
    return code_marks.grade(answer, case)


def grade(answer: Answer, case: Case) -> Marks:
    """Marks of an answer, with what each error alone would have done and what the whole claim came to."""
    if not is_followed(answer):
        return judge(answer, case)
    return with_money(code_marks.grade(answer, case, consequences), travel(case, visit_of(answer)))


def key(case: Case) -> dict[str, Any]:
    """The answer that earns everything, as a desk sends it."""
    return answer_of(case.truth_visit, case.question.question if case.question else "").as_dict()


def mistaken(case: Case, error: str) -> dict[str, Any] | None:
    """The answer of a coder who falls into the scenario's trap of this kind."""
    asked = case.question.question if case.question and error != "query-not-asked" else ""
    made = next((coded for trap, coded in wrong_work(case.scenario, case.row) if trap.error == error), None)
    return answer_of(made, asked).as_dict() if made is not None else None


def continued(answer: Mapping[str, Any], question: str, before: list[dict[str, Any]]) -> dict[str, Any]:
    """The answer with the question that was asked of the provider, and whether it was marked before."""
    marked = any(one.get("query") for one in before)
    return {**answer, "query": question, "query_marked": marked} if question else dict(answer)
