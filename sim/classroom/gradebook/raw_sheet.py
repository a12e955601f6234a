"""A table of separated values that keeps its bytes. The gradebook that an LMS exported goes back into the same LMS, so
what we do not fill has to leave as it came: encoding, byte order mark, delimiter, line ends, and the quotation marks of
each cell. The csv module forgets which cells were quoted; here a cell is kept as it was written.
"""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sim.ground.errors import CleanClaimError

LARGEST = 10_000_000  # bytes; a class of 500 with 200 columns has about one
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
KINDS = (  # how a file begins that is not a table of text -> what it is
    (b"PK\x03\x04", "an Excel workbook or a ZIP file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"<", "a web page"),
)
EXPECTED = "the gradebook as the LMS exported it (CSV, or Blackboard's tab-delimited .xls)"
AGAIN = "export the gradebook again and use that file as it is, without opening it in Excel"
DELIMITERS = ",\t;"
END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Row:
    """A row: the line on which it begins, its cells as they were written, its line end."""

    line: int
    cells: tuple[str, ...]
    end: str

    def value(self, place: int) -> str:
        """What a cell says; empty where the row ends before it."""
        return value(self.cells[place]) if 0 <= place < len(self.cells) else ""

    @property
    def values(self) -> tuple[str, ...]:
        """What each cell says."""
        return tuple(map(value, self.cells))


@dataclass(frozen=True)
class RawSheet:
    """A table with its encoding, byte order mark and delimiter; the first row is the header."""

    file: str
    mark: bytes
    coding: str
    delimiter: str
    rows: tuple[Row, ...]

    @property
    def headers(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.rows[0].values

    def content(self) -> bytes:
        """The file's bytes."""
        text = "".join(self.delimiter.join(row.cells) + row.end for row in self.rows)
        return self.mark + text.encode(self.coding)

    def filled(self, place: int, texts: Mapping[int, str]) -> "RawSheet":
        """The same table with other texts in one column (row number -> text); nothing else changes."""
        rows = list(self.rows)
        for number, text in texts.items():
            cells = [*rows[number].cells, *[""] * (place + 1 - len(rows[number].cells))]
            cells[place] = written(text, cells[place], self.delimiter)
            rows[number] = replace(rows[number], cells=tuple(cells))
        return replace(self, rows=tuple(rows))


def value(raw: str) -> str:
    """What a cell says that was written like this.

    >>> value('"Diaz, Ana ""Nan"" M."'), value("12.50")
    ('Diaz, Ana "Nan" M.', '12.50')
    """
    return raw.rstrip(" ")[1:-1].replace('""', '"') if raw.startswith('"') else raw


def written(text: str, before: str, delimiter: str) -> str:
    """A text as a cell, in quotation marks where the cell had them before or needs them.

    >>> written("8.5", '""', ","), written("8.5", "-", ","), written("8,5", "", ",")
    ('"8.5"', '8.5', '"8,5"')
    """
    needs = before.startswith('"') or any(sign in text for sign in (delimiter, '"', "\r", "\n"))
    return '"' + text.replace('"', '""') + '"' if needs else text


def read_sheet(path: Path) -> RawSheet:
    """A file as a table. Raises CleanClaimError for one that is too large, not text, or broken."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST else b""
    except OSError as reason:
        raise CleanClaimError(f"cannot read: {reason.strerror}", str(path), EXPECTED, "check the path") from None
    if size > LARGEST:
        found = f"the file has {size:,} bytes, at most {LARGEST:,} are read"
        raise CleanClaimError(found, str(path), EXPECTED, "export only the columns that are needed")
    return sheet_of(content, str(path))


def sheet_of(content: bytes, file: str) -> RawSheet:
    r"""A file's bytes as a table.

    >>> sheet_of(b'Student,"Quiz 1"\r\nAna,\r\n', "a.csv").rows[1]
    Row(line=2, cells=('Ana', ''), end='\r\n')
    """
    if kind := next((kind for begins, kind in KINDS if content.lstrip()[:10].startswith(begins)), ""):
        raise CleanClaimError(f"this is {kind}", file, EXPECTED, AGAIN)
    mark, coding = next(((mark, coding) for mark, coding in MARKS if content.startswith(mark)), (b"", ""))
    text, coding = _text(content[len(mark) :], coding, file)
    if "\0" in text:
        raise CleanClaimError("this is not a text file", file, EXPECTED, AGAIN)
    if not text.strip():
        raise CleanClaimError("the file is empty", file, EXPECTED, AGAIN)
    delimiter = _delimiter(text)
    rows = _rows(text, delimiter, file)
    return RawSheet(file, mark, coding, delimiter, tuple(_checked(rows, file)))


def _text(content: bytes, coding: str, file: str) -> tuple[str, str]:
    """The text and its encoding: as the byte order mark says, else UTF-8, UTF-16 by its zero bytes, or, where Excel on
    Windows saved it, the code page of Windows."""
    tried = (coding,) if coding else ("utf-16-le",) if content[1:8:2] == b"\0" * 4 else ("utf-8", "cp1252")
    for name in tried:
        try:
            return content.decode(name), name
        except UnicodeDecodeError:
            continue
    raise CleanClaimError("this is not a text file", file, EXPECTED, AGAIN)


def _delimiter(text: str) -> str:
    """The sign that divides the header most often, outside quotation marks."""
    header = re.sub(r'"(?:[^"]++|"")*+"', "", text[:100_000])
    first = END.split(header.lstrip("\r\n"), maxsplit=1)[0]
    return max(DELIMITERS, key=first.count)


def _rows(text: str, delimiter: str, file: str) -> list[Row]:
    """Every row with its cells as written."""
    cell = re.compile(rf'"(?:[^"]++|"")*+" *|[^{delimiter}\r\n]*')
    rows, at, line = [], 0, 1
    while at < len(text):
        cells, first = [], line
        while True:
            raw = cell.match(text, at)
            assert raw is not None  # the second way matches even nothing
            if raw[0].startswith('"') and not re.fullmatch(r'"(?:[^"]++|"")*+" *', raw[0]):
                raise _broken(line, "a quotation mark that is not closed", file)
            cells.append(raw[0])
            line += len(END.findall(raw[0]))
            at = raw.end()
            if text[at : at + 1] != delimiter:
                break
            at += 1
        end = END.match(text, at)
        if end is None and at < len(text):
            raise _broken(line, "text after a closing quotation mark", file)
        rows.append(Row(first, tuple(cells), end[0] if end else ""))
        at, line = (end.end(), line + 1) if end else (at, line)
    return rows


def _checked(rows: list[Row], file: str) -> list[Row]:
    """Rows that have a header and no more cells than it; Excel leaves out empty cells at the end of a row, and adds
    some."""
    width = len(rows[0].cells)
    if not any(rows[0].values):
        raise _broken(1, "no header", file)
    for row in rows[1:]:
        if any(row.values[width:]):
            raise _broken(row.line, f"{len(row.cells)} cells, but the header has {width}", file)
    return rows


def _broken(line: int, what: str, file: str) -> CleanClaimError:
    return CleanClaimError(f"line {line}: {what}", file, EXPECTED, AGAIN)
