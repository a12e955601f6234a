"""The first sheet of an Excel workbook as CSV: some tables (add-on codes) are published with a header only there.

A workbook is a ZIP of XML and as little to be trusted as any: it passes the same checks, may not declare entities, and
is read as a stream. Not modeled: dates kept as day numbers, formulas without a stored value, further sheets.
"""

import csv
import io
import re
import zipfile
import zlib
from xml.etree import ElementTree

from sim.ground.errors import CleanClaimError

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WIDEST = 200  # columns
LONGEST = 32_767  # characters of one cell, as Excel itself has it
LARGEST_PART = 60_000_000  # bytes of a sheet, and of the texts that its cells share
MOST = 60_000_000  # characters of a whole sheet
DEEPEST = 20_000  # elements of one row, or of one shared text


def as_csv(packed: zipfile.ZipFile, name: str, limit: int | None = None) -> bytes:
    """The first sheet's rows as CSV in UTF-8, about `limit` bytes of them if that is given."""
    try:
        names = packed.namelist()
        sheet = min(
            (one for one in names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", one)), key=lambda one: (len(one), one)
        )
        shared = _shared(packed, name) if "xl/sharedStrings.xml" in names else []
        out = io.StringIO()
        writer = csv.writer(out)
        width = 0
        for cells in _rows(packed, sheet, shared, name):
            width = max(width, len(cells))
            if sum(map(len, cells)) + out.tell() > MOST or max(map(len, cells), default=0) > LONGEST:
                raise ValueError(f"a cell of more than {LONGEST:,} characters, or a sheet of more than {MOST:,}")
            writer.writerow(
                cells + [""] * (width - len(cells))
            )  # a sheet leaves out the blank cells at the end of a row
            if limit and out.tell() > limit:
                break
        return out.getvalue().encode("utf-8", "replace")
    except (
        ElementTree.ParseError,
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        ValueError,
        IndexError,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
    ) as reason:
        raise CleanClaimError(
            f"the workbook cannot be read: {reason}",
            name,
            "an Excel workbook (.xlsx) with a table on its first sheet",
            "save that sheet as CSV and import that",
        ) from None


def _elements(packed: zipfile.ZipFile, part: str, tag: str, name: str):
    with packed.open(part) as stream:
        if b"<!" in stream.read(4000).replace(b"<!--", b""):
            raise CleanClaimError(
                "the workbook declares entities of its own", name, "a plain workbook", "do not use this file"
            )
    if packed.getinfo(part).file_size > LARGEST_PART:
        raise ValueError(f"{part} has more than {LARGEST_PART:,} bytes")
    above: list[ElementTree.Element] = []  # the elements that are open; what has been read is let go
    inside = count = 0
    with packed.open(part) as stream:
        for event, element in ElementTree.iterparse(stream, ("start", "end")):
            if event == "start":
                above.append(element)
                count = count + 1 if inside else 0
                inside += element.tag == SPACE + tag
                if count > DEEPEST or len(above) > 100:
                    raise ValueError("a row or a text without end")
                continue
            above.pop()
            inside -= element.tag == SPACE + tag
            if inside:
                continue
            if element.tag == SPACE + tag:
                yield element
            if above:
                above[-1].remove(element)


def _shared(packed: zipfile.ZipFile, name: str) -> list[str]:
    return [
        "".join(text.text or "" for text in one.iter(SPACE + "t"))
        for one in _elements(packed, "xl/sharedStrings.xml", "si", name)
    ]


def _rows(packed: zipfile.ZipFile, sheet: str, shared: list[str], name: str):
    for row in _elements(packed, sheet, "row", name):
        cells: list[str] = []
        for cell in row.iter(SPACE + "c"):
            place = _column(cell.get("r", "")) if cell.get("r") else len(cells)
            if place >= WIDEST:
                break
            cells += [""] * (place - len(cells))
            cells.append(_value(cell, shared))
        yield cells


def _column(reference: str) -> int:
    """0 for A1, 27 for AB7.

    >>> _column("A1"), _column("AB7")
    (0, 27)
    """
    number = 0
    for letter in re.sub(r"[^A-Z].*", "", reference)[:3]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(SPACE + "t"))
    text = cell.findtext(SPACE + "v") or ""
    return shared[int(text)] if cell.get("t") == "s" and text else text
