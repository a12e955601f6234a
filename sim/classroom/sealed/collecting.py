"""Collecting a class's answer files: what counts is kept as attempts, exactly as served work is, and marked by the same
queue. What was damaged, changed, foreign, doubled or late is told by name and stays in its file.

The device rule: what the learner's computer says of the time is not looked at. Work counts as handed in when it is
collected, or at the time that the instructor gives because the learning system says so; a file that the system itself
calls late counts as handed in when it is collected.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sim.classroom.assignments.assigned import assignment_of
from sim.classroom.assignments.assignment import Assignment
from sim.classroom.assignments.seats import seat_at
from sim.classroom.assignments.times import moment_words, standing
from sim.classroom.records.classes import Class, class_of
from sim.classroom.records.records import Records
from sim.classroom.records.roster import member, members
from sim.classroom.records.trail import note
from sim.classroom.sealed.envelope import ClassKeys
from sim.classroom.sealed.sorting import COUNTS, Known, Sorted, sorted_out
from sim.classroom.sealed.submissions import Submission, submissions
from sim.ground.database import instant
from sim.ground.errors import CleanClaimError
from sim.learn.desk import desk_actions, learner_desk
from sim.learn.desk.seat import Seat, seated
from sim.learn.exercises.case import Case, draw

LATE, PARTLY = "too late", "collected in part"
AnswerOf = Callable[[Case, Mapping[str, Any], str], dict[str, Any]]  # (case, fields of its page, question) -> answer


@dataclass(frozen=True)
class Collected:
    """What became of all files, in order. `missing`: the learners of whom no answers are kept."""

    files: tuple[Sorted, ...]
    missing: tuple[str, ...]

    @property
    def counts(self) -> int:
        """How many were kept."""
        return sum(one.verdict in (COUNTS, PARTLY) for one in self.files)


def collect(
    records: Records,
    class_name: str,
    assignment: str,
    path: str | Path,
    answer_of: AnswerOf,
    now: datetime,
    received: datetime | None = None,
    who: str = "",
) -> Collected:
    """Collect a folder, a ZIP of submissions or one answer file. received: when the learning system had them all (left
    out: now). Raises CleanClaimError for a class, an assignment or a path that there is none of.
    """
    return collect_files(records, class_name, assignment, submissions(path), answer_of, now, received, who)


def collect_files(
    records: Records,
    class_name: str,
    assignment: str,
    files: Sequence[Submission],
    answer_of: AnswerOf,
    now: datetime,
    received: datetime | None = None,
    who: str = "",
) -> Collected:
    """The same for files that were read."""
    made, given = class_of(records, class_name), assignment_of(records, class_name, assignment)
    roster = members(records, class_name)
    known = [Known(one.learner, one.name, (one.name, one.email, one.login, one.school_id)) for one in roster]
    serials = _serials(records, made, given)
    found = sorted_out(files, ClassKeys(made.secret), made.name, given.name, known, serials)
    kept = tuple(
        _kept(records, made, given, one, answer_of, now if one.is_said_late else received or now) for one in found
    )
    has = {*serials, *(one.learner for one in kept if one.verdict in (COUNTS, PARTLY))}
    missing = tuple(one.name for one in roster if not one.is_instructor and one.learner not in has)
    told = {"files": len(kept), "kept": sum(one.verdict in (COUNTS, PARTLY) for one in kept)}
    note(records, made.name, who, "answer files collected", given.name, told)
    return Collected(kept, missing)


def _serials(records: Records, made: Class, given: Assignment) -> dict[str, int]:
    """Learner -> number of the newest file that was collected."""
    found: dict[str, int] = {}
    for row in records.rows("collected", class_name=made.name, assignment=given.name):
        found[row["learner"]] = max(found.get(row["learner"], 0), int(row["serial"]))
    return found


def _kept(
    records: Records, made: Class, given: Assignment, one: Sorted, answer_of: AnswerOf, received: datetime
) -> Sorted:
    """A file whose answers count, kept; every other one as it is."""
    if one.verdict != COUNTS or one.handed_in is None:
        return one
    who = member(records, one.learner)
    stands = standing(records, made, given, who, received)
    if stands.ends is not None and received > stands.ends:
        why = f"closed {moment_words(made, stands.ends)}; extend the assignment for {who.name} and collect again"
        return replace(one, verdict=LATE, why=why)
    lost = _attempts(
        records, seat_at(made, given, who, replace(stands, is_visible=True, why_not="")), one, answer_of, received
    )
    records.add(
        "collected",
        class_name=made.name,
        assignment=given.name,
        learner=one.learner,
        serial=one.handed_in.serial,
        fingerprint=one.fingerprint,
        received_at=instant(received),
    )
    late = stands.days_late(received)
    why = "; ".join([*lost, *([f"{late} day{'s' * (late != 1)} late"] if late else [])])
    return replace(one, verdict=PARTLY if lost else COUNTS, why=why)


def _attempts(records: Records, seat: Seat, one: Sorted, answer_of: AnswerOf, received: datetime) -> list[str]:
    """Keep each item's answer as an attempt; gives what could not be kept, in words."""
    lost: list[str] = []
    items = seat.exercises or {}
    by_number = {name.rpartition(".")[2]: name for name in items}
    answers = one.handed_in.answers if one.handed_in else {}
    with seated(seat):
        for number in sorted(answers, key=lambda text: (len(text), text)):
            name = by_number.get(number)
            try:
                if name is None:
                    raise CleanClaimError("the assignment has no such item", "", "", "")
                _attempt(records, seat, name, answers[number], answer_of, received)
            except CleanClaimError as error:
                lost.append(f"item {number[:4]}: {error.what}")
    return lost


def _attempt(
    records: Records, seat: Seat, name: str, given: Mapping[str, Any], answer_of: AnswerOf, received: datetime
) -> None:
    """One answer, as the desk itself would have kept it; the same answer once only."""
    fields, question = given.get("fields"), given.get("question", "")
    if not isinstance(fields, dict) or not isinstance(question, str):
        raise CleanClaimError("the answer cannot be read", name, "fields with values", "")
    case = draw(name)
    answer = answer_of(case, fields, question[:2000])
    desk = case.exercise.desk
    now = learner_desk.act(records.store, seat.learner, "open_item", {"exercise": name, "variant": 1}, desk)
    rows = desk_actions.submit(records.store, seat.learner, now, {"answer": answer})
    if all(table != "attempts" for table, _ in rows):
        raise CleanClaimError("an answer of a form that cannot be read", name, "", "")
    records.store.append(
        [(table, {**row, "at": instant(received)} if table == "attempts" else row) for table, row in rows]
    )
