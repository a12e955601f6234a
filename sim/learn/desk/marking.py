"""Marks of what was saved. At one's own computer an answer is saved and marked in one go; where a seat has its answers
marked later (sim/learn/desk/seat.py) a grading process marks what has arrived, many answers of one task as one table.

    submitted(case, learner, now, answer)   the rows of a submission, marked at once unless the seat says later
    mark(store, attempts, seat_of)          marks of saved attempts, and the event that tells the learner

Marks and event have ids made of the attempt's, so that an attempt that two processes mark at once has its marks once.
"""

import uuid
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sim.ground.errors import CleanClaimError
from sim.learn.desk.attempt_store import Row, Store
from sim.learn.desk.desk_state import DeskState
from sim.learn.desk.event_rows import EventRow
from sim.learn.desk.own_work import own_attempt, own_case
from sim.learn.desk.seat import Seat, seat, seated
from sim.learn.desk.submission import GRADER_VERSION, Given, problem_rows, readable, refused, saved
from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case, draw
from sim.learn.grading.marks import Marks
from sim.learn.grading.open_journey import without_key
from sim.learn.tasks.contract import grade_many, task_of

MARKS = uuid.UUID("5b0b6a52-5f0e-4b0e-9d7a-2a6f4d1c7e11")  # the names below which marks have their ids
TELLS_THE_WAY = ("question", "reason", "key")  # levels at which the way of the claim is shown

Graded = Marks | list[Problem]


class Marked(NamedTuple):
    """What came of an attempt: its marks are kept, or it could not be read (`problems`); `error` says why there is
    neither."""

    attempt_id: str
    problems: tuple[Given, ...] = ()
    error: str = ""


class SavedWork(NamedTuple):
    """A saved attempt with the event of its submission, its case, and the answer as read."""

    attempt: Row
    event: Row
    case: Case
    answer: Any


def submitted(case: Case, learner: str, now: DeskState, answer: Given) -> list[EventRow]:
    """The rows of a submission, with its marks unless the seat has them made later; for an answer that cannot be read
    only an event that says so, which costs nothing."""
    rows = saved(case, learner, now, answer)
    return rows if len(rows) == 1 or seat().marks_later else _at_once(case, learner, now, rows)


def _at_once(case: Case, learner: str, now: DeskState, rows: list[EventRow]) -> list[EventRow]:
    (_, attempt), (table, event) = rows
    task = task_of(case.exercise.task)
    work = SavedWork(attempt, event, case, task.parse(attempt["answer"]))
    marks = task.grade(work.answer, case)
    if not isinstance(marks, Marks):
        return [refused(learner, now, event["data"]["answer"], marks)]
    kept = marks_row(attempt, marks, case.exercise.reveals)  # the learner can read this file: no key before its time
    return [rows[0], kept, (table, {**event, "data": {**event["data"], **_told(work, marks)}})]


def graded(case: Case, given: Given) -> tuple[Any, Graded]:
    """(an answer as read, its marks); problems in the place of marks for what cannot be read."""
    answer = readable(case, given)
    return answer, answer if isinstance(answer, list) else task_of(case.exercise.task).grade(answer, case)


# -- later


def mark(store: Store, attempts: Sequence[Row], seat_of: Callable[[Row], Seat] | None = None) -> list[Marked]:
    """Marks of saved attempts, many answers of one task as one table. seat_of: the seat at which an attempt was made
    (left out: this one). What has marks already is passed over; what cannot be marked is told in its place and stops no
    other."""
    events = {row["id"]: row for row in store.rows("events", id=tuple(row["id"] for row in attempts))}
    works: list[SavedWork] = []
    failed: dict[str, str] = {}
    for attempt in attempts:
        try:
            with seated(seat_of(attempt) if seat_of is not None else seat()):
                works.append(_saved_work(store, attempt, events.get(attempt["id"])))
        except CleanClaimError as error:
            failed[attempt["id"]] = error.line()
    rows: list[EventRow] = []
    told: dict[str, Marked] = {}
    for work, marks in _all_graded(works):
        attempt_id = work.attempt["id"]
        if isinstance(marks, str):
            failed[attempt_id] = marks
            continue
        rows += _rows_of(work, marks)
        told[attempt_id] = Marked(attempt_id, () if isinstance(marks, Marks) else tuple(problem_rows(marks)))
    store.append(rows, once=True)
    return [told.get(row["id"]) or Marked(row["id"], error=failed[row["id"]]) for row in attempts]


def _saved_work(store: Store, attempt: Row, event: Row | None) -> SavedWork:
    """The case of an attempt, drawn again, and its answer. Raises CleanClaimError where it is another one now."""
    if event is None:
        raise CleanClaimError("a submission without its event", f"attempt {attempt['id']}", "both", "restore a backup")
    item, desk = str(event["data"].get("item") or ""), attempt["desk"]
    if item:
        case = own_case(own_attempt(store, attempt["learner"], item, desk), desk)
    else:
        case = draw(attempt["exercise"], int(attempt["variant"]))
    if (case.row["scenario_hash"], case.row["choices"]) != (attempt["scenario_hash"], attempt["draws"]["choices"]):
        raise CleanClaimError(
            "the scenario was changed since", f"attempt {attempt['id']}", "the scenario as it was", "restore its file"
        )
    return SavedWork(attempt, event, case, task_of(attempt["task"]).parse(attempt["answer"]))


def _all_graded(works: Sequence[SavedWork]) -> list[tuple[SavedWork, Graded | str]]:
    """Every work with its marks, task by task; where the mode shows the way of the claim each by itself, since a table
    of many has the figures and not the way. In the place of marks the words of an error."""
    found: list[tuple[SavedWork, Graded | str]] = []
    tables: dict[str, list[SavedWork]] = {}
    for work in works:
        if isinstance(work.answer, list):
            found.append((work, work.answer))
        elif work.case.exercise.reveals in TELLS_THE_WAY:
            found += _one_by_one([work])
        else:
            tables.setdefault(work.attempt["task"], []).append(work)
    for task, mine in tables.items():
        try:
            marks = grade_many(task_of(task), [work.answer for work in mine], [work.case for work in mine])
        except Exception:  # one answer that a grader cannot take must not keep the marks of the others
            found += _one_by_one(mine)
        else:
            found += zip(mine, marks, strict=True)
    return found


def _one_by_one(works: Sequence[SavedWork]) -> list[tuple[SavedWork, Graded | str]]:
    found: list[tuple[SavedWork, Graded | str]] = []
    for work in works:
        try:
            found.append((work, task_of(work.attempt["task"]).grade(work.answer, work.case)))
        except Exception as error:  # as above; the words stand where the instructor sees them
            found.append((work, error.line() if isinstance(error, CleanClaimError) else repr(error)[:200]))
    return found


def _rows_of(work: SavedWork, marks: Graded) -> list[EventRow]:
    """Whole marks, which no learner reads on a server, and the event with what the mode may show."""
    told = _told(work, marks) if isinstance(marks, Marks) else {"problems": problem_rows(marks)}
    return [marks_row(work.attempt, marks, "key"), told_row(work.attempt, work.event, told)]


def marks_row(attempt: Row, marks: Graded, reveals: str, reason: str = "") -> EventRow:
    """The row of an attempt's marks. reason: why it is marked once more. An answer that could not be read earned
    nothing and took nothing: neither points nor marks."""
    told: Given = {"points": None, "earned": None, "marks": {}}
    if isinstance(marks, Marks):
        earned = round(marks.score * marks.points, 4)
        told = {"points": marks.points, "earned": earned, "marks": marks.as_dict(reveals)}
    else:
        told["marks"] = {"problems": problem_rows(marks)}
    return "marks", {
        "id": marks_id(attempt["id"], f"{GRADER_VERSION} {reason}"),
        "attempt_id": attempt["id"],
        "learner": attempt["learner"],
        "exercise": attempt["exercise"],
        "grader_version": GRADER_VERSION,
        **told,
    }


def marks_id(attempt_id: str, what: str) -> str:
    """The same id wherever an attempt is marked, so that it is marked once."""
    return str(uuid.uuid5(MARKS, f"{attempt_id} {what}"))


def told_row(attempt: Row, event: Row, told: Given, reason: str = "") -> EventRow:
    """The event by which a learner's desk learns what came of a submission."""
    about = {name: event["data"].get(name) for name in ("item", "reaches")}
    return "events", {
        **{name: attempt[name] for name in ("class_name", "assignment", "learner", "desk", "exercise")},
        "id": marks_id(attempt["id"], f"told {GRADER_VERSION} {reason}"),
        "kind": "marked",
        "data": {
            "attempt_id": attempt["id"],
            "exercise": attempt["exercise"],
            "variant": int(attempt["variant"]),
            **about,
            **told,
            **({"reason": reason} if reason else {}),
        },
    }


# -- what a learner may see


def _told(work: SavedWork, marks: Marks) -> Given:
    """The marks as the mode shows them after so many tries."""
    mode, before = work.case.exercise.reveals, int(work.event["data"].get("before") or 0)
    return told(marks, level(mode, marks, work.answer.is_blank, before))


def level(mode: str, marks: Marks, is_blank: bool, before: int) -> str:
    """How much of the marks a submission shows (sim/learn/grading/marks.py). In practice a first try is answered with a
    question or a place in the record, a later one with the reason; the key comes when all is right, or on request. An
    empty answer earns questions only. before: tries of this item until now.

    >>> from sim.learn.grading.marks import Mark
    >>> wrong, right = Marks((), 1, 1), Marks((Mark("x", "right", "", earned=1.0),), 1, 1)
    >>> level("key", wrong, False, 0), level("key", wrong, False, 1), level("key", wrong, True, 5)
    ('question', 'reason', 'question')
    >>> level("key", right, False, 0), level("hint", right, False, 0)
    ('key', 'hint')
    """
    if mode != "key":
        return mode
    if marks.score >= 1 and all(mark.verdict in ("right", "free") for mark in marks.marks):
        return "key"
    return "question" if is_blank or not before else "reason"


def told(marks: Marks, reveals: str) -> dict[str, Any]:
    """Marks and the way of the claim at a level, as a desk keeps them."""
    way = marks.journey
    if reveals in ("none", "hint"):
        way = None
    elif reveals != "key" and way is not None:
        way = without_key(way)
    return {"result": marks.as_dict(reveals), "journey": way}
