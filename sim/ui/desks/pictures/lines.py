"""One or two values over time as lines: cash week by week, items that wait. The first line is solid, the second dashed;
the legend names both and says how they end.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sim.ui.desks.pictures.shapes import LINE, LONGEST, Drawn, node, percent, text, wrapped
from sim.ui.desks.pictures.strip import UNITS

HIGH, MOST_LINES = 120, 2
LEFT, RIGHT = 0.01, 0.99
DRAWN = ("solid line", "dashed line")
UNKNOWN = "not known"


class Point(NamedTuple):
    """A point in time and the value of each line there; None where nothing can be said."""

    name: str
    values: tuple[int | None, ...]


def lines(title: str, names: Sequence[str], points: Sequence[Point], unit: str = "money") -> Drawn:
    """The picture; unit: money, percent, days or count.

    >>> made = lines("Cash", ("A", "B"), [Point("week 1", (100, 50)), Point("week 2", (300, None))])
    >>> made.rows
    (('week 1', '$1.00', '$0.50'), ('week 2', '$3.00', 'not known'))
    """
    if not 1 <= len(names) <= MOST_LINES:
        raise ValueError(f"its names, at most {MOST_LINES}")
    said = UNITS[unit]
    known = [value for point in points for value in point.values if value is not None]
    low, high = min(known, default=0), max(known, default=0)
    low = min(low, 0)
    nodes = [text(f"highest {said(high)}", "0", 12, "note")] if known else []
    top, wide = LINE + 4, (high - low) or 1

    def place(value: int) -> float:
        return round(top + HIGH * (1 - (value - low) / wide), 1)

    nodes.append(node("line", x1="0", x2="100%", y1=place(0), y2=place(0), class_="pic-base"))
    for number in range(len(names)):
        for (x1, y1), (x2, y2) in _pieces(points, number):
            kind = f"pic-run pic-run-{number + 1}"
            nodes.append(node("line", x1=x1, x2=x2, y1=place(y1), y2=place(y2), class_=kind))
    y = top + HIGH + 16
    if points:
        nodes += [text(points[0].name, "0", y, "small"), text(points[-1].name, "100%", y, "small", "end")]
    for number, name in enumerate(names):
        y += LINE
        last = next((one.values[number] for one in reversed(points) if one.values[number] is not None), None)
        nodes.append(node("line", x1="0", x2="32", y1=y - 4, y2=y - 4, class_=f"pic-run pic-run-{number + 1}"))
        told = wrapped(f"{name}: {said(last)} at the end" if last is not None else name, LONGEST)
        nodes += [text(part, "40", y + at * (LINE - 4), "note") for at, part in enumerate(told)]
        y += (len(told) - 1) * (LINE - 4)
    rows = tuple((one.name, *(UNKNOWN if v is None else said(v) for v in one.values)) for one in points)
    return Drawn(title, _says(names, rows), y + 8, tuple(nodes), ("When", *names), rows)


def _pieces(points: Sequence[Point], number: int) -> Iterator[tuple[tuple[str, int], tuple[str, int]]]:
    """The line from each known point to the next one."""
    step = (RIGHT - LEFT) / (len(points) - 1 or 1)
    seen = [
        (percent(LEFT + step * at), value) for at, one in enumerate(points) if (value := one.values[number]) is not None
    ]
    yield from zip(seen, seen[1:], strict=False)


def _says(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Where each line begins and ends; the table has every point."""
    if not rows:
        return "Nothing to draw yet."
    told = [
        f"{name} ({DRAWN[at]}): {rows[0][at + 1]} in {rows[0][0]}, {rows[-1][at + 1]} in {rows[-1][0]}"
        for at, name in enumerate(names)
    ]
    return "; ".join(told) + "."
