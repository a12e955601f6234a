"""Codes that exclude each other on one day (data/edits/exclusive.csv), by row of procedures()."""

import numpy as np

from sim.ground.files import remembered
from sim.reference.codes import procedure_rows, procedures
from sim.reference.tables import rows, typed


@remembered
def _pairs() -> dict[tuple[int, int], tuple[np.datetime64, np.datetime64]]:
    found = rows("data/edits/exclusive.csv")
    first, second = (procedure_rows([row[name] for row in found]) for name in ("column_1", "column_2"))
    start, end = (
        typed([row["effective_date"] for row in found], "from_date"),
        typed([row["deletion_date"] for row in found], "to_date"),
    )
    return {
        (int(one), int(two)): (low, high)
        for one, two, low, high in zip(first, second, start, end, strict=True)
        if one >= 0 and two >= 0
    }


@remembered
def exclusive_columns() -> tuple[np.ndarray, np.ndarray]:
    """Per row of procedures(): is it the first, is it the second code of any pair? One place more: an unknown code,
    never.

    >>> [bool(column[procedure_rows(["90834"])[0]]) for column in exclusive_columns()]
    [True, True]
    """
    out = np.zeros((2, len(procedures()) + 1), bool)
    for first, second in _pairs():
        out[0][first], out[1][second] = True, True
    return out[0], out[1]


def excluded(second: np.ndarray, first: np.ndarray, on: np.ndarray) -> np.ndarray:
    """Is the second code excluded by the first on that day? Arrays of equal length: rows of procedures() and dates."""
    pairs = zip(second.tolist(), first.tolist(), on, strict=True)
    return np.array(
        [(one, two) in _pairs() and _pairs()[one, two][0] <= day <= _pairs()[one, two][1] for two, one, day in pairs],
        bool,
    )
