"""Hours at the desks, counted from what was saved.

    time = sum of the gaps between one saved step and the next of the same learner, where the gap is at most 5 minutes

A longer gap counts as nothing, whatever was done in it. Each gap belongs to the day (in the zone asked for) and the
desk of the step that it begins with. Drafts that the next draft replaced are not kept for good, so that long typing
without another click may be missing: the figure is a lower bound.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Any

from sim.learn.desk.attempt_store import Store

LONGEST_GAP = timedelta(minutes=5)
NOT_THE_LEARNERS = {"marked"}  # written by a grading process
FORMULA = (
    "Time = the sum of the gaps between one saved step and the next, where the gap is at most 5 minutes. A longer gap "
    "counts as nothing. A gap belongs to the day and the desk of the step that it begins with. Drafts that were "
    "replaced are not kept, so long typing without another click may be missing: the time is a lower bound."
)


@dataclass(frozen=True)
class Step:
    """One thing that a learner did: when (with its zone), at which desk."""

    at: datetime
    desk: str


@dataclass(frozen=True)
class Line:
    """The time of one day at one desk, in seconds; how many steps were saved then."""

    day: date
    desk: str
    seconds: int
    steps: int


def hours(steps: Iterable[Step], zone: tzinfo) -> tuple[Line, ...]:
    """The log by day and desk.

    >>> from datetime import UTC
    >>> at = lambda hour, minute: Step(datetime(2026, 10, 5, hour, minute, tzinfo=UTC), "coder")
    >>> [(line.seconds // 60, line.steps) for line in hours([at(9, 0), at(9, 5), at(9, 11), at(9, 13)], UTC)]
    [(7, 4)]
    """
    ordered = sorted(steps, key=lambda one: one.at)
    seconds: Counter[tuple[date, str]] = Counter()
    counts = Counter((one.at.astimezone(zone).date(), one.desk) for one in ordered)
    for one, following in pairwise(ordered):
        seconds[one.at.astimezone(zone).date(), one.desk] += counted_gap(following.at - one.at)
    return tuple(Line(day, desk, seconds[day, desk], count) for (day, desk), count in sorted(counts.items()))


def counted_gap(gap: timedelta) -> int:
    """Seconds of a gap between two steps, as far as they count: none of a gap that is too long.

    >>> counted_gap(timedelta(minutes=5)), counted_gap(timedelta(minutes=6))
    (300, 0)
    """
    return round(gap.total_seconds()) if timedelta() <= gap <= LONGEST_GAP else 0


def hours_of(store: Store, learner: str, zone: tzinfo, class_name: str | None = None) -> tuple[Line, ...]:
    """The log of a learner, practice and assignments; in one class where it is named."""
    rows = store.brief("events", learner=learner, class_name=class_name)
    return hours((step for row in rows if (step := _step(row)) is not None), zone)


def _step(row: Mapping[str, Any]) -> Step | None:
    """A saved event as a step; none for what the program wrote, or where the time cannot be read."""
    if row["kind"] in NOT_THE_LEARNERS:
        return None
    at = moment(row["at"])
    return Step(at, str(row["desk"] or "")) if at is not None else None


def moment(text: str) -> datetime | None:
    """When a row was saved; None for a time that cannot be read or has no zone."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def clock(seconds: int) -> str:
    """Seconds as hours and minutes; what is left of a minute is dropped.

    >>> clock(3725), clock(59)
    ('1:02', '0:00')
    """
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d}"
