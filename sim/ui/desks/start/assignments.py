"""The assignments of the class on the learner's first page: the due time, what is handed in, and where to begin."""

from datetime import UTC, datetime
from typing import Any

from sim.classroom.assignments.assigned import assignments
from sim.classroom.assignments.assignment import Assignment
from sim.classroom.assignments.seats import seat_at
from sim.classroom.assignments.times import Standing, moment_words, standing
from sim.classroom.records.classes import Class, class_of
from sim.classroom.records.records import Records
from sim.classroom.records.roster import Member, member
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.seat import seat
from sim.learn.exercises.exercise import Exercise
from sim.ui.desks import desk_folders
from sim.ui.desks.common import minutes
from sim.ui.desks.words import count

View = dict[str, Any]  # JSON: what a page is sent


def assigned(store: Store, now: datetime | None = None) -> list[View]:
    """The assignments of whoever sits here, those that can be worked first; nothing outside a class."""
    here = seat()
    records = Records(store.database)
    if not here.class_name or records.first("roster", learner=here.learner) is None:
        return []
    made, one = class_of(records, here.class_name), member(records, here.learner)
    sent = store.handed_in(one.learner, made.name)
    moment = now or datetime.now(UTC)
    found = [
        _assignment(made, given, one, standing(records, made, given, one, moment), sent)
        for given in assignments(records, made.name)
    ]
    return sorted(found, key=lambda each: not each["is_open"])


def _assignment(
    made: Class, given: Assignment, one: Member, stands: Standing, sent: dict[tuple[str, str], int]
) -> View:
    items = list((seat_at(made, given, one, stands).exercises or {}).values())
    rows = [_item(given, each, sent.get((given.name, each.name), 0)) for each in items]
    left = [row for row in rows if not row["sent"]]
    return {
        "name": given.name,
        "title": given.title,
        "words": _words(made, given, stands),
        "state": stands.why_not or f"{len(rows) - len(left)} of {count(len(rows), 'item')} handed in",
        "is_open": stands.is_open,
        "is_done": bool(rows) and not left,
        "go": "Start" if len(left) == len(rows) else "Continue",
        "next": left[0] if left and stands.is_open else None,
        "items": rows,
    }


def _words(made: Class, given: Assignment, stands: Standing) -> str:
    """What kind of work, when it is due, how often it may be handed in, for how long."""
    parts = [given.mode.capitalize()]
    if stands.due is not None:
        parts.append(f"due {moment_words(made, stands.due)}")
    if stands.attempts:
        parts.append(f"{count(stands.attempts, 'attempt')} for each item")
    if given.minutes:
        parts.append(f"{minutes(given.minutes)} from your first look at an item")
    return ", ".join(parts) + "."


def _item(given: Assignment, one: Exercise, sent: int) -> View:
    tried = f"{sent} of {count(one.attempts, 'attempt')} handed in" if one.attempts > 1 else "handed in"
    return {
        "id": one.name,
        "label": one.title,
        "role": one.desk,
        "assignment": given.name,
        "where": desk_folders.label(one.desk),
        "minutes": minutes(one.minutes),
        "sent": sent,
        "says": tried if sent else "",
    }
