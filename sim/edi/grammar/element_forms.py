"""How values look on the wire and in our tables: money, days, numbers, codes. Writing works on whole columns, reading
on one text at a time.

form    on the wire                         in a table
t       as it stands                        code
n q m   12, 1.5, 0.25                       count (m: thousandths)
$       125.5 (dollars, no ending zeros)    cents
d e     20260401, 260401                    date
p       20260401 or 20260401-20260403       date, the first day
h       1230                                code
x       M1711                               code M17.11
ein     000000001                           code 00-0000001
tel     5155550100                          code 515-555-0100
"""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

import numpy as np

from sim.ground.coded import Coded

LARGEST = 10**13  # cents: what an int64 sum of a large file can hold without harm
MONEY = re.compile(r"-?(\d+\.?\d*|\.\d+)", re.ASCII)
WORDS = {
    "n": "a whole number",
    "q": "a number",
    "m": "a number",
    "$": "a dollar amount with at most two decimals",
    "d": "a date as CCYYMMDD",
    "e": "a date as YYMMDD",
    "p": "a date as CCYYMMDD, or two with a hyphen between",
    "h": "a time as HHMM",
    "x": "a diagnosis code without its decimal point",
    "ein": "nine digits",
    "tel": "digits only",
    "t": "text",
}
ERRORS = {"d": "8", "e": "8", "p": "8", "h": "9"}  # what IK403 says of a wrong one; 6 for the others


def money(cents: int) -> str:
    """Cents as the wire writes them.

    >>> money(12550), money(-5), money(300), money(0)
    ('125.5', '-0.05', '3', '0')
    """
    whole, part = divmod(abs(cents), 100)
    text = f"{whole}.{part:02d}".rstrip("0").rstrip(".") if part else str(whole)
    return f"-{text}" if cents < 0 else text


@lru_cache(65536)
def cents(text: str) -> int | None:
    """An amount of the wire in cents; None for what is no amount, has three decimals or more, or is absurdly large.

    >>> cents("125.5"), cents("-.05"), cents("+4"), cents("1e3"), cents("1.234")
    (12550, -5, None, None, None)
    """
    if not MONEY.fullmatch(text):
        return None
    whole, _, part = text.removeprefix("-").partition(".")
    part = part.rstrip("0")
    if len(part) > 2 or len(whole) > 15:
        return None
    amount = int(whole or 0) * 100 + int(part.ljust(2, "0"))
    return None if amount > LARGEST else -amount if text[0] == "-" else amount


@lru_cache(65536)
def day(text: str) -> str | None:
    """A day of the wire as ISO text; of two days the first; six digits are of this century. None for what is no day.

    >>> day("20260401"), day("260401"), day("20260401-20260403"), day("20261301"), day("202604011230")
    ('2026-04-01', '2026-04-01', '2026-04-01', None, '2026-04-01')
    """
    text = text.partition("-")[0]
    text = "20" + text if len(text) == 6 else text[:8] if len(text) in (12, 14) else text
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])).isoformat()
    except ValueError:
        return None


@lru_cache(65536)
def number(text: str) -> float | None:
    """A number of the wire; None for what is none.

    >>> number("1.50"), number("x")
    (1.5, None)
    """
    return float(text) if MONEY.fullmatch(text) and len(text) <= 20 else None


def part_units(texts: list[str]) -> np.ndarray:
    """Thousandths of a unit beyond the whole units of these quantities.

    >>> part_units(["2", "0.5", "1.125", "", "x"]).tolist()
    [0, 500, 125, 0, 0]
    """
    found = [number(text) or 0 if "." in text else 0 for text in texts]
    return np.array([round(abs(one) % 1 * 1000) % 1000 if abs(one) < 2**40 else 0 for one in found], np.int64)


def hour(text: str) -> bool:
    """Is it a time (four to eight digits)?"""
    return text.isascii() and text.isdigit() and len(text) in (4, 6, 7, 8) and text[:2] < "24" and text[2:4] < "60"


def period(text: str) -> bool:
    """Is it a day, or two days with a hyphen between them?"""
    first, hyphen, last = text.partition("-")
    return day(first) is not None and (not hyphen or day(last) is not None)


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


TESTS: dict[str, Callable[[str], bool]] = {
    "n": lambda text: number(text) is not None,
    "q": lambda text: number(text) is not None,
    "m": lambda text: number(text) is not None,
    "$": lambda text: cents(text) is not None,
    "d": period,
    "e": lambda text: day(text) is not None,
    "p": period,
    "h": hour,
}


def test_of(form: str, values: dict[str, str]) -> Callable[[str], bool] | None:
    """A function of a text: may it stand there? None where anything may."""
    return values.__contains__ if values else TESTS.get(form)


def dotted(text: str) -> str:
    """A diagnosis with its point.

    >>> dotted("M1711"), dotted("I10"), dotted("M17.11")
    ('M17.11', 'I10', 'M17.11')
    """
    return f"{text[:3]}.{text[3:]}" if len(text) > 3 and "." not in text else text


def _parse_number(text: str) -> int:
    return int(value) if (value := number(text)) is not None and abs(value) < 2**53 else 0


def _parse_tel(text: str) -> str:
    return f"{text[:3]}-{text[3:6]}-{text[6:]}" if len(text) == 10 and _digits(text) else text


PARSERS: dict[str, Callable[[str], str | int | None]] = {
    "$": lambda text: cents(text) or 0,
    "d": day,
    "e": day,
    "p": day,
    "n": _parse_number,
    "q": _parse_number,
    "m": lambda text: int(round((number(text) or 0) * 1000)) if (number(text) or 0) < 2**40 else 0,
    "x": dotted,
    "ein": lambda text: f"{text[:2]}-{text[2:]}" if len(text) == 9 and _digits(text) else text,
    "tel": _parse_tel,
}


def column(form: str, values: dict[str, str], texts: list[str]) -> Coded | np.ndarray:
    """A table's column from the texts of the wire: cents and numbers int64, days datetime64[D], all else Coded. A text
    that cannot be read is missing.

    >>> column("$", {}, ["1.5", ""]).tolist(), column("x", {}, ["M1711"]).texts().tolist()
    ([150, 0], ['M17.11'])
    """
    if form in ("d", "e", "p"):
        place = {text: (day(text) if text else None) or "NaT" for text in set(texts)}
        return np.array([place[text] for text in texts], "datetime64[D]")
    parse = PARSERS.get(form, str)
    if form in ("$", "n", "q", "m"):
        return np.array([parse(text) if text else 0 for text in texts], np.int64)
    coded = Coded.of(texts)
    if form in PARSERS or any(wire != ours for wire, ours in values.items()):
        return Coded.of([*(values.get(text, text) if values else parse(text) for text in coded.pool), ""])[coded.keys]
    return coded


RENDER: dict[str, Callable[[str], str]] = {
    "x": lambda text: text.replace(".", ""),
    "ein": lambda text: text.replace("-", ""),
    "tel": lambda text: "".join(filter(str.isdigit, text)),
}
COUNTS: dict[str, Callable[[int], str]] = {
    "$": money,
    "m": lambda many: f"{many / 1000:.3f}".rstrip("0").rstrip("."),
}
# what may not stand in a value: the signs that divide the wire, and those that no screen shows (escape signs ...)
FORBIDDEN = str.maketrans(dict.fromkeys([*"~*:^", *map(chr, range(32)), *map(chr, range(127, 160))], " "))


def texts(form: str, values: dict[str, str], given: list[str] | str | Coded | np.ndarray) -> list[str]:
    """The wire's texts of a table's column; what is missing becomes the empty text. Signs that divide the wire become
    blanks.

    >>> texts("$", {}, np.array([12550, 0])), texts("d", {}, np.array(["2026-04-01", "NaT"], "datetime64[D]"))
    (['125.5', '0'], ['20260401', ''])
    """
    if isinstance(given, list):
        return given
    if isinstance(given, str):
        given = Coded.of([given])
    if isinstance(given, Coded):
        back = {ours: wire for wire, ours in values.items()}
        render = RENDER.get(form, str)
        pool = [back.get(text) or render(text).translate(FORBIDDEN).strip() for text in given.pool]
        return np.array([*pool, ""], object)[given.keys].tolist()
    if given.dtype == bool:
        back = {ours: wire for wire, ours in values.items()}
        return np.where(given, back.get("true", "Y"), back.get("false", "N")).tolist()
    found, place = np.unique(given, return_inverse=True)
    if given.dtype.kind == "M":
        cut = 2 if form == "e" else 0
        shown = ["" if text == "NaT" else text.replace("-", "")[cut:] for text in found.astype(str).tolist()]
    else:
        write = COUNTS.get(form, str)
        shown = [write(value) for value in found.tolist()]
    return np.array(shown, object)[place].tolist()
