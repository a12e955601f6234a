"""The forms and letters of a case as PDF files: what a desk offers to print now, and the file that its page saves."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from sim.learn.desk import stage_work
from sim.learn.desk.desk_state import DeskState
from sim.learn.exercises.case import Case
from sim.learn.paper.forms import LABELS
from sim.learn.paper.prints import offered, printed_at_desk
from sim.learn.tasks.contract import task_of
from sim.learn.tasks.form_answers import admit
from sim.ui.desks.desk_folders import page_of

View = dict[str, Any]  # JSON: what a page is sent


def papers(now: DeskState, case: Case) -> list[View]:
    """The forms that may be printed now; none at a task that is worked in stages, whose forms are not drawn alone."""
    if stage_work.names(now):
        return []
    return [{"form": kind, "label": LABELS[kind]} for kind in offered(case, now.finished)]


def file_of(kind: str, now: DeskState, case: Case, entered: Mapping[str, Any]) -> View:
    """A form with what was entered, as the message that carries it. Raises CleanClaimError where it is not offered."""
    task = case.exercise.task
    draft = admit(task_of(task).form(case), dict(entered), "message print")
    made = printed_at_desk(kind, case, page_of(task).to_answer(draft, case), now.finished)
    return {"kind": "paper", "name": f"{kind}_{case.exercise.name}.pdf", "pdf": b64encode(made).decode("ascii")}
