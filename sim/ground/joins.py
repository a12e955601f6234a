"""Finding rows by key, counting within groups, and mapping texts: the small tools of the biller's room."""

import numpy as np

from sim.ground.coded import Coded


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


def mapped(column: Coded, text_of) -> Coded:
    """A text per row from a function of the row's text, asked once per pool entry; missing stays missing.

    >>> mapped(Coded.of(["a", "", "b"]), str.upper).texts().tolist()
    ['A', '', 'B']
    """
    return Coded.of([*(text_of(text) for text in column.pool), ""])[column.keys]
