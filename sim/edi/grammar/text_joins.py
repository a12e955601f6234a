"""Small tools of the wire's tables: rows found by their text, and texts gathered by the row they belong to."""

import numpy as np

from sim.ground.coded import Coded
from sim.ground.dictionary import columns_of
from sim.ground.table import Table, conform


def line_keys(table: Table) -> np.ndarray:
    """One number for each claim line, of its claim's key and its line number (0: the claim as a whole)."""
    return table.claim_key * 1024 + table.claim_line_number


def taken(table: Table, rows: np.ndarray) -> Table:
    """The rows of a table; a row of -1 is empty.

    >>> taken(Table(name=Coded.of(["a", "b"]), count=np.array([1, 2])), np.array([1, -1])).rows()
    [{'name': 'b', 'count': 2}, {'name': '', 'count': 0}]
    """
    return Table({name: _taken(column, rows) for name, column in table.items()})


def _taken(column: Coded | np.ndarray, rows: np.ndarray) -> Coded | np.ndarray:
    there = rows >= 0
    if isinstance(column, Coded):
        keys = column.keys[rows] if len(column) else np.full(len(rows), -1, np.int32)
        return Coded(np.where(there, keys, -1), column.pool)
    missing = np.datetime64("NaT") if column.dtype.kind == "M" else column.dtype.type(0)
    return np.where(there, column[rows] if len(column) else missing, missing).astype(column.dtype)


def gathered(texts: list[str], rows: np.ndarray, length: int) -> list[str]:
    """Texts joined by the row they belong to, in order.

    >>> gathered(["a", "b", "c"], np.array([0, 0, 2]), 3)
    ['ab', '', 'c']
    """
    if len(rows) == length and (rows == np.arange(length)).all():
        return texts
    out = [""] * length
    for row, text in zip(rows.tolist(), texts, strict=True):
        out[row] += text
    return out


def known_columns(name: str, given: Table) -> Table:
    """A table of the dictionary made complete from those of its columns that are given."""
    names = set(columns_of(name))
    return conform(name, given.select(*(column for column in given.columns if column in names)))
