"""A plan: by which strategy a clinic works from which day on. One strategy all the time is a plan of one.

    plan = always(strategy("typical"))
    plan = plan.and_from("2026-05-04", strategy("typical").but(verified_percent=100))

What a plan's first strategy says also held before its quarter began: the clinic as it was taken over.
"""

from typing import NamedTuple

import numpy as np

from sim.ground.dates import Day, day_of
from sim.ground.errors import CleanClaimError
from sim.manager.strategies.strategy import Strategy

EVER = np.datetime64("1900-01-01")


class Plan(NamedTuple):
    """Strategies in order, and the day from which each holds (the first: always before)."""

    strategies: tuple[Strategy, ...]
    since: tuple[np.datetime64, ...]

    @property
    def first(self) -> Strategy:
        """How the clinic worked before anything was changed."""
        return self.strategies[0]

    @property
    def last(self) -> Strategy:
        """How it goes on."""
        return self.strategies[-1]

    def and_from(self, day: Day, one: Strategy) -> "Plan":
        """The same, and from this day on by another strategy; one that changes nothing adds nothing. Raises
        CleanClaimError for a day before the last change.

        >>> from sim.manager.strategies.strategy import strategy
        >>> plan = always(strategy("typical")).and_from("2026-04-08", strategy("typical"))
        >>> len(plan.strategies), len(plan.and_from("2026-04-08", strategy("expert")).strategies)
        (1, 2)
        """
        from_day = day_of(day)
        if from_day < self.since[-1]:
            raise CleanClaimError(
                f"a change on {from_day}", "plan", f"a day from {self.since[-1]} on", "add changes in order of days"
            )
        if one == self.last:
            return self
        if from_day == self.since[-1]:
            return Plan((*self.strategies[:-1], one), self.since)
        return Plan((*self.strategies, one), (*self.since, from_day))

    def at(self, days: np.ndarray) -> np.ndarray:
        """The place of the strategy that holds on each of these days (whole numbers since 1970).

        >>> from sim.manager.strategies.strategy import strategy
        >>> plan = always(strategy("typical")).and_from("1970-01-10", strategy("expert"))
        >>> plan.at(np.array([-40_000, 8, 9, 30])).tolist()
        [0, 0, 1, 1]
        """
        starts = np.array([day.astype(np.int64) for day in self.since[1:]], np.int64)
        return np.searchsorted(starts, days, side="right")

    def values(self, name: str, days: np.ndarray) -> np.ndarray:
        """One setting of the strategies, as it stands on each of these days."""
        return np.array([getattr(one, name) for one in self.strategies])[self.at(days)]


def always(one: Strategy) -> Plan:
    """One strategy all the time."""
    return Plan((one,), (EVER,))
