"""Diagnosis codes: is it a code, may it be billed, was it valid on the date of service, what does it mean.

All of ICD-10-CM (the edition of April 2026, billable count 74,719) from the library file that icd10cm_build makes once;
births and deaths around that edition from data/codes/icd10cm_changes.csv. An imported edition takes over from its day:
it decides which codes were born or died, and inside `as_of(date)` instructions, children and search come from the
edition in force. Codes may be written with or without the dot. Source: NCHS/CDC and CMS.

Not modeled: editions before October 2025 that were not imported (a date before then is answered by the edition loaded,
except for the codes of the changes table); a code that died and came back.
"""

import os
import re
import sqlite3
from collections.abc import Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.ground.coded import Coded
from sim.ground.errors import CleanClaimError
from sim.ground.table import Table
from sim.ground.files import remembered
from sim.reference.icd10cm_build import library
from sim.reference.imports.dated import shipped_from
from sim.reference.imports.store import releases
from sim.reference.tables import by_code

FORM = re.compile(r"[A-Z][0-9A-Z]{2}(\.?[0-9A-Z]{1,4})?", re.ASCII)
OPEN, CLOSED = date(1900, 1, 1), date(2999, 12, 31)


class Entry(NamedTuple):
    """A diagnosis code; `level` is category, subcategory or extended (with a seventh character). `replaced_by`: what to
    look at once it has ended.
    """

    code: str
    title: str
    level: str
    parent: str
    is_billable: bool
    valid_from: date
    valid_to: date
    replaced_by: str = ""


def plain(code: str) -> str:
    """A code as the library keys it: capitals, no dot; empty if it has not the form of a diagnosis code.

    >>> plain("m17.11"), plain("M171.1"), plain("99213")
    ('M1711', '', '')
    """
    text = code.strip().upper()
    return text.replace(".", "") if FORM.fullmatch(text) else ""


def dotted(code: str) -> str:
    """A code as people write it.

    >>> dotted("M1711"), dotted("I10")
    ('M17.11', 'I10')
    """
    return code if len(code) <= 3 or "." in code else f"{code[:3]}.{code[3:]}"


@remembered
def _seen() -> dict[str, Entry | None]:
    """Text as given -> what it is; filled as codes are asked for."""
    return {}


def entries(codes) -> dict[str, Entry | None]:
    """What each code is, None for a text that is not a code. One query for all that were not asked before.

    >>> entries(["I10", "E11"])["I10"].title
    'Essential (primary) hypertension'
    """
    seen = _seen()
    new = {code for code in codes if code not in seen}
    if new:
        found = _read(new)
        seen.update({code: found.get(plain(code)) for code in new})
    return {code: seen[code] for code in codes}


def entry(code: str) -> Entry | None:
    """One code.

    >>> entry("S61.411").is_billable, entry("S61.411A").is_billable, entry("nonsense")
    (False, True, None)
    """
    return entries([code])[code]


def lookup(pool, on=None) -> Table:
    """One row per text: code (with its dot), title, is_known, is_billable, valid_from, valid_to, and is_valid: billable
    and in force on the date `on` (or whenever, without a date). A row that is not known has no title and is not valid.

    >>> table = lookup(["M72.2", "M17.1", "XYZ"], on="2026-06-01")
    >>> table.is_known.tolist(), table.is_billable.tolist(), table.is_valid.tolist()
    ([True, True, False], [True, False, False], [True, False, False])
    >>> lookup(["M72.2", "M67.A01"], on="2026-10-01").is_valid.tolist()
    [False, True]
    """
    pool = list(pool)
    found = entries(pool)
    known = [found[text] or Entry("", "", "", "", False, OPEN, OPEN) for text in pool]
    starts, ends = (
        np.array([getattr(one, name) for one in known], "datetime64[D]") for name in ("valid_from", "valid_to")
    )
    billable = np.array([one.is_billable for one in known], bool)
    in_force = True if on is None else (starts <= np.datetime64(on)) & (np.datetime64(on) <= ends)
    return Table(
        code=Coded.of([one.code for one in known]),
        title=Coded.of([one.title for one in known]),
        is_known=np.array([found[text] is not None for text in pool], bool),
        is_billable=billable,
        valid_from=starts,
        valid_to=ends,
        is_valid=billable & in_force,
    )


def children(code: str) -> list[Entry]:
    """The codes directly below a code, in order; those with a seventh character included.

    >>> [child.code for child in children("M17.1")]
    ['M17.10', 'M17.11', 'M17.12']
    """
    return [
        _entry(row)
        for row in connection().execute(f"select {COLUMNS} from code where parent = ? order by code", (plain(code),))
    ]


def seventh_characters(code: str) -> dict[str, str]:
    """The seventh characters a code takes, with their meaning; empty where it takes none.

    >>> list(seventh_characters("S61.411"))
    ['A', 'D', 'S']
    """
    return dict(
        connection().execute("select character, text from seventh where code = ? order by character", (plain(code),))
    )


def ancestors(code: str) -> tuple[str, ...]:
    """The code and everything above it, nearest first, as the library keys them (down to its section and chapter).

    >>> ancestors("M17.11")
    ('M1711', 'M171', 'M17', 'section M15-M19', 'chapter 13')
    """
    return _ancestors(plain(code), edition())


@remembered
def _ancestors(key: str, path: Path | None) -> tuple[str, ...]:
    found, current = [], key
    while current:
        found.append(current)
        row = connection(path).execute("select parent from code where code = ?", (current,)).fetchone()
        current = row[0] if row else ""
    return tuple(found)


def notes(key: str) -> tuple[tuple[str, str], ...]:
    """(kind, text) of the instructions written at one place of the tabular list; kind is includes, term, excludes1,
    excludes2, code first, use additional, code also or note.

    >>> ("excludes2", "acute kidney failure (N17.-)") in notes("I12")
    True
    """
    return _notes(key, edition())


@remembered
def _notes(key: str, path: Path | None) -> tuple[tuple[str, str], ...]:
    return tuple(connection(path).execute("select kind, text from note where code = ? order by position", (key,)))


# ---- editions

_day: ContextVar = ContextVar("day", default=None)


@contextmanager
def as_of(on):
    """Inside it, instructions, children and search come from the edition in force on that date (None: the shipped
    one).
    """
    token = _day.set(date.fromisoformat(str(on)[:10]) if on is not None and editions() else None)
    try:
        yield
    finally:
        _day.reset(token)


def edition() -> Path | None:
    """The library file in force inside `as_of`; None is the shipped one."""
    day = _day.get()
    return None if day is None else next((path for start, path in reversed(editions()) if start <= day), None)


@remembered
def editions() -> tuple[tuple[date, Path | None], ...]:
    """(first day, library file) of every edition, oldest first; None is the shipped one. Empty where nothing was
    imported.
    """
    latest = {
        one.effective: one.path for one in releases("icd10cm")
    }  # of two files of one release the later, which holds both
    return tuple(sorted({shipped_from("icd10cm"): None, **latest}.items())) if latest else ()


def shipped_codes() -> list[str]:
    """Every code of the shipped edition, without dots."""
    return [
        code for (code,) in connection(None).execute("select code from code where level not in ('chapter', 'section')")
    ]


COLUMNS = "code, dotted, title, level, parent, is_billable"


def _read(codes) -> dict[str, Entry]:
    keys = sorted({plain(code) for code in codes} - {""})
    if editions():
        found = _merged(keys)
    else:
        found = {key: _entry(row) for key, row in _rows(keys, None).items()}
    for key in keys:
        if (
            key not in found
            and (change := _changes().get(key))
            and change["title"]
            and change["valid_from"] < str(_known_from())
        ):
            found[key] = _entry((key, change["code"], change["title"], "subcategory", "", 1))
    return found


def _rows(keys: list[str], path: Path | None) -> dict[str, tuple]:
    found = {}
    for start in range(0, len(keys), 900):
        part = keys[start : start + 900]
        marks = ",".join("?" * len(part))
        found.update(
            {
                row[0]: row
                for row in connection(path).execute(f"select {COLUMNS} from code where code in ({marks})", part)
            }
        )
    return found


def _merged(keys: list[str]) -> dict[str, Entry]:
    """What each code is across the editions: in force while they list it (as billable, if any does)."""
    by_edition = [(start, _rows(keys, path)) for start, path in editions()]
    return {key: one for key in keys if (one := _across(key, [(start, rows.get(key)) for start, rows in by_edition]))}


def _across(key: str, found: list[tuple]) -> Entry | None:
    rows = [row for _, row in found if row]
    if not rows:
        return None
    billable = any(row[5] for row in rows)
    stands = [bool(row and (row[5] or not billable)) for _, row in found]
    own = next(place for place, (start, _) in enumerate(found) if start == shipped_from("icd10cm"))
    at = own if stands[own] else max(place for place, stand in enumerate(stands) if stand)
    first = next((place + 1 for place in range(at, -1, -1) if not stands[place]), 0)
    after = next((place for place in range(at, len(stands)) if not stands[place]), None)
    one = _entry(found[at][1], known_from=_known_from())
    starts = OPEN if first == 0 else found[first][0]
    ends = CLOSED if after is None else found[after][0] - timedelta(1)
    return one._replace(is_billable=billable, valid_from=max(one.valid_from, starts), valid_to=min(one.valid_to, ends))


def _known_from() -> date:
    """From this day on imported editions know better than the changes table; never, where there are none."""
    return min((start for start, path in editions() if path and start >= shipped_from("icd10cm")), default=CLOSED)


def _entry(row, known_from: date = CLOSED) -> Entry:
    key, shown, title, level, parent, is_billable = row
    change = {
        name: text
        for name, text in _changes().get(key, {}).items()
        if not name.startswith("valid") or text < str(known_from)
    }
    start, end = (
        date.fromisoformat(change[name]) if change.get(name) else limit
        for name, limit in (("valid_from", OPEN), ("valid_to", CLOSED))
    )
    return Entry(shown, title, level, parent, bool(is_billable), start, end, change.get("replaced_by", ""))


@remembered
def _changes() -> dict[str, Mapping[str, str]]:
    return {code.replace(".", ""): row for code, row in by_code("data/codes/icd10cm_changes.csv").items()}


def connection(path: Path | None | str = "in force") -> sqlite3.Connection:
    """A library file, opened for reading once in each process: the one in force (see as_of), or the given one; None is
    the shipped one, which is made first if it is not there."""
    at = path if isinstance(path, Path) else edition() if path == "in force" else None
    return _open(os.getpid(), at) if at else _open(os.getpid())


@remembered
def _open(process: int, imported: Path | None = None) -> sqlite3.Connection:
    path = imported or library()
    for attempt in (1, 2):
        try:
            base = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            base.execute("select count(*) from code where code = 'I10'").fetchone()
            return base
        except sqlite3.DatabaseError as reason:
            if attempt == 2 or imported:
                raise CleanClaimError(
                    f"the diagnosis code library cannot be read: {reason}",
                    str(path),
                    "a file made by CleanClaim",
                    "remove that release and import it again" if imported else "delete it; it will be made again",
                ) from None
            path.unlink(missing_ok=True)  # damaged: it can always be made again
            path = library()
    raise AssertionError("unreachable")
