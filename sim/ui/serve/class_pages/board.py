"""The live board of an assignment: each learner with each item, in words and shapes; who is working now."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock

from sim.classroom.assignments.assignment import Assignment
from sim.classroom.marking.results import Result, learners, results, totals
from sim.classroom.records.classes import Class
from sim.classroom.records.records import Records
from sim.learn.exercises.exercise import exercises

NOW = timedelta(minutes=3)  # somebody who did something since is working now
SIGNS = {"not opened": "–", "open": "○", "saved": "◐", "marked": "●"}
FRESH = 3.0  # seconds for which a board that was worked out serves everybody who looks


@dataclass(frozen=True)
class Cell:
    """One item of one learner. `words`: such as "4.5 of 6"; `note`: late, changed by hand, does not count."""

    item: int
    sign: str
    words: str
    note: str
    sort: float
    has_work: bool


@dataclass(frozen=True)
class BoardRow:
    """One learner. `last`: when something was last done, as a text that can be sorted and in words."""

    learner: str
    name: str
    cells: tuple[Cell, ...]
    earned: float
    most: float
    last: str
    last_words: str
    is_now: bool


@dataclass(frozen=True)
class Board:
    """The whole assignment. `heads`: number and title of each item."""

    heads: tuple[tuple[int, str], ...]
    rows: tuple[BoardRow, ...]
    at: str

    @property
    def working(self) -> int:
        """How many are working now."""
        return sum(one.is_now for one in self.rows)

    @property
    def saved(self) -> int:
        """Answers that wait for their marks."""
        return sum(cell.sign == SIGNS["saved"] for one in self.rows for cell in one.cells)


def board(records: Records, made: Class, given: Assignment, now: datetime) -> Board:
    """The board as it stands."""
    people = learners(records, made)
    found: dict[str, list[Result]] = {}
    every = results(records, made, given, now, people)
    for one in every:
        found.setdefault(one.learner, []).append(one)
    sums, last = totals(every), records.store.last_events(made.name, given.name)
    rows = []
    for who in people:
        at = last.get(who.learner, "")
        moment = datetime.fromisoformat(at) if at else None
        earned, most = sums.get(who.learner, (0.0, 0.0))
        rows.append(
            BoardRow(
                who.learner,
                who.name,
                tuple(map(cell, found.get(who.learner, []))),
                round(earned, 2),
                most,
                at,
                ago(now, moment),
                moment is not None and now - moment < NOW,
            )
        )
    return Board(heads(given), tuple(rows), now.astimezone(made.zone).strftime("%H:%M:%S"))


def heads(given: Assignment) -> tuple[tuple[int, str], ...]:
    """Number and title of each item."""
    known = exercises()
    return tuple((one.number, known[one.origin].title if one.origin in known else one.origin) for one in given.items)


def cell(one: Result) -> Cell:
    """One item as the board shows it.

    >>> cell(Result("L-1", 2, "open", 6.0, 0.0, None, (), False)).words
    'open'
    """
    counted = one.counted
    words = f"{round(one.earned, 2):g} of {one.most:g}" if counted is not None else one.state
    notes = [
        "late" if one.is_late else "",
        "changed by hand" if counted is not None and counted.override is not None else "",
        "dropped" if one.is_dropped else "",
        f"attempt {len(one.attempts)}" if len(one.attempts) > 1 else "",
        "new attempt not marked yet" if counted is not None and one.state == "saved" else "",
    ]
    order = one.earned if counted is not None else {"not opened": -3.0, "open": -2.0}.get(one.state, -1.0)
    return Cell(one.item, SIGNS[one.state], words, ", ".join(filter(None, notes)), order, bool(one.attempts))


def ago(now: datetime, moment: datetime | None) -> str:
    """How long ago something was done.

    >>> ago(datetime(2026, 12, 1, 12, tzinfo=UTC), datetime(2026, 12, 1, 11, 15, tzinfo=UTC))
    '45 min ago'
    """
    if moment is None:
        return "not yet"
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    hours = minutes // 60
    return f"{minutes} min ago" if minutes < 60 else f"{hours} h ago" if hours < 48 else f"{hours // 24} days ago"


class Boards:
    """Boards that were worked out a moment ago, so that ten open pages ask the database once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._kept: dict[tuple[str, str, str], tuple[float, Board]] = {}

    def get(self, records: Records, made: Class, given: Assignment) -> Board:
        """The board, at most some seconds old."""
        place = (records.store.where, made.name, given.name)
        with self._lock:
            at, kept = self._kept.get(place, (0.0, None))
            if kept is None or self._clock() - at > FRESH:
                kept = board(records, made, given, datetime.now(UTC))
                self._kept[place] = (self._clock(), kept)
            return kept


boards = Boards()
