"""Counting without keeping: numbers by cell (payer, code, reason ...), and how many different patients stand behind
each.

Who they are is known while files are read and is never written. What is kept are cells behind which enough patients
stand; smaller ones are put together as "other", step by step, and what is still too small is not kept. A number of a
cell that is about fewer of its patients (one denied line among twenty) is not told; where it is the only one of its
column, the next smallest is not told either, since it could be worked out from the sum.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

OTHER = "other"


class Cell(NamedTuple):
    """A cell that may be kept: what it is about, and its numbers; None: not told, too few patients stand behind it."""

    key: tuple[str, ...]
    numbers: tuple[int | None, ...]


class Tally:
    """Numbers by key.

    >>> seen = Tally(1)
    >>> seen.add([("acme", "45"), ("acme", "97")], np.array([1, 2]), np.array([[100], [200]]))
    >>> [cell.numbers for cell in seen.kept(1)], [cell for cell in seen.kept(3)]
    ([(1, 100), (1, 200)], [])
    >>> seen.kept(2)
    [Cell(key=('acme', 'other'), numbers=(2, 300))]
    """

    def __init__(self, width: int):
        self.width = width
        self.numbers: dict[tuple[str, ...], np.ndarray] = {}
        self.people: dict[tuple[str, ...], set[int]] = {}
        self.behind: dict[tuple[str, ...], list[set[int]]] = {}  # of each number: whose rows are not zero

    def add(
        self, keys: Sequence[tuple[str, ...]], people: np.ndarray, numbers: np.ndarray, counts: np.ndarray | None = None
    ) -> None:
        """Add rows: each a key, whose it is, its numbers; counts: how many each row stands for (1 unless told)."""
        if not len(keys):
            return
        distinct = {key: place for place, key in enumerate(dict.fromkeys(keys))}
        place = np.fromiter((distinct[key] for key in keys), np.int64, len(keys))
        counts = np.ones(len(keys), np.int64) if counts is None else counts
        sums = np.zeros((len(distinct), 1 + self.width), np.int64)
        np.add.at(sums[:, 0], place, counts)
        np.add.at(sums[:, 1:], place, numbers)
        for key, at in distinct.items():
            self.numbers[key] = self.numbers.get(key, 0) + sums[at]
        for key, found in zip(distinct, _whose(place, people, len(distinct)), strict=True):
            self.people.setdefault(key, set()).update(found)
            self.behind.setdefault(key, [set() for _ in range(self.width)])
        for column in range(self.width):
            rows = np.flatnonzero(numbers[:, column])
            for key, found in zip(distinct, _whose(place[rows], people[rows], len(distinct)), strict=True):
                self.behind[key][column].update(found)

    def moved(self, key: tuple[str, ...], to: tuple[str, ...]) -> None:
        """Count a cell with another one.

        >>> seen = Tally(0)
        >>> seen.add([("", "16"), ("CO", "16")], np.array([1, 2]), np.zeros((2, 0), int))
        >>> seen.moved(("", "16"), ("CO", "16"))
        >>> seen.kept(1)
        [Cell(key=('CO', '16'), numbers=(2,))]
        """
        self.numbers[to] = self.numbers.get(to, 0) + self.numbers.pop(key)
        self.people.setdefault(to, set()).update(self.people.pop(key))
        for mine, theirs in zip(self.behind.setdefault(to, [set() for _ in range(self.width)]), self.behind.pop(key)):
            mine.update(theirs)

    def kept(self, least: int) -> list[Cell]:
        """The cells behind which at least so many patients stand, the largest first. Smaller ones are put together: the
        last part of their key becomes "other", then the one before, the first one last.

        >>> seen = Tally(1)  # of 20 patients of one payer 1 was denied, of 30 of another 15
        >>> lines = [("acme",)] * 20 + [("oak",)] * 30 + [("elm",)] * 30
        >>> seen.add(lines, np.arange(80), np.array([[1]] + [[0]] * 19 + [[1], [0]] * 15 + [[1]] * 30))
        >>> [cell.numbers for cell in seen.kept(11)]
        [(30, 30), (30, None), (20, None)]
        """
        whole = self._together(least)
        keys = [key for key, found in whole.people.items() if len(found) >= least]
        hidden = [_hidden([whole.behind[key][column] for key in keys], least) for column in range(self.width)]
        cells = (
            Cell(
                key,
                (
                    int(whole.numbers[key][0]),
                    *(
                        None if at in hidden[column] else int(number)
                        for column, number in enumerate(whole.numbers[key][1:])
                    ),
                ),
            )
            for at, key in enumerate(keys)
        )
        return sorted(cells, key=lambda cell: (-(cell.numbers[0] or 0), cell.key))

    def _together(self, least: int) -> "Tally":
        """The same, where small cells are put together."""
        whole = Tally(self.width)
        whole.numbers = dict(self.numbers)
        whole.people = {key: set(found) for key, found in self.people.items()}
        whole.behind = {key: [set(found) for found in parts] for key, parts in self.behind.items()}
        for step in range(len(next(iter(self.numbers), ())), 0, -1):
            for key in [key for key, found in whole.people.items() if len(found) < least]:
                wider = (*key[: step - 1], *(OTHER for _ in key[step - 1 :]))
                if wider != key:
                    whole.moved(key, wider)
        return whole


def _whose(place: np.ndarray, people: np.ndarray, size: int) -> list[list[int]]:
    """The people of each place, once each."""
    pairs = np.unique(np.stack([place, people]), axis=1)
    bounds = np.searchsorted(pairs[0], np.arange(size + 1))
    return [pairs[1, low:high].tolist() for low, high in zip(bounds[:-1], bounds[1:])]


def _hidden(behind: Sequence[set[int]], least: int) -> set[int]:
    """The places of a column that are not told: those of some patients but too few; where that is a single one, the
    next smallest too.

    >>> _hidden([{1}, set(), set(range(20)), set(range(60))], 11), _hidden([{1}, {2}, set(range(20))], 11)
    ({0, 2}, {0, 1})
    """
    order = sorted((at for at in range(len(behind)) if behind[at]), key=lambda at: len(behind[at]))
    few = sum(len(behind[at]) < least for at in order)
    return set(order[: max(few, 2) if few else 0])


class Persons:
    """Numbers for people while files are read: the same for the same words. Nothing of it leaves the process."""

    def __init__(self) -> None:
        self._known: dict[object, int] = {}

    def of(self, words: Iterable[object]) -> np.ndarray:
        """A number for each."""
        return np.fromiter((self._known.setdefault(one, len(self._known)) for one in words), np.int64)

    def strangers(self, count: int) -> np.ndarray:
        """Numbers for so many of whom nothing is known: each another one."""
        return self.of(object() for _ in range(count))


def rows_of(cells: Iterable[Cell]) -> Iterator[tuple[str | int | None, ...]]:
    """Cells as rows of a table."""
    for cell in cells:
        yield (*cell.key, *cell.numbers)
