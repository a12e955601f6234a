"""The hours of a clinic's people, day by day, and the queues they work: what a strategy gives for 100 visits becomes
seconds on each working day.

A quarter does not begin with an empty desk and does not end with one: the queue holds the same quarter once before and
as often as needed after, so that the people of the quarter looked at have what they would have in a clinic that goes on
like this. Only the quarter itself is told.
"""

from typing import NamedTuple

import numpy as np

from sim.manager.calendar.queues import Program, Worked, worked
from sim.manager.calendar.working_days import is_working_day, working_days_between
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


def played(program: Program, one: Strategy, window: Window, looks_ahead: bool = True) -> Worked:
    """What becomes of a program's items up to the last day played, with the quarters around. looks_ahead: do the items
    of the whole quarter stand in the program (else the quarter before, which is a copy of it, is not known)?"""
    copies = [copy for copy in window.copies if looks_ahead or copy >= 0]
    first = int(window.first.astype(int)) - AHEAD + min(copies) * window.length
    until = int(window.until.astype(int))
    whole = Program.beside([program.shifted(copy * window.length) for copy in copies])
    works = is_working_day(np.arange(first, until + 1).astype("datetime64[D]"))
    made = worked(whole, one.orders(), seconds_a_day(one, window), first, works)
    size, place = len(program.start), copies.index(0)
    return Worked(*(column[place * size : (place + 1) * size] for column in made))
