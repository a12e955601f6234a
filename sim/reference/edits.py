"""Edit tables as arrays by row of procedures(): pairs that bundle (NCCI PTP), most units of a code (MUE), add-on codes
and their bases.

Row -1 (a code we do not know) is in no edit. Sources: CMS NCCI, see the head of each file in data/edits; rows we could
not read from a published file are marked "verify" there. Where an official file has been imported, the release in force
on the date answers (sim.reference.imports).
"""

import numpy as np

from sim.ground.table import Table
from sim.ground.files import remembered
from sim.reference.codes import procedure_rows, procedures
from sim.reference.imports import overlay
from sim.reference.imports.store import releases
from sim.reference.tables import BEGINNING, END, rows, typed

NO_PAIR = -1
NO_LIMIT = 10**9
DENSE = 1000  # procedures up to which a matrix of pairs is small


def pair_indicator(column_1, column_2, on) -> np.ndarray:
    """The modifier indicator of a pair on a date: 0 never opened, 1 opened by an associated modifier, -1 no such pair.
    Shapes broadcast.

    >>> visit, drain, repair = procedure_rows(["99213", "10060", "12001"])
    >>> pair_indicator([drain, drain, visit, -1], [visit, repair, drain, drain], np.datetime64("2026-06-01")).tolist()
    [1, 1, -1, -1]
    """
    column_1, column_2 = np.asarray(column_1), np.asarray(column_2)
    if is_imported("ptp"):
        return overlay.pairs().find(pair_key(column_1, column_2), on)
    table = _pairs()
    in_force = (table["effective"][column_1, column_2] <= on) & (on <= table["deletion"][column_1, column_2])
    known = (column_1 >= 0) & (column_2 >= 0)
    return np.where(known & in_force, table["indicator"][column_1, column_2], NO_PAIR)


@remembered
def _pairs() -> dict[str, np.ndarray]:
    """Matrices by (row of column 1, row of column 2); a little over 150 codes make them small."""
    content, size = rows("data/edits/ptp.csv"), len(procedures())
    first, second = (procedure_rows([row[name] for row in content]) for name in ("column_1", "column_2"))
    known = (first >= 0) & (second >= 0)
    found = {
        "indicator": (
            np.full((size, size), NO_PAIR, np.int64),
            np.array([int(row["modifier_indicator"]) for row in content]),
        ),
        "effective": (
            np.full((size, size), np.datetime64("2999-12-31")),
            typed([row["effective_date"] for row in content], "from_date"),
        ),
        "deletion": (
            np.full((size, size), np.datetime64("1900-01-01")),
            typed([row["deletion_date"] for row in content], "to_date"),
        ),
    }
    for matrix, values in found.values():
        matrix[first[known], second[known]] = values[known]
    return {name: matrix for name, (matrix, _) in found.items()}


@remembered
def is_imported(holds: str) -> bool:
    """Must the imported releases be asked? Also where imports made the procedures too many for a matrix."""
    return bool(releases(holds)) or len(procedures()) > DENSE


def pair_key(first, second) -> np.ndarray:
    """Two rows of procedures() as one number, -1 where either is unknown."""
    first, second = np.asarray(first, np.int64), np.asarray(second, np.int64)
    return np.where((first >= 0) & (second >= 0), first * len(procedures()) + second, -1)


@remembered
def pair_columns() -> tuple[np.ndarray, np.ndarray]:
    """Per row of procedures(): is it the first, is it the second code of any pair? One place more than procedures: an
    unknown code, never.
    """
    size = len(procedures())
    found: tuple[np.ndarray, ...]
    if is_imported("ptp"):
        found = np.divmod(np.unique(overlay.pairs().keys), size)
    else:
        found = np.nonzero(_pairs()["indicator"] != NO_PAIR)
    out = np.zeros((2, size + 1), bool)
    out[0][found[0]], out[1][found[1]] = True, True
    return out[0], out[1]


@remembered
def unit_limits() -> Table:
    """Most units per row of procedures(): units (a very large number where there is no limit) and mai (1 line, 2 and 3
    day; 0 none). Whatever the date: the shipped limits, and for codes that have none the newest imported one;
    `unit_limit` knows the date.

    >>> limits, knee = unit_limits(), procedure_rows(["20610"])
    >>> limits.units[knee].tolist(), limits.mai[knee].tolist()
    ([2], [3])
    >>> int(limits.mai[procedure_rows(["99396"])[0]])  # published as 0 units: a service that Medicare does not cover
    0
    """
    size = len(procedures())
    units, mai = np.full(size, NO_LIMIT, np.int64), np.zeros(size, np.int64)
    for row in rows("data/edits/mue.csv"):
        place = int(procedure_rows([row["code"]])[0])
        if place >= 0:
            units[place], mai[place] = int(row["units"]), int(row["mai"])
    if releases("mue"):
        newest = overlay.limits().newest(np.arange(size))
        new = (mai == 0) & (newest >= 0)
        units, mai = np.where(new, newest // 10, units), np.where(new, newest % 10, mai)
    units, mai = _stated(units, mai)
    return Table(units=units, mai=mai)


def _stated(units: np.ndarray, mai: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """CMS prints 0 for services that Medicare does not pay at all (preventive visits by age, a finger stick). That is a
    question of benefit and not of units, and no limit for a payer that covers them: here it counts as none.
    """
    return np.where(units == 0, NO_LIMIT, units), np.where(units == 0, 0, mai)


def unit_limit(row, on) -> tuple[np.ndarray, np.ndarray]:
    """Most units and MAI of procedures on their dates; NO_LIMIT and 0 where there is no limit or the code is unknown.
    Shapes broadcast.

    >>> [int(one) for one in unit_limit(procedure_rows(["20610"])[0], np.datetime64("2026-06-01"))]
    [2, 3]
    """
    if releases("mue"):
        found = overlay.limits().find(row, on)
        return _stated(np.where(found >= 0, found // 10, NO_LIMIT), np.where(found >= 0, found % 10, 0))
    table = unit_limits()
    return np.append(table.units, NO_LIMIT)[row], np.append(table.mai, 0)[row]


@remembered
def add_on_bases() -> "np.ndarray | Bases":
    """Boolean matrix by (row of the add-on, row of the base), whatever the date. An add-on code without bases here has
    no fixed list: the payer decides. Where files were imported it is a Bases, which answers [add_on, base], [add_on]
    and .any(axis) alike.

    >>> more, first = procedure_rows(["17003", "17000"])
    >>> bool(add_on_bases()[more, first])
    True
    """
    size = len(procedures())
    if is_imported("add_on"):
        return Bases(np.unique(overlay.bases().keys[overlay.bases().values == 1]), size)
    matrix = np.zeros((size, size), bool)
    for row in rows("data/edits/add_on.csv"):
        pair = procedure_rows([row["add_on"], row["base"]])
        if (pair >= 0).all():
            matrix[pair[0], pair[1]] = True
    return matrix


def needs_base(row, on) -> np.ndarray:
    """Has the code on that date a fixed list of bases (an add-on of type 1)? Shapes broadcast.

    >>> needs_base(procedure_rows(["17003", "17000"]), np.datetime64("2026-06-01")).tolist()
    [True, False]
    """
    first, last = _lists()
    return (first[row] <= on) & (on <= last[row])


@remembered
def _lists() -> tuple[np.ndarray, np.ndarray]:
    """First and last day of each procedure's fixed list of bases; the last place is an unknown code."""
    size = len(procedures())
    first, last = np.full(size + 1, END), np.full(size + 1, BEGINNING)
    if is_imported("add_on"):
        fixed = overlay.bases().values == 1
        np.minimum.at(first, overlay.bases().keys[fixed] // size, overlay.bases().first[fixed])
        np.maximum.at(last, overlay.bases().keys[fixed] // size, overlay.bases().last[fixed])
    else:
        has = np.flatnonzero(add_on_bases().any(axis=1))
        first[has], last[has] = BEGINNING, END
    return first, last


def is_base(add_on, base, on) -> np.ndarray:
    """May this base carry this add-on on that date? Shapes broadcast.

    >>> more, first, knee = procedure_rows(["17003", "17000", "20610"])
    >>> is_base([more, more], [first, knee], np.datetime64("2026-06-01")).tolist()
    [True, False]
    """
    if is_imported("add_on"):
        return overlay.bases().find(pair_key(add_on, base), on) > 0
    add_on, base = np.broadcast_arrays(add_on, base)
    return (add_on >= 0) & (base >= 0) & add_on_bases()[add_on, base]


class Bases:
    """A boolean matrix of pairs too large to be written out."""

    def __init__(self, keys: np.ndarray, size: int):
        self.keys, self.size = keys, size

    def __getitem__(self, index) -> np.ndarray:
        if isinstance(index, tuple):
            return np.isin(pair_key(*index), self.keys)
        row = np.zeros(self.size, bool)
        row[self.keys[self.keys // self.size == index] % self.size] = True
        return row

    def any(self, axis: int) -> np.ndarray:
        """Per add-on (axis 1): has it a base? Per base (axis 0): does it carry any?"""
        out = np.zeros(self.size, bool)
        out[self.keys // self.size if axis else self.keys % self.size] = True
        return out
