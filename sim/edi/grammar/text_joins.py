"""Small tools of the wire's tables: rows found by key, and texts gathered by the row they belong to."""

import numpy as np

from sim.ground.coded import Coded
from sim.ground.dictionary import columns_of, conform
from sim.ground.table import Table


def rows_of(keys: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The row of each wanted key in a column in any order, -1 where it is not.

    >>> rows_of(np.array([9, 2, 5]), np.array([5, 3])).tolist()
    [2, -1]
    """
    if not len(keys):
        return np.full(len(wanted), -1, np.int64)
    order = np.argsort(keys, kind="stable")
    place = np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)
    found = order[place]
    return np.where(keys[found] == wanted, found, -1)


def rows_of_texts(texts: Coded, wanted: Coded) -> np.ndarray:
    """The row of each wanted text in a column of different texts, -1 where it is not."""
    place = {text: row for row, text in enumerate(texts.texts().tolist())}
    return np.array([*(place.get(text, -1) for text in wanted.pool), -1], np.int64)[wanted.keys]


def taken(table: Table, rows: np.ndarray) -> Table:
    """The rows of a table; a row of -1 is empty.

    >>> taken(Table(name=Coded.of(["a", "b"]), count=np.array([1, 2])), np.array([1, -1])).rows()
    [{'name': 'b', 'count': 2}, {'name': '', 'count': 0}]
    """
    return Table({name: _taken(column, rows) for name, column in table.items()})


def _taken(column, rows: np.ndarray):
    there = rows >= 0
    if isinstance(column, Coded):
        keys = column.keys[rows] if len(column) else np.full(len(rows), -1, np.int32)
        return Coded(np.where(there, keys, -1), column.pool)
    missing = np.datetime64("NaT") if column.dtype.kind == "M" else column.dtype.type(0)
    return np.where(there, column[rows] if len(column) else missing, missing).astype(column.dtype)


def number_within(keys: np.ndarray) -> np.ndarray:
    """1, 2, 3 ... within each run of equal keys.

    >>> number_within(np.array([4, 4, 7])).tolist()
    [1, 2, 1]
    """
    place = np.arange(len(keys))
    first = np.append(True, keys[1:] != keys[:-1]) if len(keys) else np.zeros(0, bool)
    return place - np.maximum.accumulate(np.where(first, place, 0)) + 1


def gathered(texts: list[str], rows: np.ndarray, length: int) -> list[str]:
    """Texts joined by the row they belong to, in order.

    >>> gathered(["a", "b", "c"], np.array([0, 0, 2]), 3)
    ['ab', '', 'c']
    """
    if len(rows) == length and (rows == np.arange(length)).all():
        return texts
    out: list = [""] * length
    for row, text in zip(rows.tolist(), texts, strict=True):
        out[row] += text
    return out


def known_columns(name: str, given: Table) -> Table:
    """A table of the dictionary made complete from those of its columns that are given."""
    names = set(columns_of(name))
    return conform(name, given.select(*(column for column in given.columns if column in names)))
