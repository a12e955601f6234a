"""Counting without keeping: numbers by cell (payer, code, reason ...), and how many different patients stand behind
each.

Who they are is known while files are read and is never written. What is kept are cells behind which enough patients
stand; smaller ones are put together as "other", step by step, and what is still too small is not kept.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

OTHER = "other"


class Cell(NamedTuple):
    """A cell that may be kept: what it is about, and its numbers."""

    key: tuple[str, ...]
    numbers: tuple[int, ...]


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
        pairs = np.unique(np.stack([place, people]), axis=1)
        bounds = np.searchsorted(pairs[0], np.arange(len(distinct) + 1))
        for key, at in distinct.items():
            self.numbers[key] = self.numbers.get(key, 0) + sums[at]
            self.people.setdefault(key, set()).update(pairs[1, bounds[at] : bounds[at + 1]].tolist())

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

    def kept(self, least: int) -> list[Cell]:
        """The cells behind which at least so many patients stand, the largest first. Smaller ones are put together: the
        last part of their key becomes "other", then the one before, the first one last.
        """
        numbers, people = dict(self.numbers), {key: set(found) for key, found in self.people.items()}
        for step in range(len(next(iter(numbers), ())), 0, -1):
            for key in [key for key, found in people.items() if len(found) < least]:
                wider = (*key[: step - 1], *(OTHER for _ in key[step - 1 :]))
                if wider != key:
                    numbers[wider] = numbers.get(wider, 0) + numbers.pop(key)
                    people.setdefault(wider, set()).update(people.pop(key))
        cells = (Cell(key, tuple(map(int, numbers[key]))) for key, found in people.items() if len(found) >= least)
        return sorted(cells, key=lambda cell: (-cell.numbers[0], cell.key))


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


def rows_of(cells: Iterable[Cell]) -> Iterator[tuple[str | int, ...]]:
    """Cells as rows of a table."""
    for cell in cells:
        yield (*cell.key, *cell.numbers)
