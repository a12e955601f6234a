"""Edit tables as arrays by row of procedures(): pairs that bundle (NCCI PTP), most units of a code (MUE), add-on codes and their bases.

Row -1 (a code we do not know) is in no edit. Sources: CMS NCCI, see the head of each file in data/edits; rows we could not read from a published
file are marked "verify" there.
"""
from functools import cache

import numpy as np

from sim.ground.table import Table
from sim.reference.codes import procedure_rows, procedures
from sim.reference.tables import rows, typed

NO_PAIR = -1


def pair_indicator(column_1, column_2, on) -> np.ndarray:
    """The modifier indicator of a pair on a date: 0 never opened, 1 opened by an associated modifier, -1 no such pair. Shapes broadcast.

    >>> visit, drain, repair = procedure_rows(["99213", "10060", "12001"])
    >>> pair_indicator([drain, drain, visit, -1], [visit, repair, drain, drain], np.datetime64("2026-06-01")).tolist()
    [1, 1, -1, -1]
    """
    table, (column_1, column_2) = _pairs(), (np.asarray(column_1), np.asarray(column_2))
    in_force = (table["effective"][column_1, column_2] <= on) & (on <= table["deletion"][column_1, column_2])
    known = (column_1 >= 0) & (column_2 >= 0)
    return np.where(known & in_force, table["indicator"][column_1, column_2], NO_PAIR)


@cache
def _pairs() -> dict[str, np.ndarray]:
    """Matrices by (row of column 1, row of column 2); a little over 150 codes make them small."""
    content, size = rows("data/edits/ptp.csv"), len(procedures())
    first, second = (procedure_rows([row[name] for row in content]) for name in ("column_1", "column_2"))
    known = (first >= 0) & (second >= 0)
    found = {"indicator": (np.full((size, size), NO_PAIR, np.int64), np.array([int(row["modifier_indicator"]) for row in content])),
             "effective": (np.full((size, size), np.datetime64("2999-12-31")), typed([row["effective_date"] for row in content], "from_date")),
             "deletion": (np.full((size, size), np.datetime64("1900-01-01")), typed([row["deletion_date"] for row in content], "to_date"))}
    for matrix, values in found.values():
        matrix[first[known], second[known]] = values[known]
    return {name: matrix for name, (matrix, _) in found.items()}


@cache
def unit_limits() -> Table:
    """Most units per row of procedures(): units (a very large number where there is no limit) and mai (1 line, 2 and 3 day; 0 none).

    >>> limits, knee = unit_limits(), procedure_rows(["20610"])
    >>> limits.units[knee].tolist(), limits.mai[knee].tolist()
    ([2], [3])
    """
    size = len(procedures())
    units, mai = np.full(size, 10**9, np.int64), np.zeros(size, np.int64)
    for row in rows("data/edits/mue.csv"):
        place = int(procedure_rows([row["code"]])[0])
        if place >= 0:
            units[place], mai[place] = int(row["units"]), int(row["mai"])
    return Table(units=units, mai=mai)


@cache
def add_on_bases() -> np.ndarray:
    """Boolean matrix by (row of the add-on, row of the base). An add-on code without bases here has no fixed list: the payer decides.

    >>> more, first = procedure_rows(["17003", "17000"])
    >>> bool(add_on_bases()[more, first])
    True
    """
    size = len(procedures())
    matrix = np.zeros((size, size), bool)
    for row in rows("data/edits/add_on.csv"):
        pair = procedure_rows([row["add_on"], row["base"]])
        if (pair >= 0).all():
            matrix[pair[0], pair[1]] = True
    return matrix
