"""What changed between two days: codes that are new, ended or have another title; pairs and unit limits of the edits;
Medicare's schedule amounts. It asks what the library says on the one day and on the other, so it knows as much as is
loaded: the shipped tables and whatever was imported.

    found = changes(day_of("2026-09-30"), day_of("FY2027"))

Not modeled: wording of CPT codes (ours are our own words), drug prices, payers' own fees.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from sim.ground.editions import shipped_editions
from sim.ground.errors import CleanClaimError
from sim.reference.codes import procedure_rows, procedures
from sim.reference.edits import NO_LIMIT, NO_PAIR, pair_indicator, unit_limit
from sim.reference.fees import fee_rows, mpfs_amount, national_factor
from sim.reference.icd10cm import as_of, connection, editions, lookup
from sim.reference.imports.store import cards, releases
from sim.reference.tables import by_code, rows

CHANGES = "data/codes/icd10cm_changes.csv"
FISCAL_YEAR = re.compile(r"FY ?(\d{4})", re.I)
PARTS = ("", "26", "TC")


class CodeChange(NamedTuple):
    """A code that is new, ended or revised: from which day, what stands in its place, and where that is from."""

    system: str  # ICD-10-CM, CPT or HCPCS
    code: str
    title: str
    day: str
    replaced_by: str
    source: str


class FigureChange(NamedTuple):
    """A figure of one code or of a pair, before and after; empty where there is none."""

    what: str  # "pair", "units" or "fee"
    codes: tuple[str, ...]
    before: str
    after: str


class Changes(NamedTuple):
    """Everything that changed from the one day to the other. `stale`: shipped releases that do not hold on both days
    and that no import continues, so that what changed in them is not known here.
    """

    new: tuple[CodeChange, ...]
    ended: tuple[CodeChange, ...]
    revised: tuple[CodeChange, ...]
    edits: tuple[FigureChange, ...]
    fees: tuple[FigureChange, ...]
    stale: tuple[str, ...]


def day_of(said: str) -> date:
    """The day that a word means: a date, a fiscal year of the diagnosis codes, or a release that is loaded.

    >>> day_of("FY2027"), day_of("2026-09-30")
    (datetime.date(2026, 10, 1), datetime.date(2026, 9, 30))
    """
    if year := FISCAL_YEAR.fullmatch(said.strip()):
        return date(int(year[1]) - 1, 10, 1)
    loaded = {one.release.lower(): one.first for one in shipped_editions().values()}
    loaded |= {card["release"].lower(): date.fromisoformat(card["effective"]) for card in cards()}
    if said.lower() in loaded:
        return loaded[said.lower()]
    try:
        return date.fromisoformat(said)
    except ValueError:
        known = ", ".join(sorted(loaded))
        todo = "choose one, or look at `cleanclaim data status`"
        expected = f"a date such as 2026-10-01, a fiscal year such as FY2027, or a release ({known})"
        raise CleanClaimError(f"no edition {said[:40]!r}", "data changes", expected, todo) from None


def changes(first: date, last: date) -> Changes:
    """What changed from one day to a later one. Raises CleanClaimError where the days are in the wrong order.

    >>> found = changes(date(2026, 9, 30), date(2026, 10, 1))
    >>> [one.replaced_by for one in found.ended if one.code == "M72.2"][0].split()[0]
    'M67.A01'
    >>> "M67.A01" in {one.code for one in found.new}
    True
    """
    if last <= first:
        raise CleanClaimError(f"{last} is not after {first}", "data changes", "an earlier and a later day", "swap them")
    taught = _taught()
    new, ended = _diagnoses(first, last)
    more, fewer = _procedures(first, last)
    return Changes(
        (*new, *more),
        (*ended, *fewer),
        tuple(_revised(first, last)),
        (*_pairs(taught, first, last), *_limits(taught, first, last)),
        tuple(_fees(taught, first, last)) if releases("pprrvu") or releases("gpci") else (),
        _stale(first, last),
    )


def _stale(first: date, last: date) -> tuple[str, ...]:
    known = {name for name in shipped_editions() if releases(name)}
    return tuple(
        f"{name} ({one.release}, {one.first} to {one.last})"
        for name, one in shipped_editions().items()
        if name not in known and not one.first <= first < last <= one.last
    )


def _taught() -> list[str]:
    return [row["code"] for file in ("procedures", "hcpcs") for row in rows(f"data/codes/{file}.csv")]


def _listed(day: date) -> dict[str, str]:
    """Code (with its dot) -> title in the edition in force on a day; empty where only one edition is loaded."""
    if not editions():
        return {}
    with as_of(day):
        return dict(connection().execute("select dotted, title from code where level not in ('chapter', 'section')"))


def _diagnoses(first: date, last: date) -> tuple[list[CodeChange], list[CodeChange]]:
    """Billable codes that begin or end. Where one edition is in force on both days, only the table of changes knows."""
    before, after, known = _listed(first), _listed(last), by_code(CHANGES)
    codes = sorted({*known, *(before.keys() ^ after.keys())})
    were, are = (lookup(codes, on=str(day)) for day in (first, last))
    new, ended = [], []
    for at, code in enumerate(codes):
        row = known.get(code, {})
        title = are.title[at] or were.title[at]
        source = row.get("cite", "the imported edition")
        if are.is_valid[at] and not were.is_valid[at]:
            new.append(CodeChange("ICD-10-CM", code, title, str(are.valid_from[at]), "", source))
        elif were.is_valid[at] and not are.is_valid[at]:
            instead = row.get("replaced_by", "")
            ended.append(CodeChange("ICD-10-CM", code, title, str(were.valid_to[at]), instead, source))
    return new, ended


def _revised(first: date, last: date) -> Iterator[CodeChange]:
    before, after = _listed(first), _listed(last)
    for code, title in after.items() if before != after else ():
        if before.get(code, title) != title:
            yield CodeChange("ICD-10-CM", code, title, str(last), "", f"before: {before[code]}")


def _procedures(first: date, last: date) -> tuple[list[CodeChange], list[CodeChange]]:
    table = procedures()
    days = [np.datetime64(day) for day in (first, last)]
    was, is_now = ((table.start_date <= day) & (day <= table.end_date) for day in days)
    new = [_procedure(table, int(row), str(table.start_date[row])) for row in np.flatnonzero(is_now & ~was)]
    ended = [_procedure(table, int(row), str(table.end_date[row])) for row in np.flatnonzero(was & ~is_now)]
    return new, ended


def _procedure(table, row: int, day: str) -> CodeChange:
    code = str(table.code[row])
    return CodeChange("HCPCS" if code[:1].isalpha() else "CPT", code, str(table.label[row]), day, "", "the code list")


def _pairs(taught: Sequence[str], first: date, last: date) -> Iterator[FigureChange]:
    place = procedure_rows(taught)
    was, is_now = (pair_indicator(place[:, None], place[None, :], np.datetime64(day)) for day in (first, last))
    for one, other in np.argwhere(was != is_now).tolist():
        words = (str(int(value)) if value != NO_PAIR else "" for value in (was[one, other], is_now[one, other]))
        yield FigureChange("pair", (taught[one], taught[other]), *words)


def _limits(taught: Sequence[str], first: date, last: date) -> Iterator[FigureChange]:
    place = procedure_rows(taught)
    was, is_now = (unit_limit(place, np.datetime64(day))[0] for day in (first, last))
    for at in np.flatnonzero(was != is_now).tolist():
        words = (str(int(value)) if value != NO_LIMIT else "" for value in (was[at], is_now[at]))
        yield FigureChange("units", (taught[at],), *words)


def _fees(taught: Sequence[str], first: date, last: date) -> Iterator[FigureChange]:
    """National amounts outside a facility, in dollars."""
    for part in PARTS:
        was, is_now = (_amounts(taught, part, day) for day in (first, last))
        for at in np.flatnonzero(was != is_now).tolist():
            code = f"{taught[at]}-{part}" if part else taught[at]
            words = (f"{int(value) / 100:.2f}" if value >= 0 else "" for value in (was[at], is_now[at]))
            yield FigureChange("fee", (code,), *words)


def _amounts(taught: Sequence[str], part: str, day: date) -> np.ndarray:
    place = fee_rows(taught, part, np.datetime64(day))
    return np.asarray(mpfs_amount(place, False, 0, national_factor(str(day))))
