"""A task that is worked in stages at one desk: each stage is sent for itself, the last one brings the marks of all.

names(now)      the stages of the task that lies here; none for one that is worked at once
sent(...)       a stage goes out: what was entered is read (a format that cannot be read costs nothing), and the next
                stage opens; after the last one the whole answer is graded
handed_in(...)  all as it stands, at a deadline
back(now, n)    to an earlier stage: as long as the next one was not sent, or once all were graded
"""

from typing import Any

from sim.ground.errors import CleanClaimError
from sim.learn.desk.desk_state import DeskState
from sim.learn.desk.event_rows import EventRow, event_row
from sim.learn.desk.marking import submitted
from sim.learn.desk.submission import problem_rows
from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case, draw
from sim.learn.exercises.exercise import exercise
from sim.learn.tasks.contract import Stage, joined, lacking, part, stages, task_of, unreadable

Given = dict[str, Any]  # JSON: the answer of a stage, or of all


def names(now: DeskState) -> tuple[Stage, ...]:
    """The stages of the task on the desk."""
    return stages(task_of(exercise(now.exercise).task)) if now.exercise and not now.item else ()


def whole(case: Case, now: DeskState) -> Case:
    """The case of all stages."""
    return draw(now.exercise, now.variant) if names(now) else case


def end(now: DeskState) -> Given:
    """The place behind the last stage, where everything is told; nothing for a task without stages."""
    return {"stage": len(names(now)), "parts": list(now.parts)} if names(now) else {}


def sent(case: Case, learner: str, now: DeskState, answer: Given) -> list[EventRow]:
    """The rows of a stage that goes out. Raises CleanClaimError where all were sent."""
    if now.stage >= len(names(now)):
        raise CleanClaimError("everything was sent", case.exercise.title, "a part to correct", "go back to a part")
    problems = _unreadable(case, now, answer)
    if problems:
        return [event_row(learner, now, "submit", {"answer": answer, "problems": problem_rows(problems)})]
    drawn = draw(now.exercise, now.variant)
    task, before = task_of(drawn.exercise.task), list(now.parts[: now.stage])
    parts = [*before, part(task, drawn, before, answer), *now.parts[now.stage + 1 :]]
    place: Given = {"stage": now.stage + 1, "parts": parts}
    if now.stage + 1 < len(names(now)):
        return [event_row(learner, now, "move", place)]
    *rows, (table, event) = submitted(drawn, learner, now, joined(task, drawn, parts))
    return [*rows, (table, {**event, "data": {**event["data"], **place}})]


def handed_in(now: DeskState, learner: str) -> list[EventRow]:
    """The rows of a task in stages that is handed in as it stands, at whatever stage; none for a task without."""
    known = names(now)
    if not known:
        return []
    drawn = draw(now.exercise, now.variant)
    task = task_of(drawn.exercise.task)
    parts = [*now.parts[: now.stage], dict(now.draft)] if now.stage < len(known) else list(now.parts)
    reached = [one.name for one in known[: len(parts)]]
    whole = joined(task, drawn, [*parts, *({} for _ in known[len(parts) :])])
    *rows, (table, event) = submitted(drawn, learner, now, {name: whole[name] for name in reached})
    place: Given = {"stage": len(known), "parts": [*parts, *({} for _ in known[len(parts) :])]}
    return [*rows, (table, {**event, "data": {**event["data"], **place}})]


def _unreadable(case: Case, now: DeskState, answer: Given) -> list[Problem]:
    """What cannot be read of a stage, and what keeps it from going out."""
    task = task_of(case.exercise.task)
    read = task.parse(answer)
    if isinstance(read, list):
        return read
    return lacking(task_of(exercise(now.exercise).task), now.stage, read) or unreadable(task, read, case)


def back(now: DeskState, wanted: object) -> Given:
    """The place of an earlier stage; what was entered since is kept. Raises CleanClaimError where it was sent on."""
    known = names(now)
    if not isinstance(wanted, int) or not 0 <= wanted < min(now.stage, len(known)):
        raise CleanClaimError("no such part", now.exercise, "an earlier part", "reload the page")
    may = now.submitted or now.shown or (known[wanted].may_return and now.stage == wanted + 1)
    if not may:
        raise CleanClaimError("the claim was sent", now.exercise, "the payer's answer", "work what came back")
    kept = list(now.parts)
    if now.stage < len(known):
        kept[now.stage :] = [dict(now.draft), *now.parts[now.stage + 1 :]]
    return {"stage": wanted, "parts": kept}
