"""Numbers of the law, of a payer, of a fee schedule: dated values in data/params/NAME.toml, looked up per row by payer
and a named date.

    meaning = "Days from the date of service within which a payer must receive a claim"
    unit = "days"                       # days | cents | percent | parts per million | count | years | flag
    [[value]]
    payer = "acme_ppo"                  # a payer's file name, or "*" for every payer that has none of its own
    from = 2025-01-01                   # in force from this day on, until the next value of the same payer
    value = 90
    cite = "provider contract, filing clause"

Values are whole numbers (a percentage of 15.5 is 155000 parts per million). A row without a value in force gets
`missing`.
"""

from datetime import date
from typing import Any

import numpy as np

from sim.ground.dates import Day
from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_toml, remembered
from sim.ground.strict_toml import Field, Place, day, items, record, text, whole, word

UNITS = ("days", "cents", "percent", "parts per million", "count", "years", "flag")
LARGEST = 10**15
VALUE = {
    "payer": Field(text, "*"),
    "from": Field(day),
    "value": Field(whole(-LARGEST, LARGEST)),
    "cite": Field(text),
}
FIELDS = {
    "meaning": Field(text),
    "unit": Field(word(*UNITS)),
    "value": Field(items(lambda value, where: record(value, where, VALUE)), ()),
}
Spans = tuple[np.ndarray, np.ndarray]  # the days from which, and the values
NONE = np.iinfo(np.int64).min  # no value in force


@remembered
def read(name: str) -> dict[str, Spans]:
    """Payer -> (dates from which, values), sorted by date. Raises CleanClaimError for a file that is not as described
    above.
    """
    path = find(f"data/params/{name}.toml")
    spans: dict[str, list[tuple[date, int]]] = {}
    for row in record(read_toml(path), Place(str(path)), FIELDS)["value"]:
        spans.setdefault(row["payer"], []).append((row["from"], row["value"]))
    return {
        payer: (
            np.array([day for day, _ in sorted(rows)], "datetime64[D]"),
            np.array([value for _, value in sorted(rows)], np.int64),
        )
        for payer, rows in spans.items()
    }


def param_value(name: str, payer: str, on: Day) -> int:
    """One value for one payer on one date. Raises CleanClaimError where none is in force.

    >>> param_value("sequestration", "medicare_part_b", "2026-05-01")
    20000
    """
    value = int(_in_force(name, payer, np.array([on], "datetime64[D]"))[0])
    if value == NONE:
        raise CleanClaimError(
            f"no {name} for {payer} on {on}", f"data/params/{name}.toml", "a value in force", "add a dated value"
        )
    return value


def days(name: str, on: Day, payer: str = "*") -> np.timedelta64:
    """As param_value, for a number of days to add to a date.

    >>> np.datetime64("2026-05-01") + days("days_on_the_wire", "2026-05-01")
    np.datetime64('2026-05-02')
    """
    return np.timedelta64(param_value(name, payer, on), "D")


def param(name: str, lines: Any, on: str = "service_date", missing: int = NONE) -> np.ndarray:
    """The value in force per row, by the row's payer and the named date column. Shape: int64, one per row of `lines`
    (any table with a Coded `payer_code` and that date)."""
    payers, dates = lines.payer_code, getattr(lines, on)
    out = np.full(len(payers), missing, np.int64)
    for key, payer in enumerate(payers.pool):
        mask = payers.keys == key
        if mask.any():
            found = _in_force(name, payer, dates[mask])
            out[mask] = np.where(found == NONE, missing, found)
    return out


def _in_force(name: str, payer: str, dates: np.ndarray) -> np.ndarray:
    spans = read(name)
    starts, values = spans.get(payer) or spans.get("*") or (np.array([], "datetime64[D]"), np.array([], np.int64))
    place = np.searchsorted(starts, dates, side="right")
    found = np.append(np.int64(NONE), values)[place]
    return np.where(np.isnat(dates), NONE, found)
