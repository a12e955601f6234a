"""The follow-up task of the denials and A/R desk: a list of claims that nobody has answered, with what clearinghouse
and payers say of them. In which order are they worked, what is done about each, and what does the note say. The
answer is described in sim/learn/tasks/follow_up/answer.py.

Not modeled: calls to a payer, and statuses that change while one works; claims to second payers; a payer that answers
late without a reason.
"""

from typing import Any

from sim.ground.dates import us_date
from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case
from sim.learn.exercises.exercise import Exercise
from sim.learn.grading.marks import Marks
from sim.learn.tasks.contract import Finding, Step
from sim.learn.tasks.follow_up import marks as list_marks
from sim.learn.tasks.follow_up.aging_list import aging_list
from sim.learn.tasks.follow_up.answer import Answer, form_of, line_id, parse
from sim.learn.tasks.follow_up.given import given
from sim.learn.tasks.follow_up.mistaken_list import mistaken, mistakes, right_answer
from sim.learn.tasks.follow_up.panels import panels
from sim.learn.tasks.follow_up.worked_list import worked
from sim.learn.tasks.form import Form, Line

__all__ = [
    "Answer",
    "Step",
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

role, desk, title = "biller", "denial", "Follow up on open claims"


def opens(case: Case) -> dict[str, Any]:
    """The aging list, the statuses and the acknowledgments. The records are not part of it."""
    return {
        "label": case.exercise.title,
        "variant": case.variant,
        "facts": [["Today", us_date(aging_list(case).today)]],
        "panels": panels(case),
    }


def form(case: Case) -> Form:
    """A line for each claim of the list."""
    made = aging_list(case)
    lines = (Line(line_id(n), made.account_numbers[one.claim_key]) for n, one in enumerate(made.open, 1))
    return form_of(tuple(lines), made.today)


def grade(answer: Answer, case: Case) -> Marks | list[Problem]:
    """Marks of an answer; a line that the list does not have is told first."""
    known = {line_id(n) for n, _ in enumerate(aging_list(case).open, 1)}
    unknown = [line for line in answer.claims if line not in known]
    if unknown:
        return [Problem(f"claims.{line}", f"found {line!r}", "a line of this list") for line in unknown]
    return list_marks.grade(answer, case)


def key(case: Case) -> dict[str, Any]:
    """The answer that earns everything, as a desk sends it."""
    return right_answer(aging_list(case)).as_dict()


def lacks(one: Exercise) -> Finding | None:
    """A list needs claims."""
    return None if "claims" in one.given else Finding("given", "no number of claims", "claims = 8")
