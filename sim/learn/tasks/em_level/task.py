"""The coder's task: choose the level of a visit by its elements, problems, data and risk, or by time. The answer is
described in sim/learn/tasks/em_level/answer.py, what the record supports comes with the truth of the visit.
"""

from typing import Any

from sim.clinic.visits.coded_visit import CodedVisit
from sim.learn.exercises.case import Case
from sim.learn.exercises.open_record import open_record
from sim.learn.grading.consequence import with_money
from sim.learn.grading.marks import Marks
from sim.learn.grading.outcome import outcome, travel
from sim.learn.tasks.contract import Finding
from sim.learn.tasks.em_level import marks as level_marks
from sim.learn.tasks.em_level.answer import EVERYWHERE, OFFICE, Answer, parse
from sim.learn.tasks.em_level.right_level import answer_of, rights
from sim.learn.tasks.em_level.visit_family import is_asked
from sim.learn.tasks.em_level.worked_level import worked
from sim.learn.tasks.form import Form

__all__ = ["Answer", "faults", "form", "grade", "judge", "key", "opens", "parse", "worked"]

role, desk, title = "coder", "coder", "Choose the visit level"


def opens(case: Case) -> dict[str, Any]:
    """The record, and nothing else."""
    return open_record(case)


def form(case: Case) -> Form:
    """The elements, what decides and the code; the kind of visit where the record is not simply an office visit's."""
    return EVERYWHERE if is_asked(case) else OFFICE


def judge(answer: Answer, case: Case) -> Marks:
    """The marks alone."""
    return level_marks.grade(answer, case)


def grade(answer: Answer, case: Case) -> Marks:
    """Marks of an answer, with what its code does at the payer: the right claim with this visit code."""
    if not answer.code:
        return judge(answer, case)
    made = travel(case, _with_code(case, answer.code))
    return with_money(level_marks.grade(answer, case, outcome(made).consequence()), made)


def _with_code(case: Case, code: str) -> CodedVisit:
    """The right visit with this code of the visit; where the code is right it is the right visit."""
    known = {right.visit.name: right.visit.code for right in rights(case)}
    services = tuple(line._replace(code=code) if line.name in known else line for line in case.truth_visit.services)
    return CodedVisit(case.truth_visit.diagnoses, services)


def key(case: Case) -> dict[str, Any]:
    """The answer that earns everything, as a desk sends it."""
    found = rights(case)
    return answer_of(found[0], is_asked(case)).as_dict() if found else {}


def faults(case: Case) -> list[Finding]:
    """A record without a visit that has a level leaves nothing to choose."""
    if rights(case):
        return []
    return [Finding("choices", "a visit whose level does not come from elements", "choices with an office visit")]
