"""The patient desk's task: a patient, or somebody else, asks about a bill. Read the remittance, the account and the
practice's policy; say what is true, to the cent, to whom it may be said; decide what is done next. The answer is
described in sim/learn/tasks/answer_patient/answer.py.

Not modeled: a conversation that goes on; letters in the learner's own words; languages other than English.
"""

from typing import Any

from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case
from sim.learn.exercises.exercise import Exercise
from sim.learn.grading.marks import Marks
from sim.learn.tasks.answer_patient import marks as reply_marks
from sim.learn.tasks.answer_patient.answer import Answer, parse, whole_form
from sim.learn.tasks.answer_patient.asked_question import lying
from sim.learn.tasks.answer_patient.given import given
from sim.learn.tasks.answer_patient.mistaken_reply import mistaken, mistakes
from sim.learn.tasks.answer_patient.panels import panels
from sim.learn.tasks.answer_patient.worked_reply import worked
from sim.learn.tasks.contract import Finding
from sim.learn.tasks.form import Form

__all__ = [
    "Answer",
    "form",
    "given",
    "grade",
    "key",
    "lacks",
    "mistaken",
    "mistakes",
    "opens",
    "parse",
    "worked",
]

role, desk, title = "biller", "patients", "Answer a patient"


def opens(case: Case) -> dict[str, Any]:
    """The call, the account, the remittances and the practice's policy. The record of the visit is not the desk's."""
    return {"label": case.exercise.title, "variant": case.variant, "panels": panels(case)}


def form(case: Case) -> Form:
    """The same fields for every case; the sentences are those of the question."""
    return whole_form(lying(case).question.offers)


def grade(answer: Answer, case: Case) -> Marks | list[Problem]:
    """Marks of an answer; a sentence that does not lie ready is told first."""
    offers = lying(case).question.offers
    unknown = [one for one in answer.says if one not in offers]
    if unknown:
        return [Problem("says", f"found {one!r}", "one of the sentences that lie ready") for one in unknown]
    return reply_marks.grade(answer, case)


def key(case: Case) -> dict[str, Any]:
    """The answer that earns everything, as a desk sends it."""
    return lying(case).right.as_dict()


def lacks(one: Exercise) -> Finding | None:
    """A question is needed."""
    if "question" in one.given:
        return None
    return Finding("given", "no question", 'question = "why_owe", or another of the list')
