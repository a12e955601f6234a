"""How each box of the form is written and read: dates, amounts, codes, letters of pointers. What cannot be read is kept
and named.

A reader takes what was typed and the name of the box; it returns the value or raises CleanClaimError (what, where,
expected, what to do).
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.ground.money import LARGEST, cents, dollars

LONGEST = 80
Cell = str | int | bool | date | None
CODES = {
    "npi": (r"\d{10}", "ten digits"),
    "modifier": (r"[A-Z0-9]{2}", "two letters or digits"),
    "place": (r"\d{2}", "two digits, such as 11"),
    "procedure": (r"[A-Z0-9]\d{3}[A-Z0-9]", "five characters, such as 99213 or J3301"),
    "sex": (r"[FM]", "F or M"),
    "frequency": (r"[178]?", "1, 7 or 8, or nothing for a first claim"),
    "relationship": (r"self|spouse|child", "self, spouse or child"),
    "member": (r"[A-Z0-9]{2,20}", "letters and digits, as on the card"),
}
MISSING: dict[str, Cell] = {"date": None, "amount": 0, "units": 0, "flag": False}


def tidy(typed: object) -> str:
    """One line of printable text of at most 80 characters; no text is lost silently: longer texts are cut where `read`
    has named them.
    """
    return "".join(
        char for char in " ".join(str("" if typed is None else typed)[: 4 * LONGEST].split()) if char.isprintable()
    )[:LONGEST]


def read(kind: str, typed: str | None, where: str) -> Cell:
    """The value of a typed text. Raises CleanClaimError; an empty text is missing, which is no error of format.

    >>> read("diagnosis", "m1711", "21A"), read("date", "09 15 26", "24A"), read("amount", "210", "24F")
    ('M17.11', datetime.date(2026, 9, 15), 21000)
    """
    if len(str(typed or "")) > LONGEST:
        raise CleanClaimError(f"more than {LONGEST} characters", where, "what fits the box", "shorten it")
    text = tidy(typed)
    if not text:
        return MISSING.get(kind, "")
    return READERS.get(kind, _code)(text, where, kind)


def _text(text: str, where: str, kind: str) -> str:
    return text


def _code(text: str, where: str, kind: str) -> str:
    if kind not in CODES:
        return text
    pattern, expected = CODES[kind]
    text = text.lower() if kind == "relationship" else text.upper().replace("-", "").replace(" ", "")
    if not re.fullmatch(pattern, text, re.ASCII):
        raise CleanClaimError(f"{text[:20]!r} does not have the right form", where, expected, "type it again")
    return text


def _diagnosis(text: str, where: str, kind: str) -> str:
    code = text.upper().replace(".", "").replace(" ", "")
    if not re.fullmatch(r"[A-Z]\d[A-Z0-9]{1,5}", code, re.ASCII):
        raise CleanClaimError(
            f"{text[:20]!r} does not look like an ICD-10-CM code",
            where,
            "a letter, a digit, then one to five characters",
            "look the code up",
        )
    return code if len(code) == 3 else f"{code[:3]}.{code[3:]}"


def _date(text: str, where: str, kind: str) -> date:
    parts = re.fullmatch(r"(\d{1,2})[ /.-](\d{1,2})[ /.-](\d{4}|\d{2})", text, re.ASCII)
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text, re.ASCII)
    try:
        if iso:
            return date(*map(int, iso.groups()))
        if parts:
            month, day, year = map(int, parts.groups())
            return date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        pass
    raise CleanClaimError(f"{text[:20]!r} is not a date", where, "month day year, as 09 15 2026", "type the date again")


def _amount(text: str, where: str, kind: str) -> int:
    value = cents(text, where)
    if not 0 <= value <= LARGEST:
        raise CleanClaimError(
            f"{text[:20]!r} is beyond what a claim may hold", where, "an amount from 0 up", "type the amount again"
        )
    return value


def _units(text: str, where: str, kind: str) -> int:
    if not re.fullmatch(r"\d{1,4}", text, re.ASCII) or not int(text):
        raise CleanClaimError(
            f"{text[:20]!r} is not a number of units", where, "a whole number from 1 to 9999", "type the units again"
        )
    return int(text)


def _flag(text: str, where: str, kind: str) -> bool:
    word = text.lower()
    if word not in ("yes", "no", "y", "n", "true", "false"):
        raise CleanClaimError(f"{text[:20]!r} is neither yes nor no", where, "yes or no", "choose one")
    return word[0] in "yt"


def _pointers(text: str, where: str, kind: str) -> str:
    letters = re.sub(r"[ ,]", "", text.upper())
    if not re.fullmatch(r"[A-L]{1,4}", letters, re.ASCII) or len(set(letters)) < len(letters):
        raise CleanClaimError(
            f"{text[:20]!r} are not pointers",
            where,
            "one to four different letters of box 21, as AB",
            "type the letters again",
        )
    return letters


READERS: dict[str, Callable[[str, str, str], Cell]] = {
    "text": _text,
    "payer": _text,
    "insured": _text,
    "box 23": _text,
    "insured date": _date,
    "diagnosis": _diagnosis,
    "date": _date,
    "amount": _amount,
    "units": _units,
    "flag": _flag,
    "pointers": _pointers,
}


def write(kind: str, value: Any) -> str:
    """A value as it stands in its box.

    >>> write("date", date(1964, 2, 11)), write("amount", 21000), write("diagnosis", "M17.11"), write("flag", False)
    ('02 11 1964', '210.00', 'M1711', 'no')
    """
    if value is None or value == "":
        return ""
    if kind in ("date", "insured date"):
        return value.strftime("%m %d %Y")
    if kind == "amount":
        return dollars(value).replace("$", "").replace(",", "") if value else ""
    if kind == "flag":
        return "yes" if value else "no"
    if kind == "diagnosis":
        return value.replace(".", "")
    return str(value) if value != 0 else ""
