"""What stands in an account through time, as amounts that rise on a day and are cut again by what is known later.

A balance is billed on what is known on its day. What a later answer reverses cuts the balance that stands highest, so
a cut never changes what was billed before it, only what is still to come of it.
"""

from typing import NamedTuple

import numpy as np

from sim.ground.joins import moments, number_within, ranges


class Rises(NamedTuple):
    """Amounts that came to stand: group (the caller's row: a visit, a line), number (0, 1 ... within the group), day
    (since 1970), amount (cents)."""

    group: np.ndarray
    number: np.ndarray
    day: np.ndarray
    amount: np.ndarray


class Cuts(NamedTuple):
    """What was cut of them later, in order: row (of the rise), day, amount (cents)."""

    row: np.ndarray
    day: np.ndarray
    amount: np.ndarray

    def by(self, day: np.ndarray) -> np.ndarray:
        """What was cut of each rise by its day, cents (day: one a rise)."""
        known = self.day <= day[self.row]
        return np.bincount(self.row[known], weights=self.amount[known], minlength=len(day)).astype(np.int64)

    def so_far(self) -> np.ndarray:
        """Per cut, what was cut of its rise up to and including it."""
        total = np.cumsum(self.amount)
        return total - (total - self.amount)[self._begins()]

    def each(self, so_far: np.ndarray) -> np.ndarray:
        """What each cut adds, from sums up to each."""
        first = self._begins() == np.arange(len(self.row))
        return so_far - np.where(first, 0, np.append(0, so_far[:-1])) if len(so_far) else so_far

    def all_gone(self, amount: np.ndarray, never: np.int64) -> np.ndarray:
        """Per rise (its amount) the day on which nothing of it is left."""
        out = np.full(len(amount), never)
        last = self.so_far() >= amount[self.row]
        out[self.row[last]] = self.day[last]
        return out

    def _begins(self) -> np.ndarray:
        """The first cut of each cut's rise."""
        rows = np.arange(len(self.row))
        first = np.append(True, self.row[1:] != self.row[:-1]) if len(self.row) else np.zeros(0, bool)
        return np.maximum.accumulate(np.where(first, rows, 0))


def standing(group: np.ndarray, day: np.ndarray, change: np.ndarray) -> tuple[Rises, Cuts]:
    """Rises and cuts of what stands per group (whole numbers), from changes in any order; what is below zero counts as
    nothing.

    >>> rises, cuts = standing(np.array([7, 7, 7]), np.array([1, 5, 9]), np.array([300, 200, -400]))
    >>> rises.amount.tolist(), cuts.row.tolist(), cuts.amount.tolist()
    ([300, 200], [0, 1], [200, 200])
    """
    group, day, place = moments(group, day)
    total = np.bincount(place, weights=change, minlength=len(group)).astype(np.int64)
    first = np.append(True, group[1:] != group[:-1]) if len(group) else np.zeros(0, bool)
    begins = np.maximum.accumulate(np.where(first, np.arange(len(group)), 0))
    running = np.cumsum(total)
    level = np.maximum(running - (running - total)[begins], 0)
    before = np.where(first, 0, np.append(0, level[:-1])) if len(level) else level
    rows = np.flatnonzero(level > before)
    rises = Rises(group[rows], number_within(group[rows]) - 1, day[rows], (level - before)[rows])
    return rises, _cuts(rows, group, day, level, before)


def _cuts(rows: np.ndarray, group: np.ndarray, day: np.ndarray, level: np.ndarray, before: np.ndarray) -> Cuts:
    """Of each rise what the lowest level since leaves: only groups that fall at all are looked at."""
    falls = np.unique(group[level < before])
    mine = np.flatnonzero(np.isin(group[rows], falls))
    at = rows[mine]
    count = np.searchsorted(group, group[at], side="right") - at
    owner, moment = np.repeat(np.arange(len(at)), count), ranges(at, count)
    lowest = _least_so_far(owner, level[moment])
    left = np.clip(lowest, before[at][owner], level[at][owner])
    same = np.append(False, owner[1:] == owner[:-1]) if len(owner) else np.zeros(0, bool)
    amount = np.where(same, np.append(0, left[:-1]) - left, 0) if len(left) else left
    cut = np.flatnonzero(amount > 0)
    return Cuts(mine[owner[cut]], day[moment[cut]], amount[cut])


def _least_so_far(group: np.ndarray, value: np.ndarray) -> np.ndarray:
    """The least value from the begin of its group to each row; groups ascend.

    >>> _least_so_far(np.array([0, 0, 0, 1]), np.array([5, 3, 4, 9])).tolist()
    [5, 3, 3, 9]
    """
    if not len(value):
        return value
    step = int(value.max()) + 1
    return np.minimum.accumulate(value - group * step) + group * step
