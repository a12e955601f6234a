"""What the work of a quarter costs: the hours that are paid, an outside firm's share, training, statements.

Paid hours count, whether they are filled or not: a front desk with nothing to verify is paid all the same. `busy` says
how full they were.
"""

from typing import NamedTuple

import numpy as np

from sim.billing.books.kpi_counts import moved
from sim.ground.money import divide
from sim.manager.calendar.quarter import Quarter
from sim.manager.strategies.strategy import ROLES, cost_of_hours

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


def cost_of_work(made: Quarter) -> CostOfWork:
    """What a quarter's work costs."""
    one, visits = made.strategy, len(made.scene.visits)
    hours = tuple(round(share * visits / 100, 1) for share in one.hours)
    collected = moved(made.day.books(), made.window.until)
    people = sum(hours) / HOURS_OF_A_QUARTER
    spent = [int(made.work.seconds_count[made.work.role_code == role].sum()) for role in ROLES]
    sent = int(((made.work.item_code == "statement") & ~np.isnat(made.work.done_date)).sum())
    return CostOfWork(
        cost_of_hours(one, [round(value * 3600) for value in hours]),
        int(divide((collected.payments - collected.refunds) * one.percent_of_collections, 10_000)),
        round(people * one.training_hours * one.training_hour_cost),
        sent * one.statement_cost,
        hours,
        tuple(round(time / 36 / value) if value else 0 for time, value in zip(spent, hours, strict=True)),
    )
