"""What a release adds, ends and changes against the one that was in force before it: the shipped tables or an earlier
import.
"""

from typing import NamedTuple

import numpy as np

from sim.reference.imports import store
from sim.reference.imports.kinds import holding

SHOWN = 12
SHIPPED_TABLES = "the shipped tables"


class Difference(NamedTuple):
    """Counts of rows, the first few, and how many rows the release before had."""

    against: str
    before: int
    added: int
    ended: int
    changed: int
    added_codes: list[str]
    ended_codes: list[str]


def keys_of(module, found: dict, columns=None) -> list[str]:
    """One text for each row of the main data set, from the kind's KEY columns."""
    parts = [_texts(found[holding(module)][name]) for name in columns or module.KEY]
    return parts[0] if len(parts) == 1 else ["\0".join(cells) for cells in zip(*parts, strict=True)]


def _texts(column) -> list[str]:
    if not isinstance(column, np.ndarray):
        return list(column)
    if column.dtype.kind == "M":
        return column.astype("datetime64[D]").astype(str).tolist()
    return (
        [value.decode("ascii") for value in column.tolist()]
        if column.dtype.kind == "S"
        else [str(value) for value in column.tolist()]
    )


def _rows(module, found: dict) -> dict:
    """Key -> the rest of the row. A kind may compare by fewer columns than identify a row (COMPARED: a pair, whatever
    its dates).
    """
    main, key = found[holding(module)], getattr(module, "COMPARED", module.KEY)
    rest = [
        column if not isinstance(column, np.ndarray) else column.tolist()
        for name, column in main.items()
        if name not in key
    ]
    return dict(
        zip(keys_of(module, found, key), zip(*rest, strict=True) if rest else [()] * len(main[key[0]]), strict=True)
    )


def compared(module, found: dict, day, release: str, extract: bool) -> Difference:
    """The difference to the whole release in force the day before (extracts do not count). An extract ends nothing; one
    file of several ends only what lies between its own first and last row."""
    name, before = _before(module, day, release)
    now = (
        _rows(module, found)
        if name != SHIPPED_TABLES
        else dict.fromkeys(keys_of(module, found, getattr(module, "COMPARED", module.KEY)))
    )
    added, ended = now.keys() - before.keys(), set() if extract else before.keys() - now.keys()
    if ended and getattr(module, "MERGES", False):
        low, high = min(now), max(now)
        ended = {key for key in ended if low <= key <= high}
    changed = sum(before[key] is not None and before[key] != value for key, value in now.items() if key in before)
    return Difference(name, len(before), len(added), len(ended), int(changed), _shown(added), _shown(ended))


def _shown(keys) -> list[str]:
    return [" ".join(key.split("\0")).strip() for key in sorted(keys)[:SHOWN]]


def _before(module, day, release: str) -> tuple[str, dict]:
    earlier = [
        one
        for one in store.releases(holding(module))
        if one.effective < day and not one.is_extract and one.release != release
    ]
    if not earlier:
        return SHIPPED_TABLES, dict.fromkeys(module.shipped())
    last = [one for one in earlier if one.release == earlier[-1].release]
    rows: dict = {}
    for one in last:
        rows |= _rows(module, {holding(module): store.columns(one)})
    return f"release {last[0].release}", rows


def shipped_rows(module) -> int:
    """How many rows of this kind ship; 0 where none do."""
    return module.shipped_count() if hasattr(module, "shipped_count") else len(module.shipped())
