"""The baseline of somebody new, and when it is worked again. Day 30 is done by the first baseline that was begun from
that day on and before day 90, and so on: a re-check that was never begun in its time is missed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import zip_longest

from sim.learn.course.choice.checks import Check
from sim.learn.course.plan.unit import Unit

COMING, DUE, DONE, MISSED = "coming", "due", "done", "missed"


@dataclass(frozen=True)
class Recheck:
    """A baseline that is asked for again. `days` after the first one was begun, on `due`; `on`: when it was done, with
    the share of its points from 0 to 1."""

    days: int
    due: date
    state: str
    on: date | None = None
    share: float | None = None

    @property
    def is_due(self) -> bool:
        """Is it to be worked now?"""
        return self.state == DUE


def baselines(unit: Unit, checks: Iterable[Check]) -> list[Check]:
    """How often a baseline was worked to its end, in order."""
    return [one for one in checks if unit.baseline and one.unit.name == unit.name and one.is_over]


def rechecks(unit: Unit, checks: Iterable[Check], now: datetime) -> tuple[Recheck, ...]:
    """The re-checks of a baseline, in the days of now's zone; none before the first one is over.

    >>> from datetime import UTC
    >>> from sim.learn.course.plan.unit import units
    >>> rechecks(units()["41_baseline"], [], datetime(2026, 10, 5, tzinfo=UTC))
    ()
    """
    done = baselines(unit, checks)
    if not done:
        return ()
    first, later = day_of(done[0].at, now), done[1:]
    days = [first + timedelta(days=one) for one in unit.again_days]
    return tuple(
        _recheck(wanted, from_, until, later, now)
        for wanted, from_, until in zip_longest(unit.again_days, days, days[1:])
    )


def day_of(at: str, now: datetime) -> date:
    """The day of a stored moment in now's zone."""
    return datetime.fromisoformat(at).astimezone(now.tzinfo).date()


def _recheck(days: int, from_: date, until: date | None, later: Iterable[Check], now: datetime) -> Recheck:
    for one in later:
        on = day_of(one.at, now)
        if on >= from_ and (until is None or on < until):
            return Recheck(days, from_, DONE, on, one.share)
    today = now.date()
    is_over = until is not None and today >= until
    return Recheck(days, from_, COMING if today < from_ else MISSED if is_over else DUE)
