"""How a sheet looks: letterhead, blocks from top to bottom, small print and page numbers; as a PDF."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sim.billing.paper import pdf
from sim.billing.paper.blocks import (
    Amount,
    Block,
    Envelope,
    Grid,
    Heading,
    Pairs,
    Ruled,
    Sheet,
    Signature,
    TearOff,
    Ticks,
    Words,
)
from sim.billing.paper.fonts import BOLD, ITALIC
from sim.billing.paper.pen import (
    ACCENT,
    BODY,
    FOOT,
    HEIGHT,
    LABEL,
    LINE,
    MARGIN,
    PALE,
    ROOM,
    SMALL,
    SOFT,
    STRONG,
    WIDTH,
    Cell,
    Pen,
    Style,
    box,
    rule,
    write,
)

NAME, TITLE = Style(14, BOLD, ACCENT), Style(13, BOLD)
HEAD = Style(7.8, BOLD, SOFT, 1.3)
CELL, CELL_STRONG = Style(8.6), Style(8.6, BOLD)
TONES = {"plain": BODY, "soft": Style(8, ITALIC, SOFT), "strong": STRONG}
REPLACED = "? stands for a letter that this print cannot show; the page on the screen has it."
LABEL_ROOM = 170.0


def as_pdf(sheets: Sequence[Sheet], is_packed: bool = True) -> bytes:
    """Sheets as one PDF file, called as the first of them. is_packed: streams are compressed. The same sheets are the
    same bytes on every day.

    >>> from sim.billing.paper.blocks import practice_of
    >>> made = [Sheet("Letter", "A letter", practice_of("prairie"), (Words("Good morning."),))]
    >>> as_pdf(made)[:5], as_pdf(made) == as_pdf(made)
    (b'%PDF-', True)
    """
    first = sheets[0]
    properties = pdf.Properties(f"{first.title}, {first.sender.name}", first.subject, is_packed)
    return pdf.drawn(properties, [page for sheet in sheets for page in _pages(sheet)])


def _pages(sheet: Sheet) -> list[Callable[[Any], None]]:
    pen = Pen()
    _letterhead(pen, sheet)
    for block in sheet.blocks:
        DRAWN[type(block)](pen, block)
    foot = pen.clean(sheet.foot)
    title = pen.clean(f"{sheet.sender.name}: {sheet.title}, continued")
    if pen.is_replaced:
        foot = f"{foot} {REPLACED}"
    return [
        partial(_page, strokes=strokes, head=title if number > 1 else "", foot=foot, number=(number, len(pen.pages)))
        for number, strokes in enumerate(pen.pages, 1)
    ]


def _page(canvas: Any, strokes: list[Callable[[Any], None]], head: str, foot: str, number: tuple[int, int]) -> None:
    if head:
        write(canvas, head, MARGIN, HEIGHT - MARGIN + 4, SMALL)
        rule(canvas, MARGIN, HEIGHT - MARGIN - 3, WIDTH - MARGIN)
    for stroke in strokes:
        stroke(canvas)
    rule(canvas, MARGIN, FOOT - 10, WIDTH - MARGIN)
    pen = Pen()
    small = SMALL._replace(size=6.8)
    for place, line in enumerate(pen.lines(foot, small, ROOM - 70)):
        write(canvas, line, MARGIN, FOOT - 20 - place * small.height, small)
    write(canvas, f"Page {number[0]} of {number[1]}", WIDTH - MARGIN - 50, FOOT - 20, small)


def _letterhead(pen: Pen, sheet: Sheet) -> None:
    """The practice at the left, what the sheet is called at the right."""
    left, right = ROOM * 0.58, ROOM * 0.42
    sender = sheet.sender
    pen.row(
        [Cell(sender.name, MARGIN - 4, left, NAME), Cell(sheet.title, MARGIN + left, right + 4, TITLE, True)], None, 0
    )
    pen.paragraph(sender.address, SMALL)
    pen.paragraph(f"Telephone {sender.telephone}", SMALL)
    pen.down(6)
    pen.add(partial(rule, x=MARGIN, y=pen.y, end=WIDTH - MARGIN, color=ACCENT, thick=1.4))
    pen.down(12)


def _heading(pen: Pen, block: Heading) -> None:
    pen.need(48)
    pen.down(8)
    pen.paragraph(block.text, Style(10.5, BOLD, ACCENT))
    pen.down(2)


def _words(pen: Pen, block: Words) -> None:
    pen.paragraph(block.text, TONES[block.tone])
    pen.down(5)


def _envelope(pen: Pen, block: Envelope) -> None:
    pen.down(4)
    for line in block.lines:
        pen.paragraph(line, BODY._replace(size=10.5), MARGIN, ROOM * 0.6)
    pen.down(14)


def _pairs(pen: Pen, block: Pairs) -> None:
    for label, entered in block.rows:
        pen.row([Cell(label, MARGIN - 4, LABEL_ROOM, BODY._replace(color=SOFT)), _entry(entered)], None, 1.5)
        if not entered:
            pen.down(4)
            pen.add(partial(rule, x=MARGIN + LABEL_ROOM, y=pen.y + 4, end=WIDTH - MARGIN, color=SOFT))
    pen.down(6)


def _entry(text: str) -> Cell:
    return Cell(text, MARGIN - 4 + LABEL_ROOM, ROOM + 8 - LABEL_ROOM, BODY)


def _grid(pen: Pen, block: Grid) -> None:
    shares = block.widths or tuple(1.0 for _ in block.head)
    rooms = [ROOM * share / sum(shares) for share in shares]
    starts = [MARGIN + sum(rooms[:place]) for place in range(len(rooms))]

    def cells(texts: tuple[str, ...], style: Style) -> list[Cell]:
        return [
            Cell(text, start, room, style, place in block.right)
            for place, (text, start, room) in enumerate(zip(texts, starts, rooms, strict=True))
        ]

    pen.need(60)
    pen.row(cells(block.head, HEAD), PALE, 4)
    for number, row in enumerate(block.rows, 1):
        is_total = block.has_total and number == len(block.rows)
        pen.row(cells(row, CELL_STRONG if is_total else CELL), PALE if is_total else None)
        pen.add(partial(rule, x=MARGIN, y=pen.y, end=WIDTH - MARGIN))
    pen.down(8)


def _ticks(pen: Pen, block: Ticks) -> None:
    for option in block.options:
        lines = pen.lines(option.words, BODY, ROOM - 22)
        pen.need(len(lines) * BODY.height + 4)
        pen.down(2)
        pen.add(partial(box, corner=(MARGIN, pen.y - 10.5), size=(9, 9), fill=None))
        if option.is_ticked:
            pen.add(partial(write, text="X", x=MARGIN + 1.6, y=pen.y - 9.2, style=STRONG._replace(size=8.6)))
        pen.paragraph(option.words, BODY, MARGIN + 18, ROOM - 22)
        pen.down(3)
    pen.down(4)


def _amount(pen: Pen, block: Amount) -> None:
    pen.need(60)
    top, left = pen.y, MARGIN + 10
    pen.down(6)
    fill = len(pen.pages[-1])
    pen.paragraph(block.label, LABEL._replace(size=8.6), left, ROOM - 20)
    pen.paragraph(block.amount, Style(17, BOLD, ACCENT), left, ROOM - 20)
    if block.words:
        pen.paragraph(block.words, BODY, left, ROOM - 20)
    pen.down(8)
    frame = partial(box, corner=(MARGIN, pen.y), size=(ROOM, top - pen.y), fill=PALE)
    if top > pen.y:
        pen.pages[-1].insert(fill, frame)
    pen.down(10)


def _ruled(pen: Pen, block: Ruled) -> None:
    for _ in range(block.lines):
        pen.need(22)
        pen.down(20)
        pen.add(partial(rule, x=MARGIN, y=pen.y, end=WIDTH - MARGIN))
    pen.down(8)


def _signature(pen: Pen, block: Signature) -> None:
    pen.need(56)
    pen.down(34)
    room = ROOM / len(block.labels)
    for place in range(len(block.labels)):
        start = MARGIN + place * room
        pen.add(partial(rule, x=start, y=pen.y, end=start + room - 14, color=SOFT))
    pen.row([Cell(text, MARGIN - 4 + n * room, room - 8, LABEL) for n, text in enumerate(block.labels)], None, 2)
    pen.down(4)


def _tear_off(pen: Pen, block: TearOff) -> None:
    pen.need(150)  # what is sent back stands together
    pen.down(14)
    pen.add(partial(_dotted, y=pen.y))
    pen.down(2)
    pen.paragraph(block.words, LABEL)
    pen.down(6)


def _dotted(canvas: Any, y: float) -> None:
    canvas.setDash(2, 3)
    rule(canvas, MARGIN, y, WIDTH - MARGIN, LINE, 1)
    canvas.setDash()


DRAWN: dict[type[Block], Callable[[Pen, Any], None]] = {
    Heading: _heading,
    Words: _words,
    Envelope: _envelope,
    Pairs: _pairs,
    Grid: _grid,
    Ticks: _ticks,
    Amount: _amount,
    Ruled: _ruled,
    Signature: _signature,
    TearOff: _tear_off,
}
