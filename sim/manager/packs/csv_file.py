"""A table as anybody saved it: commas, semicolons, tabs or bars; any line ends; UTF-8 with or without the mark of
Excel, UTF-16, or the code page of Windows. Every row keeps the line on which it begins. Lines that begin with "# "
are remarks.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sim.ground.errors import CleanClaimError
from sim.ground.written_text import text_of

LARGEST = 50_000_000  # bytes
MOST = 500_000  # rows
WORKBOOKS = (b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"))
SIGNS = ",;\t|"
LOOKED_AT = 20  # lines by which the separator is told


class CsvRow(NamedTuple):
    """A row: the line on which it begins, its cells without the spaces around them."""

    line: int
    cells: tuple[str, ...]

    def cell(self, place: int) -> str:
        """A cell; empty where the row ends before it or the table has no such column (-1)."""
        return self.cells[place] if 0 <= place < len(self.cells) else ""


def csv_rows(path: Path) -> list[CsvRow]:
    """Every row with something in it, the header too. Raises CleanClaimError where the file cannot be read as a
    table.
    """
    path = Path(path)
    if path.is_file() and path.stat().st_size > LARGEST:
        raise _cannot(path, f"the file has {path.stat().st_size:,} bytes", f"at most {LARGEST:,}", "divide it")
    if _is_workbook(path):
        raise _cannot(path, "this is an Excel workbook", "a CSV file", "open it in Excel and save it as CSV (UTF-8)")
    text = text_of(path, is_table=True)
    if "\0" in text:
        raise _cannot(path, "a file that is not text", "a CSV file", "save it as CSV (UTF-8)")
    lines = text.split("\n")
    try:
        return list(_rows(lines, _separator(lines)))
    except csv.Error as reason:
        raise _cannot(path, f"a table that cannot be read: {reason}", "a CSV file", "save it again as CSV") from None


def _is_workbook(path: Path) -> bool:
    """Does a file begin as Excel saves a workbook, the present kind (a ZIP file) or the old one?"""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(8).startswith(WORKBOOKS)


def _separator(lines: list[str]) -> str:
    """The sign that stands most evenly in the first lines."""
    shown = [line for line in lines if line.strip() and not line.startswith("# ")][:LOOKED_AT]
    return max(SIGNS, key=lambda sign: sum(min(line.count(sign), 60) for line in shown)) if shown else ","


def _rows(lines: list[str], sign: str) -> Iterator[CsvRow]:
    at, kept = [], []
    for number, line in enumerate(lines, 1):
        if not line.startswith("# "):
            at.append(number)
            kept.append(line)
    reader, begins = csv.reader(kept, delimiter=sign, strict=False), 0
    for count, cells in enumerate(reader):
        if count > MOST:
            raise csv.Error(f"more than {MOST:,} rows")
        if any(cell.strip() for cell in cells):
            yield CsvRow(at[begins], tuple(cell.replace("\u00a0", " ").strip() for cell in cells))
        begins = reader.line_num


def _cannot(path: Path, found: str, expected: str, todo: str) -> CleanClaimError:
    return CleanClaimError(found, str(path), expected, todo)
