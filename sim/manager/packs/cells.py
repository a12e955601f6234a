"""Cells of a table as people and practice systems write them: codes, modifiers, dollars, dates. Each reader gives what
it read, or says what is wrong and what to write.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from sim.ground.errors import CleanClaimError
from sim.ground.money import LARGEST, cents
from sim.ground.money import dollars as shown_dollars

CODE = re.compile(r"[0-9]{4}[0-9A-Z]|[A-Z][0-9]{4}", re.ASCII)  # the form of a CPT or HCPCS code
MODIFIER = re.compile(r"[0-9A-Z]{2}", re.ASCII)
US_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})", re.ASCII)
LONE_COMMA = re.compile(r",(?!\d{3}(?!\d))")  # a comma that does not set off thousands
CENTURY = 2000  # of a year of two digits: fees and remittances are not older
EXCEL_ZERO = date(1899, 12, 30)  # day 0 of a date that a spreadsheet shows as a number
EXCEL_DAYS = range(36_526, 73_051)  # 2000 to 2099


class Unreadable(Exception):
    """A cell that cannot be read: what was found, and what to write."""

    def __init__(self, found: str, write: str):
        super().__init__(found)
        self.found, self.write = found, write


class Service(NamedTuple):
    """A code with the modifiers that were written into its cell."""

    code: str
    modifiers: tuple[str, ...]


def service(cell: str) -> Service:
    """A procedure code, with modifiers where they stand in the same cell. Raises Unreadable.

    >>> service("99213"), service(" 20610-RT "), service("J1100"), service("99213:25")
    (Service(code='99213', modifiers=()), Service(code='20610', modifiers=('RT',)), Service(code='J1100', modifiers=()),
     Service(code='99213', modifiers=('25',)))
    """
    words = [word for word in re.split(r"[\s:;,/|-]+", cell.strip().upper().removesuffix(".0")) if word]
    code = words[0] if words else ""
    code = code.zfill(5) if code.isdecimal() and code.isascii() else code  # spreadsheets drop the zeros in front
    if not CODE.fullmatch(code):
        found = f"the code {cell.strip()[:20]!r}" if cell.strip() else "no code"
        raise Unreadable(found, "a CPT or HCPCS code of five characters")
    return Service(code, modifiers(" ".join(words[1:])))


def modifiers(cell: str) -> tuple[str, ...]:
    """Modifiers of a cell, in order. Raises Unreadable.

    >>> modifiers("25, RT"), modifiers("")
    (('25', 'RT'), ())
    """
    words = [word for word in re.split(r"[\s:;,/|-]+", cell.strip().upper()) if word]
    for word in words:
        if not MODIFIER.fullmatch(word):
            raise Unreadable(f"the modifier {word[:20]!r}", "two characters, such as 25 or RT")
    return tuple(words)


def amount(cell: str, what: str = "amount") -> int:
    """Dollars in cents: with signs, commas, parentheses or a minus for what is taken off. Raises Unreadable.

    >>> amount("$1,185.00"), amount("185"), amount("(12.50)"), amount("12.50-"), amount("USD 7.5")
    (118500, 18500, -1250, -1250, 750)
    """
    text = re.sub(r"[\s\u00a0\u202f]|USD", "", cell.strip(), flags=re.IGNORECASE).replace("\u2212", "-")
    if LONE_COMMA.search(text):  # 185,00 may be 185 or 18,500
        raise Unreadable(f"the {what} {cell.strip()[:20]!r}", "dollars with a point, such as 185.00 or 1,185.00")
    minus = text.startswith("(") and text.endswith(")") or text.endswith("-")
    text = text.strip("()").rstrip("-") if minus else text
    try:
        found = cents(text.replace("-$", "$-").replace("$-", "-"))
    except CleanClaimError:
        written = f"the {what} {cell.strip()[:20]!r}" if cell.strip() else f"no {what}"
        raise Unreadable(written, "dollars such as 185.00") from None
    if abs(found) > LARGEST:
        raise Unreadable(f"{shown_dollars(found)}", "an amount that can be")
    return -found if minus else found


def price(cell: str, what: str = "amount") -> int:
    """Dollars above zero, in cents. Raises Unreadable."""
    found = amount(cell, what)
    if found <= 0:
        raise Unreadable(f"the {what} {cell.strip()[:20]!r}", "dollars above zero, such as 185.00")
    return found


def day(cell: str) -> date | None:
    """A date: ISO, as written in the US, or the number of a spreadsheet; None for an empty cell. Raises Unreadable.

    >>> day("2026-07-01"), day("7/1/2026"), day("07/01/26"), day("20260701"), day(str(46204))
    (datetime.date(2026, 7, 1), datetime.date(2026, 7, 1), datetime.date(2026, 7, 1), datetime.date(2026, 7, 1),
     datetime.date(2026, 7, 1))
    """
    text = cell.strip()
    if not text:
        return None
    try:
        return _day(text)
    except ValueError:
        raise Unreadable(f"the date {text[:20]!r}", "a date such as 2026-07-01 or 7/1/2026") from None


def _day(text: str) -> date:
    text = re.sub(r"[T ]\d{1,2}:\d{2}.*", "", text)
    if found := US_DAY.fullmatch(text):
        month, number, year = map(int, found.groups())
        return date(year + CENTURY if year < 100 else year, month, number)
    if text.isascii() and text.isdecimal() and int(text) in EXCEL_DAYS:
        return EXCEL_ZERO + timedelta(int(text))
    return date.fromisoformat(text)


def count(cell: str) -> int:
    """A whole number from 0. Raises Unreadable.

    >>> count("1,204"), count("37.0")
    (1204, 37)
    """
    text = re.sub(r"\.0*$", "", cell.strip().replace(",", ""))
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise Unreadable(
            f"the number {cell.strip()[:20]!r}" if cell.strip() else "no number", "a whole number such as 120"
        )
    return int(text)
