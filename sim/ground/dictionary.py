"""The one vocabulary: every column of every table, from data/dictionary.csv.

Types: key (int64, -1 missing), count (int64), cents (int64), date (datetime64[D], NaT missing), flag (bool), code
(Coded text, missing empty).
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from sim.ground.coded import Coded
from sim.ground.errors import CleanClaimError
from sim.ground.files import read_csv, root

TYPES = ("key", "count", "cents", "date", "flag", "code")


@cache
def dictionary() -> tuple[dict[str, str], ...]:
    """Rows of the dictionary: table, name, type, meaning, missing, cms1500_box, ub04_locator, x12."""
    path = root() / "data/dictionary.csv"  # the program's own: nobody overlays the vocabulary
    rows = tuple(read_csv(path))
    for row in rows:
        if row["type"] not in TYPES:
            raise CleanClaimError(
                f"unknown type {row['type']!r}", f"{path}, column {row['name']}", ", ".join(TYPES), "correct the row"
            )
    return rows


@cache
def columns_of(table: str) -> dict[str, str]:
    """Name -> type of a table's columns, in order.

    >>> columns_of("claim_lines")["charge_amount"]
    'cents'
    """
    columns = {row["name"]: row["type"] for row in dictionary() if row["table"] == table}
    if not columns:
        raise CleanClaimError(
            f"no table {table!r} in the dictionary",
            "data/dictionary.csv",
            ", ".join(sorted({row["table"] for row in dictionary()})),
            "check the name",
        )
    return columns


def typed(kind: str, values: Sequence[Any]) -> Any:
    """A column of the given type from plain values; None is the type's missing value."""
    if kind == "code":
        return Coded.of(["" if value is None else value for value in values])
    if kind == "date":
        return np.array(["NaT" if value is None else value for value in values], "datetime64[D]")
    if kind == "flag":
        return np.array([bool(value) for value in values], bool)
    missing = -1 if kind == "key" else 0
    return np.array([missing if value is None else value for value in values], np.int64)
