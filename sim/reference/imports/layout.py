"""Reading tables as publishers lay them out: notices on top, a header somewhere below, cells between tabs or commas,
dates in many forms.

A header is found by what it says, not by its line; columns are found by their names with everything but letters and
digits left out, because publishers move, rename and break them. Every complaint names the line.
"""

import csv
import re
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from sim.ground.errors import CleanClaimError

SEARCHED = 60  # rows in which a header is looked for
WIDEST = 1_000_000  # characters of one cell; a lost quotation mark swallows everything after it
MOST = 4_000_000  # rows of a table; the largest of CMS's files has some 600,000
CHUNK = 100_000  # rows between two words of progress
CODE = re.compile(r"[A-Z0-9][0-9]{3}[A-Z0-9]", re.ASCII)


def plain(cell: str) -> str:
    """A header cell as it is compared.

    >>> plain("HCPCS/ CPT Code"), plain("Deletion Date *=no data")
    ('hcpcscptcode', 'deletiondatenodata')
    """
    return re.sub(r"[^a-z0-9]", "", cell.lower())


def rows(stream, name: str):
    """(line number, cells) of every row, whatever separates the cells (tab, comma or bar, whichever the first lines
    hold most).
    """
    start = stream.read(20_000)
    stream.seek(0)
    separator = max("\t,|", key=start.count)
    csv.field_size_limit(WIDEST)
    reader = csv.reader(stream, delimiter=separator, quotechar='"')
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as reason:
        raise CleanClaimError(
            f"unreadable row: {reason}",
            f"{name}, line {reader.line_num}",
            "cells between tabs or commas",
            "download the file again",
        ) from None


def header(found, needed: dict[str, str], name: str, optional: dict[str, str] | None = None) -> dict[str, int]:
    """Column positions by our names, from the first row that has every needed column. `needed` and `optional`: our name
    -> pattern of the publisher's name (plain, full match). `found` is an iterator of rows; it stands behind the header
    afterwards."""
    best: list[str] = []
    for (_, cells), _ in zip(found, range(SEARCHED), strict=False):
        names = [plain(cell) for cell in cells]
        places = {ours: place_of(names, pattern) for ours, pattern in {**needed, **(optional or {})}.items()}
        missing = [ours for ours in needed if places[ours] < 0]
        if not missing:
            return places
        if not best or len(missing) < len(best):
            best = missing
    raise CleanClaimError(
        f"no header with the column {best[0].replace('_', ' ')}" if best else "no header",
        name,
        "a header row with " + ", ".join(one.replace("_", " ") for one in needed),
        "check that this is the publisher's file of that kind",
    )


def place_of(names: list[str], pattern: str) -> int:
    return next((place for place, one in enumerate(names) if re.fullmatch(pattern, one)), -1)


def columns(found, places: dict[str, int], name: str, progress, is_row=lambda cells: True) -> dict[str, list[str]]:
    """The named columns as lists of texts, with `line`: the line each row was read from. Blank rows are passed over; a
    row that is too short is told with its line: a file that was cut off ends so."""
    width, taken = max(places.values()) + 1, [(ours, place) for ours, place in places.items() if place >= 0]
    out: dict[str, list] = {ours: [] for ours in (*places, "line")}
    same: dict[str, str] = {}  # one object per different text: a million rows hold few
    for line, cells in found:
        if len(cells) < width:
            if not any(cell.strip() for cell in cells):
                continue
            raise CleanClaimError(
                f"row with {len(cells)} cells: {cells[0][:30]!r}",
                f"{name}, line {line}",
                f"at least {width} cells",
                "download the file again: it is cut short or altered",
            )
        if not is_row(cells):
            continue
        for ours, place in taken:
            cell = cells[place].strip()
            out[ours].append(same.setdefault(cell, cell))
        out["line"].append(line)
        if len(out["line"]) % CHUNK == 0:
            progress(f"{len(out['line']):,} rows read")
            if len(out["line"]) >= MOST:
                raise CleanClaimError(
                    f"{MOST:,} rows and no end",
                    name,
                    "a table of fewer rows",
                    "check that this is the publisher's file",
                )
    empty = [""] * len(out["line"])
    return {ours: out[ours] if place >= 0 else empty for ours, place in {**places, "line": 0}.items()}


def checked_codes(texts: list[str], lines: Sequence[int | str], name: str, form=CODE) -> np.ndarray:
    """Codes as an array of bytes. Each different text is looked at once; the first wrong one is told with its line."""
    different = {text: text.upper() for text in set(texts)}
    wrong = [text for text, code in different.items() if not form.fullmatch(code)]
    if wrong:
        at = texts.index(min(wrong, key=texts.index))
        raise CleanClaimError(
            f"{texts[at][:30]!r} is not a code",
            f"{name}, line {lines[at]}",
            "a code of the kind's form",
            "check that this is the publisher's file of that kind",
        )
    return np.array([different[text] for text in texts], "S")


def checked_marks(texts: list[str], lines: Sequence[int | str], name: str, size: int) -> np.ndarray:
    """Short marks of at most `size` plain characters (a status, a modifier) as an array of bytes; they may be blank."""
    wrong = next(
        (text for text in dict.fromkeys(texts) if len(text) > size or not text.isascii() or "\0" in text), None
    )
    if wrong is not None:
        raise CleanClaimError(
            f"{wrong[:20]!r} does not belong here",
            f"{name}, line {lines[texts.index(wrong)]}",
            f"at most {size} letters or digits",
            "download the file again: it is cut short or altered",
        )
    return np.array(texts, f"S{size}")


def checked_dates(texts: list[str], lines: Sequence[int | str], name: str, missing) -> np.ndarray:
    """Dates as datetime64[D]; a blank or * is `missing`. Each different text is read once."""
    known = {}
    for text in set(texts):
        try:
            known[text] = read_date(text) or missing
        except ValueError:
            at = texts.index(text)
            raise CleanClaimError(
                f"{text[:30]!r} is not a date",
                f"{name}, line {lines[at]}",
                "a date such as 20261001 or 10/01/2026",
                "download the file again: it is cut short or altered",
            ) from None
    days = {text: np.datetime64(day, "D").astype(np.int64) for text, day in known.items()}
    return np.fromiter((days[text] for text in texts), np.int64, len(texts)).astype("datetime64[D]")


def read_date(text: str) -> date | None:
    """A date in one of the forms publishers use: 20261001, 2026-10-01, 10/01/2026, and 2026274 (year and day of the
    year). Blank, * and 0 are none.

    >>> read_date("2026274"), read_date("*"), read_date("1/5/2026")
    (datetime.date(2026, 10, 1), None, datetime.date(2026, 1, 5))
    """
    text = text.strip().strip("*")
    if not text.strip("0"):
        return None
    if not text.isascii():
        raise ValueError(text)
    match = re.fullmatch(r"(\d{4})-?(\d\d)-?(\d\d)", text)
    if match:
        return date(*map(int, match.groups()))
    match = re.fullmatch(r"(\d\d?)[/-](\d\d?)[/-](\d{4})", text)
    if match:
        month, day, year = map(int, match.groups())
        return date(year, month, day)
    match = re.fullmatch(r"([12]\d{3})(\d{3})", text)
    if match and 1 <= int(match[2]) <= 366:
        return date(int(match[1]), 1, 1) + timedelta(int(match[2]) - 1)
    raise ValueError(text)


def checked_numbers(
    texts: list[str], lines: Sequence[int | str], name: str, places: int = 0, most: int = 10**7, blank: int = 0
) -> np.ndarray:
    """Whole numbers, or decimals as whole numbers of their smallest part (`places` decimals). Each different text is
    read once.
    """
    known = {}
    for text in set(texts):
        if (
            text
            and not re.fullmatch(rf"\d{{0,9}}(\.\d{{0,{places}}}0*)?", text.replace(",", ""), re.ASCII)
            or text == "."
        ):
            raise _no_number(texts, text, lines, name)
        whole, _, part = text.replace(",", "").partition(".")
        known[text] = int(whole or 0) * 10**places + int(part[:places].ljust(places, "0") or 0) if text else blank
        if known[text] > most * 10**places:
            raise _no_number(texts, text, lines, name)
    return np.fromiter((known[text] for text in texts), np.int64, len(texts))


def _no_number(texts, text, lines, name):
    return CleanClaimError(
        f"{text[:30]!r} is not a number that belongs here",
        f"{name}, line {lines[texts.index(text)]}",
        "a number as the publisher writes it",
        "download the file again: it is cut short or altered",
    )


def wrong_day(what: str, name: str, effective) -> CleanClaimError:
    """The file is of another year or quarter than the day given."""
    return CleanClaimError(
        what, name, f"the file in force from {effective}", "give that file, or its own day as --effective"
    )


def stacked(found, name: str, last=("hcpcs", "mod")) -> list[str]:
    """Header texts of a table whose header is stacked over several rows: everything above, column by column, down to
    the row that holds `last`.
    """
    above: list[list[str]] = []
    for (_, cells), _ in zip(found, range(SEARCHED), strict=False):
        above.append(cells)
        if set(last) <= {plain(cell) for cell in cells}:
            return [plain(" ".join(row[place] for row in above if place < len(row))) for place in range(len(cells))]
    raise CleanClaimError(
        f"no header with {' and '.join(last)}",
        name,
        "the publisher's table with its header",
        "check that this is the publisher's file of that kind",
    )
