"""Imported fee schedules and indices as further rows of the library's fee tables, and which row is in force on a
day.
"""

import numpy as np

from sim.ground.coded import Coded
from sim.ground.table import Table
from sim.ground.files import remembered
from sim.reference.imports import store
from sim.reference.imports.dated import shipped_from
from sim.reference.tables import BEGINNING

FEES = {
    "code": "code",
    "modifier": "modifier",
    "status_code": "status",
    "global_days": "global_days",
    "endoscopic_base": "endoscopic_base",
    "work_rvu": "work",
    "nonfacility_pe_rvu": "nonfacility_pe",
    "facility_pe_rvu": "facility_pe",
    "malpractice_rvu": "malpractice",
}
INDICES = {
    "locality": "locality",
    "state": "state",
    "name": "name",
    "work": "work",
    "practice_expense": "practice_expense",
    "malpractice": "malpractice",
}


class Ladder:
    """Rows by key, step after step of days. An extract that does not name a key leaves it to the step before."""

    def __init__(self, steps: list[tuple]):
        self.steps = steps  # (first day, is extract, {key: row})

    def find(self, key, on=None) -> int:
        """The row in force on a day; without a day the shipped row, else the newest; -1 where there is none.

        >>> ladder = Ladder([(np.datetime64("1900-01-01"), False, {"a": 0}),
        ...     (np.datetime64("2026-10-01"), True, {"a": 1, "b": 2})])
        >>> (ladder.find("a", "2026-09-30"), ladder.find("a", "2026-10-01"), ladder.find("a"), ladder.find("b"),
        ...  ladder.find("b", "2026-01-01"))
        (0, 1, 0, 2, -1)
        """
        if on is None:
            return self.steps[0][2].get(
                key, next((rows[key] for _, _, rows in reversed(self.steps) if key in rows), -1)
            )
        for start, is_extract, rows in reversed(self.steps):
            if start <= np.datetime64(on, "D"):
                if key in rows or not is_extract:
                    return rows.get(key, -1)
        return -1


def extended(base: Table, holds: str, columns: dict[str, str]) -> Table:
    """The shipped table with the rows of every import below it, in the order of their days."""
    parts = [base]
    for one in store.releases(holds):
        content = store.columns(one)
        parts.append(Table({ours: _column(content[theirs], base[ours]) for ours, theirs in columns.items()}))
    return Table.concat([part.select(*columns) for part in parts])


def _column(values, like):
    if not isinstance(like, Coded):
        return np.asarray(values, np.int64)
    return Coded.of(map(bytes.decode, values.tolist()) if isinstance(values, np.ndarray) else values)


def ladder(holds: str, keys: list, shipped: int) -> Ladder:
    """The ladder of a table made by `extended`: its keys in row order, of which the first `shipped` ship."""
    own = {key: row for row, key in enumerate(keys[:shipped])}
    releases, steps, at = store.releases(holds), [], shipped
    for one in releases:
        steps.append(
            (
                np.datetime64(one.effective, "D"),
                one.is_extract,
                {key: at + row for row, key in enumerate(keys[at : at + one.rows])},
            )
        )
        at += one.rows
    day = np.datetime64(shipped_from(holds), "D")
    if any(start < day for start, _, _ in steps):
        steps.append((day, False, own))
    return Ladder([(BEGINNING, False, own), *sorted(steps, key=lambda step: step[0])])


@remembered
def factors() -> tuple[tuple, ...]:
    """(first day, conversion factor in millionths of a dollar) of imported fee schedules that state one."""
    found = []
    for one in store.releases("pprrvu"):
        values = store.columns(one)["factor"]
        different = np.unique(values[values > 0])
        if len(different) == 1:
            found.append((np.datetime64(one.effective, "D"), int(different[0])))
    return tuple(found)
