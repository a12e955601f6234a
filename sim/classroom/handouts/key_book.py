"""The key book of an assignment: each learner's own cases with key, reasons, evidence and sources. For the instructor;
who had one written stands in the trail.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sim.classroom.assignments.assigned import assignment_of
from sim.classroom.assignments.assignment import Assignment
from sim.classroom.assignments.public_items import public_words
from sim.classroom.assignments.seats import seat_at
from sim.classroom.assignments.times import moment_words, standing
from sim.classroom.handouts.key_cases import KeyCase, key_case
from sim.classroom.handouts.printed import file_names, printed, write_pages
from sim.classroom.records.classes import Class, class_of
from sim.classroom.records.records import Records
from sim.classroom.records.roster import Member
from sim.classroom.records.trail import note
from sim.ground.errors import CleanClaimError
from sim.learn.desk.seat import seated
from sim.learn.exercises.case import draw_from

ENDING = ".key.html"


@dataclass(frozen=True)
class KeyBook:
    """A learner's key book. `made`: when, as people read it; `public`: which items are public, in words."""

    class_title: str
    title: str
    learner: str
    made: str
    public: str
    cases: tuple[KeyCase, ...]


def key_book(records: Records, made: Class, given: Assignment, one: Member, now: datetime) -> KeyBook:
    """Every item at this learner's seat, whether the assignment is open or not: the cases that were handed in, and the
    one that comes next where another attempt is left.
    """
    stands = standing(records, made, given, one, now)
    seat = seat_at(made, given, one, replace(stands, is_visible=True))
    done = records.store.handed_in(one.learner, made.name)
    with seated(seat):
        cases = tuple(
            key_case(draw_from(item, attempt), number)
            for number, item in enumerate((seat.exercises or {}).values(), 1)
            for attempt in range(1, _cases(done.get((given.name, item.name), 0), stands.attempts) + 1)
        )
    return KeyBook(made.title, given.title, one.name, moment_words(made, now), public_words(given), cases)


def _cases(handed_in: int, attempts: int) -> int:
    """How many cases of an item are printed. attempts: 0 for as many as wished.

    >>> _cases(0, 1), _cases(1, 1), _cases(1, 3), _cases(7, 0)
    (1, 1, 2, 8)
    """
    return min(handed_in + 1, attempts) if attempts else handed_in + 1


def write_key_books(
    records: Records, class_name: str, assignment: str, chosen: Sequence[Member], out: Path, now: datetime, who: str
) -> list[Path]:
    """A page for each of these learners, and a line in the trail. Raises CleanClaimError for a class without learners
    and for a folder that cannot be written.
    """
    made, given = class_of(records, class_name), assignment_of(records, class_name, assignment)
    if not chosen:
        raise CleanClaimError(
            f"class {made.name} has no learners",
            "class keybook",
            "a roster",
            f"run `cleanclaim class roster {made.name}`",
        )
    pages = {
        name: printed("key_book.html", book=key_book(records, made, given, one, now))
        for name, one in zip(file_names(chosen, ENDING), chosen, strict=True)
    }
    note(records, made.name, who, "key book written", given.name, {"learners": [one.learner for one in chosen]})
    return write_pages(out, pages)
