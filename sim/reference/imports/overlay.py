"""Imported edits and limits laid over the shipped ones, by date of service; asked only where something was imported.

Procedures are named by their row in codes.procedures(), pairs by one number: row of the first times the count of procedures plus row of the second.
"""
from functools import cache

import numpy as np

from sim.reference import codes
from sim.reference.imports import store
from sim.reference.imports.dated import Dated, Layer, layers
from sim.reference.tables import BEGINNING, END, rows, typed


def _row_of(texts) -> np.ndarray:
    """Rows of procedures for an array of code bytes; each different code is looked up once."""
    different, place = np.unique(np.asarray(texts, "S"), return_inverse=True)
    return codes.procedure_rows([code.decode("ascii") for code in different.tolist()]).astype(np.int64)[place]


def _pair(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return np.where((first >= 0) & (second >= 0), first * len(codes.procedures()) + second, -1)


def _shipped(path: str, *names: str) -> list[np.ndarray]:
    content = rows(path)
    return [np.array([row[name] for row in content], "S") for name in names]


def _dates(path: str) -> tuple[np.ndarray, np.ndarray]:
    content = rows(path)
    return typed([row["effective_date"] for row in content], "from_date"), typed([row["deletion_date"] for row in content], "to_date")


def _layer(start, keys, values, first, last, release=None) -> Layer:
    known = keys >= 0
    return Layer(start, keys[known], np.asarray(values, np.int64)[known], first[known], last[known], bool(release and release.is_extract))


def _open(count: int) -> tuple[np.ndarray, np.ndarray]:
    return np.full(count, BEGINNING), np.full(count, END)


@cache
def pairs() -> Dated:
    """Modifier indicator by pair and day."""
    path = "data/edits/ptp.csv"

    def base(start):
        first, second, indicator = _shipped(path, "column_1", "column_2", "modifier_indicator")
        return _layer(start, _pair(_row_of(first), _row_of(second)), indicator.astype(np.int64), *_dates(path))

    def of(one, start):
        found = store.columns(one)
        return _layer(start, _pair(_row_of(found["column_1"]), _row_of(found["column_2"])), found["indicator"], found["effective"], found["deletion"], one)
    return Dated(layers("ptp", store.releases("ptp"), base, of))


@cache
def limits() -> Dated:
    """Units times 10 plus MAI, by procedure and day."""
    path = "data/edits/mue.csv"

    def base(start):
        code, units, mai = _shipped(path, "code", "units", "mai")
        return _layer(start, _row_of(code), units.astype(np.int64) * 10 + mai.astype(np.int64), *_dates(path))

    def of(one, start):
        found = store.columns(one)
        return _layer(start, _row_of(found["code"]), found["units"] * 10 + found["mai"], *_open(len(found["code"])), one)
    return Dated(layers("mue", store.releases("mue"), base, of))


@cache
def bases() -> Dated:
    """Type of the add-on (1 to 3) by pair of add-on and base, and day."""
    path = "data/edits/add_on.csv"

    def base(start):
        add_on, first, kind = _shipped(path, "add_on", "base", "type")
        return _layer(start, _pair(_row_of(add_on), _row_of(first)), kind.astype(np.int64), *_dates(path))

    def of(one, start):
        found = store.columns(one)
        return _layer(start, _pair(_row_of(found["add_on"]), _row_of(found["base"])), found["type"], found["effective"], found["deletion"], one)
    return Dated(layers("add_on", store.releases("add_on"), base, of))
