"""Lines over weeks: what came in at several clinics, one beside the others, and what waits at each desk. A line is told
by its marker and its dashes as well as by its color, and by its name at the end.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from sim.ui.desks.pictures.shapes import LINE, Drawn, Node, node, percent, text
from sim.ui.desks.words import money

HIGH, LEFT, RIGHT = 150, 0.02, 0.98  # pixels of the highest value; where the first and the last week stand
MARKS = ("own", "one", "two", "three", "four")  # classes of pictures.css: color and dashes
SIZE = 3.5


class Line(NamedTuple):
    """A line: its name and a value for each week (None: not known yet)."""

    name: str
    values: tuple[int | None, ...]


def cash_lines(title: str, lines: Sequence[Line], weeks: int) -> Drawn:
    """Cash to date of several clinics by week; the first is the learner's own.

    >>> cash_lines("Cash", [Line("Your clinic", (100, 300)), Line("Typical clinic", (100, 200))], 13).rows[1]
    ('2', '$3.00', '$2.00')
    """
    return week_lines(title, lines, weeks, money)


def backlog_lines(title: str, waiting: Sequence[Mapping[str, int]], weeks: int) -> Drawn:
    """Items that wait at each desk by week.

    >>> backlog_lines("Waiting", [{"coder": 4}, {"coder": 9}], 13).rows
    (('1', '4'), ('2', '9'))
    """
    names = list(waiting[0]) if waiting else []
    lines = [Line(name.capitalize(), tuple(week[name] for week in waiting)) for name in names]
    return week_lines(title, lines, weeks, str)


def week_lines(title: str, lines: Sequence[Line], weeks: int, said: Callable[[int], str]) -> Drawn:
    """The picture: weeks across, values up."""
    known = [value for line in lines for value in line.values if value is not None]
    high, low = max([1, *known]), min([0, *known])
    nodes = [text(f"highest {said(max(known))}" if known else "nothing yet", "0", 12, "note")]
    top = LINE + 4

    def up(value: int) -> float:
        return round(top + HIGH - HIGH * (value - low) / (high - low), 1)

    def across(week: int) -> str:
        return percent(LEFT + (RIGHT - LEFT) * week / max(weeks - 1, 1))

    nodes.append(node("line", x1="0", x2="100%", y1=up(0), y2=up(0), class_="pic-base"))
    for place in reversed(range(len(lines))):
        nodes += _line(lines[place], MARKS[place % len(MARKS)], across, up)
    for week in range(0, weeks, max(1, (weeks - 1) // 4)):
        anchor = "start" if week == 0 else "end" if week == weeks - 1 else "middle"
        nodes.append(text(f"week {week + 1}", across(week), top + HIGH + 18, "small", anchor))
    y = top + HIGH + LINE + 8
    for place, line in enumerate(lines):
        last = next((value for value in reversed(line.values) if value is not None), None)
        mark = MARKS[place % len(MARKS)]
        nodes += [
            node("line", x1="0", x2="22", y1=y + 7, y2=y + 7, class_=f"pic-week pic-week-{mark}"),
            _mark(mark, "11", y + 7.0),
            text(line.name, "30", y + 12),
            text("not known yet" if last is None else said(last), "100%", y + 12, "strong", "end"),
        ]
        y += LINE
    count = max((len(line.values) for line in lines), default=0)
    rows = tuple(
        (str(week + 1), *("not known" if (value := _at(line, week)) is None else said(value) for line in lines))
        for week in range(count)
    )
    says = "; ".join(f"{line.name}: {row}" for line, row in zip(lines, rows[-1][1:] if rows else (), strict=False))
    said_all = f"Week {rows[-1][0]}: {says}." if rows else "Nothing yet."
    return Drawn(title, said_all, y, tuple(nodes), ("Week", *(line.name for line in lines)), rows)


def _at(line: Line, week: int) -> int | None:
    return line.values[week] if week < len(line.values) else None


def _line(line: Line, mark: str, across: Callable[[int], str], up: Callable[[int], float]) -> list[Node]:
    nodes: list[Node] = []
    before: tuple[int, int] | None = None
    for week, value in enumerate(line.values):
        if value is None:
            continue
        if before is not None:
            x, y = across(before[0]), up(before[1])
            kind = f"pic-week pic-week-{mark}"
            nodes.append(node("line", x1=x, y1=y, x2=across(week), y2=up(value), class_=kind))
        before = (week, value)
        nodes.append(_mark(mark, across(week), up(value)))
    return nodes


def _mark(mark: str, x: str, y: float) -> Node:
    """The marker of a line: filled or hollow, larger or smaller, so that no line is told by its color alone."""
    size = {"own": SIZE + 1.5, "one": SIZE, "two": SIZE - 1, "three": SIZE - 2, "four": SIZE - 2}[mark]
    return node("circle", cx=x, cy=y, r=size, class_=f"pic-dot pic-dot-{mark}")
