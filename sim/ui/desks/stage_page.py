"""The page of a task that is worked in stages (a whole visit): each stage is drawn as its own desk draws it, with a
strip that says where one is; after the last one a page that brings the marks of all parts together.

Nothing of a later stage is in the view of an earlier one: the case of a stage knows only what was sent before it.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sim.learn.desk import stage_work
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.desk_state import DeskState
from sim.learn.desk.own_work import case_of
from sim.learn.tasks.build_claim.marks import CODES
from sim.learn.tasks.contract import Stage
from sim.ui.desks import common
from sim.ui.desks.desk_folders import page_of
from sim.ui.desks.stage_recap import recap

View = dict[str, Any]  # JSON: what a page is sent
LAST = "Result"


def view(store: Store | None, learner: str, now: DeskState) -> View:
    """The stage that is open, or the marks of all."""
    stages = stage_work.names(now)
    case = case_of(store, learner, now)
    shared = {
        "bar": common.bar(now, case, common.scores(now.result, "items right"), chips(now, stages)),
        "items": common.items(now),
        "stages": strip(now, stages),
        "round": len(now.submitted) * (len(stages) + 1) + now.stage,
    }
    if now.stage >= len(stages):
        return {**recap(now, case, stages), **shared}
    name = stages[now.stage].name
    shown = page_of(case.exercise.task).view(store, learner, of_stage(now, name))
    return {
        **_locked(shown),
        **shared,
        "path": None,
        "key": None,
        "answer": None,
        "announce": f"Part {now.stage + 1} of {len(stages)}: {stages[now.stage].words}.",
        "actions": actions(now, stages, shown["actions"]),
    }


def chips(now: DeskState, stages: tuple[Stage, ...]) -> list[str]:
    """Which part it is."""
    return [f"part {now.stage + 1} of {len(stages)}"] if now.stage < len(stages) else []


def strip(now: DeskState, stages: tuple[Stage, ...]) -> list[View]:
    """The parts in their order, and which is open."""
    words = [*(one.words for one in stages), LAST]
    return [
        {"words": text, "state": "done" if place < now.stage else "here" if place == now.stage else "later"}
        for place, text in enumerate(words)
    ]


def of_stage(now: DeskState, name: str) -> DeskState:
    """The desk as the page of one stage knows it: its own part of what was submitted, and the marks of that part, as
    long as what came before it is as it was."""
    return replace(now, submitted=tuple(_of_part(one, name) for one in now.submitted if _stands(now, one, name)))


def _stands(now: DeskState, entry: Mapping[str, Any], name: str) -> bool:
    """Is everything before this part as it was submitted?"""
    before = [one.name for one in stage_work.names(now)[: now.stage]]
    sent = dict(zip(before, now.parts, strict=False))
    return all(_said(sent[one]) == _said((entry.get("answer") or {}).get(one) or {}, sent[one]) for one in before)


def _said(part: Mapping[str, Any], like: Mapping[str, Any] | None = None) -> Any:
    """A part as it can be compared: of a form the boxes that were changed."""
    if "boxes" not in part:
        return {name: part.get(name) for name in ("diagnoses", "services")}
    wanted = (like or part)["boxes"]
    return {box: text for box, text in part["boxes"].items() if box in wanted}


def _of_part(entry: Mapping[str, Any], name: str) -> View:
    result = dict(entry.get("result") or {})
    head = f"{name}."
    marks = [
        {**mark, "where": mark["where"].removeprefix(head)}
        for mark in result.get("marks") or []
        if mark["where"].startswith(head)
    ]
    answer = (entry.get("answer") or {}).get(name) or {}
    return {**entry, "answer": answer, "result": {**result, "marks": marks}, "journey": None}


def actions(now: DeskState, stages: tuple[Stage, ...], found: list[View]) -> list[View]:
    """Those of the stage's own desk; the way back to an earlier part in the place of sending work back to the coder."""
    kept = [one for one in found if not one.get("patch")]
    if now.stage and stages[now.stage - 1].may_return and not now.submitted:
        kept.insert(2, back(now.stage - 1, f"Back: {stages[now.stage - 1].words.lower()}"))
    return kept


def back(stage: int, words: str, weight: str = "quiet") -> View:
    """A button that opens an earlier part."""
    return {"kind": "go_back", "id": str(stage), "words": words, "weight": weight, "data": {"stage": stage}}


def _locked(shown: View) -> View:
    """The form of a claim on which the boxes that the coder fills are locked: codes are changed at the coding."""
    for sheet in (shown.get("form") or {}).get("parts") or []:
        rows = sheet["lines"]["rows"] if "lines" in sheet else sheet["boxes"]
        for field in (one for row in rows for one in row.get("cells") or row.get("fields") or []):
            field["locked"] = field["locked"] or field["name"].startswith(CODES)
        if "lines" in sheet:
            sheet["lines"]["closed"] = True
    return shown
