"""A learner's own work at the next desk: a coded visit becomes a claim to be built, a claim that came back a denial to
be worked. Which task goes on from which, each task says itself (`follows`).
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.ground.files import remembered_up_to
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.desk_state import DeskState, standing
from sim.learn.desk.seat import seat
from sim.learn.exercises.case import Case, draw
from sim.learn.exercises.coded_answer import Answer, parse
from sim.learn.exercises.exercise import exercises
from sim.learn.tasks.contract import as_own, follows, staged, stages, task_of, tasks

OWN = "own:"
Attempt = dict[str, Any]  # a row of the attempts as the store gives it


def case_of(store: Store | None, learner: str, now: DeskState) -> Case:
    """The case that is open. Raises CleanClaimError for an item that is no longer there."""
    if not now.item.startswith(OWN):
        return at_stage(draw(now.exercise, now.variant), now)
    return own_case(own_attempt(store, learner, now.item, now.desk), now.desk)


def at_stage(case: Case, now: DeskState) -> Case:
    """The case as it lies on the desk after the stages that were sent; the case itself once all were, and for a task
    without stages."""
    task = task_of(case.exercise.task)
    return staged(task, case, now.parts[: now.stage]) if now.stage < len(stages(task)) else case


def next_task(task: str, desk: str) -> str:
    """The task at this desk at which work of another task goes on; empty for none.

    >>> next_task("code_visit", "denial"), next_task("work_denial", "biller")
    ('work_denial', '')
    """
    return next((name for name, one in tasks().items() if one.desk == desk and task in follows(one)), "")


def own_attempt(store: Store | None, learner: str, item: str, desk: str) -> Attempt:
    """The learner's own attempt behind an item. Raises CleanClaimError where there is none for this desk."""
    rows = (
        store.rows("attempts", id=item.removeprefix(OWN), learner=learner, assignment="") if store is not None else []
    )
    found = next(iter(rows), None)
    if found is None or seat().assignment or found["mode"] != "practice" or not next_task(found["task"], desk):
        raise CleanClaimError("no such item of your own", f"{desk} desk", "an item of the list", "choose another item")
    return found


def own_case(attempt: Mapping[str, Any], desk: str = "denial") -> Case:
    """A learner's own work at the next desk. Raises CleanClaimError where its scenario is another one now."""
    return _own_case(
        attempt["exercise"],
        int(attempt["variant"]),
        attempt["task"],
        json.dumps(attempt["answer"], sort_keys=True),
        json.dumps(attempt["draws"], sort_keys=True),
        attempt["scenario_hash"],
        desk,
    )


@remembered_up_to(128)
def _own_case(name: str, variant: int, task: str, answer: str, draws: str, scenario_hash: str, desk: str) -> Case:
    given, drawn = json.loads(answer), json.loads(draws)
    coded = parse(drawn.get("coded") or given)  # an attempt keeps the codes it was built from, if it is not their own
    made = draw(name, variant, coded if isinstance(coded, Answer) and not coded.is_blank else None)
    if (made.row["scenario_hash"], made.row["choices"]) != (scenario_hash, drawn["choices"]):
        raise CleanClaimError(
            "the scenario of this claim was changed since",
            made.exercise.title,
            "the scenario as it was",
            "work another item",
        )
    boxes = tuple(sorted((given.get("boxes") or {}).items())) if "boxes" in given else None
    return replace(made, exercise=as_own(task_of(next_task(task, desk)), made.exercise), boxes=boxes)


def own_visits(store: Store | None, learner: str, now: DeskState | None = None) -> list[dict[str, Any]]:
    """The visits that this learner coded, as claims to be built at the biller's desk: {item, title, state, is_here};
    the latest coding of each.
    """
    desk = now.desk if now is not None else "biller"
    found = [
        (f"{OWN}{attempt['id']}", attempt)
        for attempt in latest_attempts(store, learner, desk)
        if attempt["answer"].get("services")
    ]
    titles = {name: one.title for name, one in exercises().items()}
    return [
        {
            "item": item,
            "title": f"Your visit: {titles[attempt['exercise']]}",
            "state": standing(now, item) if now is not None else "open",
            "is_here": now is not None and item == now.item,
        }
        for item, attempt in found
        if attempt["exercise"] in titles
    ]


def latest_attempts(store: Store | None, learner: str, desk: str) -> list[Attempt]:
    """The last attempt of each case, in practice, that goes on at this desk; an assignment has its own items only."""
    if store is None or seat().assignment:
        return []
    last = {}
    for attempt in store.rows("attempts", learner=learner, assignment=""):
        if attempt["mode"] == "practice" and next_task(attempt["task"], desk):
            last[attempt["exercise"], attempt["variant"]] = attempt
    return list(last.values())
