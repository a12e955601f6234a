"""Imported edits and limits laid over the shipped ones, by date of service; asked only where something was imported.

Procedures are named by their row in codes.procedures(), pairs by one number: row of the first times the count of
procedures plus row of the second.
"""

import numpy as np

from sim.ground.files import remembered
from sim.reference import codes
from sim.reference.imports import store
from sim.reference.imports.dated import Dated, Layer, layers
from sim.reference.tables import BEGINNING, END, rows, typed

NUMBERS = ("modifier_indicator", "units", "mai", "type")


def _rows(release, column: str) -> np.ndarray:
    """Rows of procedures for a column of an import; each different code is looked up once."""
    different, places = store.codes(release, column)
    return codes.procedure_rows([code.decode("ascii") for code in different.tolist()]).astype(np.int64)[places]


def _pair(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return np.where((first >= 0) & (second >= 0), first * len(codes.procedures()) + second, -1)


def keys_of(release, *columns: str) -> np.ndarray:
    """The keys that an import names: rows of procedures, or pairs of them as one number."""
    found = [_rows(release, name) for name in columns]
    return found[0] if len(found) == 1 else _pair(*found)


def _shipped(path: str, *names: str) -> list[np.ndarray]:
    """Columns of a shipped table: codes as rows of procedures, digits as numbers."""
    content = rows(path)
    return [
        np.array([int(row[name]) for row in content])
        if name in NUMBERS
        else codes.procedure_rows([row[name] for row in content]).astype(np.int64)
        for name in names
    ]


def _dates(path: str) -> tuple[np.ndarray, np.ndarray]:
    content = rows(path)
    return typed([row["effective_date"] for row in content], "from_date"), typed(
        [row["deletion_date"] for row in content], "to_date"
    )


def _layer(start, keys, values, first, last, speaks=None) -> Layer:
    known = keys >= 0
    return Layer(start, keys[known], np.asarray(values, np.int64)[known], first[known], last[known], speaks)


def _speaks(one, keys, first_codes=None):
    """An extract speaks for its own keys; one file of several for all pairs whose first code lies between its own first
    and last; else for all.
    """
    if one.is_extract:
        return lambda others: np.isin(others, keys)
    if first_codes is None:
        return None
    low, high = first_codes[[0, -1]]
    texts = np.array([code.encode("ascii") for code in codes.procedures().code.texts()], "S5")
    within = (texts >= low) & (texts <= high)
    return lambda others: within[others // len(texts)]


def _open(count: int) -> tuple[np.ndarray, np.ndarray]:
    return np.full(count, BEGINNING), np.full(count, END)


@remembered
def pairs() -> Dated:
    """Modifier indicator by pair and day."""
    path = "data/edits/ptp.csv"

    def base(start):
        first, second, indicator = _shipped(path, "column_1", "column_2", "modifier_indicator")
        return _layer(start, _pair(first, second), indicator, *_dates(path))

    def of(one, start):
        found, keys = store.columns(one), _pair(_rows(one, "column_1"), _rows(one, "column_2"))
        return _layer(
            start,
            keys,
            found["indicator"],
            found["effective"],
            found["deletion"],
            _speaks(one, keys, store.codes(one, "column_1")[0]),
        )

    return Dated(layers("ptp", store.releases("ptp"), base, of))


@remembered
def limits() -> Dated:
    """Units times 10 plus MAI, by procedure and day."""
    path = "data/edits/mue.csv"

    def base(start):
        code, units, mai = _shipped(path, "code", "units", "mai")
        return _layer(start, code, units * 10 + mai, *_dates(path))

    def of(one, start):
        found, keys = store.columns(one), _rows(one, "code")
        return _layer(start, keys, found["units"] * 10 + found["mai"], *_open(len(keys)), _speaks(one, keys))

    return Dated(layers("mue", store.releases("mue"), base, of))


@remembered
def bases() -> Dated:
    """Type of the add-on (1 to 3) by pair of add-on and base, and day."""
    path = "data/edits/add_on.csv"

    def base(start):
        add_on, first, kind = _shipped(path, "add_on", "base", "type")
        return _layer(start, _pair(add_on, first), kind, *_dates(path))

    def of(one, start):
        found, keys = store.columns(one), _pair(_rows(one, "add_on"), _rows(one, "base"))
        return _layer(start, keys, found["type"], found["effective"], found["deletion"], _speaks(one, keys))

    return Dated(layers("add_on", store.releases("add_on"), base, of))
