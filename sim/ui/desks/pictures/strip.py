"""A small series over months: a column each, the last one in another pattern, with a goal as a dashed line where there
is one. The highest and the latest value stand above. A month of which nothing can be said has a dash for a column.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sim.ui.desks.pictures.shapes import LINE, Drawn, Node, node, percent, text
from sim.ui.desks.words import money

HIGH, FEW = 84, 6  # pixels of the highest column; months whose names have room in letters of the usual size
UNITS: dict[str, Callable[[int], str]] = {
    "money": money,
    "percent": lambda value: f"{value / 100:.2f}%",
    "days": lambda value: f"{value / 10:.1f} days",
    "count": lambda value: f"{value:,}",
}


class Month(NamedTuple):
    """A month (or any point in time) with its value: cents, hundredths of a percent, tenths of days, or a count; None
    where nothing can be said.
    """

    name: str
    value: int | None


def strip(title: str, months: Sequence[Month], unit: str = "money", goal: int | None = None) -> Drawn:
    """The picture; unit: money, percent, days or count.

    >>> strip("Net collection", [Month("Jan", 9500), Month("Feb", None)], "percent").rows
    (('Jan', '95.00%'), ('Feb', 'not known'))
    """
    said = UNITS[unit]
    known = [month.value for month in months if month.value is not None]
    reach = [0, *known, *([] if goal is None else [goal])]
    low, high = min(reach), max(reach)
    wide, step = high - low or 1, 1 / (len(months) or 1)
    top = LINE + 4
    below = (top + HIGH + 16, top + HIGH + 29)  # a month's name, and its year

    def height(value: int) -> float:
        return round(HIGH * (value - low) / wide, 1)

    nodes, kind = list[Node](), "note" if len(months) <= FEW else "small"
    if known:
        latest = "not known" if months[-1].value is None else said(months[-1].value)
        nodes = [
            text(f"highest {said(max(known))}", "0", 12, "note"),
            text(f"latest {latest}", "100%", 12, "strong", "end"),
        ]
    for place, month in enumerate(months):
        middle = percent((place + 0.5) * step)
        is_last = place == len(months) - 1
        nodes += [text(line, middle, y, kind, "middle") for line, y in zip(_lines(month.name), below, strict=False)]
        if month.value is None:
            nodes.append(text("–", middle, top + HIGH - 4, "note", "middle"))
            continue
        lower, upper = sorted((height(0), height(month.value)))
        nodes.append(
            node(
                "rect",
                x=percent((place + 0.15) * step),
                width=percent(0.7 * step),
                y=str(top + HIGH - upper),
                height=str(round(max(upper - lower, 1.0), 1)),
                series="payer" if is_last else "before",
                class_="pic-bar",
            )
        )
    base = top + HIGH - height(0)
    nodes.append(node("line", x1="0", x2="100%", y1=base, y2=base, class_="pic-base"))
    y = top + HIGH + LINE + 4 + (13 if any(len(_lines(month.name)) > 1 for month in months) else 0)
    if goal is not None:
        at = top + HIGH - height(goal)
        nodes.append(node("line", x1="0", x2="100%", y1=at, y2=at, class_="pic-goal"))
        nodes.append(text(f"- - goal {said(goal)}", "0", y + 12, "note"))
        y += LINE
    rows = tuple((month.name, "not known" if month.value is None else said(month.value)) for month in months)
    says = "; ".join(f"{name} {value}" for name, value in rows) + (f"; goal {said(goal)}" if goal is not None else "")
    return Drawn(title, f"{says}.", y, tuple(nodes), ("Month", "Value"), rows, ("payer", "before"))


def _lines(name: str) -> list[str]:
    """A month's name, and its year in a line below: beside it, it would run into the next month.

    >>> _lines("Apr 2026"), _lines("May"), _lines("week 12")
    (['Apr', '2026'], ['May'], ['week 12'])
    """
    month, _, year = name.rpartition(" ")
    return [month, year] if month and len(year) == 4 and year.isdigit() else [name]
