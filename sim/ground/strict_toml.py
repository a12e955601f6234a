"""Reading what an author wrote, strictly: every key is known, every value has its kind, and a mistake is answered with
file, field, found and what to write. Scenarios, exercises, clinics, payers, parameters and editions are read so.

A reader is a function of a value and a place; a record is a table of field names with their readers. To read a kind of
file, write down its fields and give the whole table to `record`:

    >>> FIELDS = {"name": Field(text), "kind": Field(word("medicare", "commercial")), "days": Field(whole(1, 365), 90)}
    >>> record({"name": "Acme", "kind": "commercial"}, Place("acme.toml"), FIELDS)
    {'name': 'Acme', 'kind': 'commercial', 'days': 90}
    >>> record({"name": "Acme", "kin": "commercial"}, Place("acme.toml"), FIELDS)
    Traceback (most recent call last):
    sim.ground.errors.CleanClaimError: file: found the key 'kin' (acme.toml); expected one of name, kind, days; to do:
    write 'kind'

Tables inside a table are records with readers of their own (`items` for [[several]]); what only the whole can tell is
checked afterwards and raised with `Place.refuse`, so that every error has the same four parts.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, NamedTuple

from sim.ground.errors import CleanClaimError
from sim.ground.money import LARGEST
from sim.ground.money import cents as in_cents
from sim.ground.money import dollars as in_dollars

REQUIRED = object()


class Place(NamedTuple):
    """Where in which file: Place("knee.toml", "service 2").at("modifiers") is "service 2, modifiers". head: the fields
    that stand above the first line in brackets.
    """

    file: str
    field: str = ""
    head: tuple[str, ...] = ()

    def at(self, field: Any) -> "Place":
        """One step further in."""
        return self._replace(field=f"{self.field}, {field}" if self.field else str(field))

    def nth(self, number: int) -> "Place":
        """One of several: Place("knee.toml", "service").nth(2) is "service 2"."""
        return self._replace(field=f"{self.field} {number}".strip())

    def refuse(self, found: str, expected: str, todo: str) -> CleanClaimError:
        """The error that tells the author what to write."""
        return CleanClaimError(f"{self.field or 'file'}: {found}", self.file, expected, todo)


class Field(NamedTuple):
    """How one key is read; without a default it has to be there."""

    read: "Reader"
    default: Any = REQUIRED


Reader = Callable[[Any, Place], Any]


def shown(value: Any) -> str:
    """A value as it is quoted back, never longer than a line."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def record(table: Any, where: Place, fields: Mapping[str, Field]) -> dict[str, Any]:
    """A TOML table as a dictionary with every field, read and complete. Raises CleanClaimError for unknown and missing
    keys, the real cause first: what stands there and is wrong, in the order of the file, before what is missing.
    """
    if not isinstance(table, Mapping):
        raise where.refuse(f"found {shown(table)}", "a table of " + ", ".join(fields), "write it as a table")
    if not where.field:
        where = where._replace(head=tuple(fields))
    missing = [key for key, field in fields.items() if field.default is REQUIRED and key not in table]
    for key in table:
        if key not in fields:
            raise _unknown(key, where, fields, missing)
    read = {key: fields[key].read(value, where.at(key)) for key, value in table.items()}
    if missing:
        raise where.refuse(f"{missing[0]} is missing", f"{missing[0]} = ...", f"add {missing[0]}")
    return {key: read[key] if key in read else field.default for key, field in fields.items()}


def _unknown(key: Any, where: Place, fields: Mapping[str, Field], missing: list[str]) -> CleanClaimError:
    """A key that the table does not have: one of the head that slipped below a section, or a word mistyped."""
    section = re.split(r"[ ,]", where.field)[0].strip("[]")
    if where.field and key in where.head and key != section:
        return where.refuse(
            f"found {key}, which belongs above the first line in brackets",
            "one of " + ", ".join(fields),
            f"move {key} up: what stands below [[{section}]] or [{section}] is a part of it",
        )
    todo = suggestion(key, fields)
    if len(missing) == 1 and todo.startswith("use one"):
        todo = f"write {missing[0]!r}, which is missing, or remove it"
    return where.refuse(f"found the key {shown(key)}", "one of " + ", ".join(fields), todo)


def suggestion(word: Any, known: Iterable[Any]) -> str:
    """What the author may have meant.

    >>> suggestion("modifer", ["modifiers", "units"])
    "write 'modifiers'"
    """
    close = get_close_matches(str(word), [str(one) for one in known], 1, 0.6)
    return f"write {close[0]!r}" if close else "use one of these or remove it"


def text(value: Any, where: Place) -> str:
    """A text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise where.refuse(f"found {shown(value)}", "a text in quotation marks", 'write "..."')
    return value


def text_up_to(most: int) -> Reader:
    """A text that is not empty and has at most so many characters."""

    def read(value: Any, where: Place) -> str:
        if len(found := text(value, where)) > most:
            raise where.refuse(f"found {len(found):,} characters", f"at most {most:,}", "shorten the text")
        return found

    return read


def flag(value: Any, where: Place) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise where.refuse(f"found {shown(value)}", "true or false, without quotation marks", "write true or false")
    return value


def whole(low: int, high: int) -> Reader:
    """A whole number between two limits."""

    def read(value: Any, where: Place) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise where.refuse(f"found {shown(value)}", f"a whole number from {low} to {high}", "write such a number")
        return value

    return read


def number_between(low: float, high: float) -> Reader:
    """A number between two limits, both included."""

    def read(value: Any, where: Place) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            raise where.refuse(f"found {shown(value)}", f"a number from {low:g} to {high:g}", "write such a number")
        return float(value)

    return read


def dollars(value: Any, where: Place) -> int:
    """Dollars with a point, such as 500.00, with or without quotation marks; in cents. A whole number may be dollars or
    cents: it is asked about.

    >>> dollars(500.0, Place("own.toml", "deductible")), dollars("$1,250.00", Place("own.toml", "deductible"))
    (50000, 125000)
    >>> dollars(500, Place("own.toml", "deductible"))
    Traceback (most recent call last):
    sim.ground.errors.CleanClaimError: deductible: found 500, which may be dollars or cents (own.toml); expected dollars
    with a point, such as 500.00; to do: write 500.00 for $500.00, or 5.00 for 500 cents
    """
    whole_number = isinstance(value, int) or (isinstance(value, str) and value.strip().isdecimal())
    if whole_number and not isinstance(value, bool):
        cents = int(value)
        raise where.refuse(
            f"found {shown(value)}, which may be dollars or cents",
            "dollars with a point, such as 500.00",
            f"write {cents}.00 for {in_dollars(cents * 100)}, or {cents / 100:.2f} for {cents} cents",
        )
    written = f"{value:.10g}" if isinstance(value, float) else value if isinstance(value, str) else ""
    try:
        amount = in_cents(written)
    except CleanClaimError:
        amount = -1
    if not 0 <= amount <= LARGEST:
        raise where.refuse(f"found {shown(value)}", "dollars with a point, such as 500.00", "write such an amount")
    return amount


def number(value: Any, where: Place) -> str:
    """A number, or a text that will be one when its {names} are replaced; kept as text."""
    if isinstance(value, str) and "{" in value:
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e9:
        raise where.refuse(f"found {shown(value)}", 'a number such as 40, or a name such as "{dose}"', "write a number")
    return f"{value:g}" if isinstance(value, float) else str(value)


def day(value: Any, where: Place) -> date:
    """A date without quotation marks."""
    if type(value) is not date:
        raise where.refuse(
            f"found {shown(value)}", "a date such as 2026-07-01, without quotation marks", "write the date"
        )
    return value


def word(*allowed: str) -> Reader:
    """One of a closed list of words."""

    def read(value: Any, where: Place) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise where.refuse(f"found {shown(value)}", "one of " + ", ".join(allowed), suggestion(value, allowed))
        return value

    return read


def items(read: Reader, single: bool = False, least: int = 0) -> Reader:
    """A list of things, or with `single` also one thing alone; `least`: how many there must be."""

    def read_all(value: Any, where: Place) -> tuple[Any, ...]:
        if single and not isinstance(value, list):
            return (read(value, where),)
        if isinstance(value, Mapping):
            name = re.split(r"[ ,]+", where.field)[-1]
            raise where.refuse(
                f"found one [{name}]",
                f"[[{name}]] above each of them",
                f"write [[{name}]] with two brackets on each side",
            )
        if not isinstance(value, list) or len(value) < least:
            expected = "a list in square brackets" + f", with at least {least}" * bool(least)
            raise where.refuse(f"found {shown(value)}", expected, "write [ ... ]")
        return tuple(read(one, where.nth(place)) for place, one in enumerate(value, 1))

    return read_all


def span(read: Reader) -> Reader:
    """Two ends, both included, the lower one first."""

    def read_both(value: Any, where: Place) -> tuple[Any, ...]:
        ends = items(read)(value, where)
        if len(ends) != 2 or ends[0] > ends[1]:
            raise where.refuse(f"found {shown(value)}", "two values, the lower one first", "write [from, to]")
        return ends

    return read_both


def table_of(read_key: Reader, read: Reader) -> Reader:
    """A table whose keys the author invents."""

    def read_table(value: Any, where: Place) -> dict[Any, Any]:
        if not isinstance(value, Mapping):
            raise where.refuse(f"found {shown(value)}", "a table", "write name = ... lines below its heading")
        return {read_key(key, where): read(one, where.at(key)) for key, one in value.items()}

    return read_table
