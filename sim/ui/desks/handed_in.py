"""Work that cannot be changed now: it was submitted and waits for its marks, it was handed in for good, or its
assignment takes nothing more. The page says so, its fields are locked, and what leads on stays.
"""

from dataclasses import replace
from typing import Any

from sim.learn.course.choice.way import way
from sim.learn.desk import stage_work
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.desk_state import DeskState
from sim.learn.desk.seat import seat
from sim.learn.exercises.exercise import Exercise
from sim.ui.desks import desk_folders
from sim.ui.desks.common import minutes
from sim.ui.desks.moments import here_and_now
from sim.ui.desks.words import clock

View = dict[str, Any]  # JSON: what a page is sent
LEADS_ON = ("next_item", "new_variant", "go_back")  # what may still be done
KINDS = {"review": "Next, due today", "check": "Next in the check", "drill": "Next in the drill"}
HANDED_IN = "Handed in. This attempt cannot be changed any more."


def before_marks(now: DeskState) -> DeskState:
    """The desk as it is drawn: work that waits for its marks as it stood when it was submitted."""
    if not now.is_waiting:
        return now
    stages = stage_work.names(now)
    before = replace(now, submitted=now.submitted[:-1])
    return replace(before, stage=len(stages) - 1, draft=dict(now.parts[len(stages) - 1])) if stages else before


def lock_words(now: DeskState, one: Exercise) -> str:
    """Why nothing can be changed here now; empty where it can."""
    if now.is_waiting:
        return f"Saved at {clock(str(now.submitted[-1].get('at') or now.saved_at))}. Marking …"
    if one.attempts and now.submitted:
        return HANDED_IN
    return seat().why_not


def onward(store: Store, learner: str, now: DeskState) -> View:
    """Where it goes on from here: in an assignment to its next item that was not handed in, at whichever desk, else to
    the results; in practice as the course says. Where only the first page can tell, there.
    """
    here = seat()
    if not here.assignment:
        return _in_course(store, learner, now)
    if not here.exercises or not here.class_name:
        return {}
    items = list(here.exercises.values())
    sent = store.handed_in(learner, here.class_name)
    place = next((number for number, one in enumerate(items) if one.name == now.exercise), 0)
    left = [one for one in (*items[place + 1 :], *items[:place]) if not sent.get((here.assignment, one.name))]
    if not left:
        return {"results": here.assignment}
    return {"role": left[0].desk, "exercise": left[0].name, "assignment": here.assignment}


def _in_course(store: Store, learner: str, now: DeskState) -> View:
    made = way(store, learner, here_and_now(store))
    step = made.after(now.exercise)
    if step is None or step.item is None:
        return {"role": "start", "book": desk_folders.book("start"), "words": "Next: your start page."}
    one = made.shelf.exercises[step.item.exercise]
    place = {"role": one.desk, "book": desk_folders.book(one.desk), "exercise": step.item.link}
    time = f", about {minutes(one.minutes)}" if one.minutes else ""
    return {**place, "words": f"{KINDS.get(step.kind, 'Next')}: {one.title}{time}."}


def locked(view: View, words: str) -> View:
    """The view with its work locked, and only those actions that lead on.

    >>> locked({"actions": [{"kind": "submit"}, {"kind": "next_item"}]}, "Handed in.")["actions"]
    [{'kind': 'next_item'}]
    """
    if not words:
        return view
    kept = [one for one in view.get("actions") or [] if one["kind"] in LEADS_ON]
    return {**view, "lock": words, "actions": kept}
