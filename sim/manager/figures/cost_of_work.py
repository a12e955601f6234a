"""What the work of a quarter costs: the hours that are paid, an outside firm's share, training, statements.

Paid hours count, whether they are filled or not: a front desk with nothing to verify is paid all the same. `busy` says
how full they were.
"""

from typing import NamedTuple

import numpy as np

from sim.billing.books.kpi_counts import moved
from sim.ground.money import divide
from sim.manager.calendar.quarter import Quarter
from sim.manager.calendar.working_days import is_working_day
from sim.manager.strategies.plan import Plan
from sim.manager.strategies.strategy import ROLES, Strategy, cost_of_hours

HOURS_OF_A_QUARTER = 500  # of one person: 13 weeks of 40 hours less holidays and leave (modeling assumption)


class CostOfWork(NamedTuple):
    """Cents: wages, the firm's share of collections, training, statements. hours, busy_percent: by role of ROLES."""

    wages: int
    share_of_collections: int
    training: int
    statements: int
    hours: tuple[float, ...]
    busy_percent: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of it."""
        return self.wages + self.share_of_collections + self.training + self.statements

    def use(self, at: int) -> str:
        """The hours of a role (its place in ROLES) in words. Work on a quarter's visits goes on after it, so that more
        than its hours may be used.

        >>> CostOfWork(0, 0, 0, 0, (48.0,), (118,)).use(0)
        '48 hours, 118% used'
        """
        return f"{self.hours[at]:g} hours, {self.busy_percent[at]}% used"


def cost_of_work(made: Quarter) -> CostOfWork:
    """What a quarter's work costs; of a plan, each strategy for the working days on which it held."""
    plan, visits = made.plan, len(made.scene.visits)
    parts = _parts(made)
    by_role = [[share * visits / 100 * part for share in one.hours] for one, part in parts]
    hours = tuple(round(sum(column), 1) for column in zip(*by_role, strict=True))
    spent = [int(made.work.seconds_count[made.work.role_code == role].sum()) for role in ROLES]
    wages = (
        cost_of_hours(one, [round(value * 3600) for value in mine])
        for (one, _), mine in zip(parts, by_role, strict=True)
    )
    return CostOfWork(
        sum(wages),
        _share_of_collections(made),
        _training(plan, visits),
        _statements(made),
        hours,
        tuple(round(time / 36 / value) if value else 0 for time, value in zip(spent, hours, strict=True)),
    )


def _parts(made: Quarter) -> list[tuple[Strategy, float]]:
    """Each strategy with its part of the quarter's working days."""
    days = np.arange(made.window.first, made.window.last + 1)
    days = days[is_working_day(days)]
    which = made.plan.at(days.astype(np.int64))
    count = max(len(days), 1)
    return [(one, int((which == number).sum()) / count) for number, one in enumerate(made.plan.strategies)]


def _training(plan: Plan, visits: int) -> int:
    """Hours of training are paid when they are given: those of the first strategy before the quarter, and what each
    later one adds, for as many people as the hours of the day are."""
    cost, had = 0, 0
    for one in plan.strategies:
        people = sum(round(share * visits / 100, 1) for share in one.hours) / HOURS_OF_A_QUARTER
        cost += round(people * max(one.training_hours - had, 0) * one.training_hour_cost)
        had = max(had, one.training_hours)
    return cost


def _share_of_collections(made: Quarter) -> int:
    """An outside firm's share of what came in while it worked."""
    total = 0
    for number, one in enumerate(made.plan.strategies):
        if one.percent_of_collections:
            came = made.day.books()
            came = came.take(made.plan.at(came.entry_date.astype(np.int64)) == number)
            collected = moved(came, made.window.until)
            total += int(divide((collected.payments - collected.refunds) * one.percent_of_collections, 10_000))
    return total


def _statements(made: Quarter) -> int:
    mine = made.work.take((made.work.item_code == "statement") & ~np.isnat(made.work.done_date))
    costs = made.plan.values("statement_cost", mine.done_date.astype(np.int64))
    return int(costs.sum()) if len(mine) else 0
