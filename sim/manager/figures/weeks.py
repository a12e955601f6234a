"""A quarter week by week: cash that came in, what waits on the desks."""

from typing import NamedTuple

import numpy as np

from sim.ground.table import Table
from sim.manager.calendar.quarter import Quarter
from sim.manager.strategies.strategy import ROLES

DAYS = 7
ENDED = ("lost", "no longer needed")  # outcomes of items whose last day has passed


class Week(NamedTuple):
    """One week (number from 1, its last day): cash in cents less refunds; items that wait at its end, by role of ROLES,
    and what is at stake in them."""

    number: int
    last: str
    cash: int
    waiting: tuple[int, ...]
    at_stake: int


def weeks(made: Quarter) -> list[Week]:
    """The weeks from the first visit to the last day played."""
    first, until = made.window.first, made.window.until
    count = int((until - first).astype(int)) // DAYS + 1
    ends = [first + DAYS * (number + 1) - 1 for number in range(count)]
    cash = _cash(made.day.books(), first, count)
    found = []
    for number, day in enumerate(ends):
        waits = _waits(made.work, day)
        role = made.work.role_code
        found.append(
            Week(
                number + 1,
                str(min(day, until)),
                int(cash[number]),
                tuple(int((waits & (role == name)).sum()) for name in ROLES),
                int(made.work.amount[waits].sum()),
            )
        )
    return found


def _cash(ledger: Table, first: np.datetime64, count: int) -> np.ndarray:
    moved = np.where(ledger.account == "cash", ledger.amount, 0) - np.where(
        ledger.contra_account == "cash", ledger.amount, 0
    )
    week = (ledger.entry_date - first).astype(np.int64) // DAYS
    return np.bincount(np.clip(week, 0, count - 1), weights=moved, minlength=count).astype(np.int64)


def _waits(work: Table, day: np.datetime64) -> np.ndarray:
    """Items that could be worked on the evening of a day and were not done, lost or over."""
    gone = (work.done_date <= day) | (work.outcome_code.isin(ENDED) & (work.deadline_date <= day))
    return (work.ready_date <= day) & ~gone
