"""What lays lines of text on pages: a place on the sheet that moves down, and a new page where the room ends. Nothing
is ever cut: a line that is too long is wrapped, a row that is too high goes on on the next page.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

from sim.billing.paper.fonts import BOLD, PLAIN, printed, width, wrapped

WIDTH, HEIGHT, MARGIN, FOOT = 612.0, 792.0, 54.0, 58.0  # points of Letter paper
ROOM = WIDTH - 2 * MARGIN
INK, SOFT, ACCENT, PALE, LINE = (
    (0.1, 0.1, 0.12),
    (0.36, 0.38, 0.42),
    (0.11, 0.29, 0.43),
    (0.93, 0.95, 0.97),
    (0.72, 0.75, 0.79),
)
Color = tuple[float, float, float]
Stroke = Callable[[Any], None]  # something drawn on a reportlab canvas


class Style(NamedTuple):
    """How a line is written."""

    size: float = 9.5
    face: str = PLAIN
    color: Color = INK
    leading: float = 1.38

    @property
    def height(self) -> float:
        """From one line to the next."""
        return self.size * self.leading


BODY, STRONG, SMALL = Style(), Style(face=BOLD), Style(7.6, color=SOFT)
LABEL = Style(7.6, color=SOFT, leading=1.3)


def write(canvas: Any, text: str, x: float, y: float, style: Style) -> None:
    """One line at a place."""
    canvas.setFillColorRGB(*style.color)
    canvas.setFont(style.face, style.size)
    canvas.drawString(x, y, text)


def rule(canvas: Any, x: float, y: float, end: float, color: Color = LINE, thick: float = 0.6) -> None:
    """A line from left to right."""
    canvas.setStrokeColorRGB(*color)
    canvas.setLineWidth(thick)
    canvas.line(x, y, end, y)


def box(canvas: Any, corner: tuple[float, float], size: tuple[float, float], fill: Color | None) -> None:
    """A rectangle from its lower left corner."""
    canvas.setStrokeColorRGB(*LINE)
    canvas.setLineWidth(0.6)
    if fill:
        canvas.setFillColorRGB(*fill)
    canvas.rect(*corner, *size, stroke=1, fill=int(fill is not None))


class Pen:
    """The place where the next line goes, and what stands on each page so far. is_replaced: a letter had to be
    replaced."""

    def __init__(self) -> None:
        self.pages: list[list[Stroke]] = [[]]
        self.y = HEIGHT - MARGIN
        self.is_replaced = False

    def add(self, stroke: Stroke) -> None:
        """Draw something on this page."""
        self.pages[-1].append(stroke)

    def need(self, height: float) -> None:
        """A new page unless so many points are left."""
        if self.y - height < FOOT and self.y < HEIGHT - MARGIN - 20:
            self.turn()

    def turn(self) -> None:
        """A new page."""
        self.pages.append([])
        self.y = HEIGHT - MARGIN - 20

    def down(self, height: float) -> None:
        """Some room."""
        self.y -= height

    def clean(self, text: str) -> str:
        """A text in letters of the font."""
        found = printed(text)
        self.is_replaced |= found.is_replaced
        return found.text

    def lines(self, text: str, style: Style, room: float) -> list[str]:
        """A text as it is wrapped; what stands on a line of its own stays there."""
        parts = (self.clean(part) for part in text.split("\n"))
        return [line for part in parts for line in wrapped(part, style.face, style.size, room) or [""]]

    def paragraph(self, text: str, style: Style = BODY, x: float = MARGIN, room: float = ROOM) -> None:
        """A paragraph."""
        for line in self.lines(text, style, room):
            self.need(style.height)
            self.y -= style.height
            self.add(partial(write, text=line, x=x, y=self.y + style.height * 0.28, style=style))

    def row(self, cells: Iterable["Cell"], fill: Color | None = None, pad: float = 3.0) -> None:
        """Cells side by side, each wrapped in its own width; what does not fit on the page goes on on the next."""
        found = [(cell, self.lines(cell.text, cell.style, cell.room - 8)) for cell in cells]
        while found:
            height = max(len(lines) * cell.style.height for cell, lines in found) + 2 * pad
            self.need(min(height, HEIGHT - 2 * MARGIN - FOOT))
            fits = [max(1, int((self.y - FOOT - 2 * pad) // cell.style.height)) for cell, _ in found]
            now = [(cell, lines[:count]) for (cell, lines), count in zip(found, fits)]
            self._cells(now, fill, pad)
            left = [(cell, lines[count:]) for (cell, lines), count in zip(found, fits)]
            found = left if any(lines for _, lines in left) else []

    def _cells(self, cells: list[tuple["Cell", list[str]]], fill: Color | None, pad: float) -> None:
        height = max(len(lines) * cell.style.height for cell, lines in cells) + 2 * pad
        self.y -= height
        if fill:
            start, end = cells[0][0].x, cells[-1][0].x + cells[-1][0].room
            self.add(partial(_filled, corner=(start, self.y), size=(end - start, height), fill=fill))
        for cell, lines in cells:
            top = self.y + height - pad
            for number, line in enumerate(lines, 1):
                at = cell.x + 4
                if cell.is_right:
                    at = cell.x + cell.room - 4 - width(line, cell.style.face, cell.style.size)
                y = top - number * cell.style.height + cell.style.height * 0.28
                self.add(partial(write, text=line, x=at, y=y, style=cell.style))


class Cell(NamedTuple):
    """A cell of a row: text, left edge, width."""

    text: str
    x: float
    room: float
    style: Style = BODY
    is_right: bool = False


def _filled(canvas: Any, corner: tuple[float, float], size: tuple[float, float], fill: Color) -> None:
    canvas.setFillColorRGB(*fill)
    canvas.rect(*corner, *size, stroke=0, fill=1)
