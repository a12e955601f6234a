"""Counts as bars, one below another: how many lines each reason, payer or code has, with its share beside its name."""

from collections.abc import Sequence
from typing import NamedTuple

from sim.ui.desks.pictures.shapes import LINE, Drawn, Node, bar, node, text, wrapped

THICK, GAP = 14, 8  # pixels: of a bar, and below it
LETTERS = 60  # of a name in one line


class CountBar(NamedTuple):
    """A bar: its name, its number, what is said of it, and more numbers for the table."""

    name: str
    number: int
    says: str
    more: tuple[str, ...] = ()


def count_bars(title: str, bars: Sequence[CountBar], head: tuple[str, ...], series: str) -> Drawn:
    """The picture. head: the names of the table's columns: the bar's name, what is said of it, and more.

    >>> count_bars("Denials", [CountBar("CO-97", 31, "31 %")], ("Reason", "Share"), "denied").rows
    (('CO-97', '31 %'),)
    """
    nodes, y, widest = list[Node](), 0, max((one.number for one in bars), default=0) or 1
    for one in bars:
        for line in wrapped(one.name, LETTERS):
            nodes.append(text(line, "0", y + 14))
            y += LINE - 2
        nodes += [text(one.says, "0", y + 13, "strong"), bar(series, 0, one.number / widest, y + LINE, THICK)]
        y += LINE + THICK + 1
        nodes.append(node("line", x1="0", x2="100%", y1=y, y2=y, class_="pic-base"))
        y += GAP
    says = "; ".join(f"{one.name}: {one.says}" for one in bars) + "."
    rows = tuple((one.name, one.says, *one.more) for one in bars)
    return Drawn(title, says, y, tuple(nodes), head, rows, (series,))
