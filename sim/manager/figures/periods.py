"""A clinic's books month by month or week by week: what was posted in it, and what payers answered in it."""

from typing import NamedTuple

import numpy as np

from sim.billing.books.kpi import Figure, rate
from sim.billing.books.kpi_counts import first_answers, first_claims, moved
from sim.billing.day.day import Day
from sim.ground.joins import find_in

MONTH, WEEK = "M", "W"


class Period(NamedTuple):
    """A month (2026-05) or a week (the Thursday it begins with, as numpy counts weeks): cents posted in it; first
    claims that were answered for the first time in it, and of these denied."""

    name: str
    charges: int
    payments: int
    contractual: int
    write_offs: int
    denials: Figure


def periods(day: Day, on: np.datetime64, by: str = MONTH) -> list[Period]:
    """Each month (or week) from the first entry to a day, without gaps.

    >>> import sim
    >>> made = sim.simulate(40, seed=7)
    >>> rows = periods(made, made.books().entry_date.max())
    >>> sum(row.charges for row in rows) == moved(made.books(), made.books().entry_date.max()).charges
    True
    """
    books = day.books()
    books = books.take(books.entry_date <= on)
    if not len(books):
        return []
    unit = f"datetime64[{by}]"
    at = books.entry_date.astype(unit)
    answered, denied = _answers(day, on)
    found = []
    for one in np.arange(at.min(), at.max() + 1):
        money = moved(books.take(at == one), on)
        mine = answered.astype(unit) == one
        share = rate(int(denied[mine].sum()), int(mine.sum()), "claims denied ÷ claims first answered in it")
        paid, off = money.payments - money.refunds, money.other_write_offs
        found.append(Period(str(one), money.charges, paid, money.contractual, off, share))
    return found


def _answers(day: Day, on: np.datetime64) -> tuple[np.ndarray, np.ndarray]:
    """Of each first claim that was answered: the day of the first answer, and whether a line was denied on any."""
    heads, lines = first_claims(day.claims_sent().claims, on), first_answers(day.answers(), on)
    lines = lines.take(find_in(heads.claim_key, lines.claim_key) >= 0)
    keys, place = np.unique(lines.claim_key, return_inverse=True)
    first = np.full(len(keys), np.datetime64("9999-01-01", "D"))
    np.minimum.at(first, place, lines.remittance_date)
    is_denied = np.zeros(len(keys), bool)
    is_denied[place[~lines.denial_policy.is_missing]] = True
    return first, is_denied
