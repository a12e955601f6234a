"""What gradebook files have in common: columns that say who a student is, and columns that hold points."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sim.classroom.gradebook.raw_sheet import RawSheet, Row


@dataclass(frozen=True)
class Heading:
    """What the header of a column says: the item's title, the points it counts (None: the file does not say), and why
    no points can be written there (empty: they can)."""

    title: str
    most: Decimal | None = None
    why_not: str = ""


@dataclass(frozen=True)
class Column(Heading):
    """A column of an item, with its place and its whole header."""

    place: int = 0
    header: str = ""


@dataclass(frozen=True)
class Dialect:
    """How one LMS writes its gradebook.

    recognized(headers)   is it this LMS? headers in small letters
    heading(header)       what a column's header says; None for one that has no item
    ids, logins, emails   headers of the columns that say who a student is, the surest first, in small letters
    names                 headers that together are the name, as it is read: ("first name", "last name")
    most(sheet, place)    the points of a column where a row and not the header says them
    is_student(row)       False for a row that is about no student
    kept                  cells that are left as they are, and why: excused, not assigned
    sign                  put before each ID by the LMS; not a part of it
    """

    name: str
    recognized: Callable[[Sequence[str]], bool]
    heading: Callable[[str], Heading | None]
    ids: tuple[str, ...]
    logins: tuple[str, ...]
    emails: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    most: Callable[[RawSheet, int], Decimal | str | None] = lambda sheet, place: None
    is_student: Callable[[Row], bool] = lambda row: True
    kept: dict[str, str] = field(default_factory=dict)
    sign: str = ""


def columns(dialect: Dialect, sheet: RawSheet) -> tuple[Column, ...]:
    """Every column of an item, in order."""
    taken = {*dialect.ids, *dialect.logins, *dialect.emails, *(part for name in dialect.names for part in name)}
    found = []
    for place, header in enumerate(sheet.headers):
        told = None if plain(header) in taken or not header.strip() else dialect.heading(header.strip())
        if told is None:
            continue
        most = dialect.most(sheet, place)
        why = most if isinstance(most, str) else told.why_not
        points = told.most if most is None or isinstance(most, str) else most
        found.append(Column(told.title, points, why, place, header))
    return tuple(found)


def plain(text: str) -> str:
    """A text as it is compared: no spaces at the ends, one between words, small letters.

    >>> plain("  Last   Name ")
    'last name'
    """
    return " ".join(text.split()).casefold()


def amount(text: str) -> Decimal | None:
    """A number of points, with a point or a comma; None for another text.

    >>> amount("12,50"), amount("EX"), amount("1e999999999")
    (Decimal('12.50'), None, None)
    """
    found = re.fullmatch(r"-?\d{1,9}(?:[.,]\d{1,9})?", text.strip(), re.ASCII)
    return Decimal(found[0].replace(",", ".")) if found else None
