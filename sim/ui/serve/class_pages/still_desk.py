"""A desk that stands still: a case drawn as the desk draws it, with nothing to send. An instructor looks at an item as
a learner sees it, or at what a learner handed in, with marks, key and the path of the claim.
"""

from dataclasses import replace
from typing import Any

from sim.classroom.assignments.assignment import Assignment, Item
from sim.classroom.assignments.seats import seat_at
from sim.classroom.records.classes import Class
from sim.classroom.records.roster import Member
from sim.learn.desk.desk_state import DeskState
from sim.learn.desk.seat import seated
from sim.learn.desk.marking import graded
from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercise
from sim.learn.grading.marks import Marks
from sim.learn.tasks.contract import task_of
from sim.ui.desks.common import which
from sim.ui.desks.desk_folders import page_of
from sim.ui.serve.class_pages.own_form import OPEN

View = dict[str, Any]  # JSON: what a page is sent
PREVIEW = "Preview: nothing is kept or sent from this page. Each learner gets a case of their own."
READ_ONLY = (
    "Read only: the learner's answer, with marks and key as the grader gives them today. What was changed by a ruling"
    " or by hand stands above."
)


def preview(made: Class, one: Member, name: str, mode: str) -> View:
    """An exercise as an item of an assignment of this mode, with a case of its own. Raises CleanClaimError for a name
    that no exercise has.
    """
    origin = exercise(name)
    given = Assignment("preview", "Preview", mode, (Item(1, origin.name, 1.0, origin.points),))
    with seated(seat_at(made, given, one, OPEN)):
        item = exercise("preview.1")
        now = DeskState(item.desk, item.name)
        return _still(page_of(item.task).view(None, one.learner, now), now, PREVIEW)


def handed_in(made: Class, given: Assignment, one: Member, attempt: View) -> View:
    """What a learner handed in, as the desk shows it when all is open: the chart, the answer in its form, marks with
    their reasons, the key, the path of the claim. attempt: the stored attempt.
    """
    seat = seat_at(made, given, one, OPEN)
    mine = {name: item for name, item in (seat.exercises or {}).items() if name == attempt["exercise"]}
    shown = {name: replace(item, mode="practice", attempts=0) for name, item in mine.items()}
    with seated(replace(seat, exercises=shown, marks_later=False)):
        item = exercise(attempt["exercise"])
        variant = int(attempt["variant"])
        case = draw(item.name, variant)
        marks = graded(case, attempt["answer"])[1]
        sent = {"at": attempt["at"], "attempt_id": attempt["id"], "answer": attempt["answer"], "mode": "practice"}
        if isinstance(marks, Marks):
            sent |= {"result": marks.as_dict("key"), "journey": marks.journey}
        now = DeskState(
            item.desk,
            item.name,
            variant,
            draft=attempt["answer"],
            submitted=(sent,),
            shown=True,
            key=task_of(item.task).key(case),
        )
        view = page_of(item.task).view(None, one.learner, now)
        return _still(_as_assigned(view, which(now, item), which(now, mine[item.name])), now, READ_ONLY)


def _as_assigned(view: View, shown: str, assigned: str) -> View:
    """The view saying which attempt of the assignment it is, not which variant of practice it is drawn as."""
    bar = view["bar"]
    return {**view, "bar": {**bar, "chips": [assigned, *(chip for chip in bar["chips"] if chip != shown)]}}


def _still(view: View, now: DeskState, lock: str) -> View:
    """The view without anything to send. lock: what is said in its place."""
    return {
        **view,
        "role": now.desk,
        "case": now.exercise,
        "seq": 0,
        "saved": "",
        "counts": "",
        "version": "",
        "who": "",
        "actions": [],
        "hints": None,
        "notice": "",
        "recap": None,
        "lock": lock,
    }
