"""The first page of a class: what needs the instructor now, and each assignment with how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sim.classroom.assignments.assigned import assignments
from sim.classroom.assignments.assignment import Assignment
from sim.classroom.assignments.hand_ins import HandedIn, handed_in
from sim.classroom.assignments.times import moment_words
from sim.classroom.records.classes import Class, class_of
from sim.classroom.records.records import Records
from sim.classroom.records.roster import members

SOON = timedelta(days=3)
MODES = {"practice": "Practice", "homework": "Homework", "exam": "Exam"}


@dataclass(frozen=True)
class AssignmentLine:
    """One assignment as the first page lists it. `state`: in words; `is_open`: may learners hand in now?"""

    name: str
    title: str
    mode: str
    items: int
    state: str
    is_open: bool
    is_due_soon: bool
    begun: int
    whole: int
    learners: int
    pending: int

    @property
    def missing(self) -> int:
        """Learners who have not handed in every item."""
        return self.learners - self.whole


@dataclass(frozen=True)
class Overview:
    """What the first page shows."""

    learners: int
    instructors: int
    lines: tuple[AssignmentLine, ...]

    @property
    def due_soon(self) -> tuple[AssignmentLine, ...]:
        """Assignments that are due within days and not yet handed in by all."""
        return tuple(one for one in self.lines if one.is_due_soon and one.missing)

    @property
    def pending(self) -> int:
        """Answers that are saved and not yet marked."""
        return sum(one.pending for one in self.lines)


def overview(records: Records, class_name: str, now: datetime) -> Overview:
    """The class as it stands now."""
    made, people = class_of(records, class_name), members(records, class_name)
    learners = [one.learner for one in people if not one.is_instructor]
    counts = handed_in(records, class_name, learners)
    lines = [
        assignment_line(made, one, counts.get(one.name, HandedIn(one.name)), learners, now)
        for one in assignments(records, class_name)
    ]
    return Overview(len(learners), len(people) - len(learners), tuple(lines))


def assignment_line(
    made: Class, given: Assignment, counted: HandedIn, learners: Sequence[str], now: datetime
) -> AssignmentLine:
    """One assignment in words and numbers."""
    due = _utc(made, given.due)
    state, is_open = state_words(made, given, now)
    return AssignmentLine(
        given.name,
        given.title,
        MODES[given.mode],
        len(given.items),
        state,
        is_open,
        is_open and due is not None and timedelta() < due - now < SOON,
        counted.begun,
        counted.whole(len(given.items)),
        len(learners),
        counted.pending,
    )


def state_words(made: Class, given: Assignment, now: datetime) -> tuple[str, bool]:
    """How an assignment stands for a class without extensions, and whether work is taken.

    >>> made = Class("b", "B", "", b"", "America/Chicago", "", 365, False)
    >>> one = Assignment("w", "W", "homework", (), due=datetime(2026, 12, 8, 23, 59))
    >>> state_words(made, one, datetime(2026, 12, 1, tzinfo=UTC))
    ('Open, due Dec 8, 2026, 11:59 PM', True)
    >>> state_words(made, one, datetime(2026, 12, 10, tzinfo=UTC))
    ('Closed Dec 8, 2026, 11:59 PM', False)
    """
    opens, due, closes = (_utc(made, moment) for moment in (given.opens, given.due, given.closes))
    if closes is None and given.late is None:
        closes = due
    if opens is not None and now < opens:
        return f"Opens {moment_words(made, opens)}", False
    if closes is not None and now > closes:
        return f"Closed {moment_words(made, closes)}", False
    if due is not None and now > due:
        until = f" until {moment_words(made, closes)}" if closes is not None else ""
        return f"Past due, late work accepted{until}", True
    return (f"Open, due {moment_words(made, due)}", True) if due is not None else ("Open, no due date", True)


def _utc(made: Class, moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=made.zone).astimezone(UTC)
