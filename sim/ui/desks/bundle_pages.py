"""The pages of a bundle: for each item of an assignment what a browser would be sent before anything was graded. Left
out are the names of exercises, and what needs the program's own case (hints, the scrubber, other items).

    pages(items)                     JSON, one page an item
    answered(item, given)            the answer of an item, from what came back
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.learn.desk.desk_state import DeskState
from sim.learn.exercises.case import Case
from sim.learn.exercises.exercise import Exercise
from sim.learn.tasks.contract import continued, stages, task_of
from sim.learn.tasks.form_answers import admit
from sim.ui.desks import desk_folders
from sim.ui.desks.common import minutes
from sim.ui.desks.desk_folders import page_of

Page = dict[str, Any]  # JSON: what a page is sent
NOT_TAKEN = (  # what names an exercise, belongs to what comes later, or needs the case
    "items",
    "actions",
    "hints",
    "path",
    "formula",
    "recap",
    "key",
    "notice",
    "announce",
    "problems",
    "scrub",
    "worklist",
    "history",
    "answer",
    "page_title",
    "bar",
)


def pages(items: Sequence[Exercise], learner: str = "") -> list[Page]:
    """One page for each item, drawn at the seat of its learner. Raises CleanClaimError for an item that a bundle cannot
    hold.
    """
    return [_page(one, number, learner) for number, one in enumerate(items, 1)]


def _page(one: Exercise, number: int, learner: str) -> Page:
    if stages(task_of(one.task)):
        raise CleanClaimError(
            f"item {number} is worked in stages",
            f"task {one.task}",
            "items that are worked at once: each later stage depends on what was sent",
            "serve this assignment, or take another item",
        )
    made: Page = page_of(one.task).view(None, learner, DeskState(one.desk, one.name))
    kept = {name: value for name, value in made.items() if name not in NOT_TAKEN}
    return {
        **kept,
        "round": 0,
        "path": None,
        "key": None,
        "hints": [],
        "recap": None,
        "formula": "",
        "problems": {},
        "announce": "",
        "desk": desk_folders.label(one.desk),
        "minutes": minutes(one.minutes),
        "points": one.points,
        **_of_drawing(made),
    }


def _of_drawing(made: Mapping[str, Any]) -> Page:
    """Parts that a drawing needs even where there is nothing in them."""
    return {
        name: value
        for name, value in (
            ("worklist", None),
            ("history", {"rows": [], "words": ""}),
            ("answer", None),
            ("scrub", None),
        )
        if name in made
    }


def answered(case: Case, given: Mapping[str, Any], question: str = "") -> dict[str, Any]:
    """The answer of an item as its desk would have submitted it, from the fields of its page. Raises CleanClaimError
    for fields that its form does not have.
    """
    task = task_of(case.exercise.task)
    draft = admit(task.form(case), dict(given), f"item {case.exercise.name}")
    answer = page_of(case.exercise.task).to_answer(draft, case)
    return continued(task, answer, question, [])
