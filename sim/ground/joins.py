"""Tables brought together: rows found by key, all rows of a key, counting within groups, sums by row, mapped texts."""

from collections.abc import Callable

import numpy as np

from sim.ground.coded import Coded

DAY_BITS = 20  # the number of a day fits


def find_rows(sorted_keys: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The row of each wanted key in an ascending column, -1 where it is not there.

    >>> find_rows(np.array([2, 5, 9]), np.array([9, 3, 2])).tolist()
    [2, -1, 0]
    """
    if not len(sorted_keys):
        return np.full(len(wanted), -1, np.int64)
    place = np.minimum(np.searchsorted(sorted_keys, wanted), len(sorted_keys) - 1)
    return np.where(sorted_keys[place] == wanted, place, -1)


def find_in(keys: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """As find_rows, for a column in any order.

    >>> find_in(np.array([9, 2, 5]), np.array([5, 3])).tolist()
    [2, -1]
    """
    if len(keys) < 2 or (keys[1:] > keys[:-1]).all():
        return find_rows(keys, wanted)
    order = np.argsort(keys, kind="stable")
    place = find_rows(keys[order], wanted)
    return np.where(place >= 0, order[place], -1)


def find_texts(texts: Coded, wanted: Coded) -> np.ndarray:
    """As find_in, for a column of different texts.

    >>> find_texts(Coded.of(["b", "a"]), Coded.of(["a", "c", "", "b"])).tolist()
    [1, -1, -1, 0]
    """
    place = {text: row for row, text in enumerate(texts.texts().tolist())}
    return wanted.lookup(place, -1).astype(np.int64)


def runs_of(sorted_keys: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(first row, how many) of each wanted key in an ascending column that may hold a key several times.

    >>> first, count = runs_of(np.array([2, 5, 5, 9]), np.array([5, 3, 9]))
    >>> first.tolist(), count.tolist()
    ([1, 1, 3], [2, 0, 1])
    """
    first = np.searchsorted(sorted_keys, wanted)
    return first, np.searchsorted(sorted_keys, wanted, side="right") - first


def ranges(starts: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """start, start + 1 ... for each start and count, one after another.

    >>> ranges(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - (ends - counts), counts)


def repeated(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each row so many times: (row, number within it from 0).

    >>> row, number = repeated(np.array([2, 0, 3]))
    >>> row.tolist(), number.tolist()
    ([0, 0, 2, 2, 2], [0, 1, 0, 1, 2])
    """
    return np.repeat(np.arange(len(counts)), counts), ranges(np.zeros(len(counts), np.int64), counts)


def pairs_by_key(wanted: np.ndarray, sorted_keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(this, that): every row of `wanted` with every row of an ascending column that has its key.

    >>> this, that = pairs_by_key(np.array([5, 3, 9]), np.array([2, 5, 5, 9]))
    >>> this.tolist(), that.tolist()
    ([0, 0, 2], [1, 2, 3])
    """
    first, count = runs_of(sorted_keys, wanted)
    return np.repeat(np.arange(len(wanted)), count), ranges(first, count)


def moments(rows: np.ndarray, days: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The different pairs of a row and a day, in order: rows, days (as whole numbers since 1970), and which of them
    each given pair is.

    >>> row, day, place = moments(np.array([2, 1, 2]), np.array([9, 7, 9]))
    >>> row.tolist(), day.tolist(), place.tolist()
    ([1, 2], [7, 9], [1, 0, 1])
    """
    keys, place = np.unique((rows << DAY_BITS) + days.astype(np.int64), return_inverse=True)
    return keys >> DAY_BITS, keys & ((1 << DAY_BITS) - 1), place


def number_within(keys: np.ndarray) -> np.ndarray:
    """1, 2, 3 ... within each run of equal keys (equal keys stand together).

    >>> number_within(np.array([4, 4, 7, 7, 7])).tolist()
    [1, 2, 1, 2, 3]
    """
    place = np.arange(len(keys))
    is_first = np.append(True, keys[1:] != keys[:-1]) if len(keys) else np.zeros(0, bool)
    return place - np.maximum.accumulate(np.where(is_first, place, 0)) + 1


def sum_by(rows: np.ndarray, amounts: np.ndarray, length: int) -> np.ndarray:
    """Sum of whole amounts per target row; a row of -1 counts nowhere. Exact up to 2**53.

    >>> sum_by(np.array([1, 1, -1, 0]), np.array([5, 6, 9, 1]), 3).tolist()
    [1, 11, 0]
    """
    known = rows >= 0
    return np.bincount(rows[known], weights=amounts[known], minlength=length).astype(np.int64)


def mapped(column: Coded, text_of: Callable[[str], str]) -> Coded:
    """A text per row from a function of the row's text, asked once per pool entry; missing stays missing.

    >>> mapped(Coded.of(["a", "", "b"]), str.upper).texts().tolist()
    ['A', '', 'B']
    """
    return Coded.of([*(text_of(text) for text in column.pool), ""])[column.keys]
