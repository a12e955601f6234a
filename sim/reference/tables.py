"""The library's own tables: CSV files of data/ read once into typed columns, and looked up once per pool of texts.

An instructor can open and edit every one of these files; a file of the same name in the user's folder is found first.
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from sim.ground.coded import Coded
from sim.ground.errors import CleanClaimError
from sim.ground.files import find, places, read_csv, remembered
from sim.ground.table import Table

BEGINNING, END = np.datetime64("1900-01-01"), np.datetime64("2999-12-31")


@remembered
def rows(path: str) -> tuple[Mapping[str, str], ...]:
    """A data file as read-only rows of text.

    >>> rows("data/codes/place_of_service.csv")[10]["label"]
    'Office'
    """
    return tuple(MappingProxyType(row) for row in read_csv(find(path)))


def is_there(path: str) -> bool:
    """Does this data file exist? (data/codes/procedures.csv is removable.)"""
    return any((place / path).is_file() for place in places())


@remembered
def by_code(path: str, column: str = "code") -> dict[str, Mapping[str, str]]:
    """The rows of a data file by the text of one column (the last row of the same text counts)."""
    return {row[column]: row for row in rows(path)}


def typed(texts, kind: str, where: str = ""):
    """A column from texts: code, flag (yes/no), count (empty is 0), from_date and to_date (empty is open), thousandths
    and hundredths.
    """
    try:
        return READERS[kind](texts)
    except (ValueError, KeyError) as reason:
        raise CleanClaimError(
            f"unreadable value: {reason}", where, f"a column of kind {kind}", "correct that cell"
        ) from None


READERS = {
    "code": Coded.of,
    "flag": lambda texts: np.array([{"yes": True, "no": False, "": False}[text] for text in texts], bool),
    "count": lambda texts: np.array([int(text or 0) for text in texts], np.int64),
    "from_date": lambda texts: np.array([text or BEGINNING for text in texts], "datetime64[D]"),
    "to_date": lambda texts: np.array([text or END for text in texts], "datetime64[D]"),
    "hundredths": lambda texts: np.array([scaled(text, 2) for text in texts], np.int64),
    "thousandths": lambda texts: np.array([scaled(text, 3) for text in texts], np.int64),
}


def scaled(text: str, places: int) -> int:
    """A decimal text as a whole number of its smallest part.

    >>> scaled("1.5", 3), scaled("0.77", 2), scaled("", 2)
    (1500, 77, 0)
    """
    whole, _, part = text.partition(".")
    if len(part) > places:
        raise ValueError(f"{text} has more than {places} decimals")
    return int(whole or 0) * 10**places + int(part.ljust(places, "0") or 0)


def table(path: str, kinds: dict[str, str]) -> Table:
    """A data file as a Table of the named columns."""
    content = rows(path)
    return Table(
        {name: typed([row[name] for row in content], kind, f"{path}, column {name}") for name, kind in kinds.items()}
    )


def place_in(known: dict[str, int], pool) -> np.ndarray:
    """The row of each pool text, -1 for a text that is not known. Shape: int32, one per pool entry.

    >>> place_in({"25": 0, "59": 1}, ("59", "ZZ")).tolist()
    [1, -1]
    """
    return np.array([known.get(text, -1) for text in pool], np.int32)


def service_day(on, where: str = "date of service") -> np.datetime64:
    """A date of service as a day. Raises CleanClaimError for what is not a date, and for one that no table can know.

    >>> service_day("2026-06-01")
    np.datetime64('2026-06-01')
    """
    try:
        day = np.datetime64(on, "D")
    except (ValueError, TypeError):
        day = np.datetime64("NaT")
    if not BEGINNING <= day <= END:
        raise CleanClaimError(
            f"{str(on)[:30]} is not a date of service", where, "a date such as 2026-06-01", "check the date"
        )
    return day
