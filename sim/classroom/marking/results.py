"""What each learner of a class has at an assignment: one result for each learner and item, after attempts, late policy,
overrides and rulings. Board, gradebook, statistics and a learner's own page all read this.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sim.classroom.assignments.assignment import Assignment, Item
from sim.classroom.assignments.times import Standing, standing, times_of
from sim.classroom.disputes.disputes import dropped_items
from sim.classroom.records.classes import Class
from sim.classroom.records.records import Records, Row
from sim.classroom.records.roster import Member, members

STATES = ("not opened", "open", "saved", "marked")


@dataclass(frozen=True)
class Attempt:
    """One hand-in of an item, as it counts. `score`: from 0 to 1 as marked (None: not marked yet); `earned`: points
    after the late policy, or as an instructor decided (`override`, with `why`)."""

    attempt_id: str
    number: int
    at: datetime
    score: float | None
    earned: float
    days_late: int = 0
    late_percent: float = 0.0
    override: float | None = None
    why: str = ""


@dataclass(frozen=True)
class Result:
    """One item of one learner. `state`: not opened, open, saved (handed in, not marked yet), marked. `counted`: the
    attempt that counts, None before there is one; `attempts`: all of them, oldest first. A dropped item counts for
    nobody: `most` is 0.
    """

    learner: str
    item: int
    state: str
    most: float
    earned: float
    counted: Attempt | None
    attempts: tuple[Attempt, ...]
    is_dropped: bool

    @property
    def is_late(self) -> bool:
        """Was the attempt that counts handed in after the due time?"""
        return self.counted is not None and self.counted.days_late > 0

    @property
    def score(self) -> float | None:
        """From 0 to 1 before the late policy; None while nothing is marked."""
        return None if self.counted is None else self.counted.score


def results(
    records: Records,
    made: Class,
    given: Assignment,
    now: datetime,
    people: Iterable[Member] | None = None,
) -> tuple[Result, ...]:
    """The results of these people (everybody with the role learner, unless told), by person and item. An item that a
    ruling took out is dropped for all; an answer that a ruling accepted has marks of its own.
    """
    store = records.store
    place = {"class_name": made.name, "assignment": given.name}
    names = [given.item_name(item.number) for item in given.items]
    dropped = dropped_items(records, made.name, given.name)
    marks = {row["attempt_id"]: row for name in names for row in store.brief("marks", exercise=name)}
    overrides = {row["attempt_id"]: row for row in store.rows("overrides")}
    sent: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in store.brief("attempts", **place):
        if marks.get(row["id"], {"points": 0})["points"] is None:
            continue  # grading could not read it: it was given back and counts as no attempt
        sent[row["learner"], row["exercise"]].append(row)
    seen = {(row["learner"], row["item"]) for row in records.rows("openings", **place)}
    found, known = [], times_of(records, made.name, given)
    for one in people if people is not None else learners(records, made):
        times = standing(records, made, given, one, now, known)
        for item in given.items:
            name = given.item_name(item.number)
            tried = [_attempt(row, marks, overrides, item, given, times) for row in sent[one.learner, name]]
            found.append(_result(one, item, given, tried, (one.learner, name) in seen, name in dropped))
    return tuple(found)


def learners(records: Records, made: Class) -> tuple[Member, ...]:
    """The people that results are kept for."""
    return tuple(one for one in members(records, made.name) if not one.is_instructor)


def totals(found: Iterable[Result]) -> dict[str, tuple[float, float]]:
    """(points earned, points there are) of each learner."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for one in found:
        sums[one.learner][0] += one.earned
        sums[one.learner][1] += one.most
    return {learner: (round(earned, 4), most) for learner, (earned, most) in sums.items()}


def _attempt(
    row: Row, marks: Mapping[str, Row], overrides: Mapping[str, Row], item: Item, given: Assignment, times: Standing
) -> Attempt:
    """A hand-in with its marks. What an instructor decided stands as she said it, late or not."""
    at = datetime.fromisoformat(row["at"])
    days = times.days_late(at)
    percent = given.late_percent(days)
    marked, decided = marks.get(row["id"]), overrides.get(row["id"])
    score = None if marked is None else (marked["earned"] / marked["points"] if marked["points"] else 0.0)
    earned = 0.0 if score is None else score * item.points * (1 - percent / 100)
    if decided is not None:
        earned = float(decided["points"])
    return Attempt(
        row["id"],
        int(row["variant"]),
        at,
        score,
        round(earned, 4),
        days,
        percent,
        None if decided is None else float(decided["points"]),
        "" if decided is None else str(decided["why"]),
    )


def _result(
    one: Member, item: Item, given: Assignment, tried: list[Attempt], was_seen: bool, is_dropped: bool
) -> Result:
    marked = [attempt for attempt in tried if attempt.score is not None or attempt.override is not None]
    counted = _counted(marked, given.counts)
    state = (
        "marked" if marked and len(marked) == len(tried) else "saved" if tried else "open" if was_seen else "not opened"
    )
    most = 0.0 if is_dropped else item.points
    earned = 0.0 if is_dropped or counted is None else counted.earned
    return Result(one.learner, item.number, state, most, earned, counted, tuple(tried), is_dropped)


def _counted(marked: list[Attempt], counts: str) -> Attempt | None:
    """The attempt that counts.

    >>> first, then = (Attempt(name, number, datetime(2026, 1, number), 0.5, earned)
    ...                for name, number, earned in (("a", 1, 3.0), ("b", 2, 2.0)))
    >>> [_counted([first, then], counts).attempt_id for counts in ("best", "last", "first")]
    ['a', 'b', 'a']
    """
    if not marked:
        return None
    if counts == "best":
        return max(marked, key=lambda one: one.earned)
    return marked[-1] if counts == "last" else marked[0]
