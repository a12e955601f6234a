"""The practice claim form: the thirty-three numbered boxes in a drawing of our own, with the labels of
data/codes/cms1500.csv. It is not a copy of the printed form, and payers do not take it: their scanners read only the
original in red ink (Medicare Claims Processing Manual ch. 26, section 30).

Six service lines a sheet; a claim with more goes on on the next sheet, which repeats what is above them, with the total
on the last one (assumption: payers differ on paper claims of several sheets). A box whose text is too long for it is
printed in full below the form, or on a page of its own.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from sim.billing.claims.form import LINES, box_words, boxes
from sim.billing.paper import pdf
from sim.billing.paper.blocks import Practice
from sim.billing.paper.fonts import BOLD, PLAIN, printed, wrapped
from sim.billing.paper.pen import ACCENT, HEIGHT, INK, PALE, SMALL, SOFT, WIDTH, Style, box, write
from sim.billing.paper.sheet import REPLACED
from sim.payer.rulebook.payers import payers

LEFT, UNITS = 36.0, 48  # points; columns of the drawing
COLUMN = (WIDTH - 2 * LEFT) / UNITS
ROW = 29.5
ABOVE = (
    "= Patient and insured",
    "carrier:24 1:24",
    "1a:16 2:16 3:11 3-sex:5",
    "4:16 5:21 6:11",
    "7:22 8:6 9:20",
    "9a:15 9d:13 10a:10 10b:10",
    "10c:10 10d:9 11:11 11a:8 11b:10",
    "11c:15 11d:9 12:12 13:12",
    "= Condition, diagnoses, authorization",
    "14:9 15:9 16:10 17:20",
    "17b:10 18:12 19:20 20:6",
    "21:6 21A:7 21B:7 21C:7 21D:7 21E:7 21F:7",
    "21G:8 21H:8 21I:8 21J:8 21K:8 21L:8",
    "22:10 22-ref:18 23:20",
)
LINE = "24A:5.7 24A-to:5.7 24B:2.2 24C:1.8 24D:4 24D-1:2.4 24D-2:2.2 24D-3:2.2 24D-4:2.2 24E:3.2 24F:4.8 24G:2.2\
 24H:1.6 24I:1.6 24J:6.2"
BELOW = ("= Practice and totals", "25:10 26:11 27:8 28:9 29:10", "30:6 31:17 32:25", "32a:10 33:26 33a:12")
TITLES = {
    "24A": "A  Date from",
    "24A-to": "A  Date to",
    "24B": "B  Place",
    "24D": "D  Code",
    "24D-1": "Mod. 1",
    "24D-2": "2",
    "24D-3": "3",
    "24D-4": "4",
    "24E": "E  Pointer",
    "24F": "F  Charge",
    "24G": "G  Units",
    "24J": "J  Rendering NPI",
}
BAND = 15.0
LINE_ROW, LABEL_SIZE, LARGEST, SMALLEST = 20.0, 5.6, 8.6, 5.0
TITLE = "Practice claim form"
NOTE = "Practice form, own drawing. Payers take claims electronically (837P) or on the original form."


class Placed(NamedTuple):
    """A box on the sheet: its name, what stands in it, where."""

    name: str
    text: str
    x: float
    y: float
    width: float
    height: float
    label: str


class Fitted(NamedTuple):
    """A text as it is set into a box: the lines, their size; no line where it does not fit."""

    lines: tuple[str, ...]
    size: float


def claim_pdf(values: Mapping[str, str], sender: Practice, is_packed: bool = True) -> bytes:
    """The form of one claim as a PDF. values: box -> text, as sim.billing.claims.form.form gives them.

    >>> from sim.billing.paper.blocks import practice_of
    >>> claim_pdf({"1a": "1S34"}, practice_of("prairie"))[:5]
    b'%PDF-'
    """
    shown = {name: printed(_words(name, text)) for name, text in values.items()}
    texts = {name: found.text for name, found in shown.items() if found.text.strip()}
    sheets = [_placed(texts, number, sheets_of(texts)) for number in range(1, sheets_of(texts) + 1)]
    long = [one for sheet in sheets for one in sheet if one.name and one.text and not fitted(one).lines]
    more = [line for one in dict.fromkeys(long) for line in _in_full(one)]
    foot = f"{NOTE} {REPLACED}" if any(found.is_replaced for found in shown.values()) else NOTE
    pages = [
        partial(_sheet, sheet=sheet, head=f"{TITLE}, sheet {number} of {len(sheets)}", foot=foot)
        for number, sheet in enumerate(sheets, 1)
    ]
    rest = [
        partial(_lines, lines=more[start : start + MOST_LINES], foot=foot) for start in range(0, len(more), MOST_LINES)
    ]
    properties = pdf.Properties(f"{TITLE}, {sender.name}", "A claim on the numbered boxes", is_packed)
    return pdf.drawn(properties, [*pages, *rest])


MOST_LINES = 52
FULL = Style(9)


def _in_full(one: Placed) -> list[str]:
    return [f"{box_words(one.name)}:", *wrapped(one.text, PLAIN, FULL.size, WIDTH - 2 * LEFT), ""]


def _words(name: str, text: str) -> str:
    """What is written: a payer by its name."""
    return payers()[text].label if name == "carrier" and text in payers() else text


def sheets_of(values: Mapping[str, str]) -> int:
    """How many sheets a claim needs.

    >>> sheets_of({"24D.6": "99213"}), sheets_of({"24D.7": "99213"}), sheets_of({})
    (1, 2, 1)
    """
    lines = [int(line) for name in values if (line := name.partition(".")[2]).isdigit()]
    return max(1, -(-max(lines, default=1) // LINES))


def _placed(values: Mapping[str, str], sheet: int, sheets: int) -> list[Placed]:
    """Every box of one sheet in its place."""
    top, found = HEIGHT - 58.0, list[Placed]()
    for row in (*ABOVE, "= 24  Services"):
        top -= BAND if row.startswith("=") else ROW
        found += _row(row, values, top, ROW)
    for number in range(1, LINES + 1):
        line = (sheet - 1) * LINES + number
        height = LINE_ROW + (LABEL_SIZE + 3 if number == 1 else 0)
        top -= height
        found += _row(LINE, values, top, height, line, number == 1)
    last = values if sheet == sheets else {**values, "28": "see last sheet"}
    for row in BELOW:
        top -= BAND if row.startswith("=") else ROW
        found += _row(row, last, top, ROW)
    return found


def _row(
    layout: str, values: Mapping[str, str], y: float, height: float, line: int = 0, has_label: bool = True
) -> Iterable[Placed]:
    """The boxes of one row; a row that begins with = is the heading of a part."""
    if layout.startswith("="):
        yield Placed("", layout[2:], LEFT, y, UNITS * COLUMN, BAND, "")
        return
    x = LEFT
    for one in layout.split():
        name, _, share = one.rpartition(":")
        key = f"{name}.{line}" if line else name
        room = float(share) * COLUMN
        yield Placed(key, values.get(key, ""), x, y, room, height, _label(name) if has_label else "")
        x += room


def _label(name: str) -> str:
    if name.startswith("24"):
        return TITLES.get(name) or name[2:]
    words = next(one["label"] for one in boxes() if one["box"] == name)
    return words if name == "carrier" or "-" in name else f"{name}  {words}"


def fitted(one: Placed) -> Fitted:
    """The largest letters in which a text fits its box, in as many lines as there is room for; none where it does not.

    >>> fitted(Placed("19", "x" * 500, 0, 0, 100, 28, "19")).lines
    ()
    """
    room = one.height - (LABEL_SIZE + 3.5 if one.label else 2)
    size = LARGEST
    while size >= SMALLEST:
        lines = tuple(wrapped(one.text, PLAIN, size, one.width - 4))
        if len(lines) * size * 1.12 <= room:
            return Fitted(lines, size)
        size -= 0.4
    return Fitted((), SMALLEST)


def _sheet(canvas: Any, sheet: list[Placed], head: str, foot: str) -> None:
    write(canvas, head, LEFT, HEIGHT - 50, Style(12, BOLD, ACCENT))
    known = {one["box"]: one for one in boxes()}
    for one in sheet:
        if not one.name:
            write(canvas, one.text, LEFT, one.y + 3.5, Style(7.6, BOLD, ACCENT))
            continue
        is_gray = not known[one.name.partition(".")[0]]["editable"]
        box(canvas, (one.x, one.y), (one.width, one.height), PALE if is_gray else None)
        top = one.y + one.height
        if one.label:
            _caption(canvas, one, top)
            top -= LABEL_SIZE + 2.5
        _entry(canvas, one, top)
    small = SMALL._replace(size=6.6)
    write(canvas, "Gray boxes are filled in by the practice system.", LEFT, 44, small)
    for place, line in enumerate(wrapped(foot, PLAIN, small.size, WIDTH - 2 * LEFT)):
        write(canvas, line, LEFT, 34 - place * small.height, small)


def _caption(canvas: Any, one: Placed, top: float) -> None:
    """The label, in letters that fit its box."""
    size = LABEL_SIZE
    while size > 4.2 and len(wrapped(one.label, PLAIN, size, one.width - 3)) > 1:
        size -= 0.2
    for place, line in enumerate(wrapped(one.label, PLAIN, size, one.width - 3)[:1]):
        write(canvas, line, one.x + 1.6, top - size - 0.8 - place * size, Style(size, PLAIN, SOFT))


def _entry(canvas: Any, one: Placed, top: float) -> None:
    found = fitted(one)
    lines = found.lines or ("see next page",) * bool(one.text)
    for place, line in enumerate(lines, 1):
        write(canvas, line, one.x + 2, top - place * found.size * 1.12 + 0.6, Style(found.size, PLAIN, INK))


def _lines(canvas: Any, lines: list[str], foot: str) -> None:
    write(canvas, f"{TITLE}: boxes in full", LEFT, HEIGHT - 50, Style(12, BOLD, ACCENT))
    for place, line in enumerate(lines):
        write(canvas, line, LEFT, HEIGHT - 72 - place * FULL.height, FULL)
    write(canvas, foot, LEFT, 34, SMALL._replace(size=6.2))
