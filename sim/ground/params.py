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

A payer's own limits stand in its own file, data/payers/NAME.toml, and go before what is written here for it:

    [limits]
    filing_limit = 90
    appeal_limit = { value = 180, from = 2025-01-01, cite = "provider contract, appeals" }
    cite = "provider contract"

The user's own file of the same name adds: a payer that it names is read from it alone, the others as shipped.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from sim.ground.dates import Day
from sim.ground.errors import CleanClaimError
from sim.ground.files import find, places, read_toml, remembered, scan
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


class Stated(NamedTuple):
    """One value as it is written: whose, from which day on, where."""

    payer: str
    start: date
    value: int
    cite: str


ALWAYS = date(1900, 1, 1)
YEARS = "_years"  # NAME_years states in calendar years what NAME states in days


@remembered
def read(name: str) -> dict[str, Spans]:
    """Payer -> (dates from which, values), sorted by date. Raises CleanClaimError for a file that is not as described
    above.
    """
    spans: dict[str, list[tuple[date, int]]] = {}
    for row in stated(name):
        spans.setdefault(row.payer, []).append((row.start, row.value))
    return {
        payer: (
            np.array([day for day, _ in sorted(rows)], "datetime64[D]"),
            np.array([value for _, value in sorted(rows)], np.int64),
        )
        for payer, rows in spans.items()
    }


@remembered
def stated(name: str) -> tuple[Stated, ...]:
    """Every value of a parameter with its source: as shipped, the user's own, and what payers' own files say.

    >>> [(one.value, one.cite) for one in stated("filing_limit") if one.payer == "acme_ppo"]
    [(90, 'provider contract, filing clause (teaching estimate)')]
    """
    path = f"data/params/{name}.toml"
    found: dict[str, list[Stated]] = {}
    for file in [file for place in reversed(places()) if (file := place / path).is_file()] or [find(path)]:
        own: dict[str, list[Stated]] = {}
        for row in record(read_toml(file), Place(str(file)), FIELDS)["value"]:
            own.setdefault(row["payer"], []).append(Stated(row["payer"], row["from"], row["value"], row["cite"]))
        found.update(own)
    twin = name.removesuffix(YEARS) if name.endswith(YEARS) else name + YEARS
    for payer, limits in _limits_of_payers().items():
        if name in limits or twin in limits:
            found[payer] = [Stated(payer, *one) for one in limits.get(name, ())]
    return tuple(row for rows in found.values() for row in rows)


class Limit(NamedTuple):
    """A number of a payer's [limits]: from which day on, how many, where it is written."""

    start: date
    value: int
    cite: str


LIMIT = {
    "value": Field(lambda value, where: _number(value, where)),
    "from": Field(day, ALWAYS),
    "cite": Field(text, ""),
}


def limits_of(table: Any, where: Place, known: Mapping[str, Any]) -> dict[str, tuple[Limit, ...]]:
    """What [limits] of a payer's file says, by name of the parameter. Raises CleanClaimError for what is not one of
    `known`, for a number without a source, and for days and years of one limit.

    >>> limits_of({"filing_limit": 90, "cite": "contract"}, Place("own.toml", "[limits]"), {"filing_limit": ""})
    {'filing_limit': (Limit(start=datetime.date(1900, 1, 1), value=90, cite='contract'),)}
    """
    found = record(table, where, {**{name: Field(_limit, ()) for name in known}, "cite": Field(text, "")})
    cite, out = found.pop("cite"), {}
    for name, limits in found.items():
        if limits:
            out[name] = tuple(one._replace(cite=one.cite or cite) for one in limits)
            if not all(one.cite for one in out[name]):
                raise where.at("cite").refuse("found none", "where the limits are written", 'write cite = "..."')
            if len({one.start for one in limits}) < len(limits):
                raise where.at(name).refuse("found two values from one day on", "one for each day", "remove one")
            if name + YEARS in found and found[name + YEARS]:
                raise where.at(name).refuse("found days and years", f"{name} or {name}{YEARS}", "remove one of the two")
    return out


def _limit(value: Any, where: Place) -> tuple[Limit, ...]:
    """A number; { value, from, cite }; or several of these, each from its day on."""
    if isinstance(value, list):
        return tuple(_limit(one, where.nth(place))[0] for place, one in enumerate(value, 1))
    one = record(value if isinstance(value, dict) else {"value": value}, where, LIMIT)
    return (Limit(one["from"], one["value"], one["cite"]),)


def _number(value: Any, where: Place) -> int:
    """A whole number, or true and false for a payer that does or does not."""
    return int(value) if isinstance(value, bool) else whole(0, 3660)(value, where)


@remembered
def _limits_of_payers() -> dict[str, dict[str, tuple[Limit, ...]]]:
    """Payer -> what its own file states. A file that cannot be read is told where payers are read."""
    out: dict[str, dict[str, tuple[Limit, ...]]] = {}
    for name, path in scan("data/payers").items():
        try:
            table = read_toml(path).get("limits")
            out[name] = limits_of(table, Place(str(path), "[limits]"), table) if table else {}
        except (CleanClaimError, TypeError):
            continue
    return out


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
