"""The hours of a clinic's people, day by day, and the queues they work: what a strategy gives for 100 visits becomes
seconds on each working day.

A quarter does not begin with an empty desk and does not end with one: the queue holds the same quarter once before and
as often as needed after, so that the people of the quarter looked at have what they would have in a clinic that goes on
like this. Only the quarter itself is told. Where the clinic's way of working changes, the quarter before is that of the
clinic as it was, and those after it that of the clinic as it has become.
"""

from typing import NamedTuple

import numpy as np

from sim.manager.calendar.queues import Program, Queues, Ways, Worked, as_worked
from sim.manager.calendar.working_days import is_working_day, working_days_between
from sim.manager.strategies.plan import Plan
from sim.manager.strategies.strategy import Strategy

AHEAD = 21  # days before the first visit on which the front desk is at work
FOLLOWED = 365  # days from the first visit on for which everything is followed
WEEK = 7


class Window(NamedTuple):
    """first, last: days of the visits; until: the last day that is played; visits: how many there are."""

    first: np.datetime64
    last: np.datetime64
    until: np.datetime64
    visits: int

    @property
    def length(self) -> int:
        """Days after which the same quarter begins again: whole weeks."""
        days = int((self.last - self.first).astype(int)) + 1
        return -(-days // WEEK) * WEEK

    @property
    def copies(self) -> range:
        """The quarters around: one before, and after it as many as fit into the days that are followed."""
        return range(-1, max(1, (FOLLOWED - self.length) // self.length) + 1)


def seconds_a_day(one: Strategy, window: Window) -> np.ndarray:
    """Seconds of each role on a working day, as a column.

    >>> from sim.manager.strategies.strategy import strategy
    >>> days = [np.datetime64(day) for day in ("2026-04-01", "2026-04-30", "2026-04-30")]
    >>> seconds_a_day(strategy("in_house_untrained"), Window(*days, 2200))[0, 0]
    np.int64(25200)
    """
    daily = window.visits / max(1, working_days_between(window.first, window.last))
    return np.array([[round(hours * 36 * daily)] for hours in one.hours], np.int64)


class Copies(NamedTuple):
    """What the quarters before and after put on the same desks: as the clinic worked before its plan begins, and as it
    works when the plan has ended. Days are those of the quarter itself. before: None where it is not known before the
    quarter has been played (what patients owe)."""

    before: Program | None
    after: Program


def played(
    programs: tuple[Program, ...], plan: Plan, window: Window, around: Copies, ahead: int = 0
) -> tuple[Program, Worked]:
    """What becomes of items up to the last day played, and the program as it was worked. programs: one for each
    strategy of the plan; ahead: days before a quarter's first visit on which its items can come up."""
    begun = int((window.until - window.first).astype(int)) + ahead
    copies = [copy for copy in window.copies if copy <= 0 or copy * window.length <= begun]
    copies = [copy for copy in copies if copy >= 0 or around.before is not None]
    first = int(window.first.astype(int)) - AHEAD + min(copies) * window.length
    days = np.arange(first, int(window.until.astype(int)) + 1)
    whole = tuple(
        Program.beside([_of(copy, own, around).shifted(copy * window.length) for copy in copies]) for own in programs
    )
    seconds = np.hstack([seconds_a_day(one, window) for one in plan.strategies])
    holds = plan.at(days)
    ways = Ways(whole, tuple(one.orders() for one in plan.strategies), holds)
    works = is_working_day(days.astype("datetime64[D]"))
    made = Queues(ways, seconds[:, holds], first, works).advance(int(days[-1])).result()
    start = len(around.before.start) if around.before is not None else 0
    own = Worked(*(column[start : start + len(programs[0].start)] for column in made))
    return as_worked(programs, own.way), own


def _of(copy: int, own: Program, around: Copies) -> Program:
    if copy < 0 and around.before is not None:
        return around.before
    return around.after if copy else own
