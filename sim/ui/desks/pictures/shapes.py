"""What every picture is made of: a tree of SVG elements, the series with their colors and patterns, and texts.

A picture is as wide as the place where it stands: places across are percentages, heights and letters are pixels, so
that it can be read on a telephone and does not grow on a screen. Colors are classes of pictures.css. A series is
told by its pattern and by its name as well.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from html import escape
from typing import Any

Shown = dict[str, Any]  # JSON: what a page is sent
LINE = 20  # pixels from one line of text to the next
LONGEST = 32  # letters that fit beside one another on a telephone


@dataclass(frozen=True)
class Node:
    """An SVG element with what is in it."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    inside: "tuple[Node | str, ...]" = ()

    def as_json(self) -> Shown:
        """As a page makes it, element by element."""
        kids = [one.as_json() if isinstance(one, Node) else one for one in self.inside]
        return {"tag": self.tag, "attributes": dict(self.attributes), "inside": kids}

    def as_svg(self) -> str:
        """As text, escaped.

        >>> node("text", "A & B", x="0").as_svg()
        '<text x="0">A &amp; B</text>'
        """
        told = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes.items())
        inside = "".join(one.as_svg() if isinstance(one, Node) else escape(one) for one in self.inside)
        return f"<{self.tag}{told}>{inside}</{self.tag}>"


def node(tag: str, *inside: Node | str, **attributes: str | float) -> Node:
    """An element; a low line in the name of an attribute stands for a hyphen, one at its end is left out.

    >>> node("text", "x", class_="pic-note", text_anchor="end").attributes
    {'class': 'pic-note', 'text-anchor': 'end'}
    """
    return Node(tag, {name.rstrip("_").replace("_", "-"): str(value) for name, value in attributes.items()}, inside)


@dataclass(frozen=True)
class Series:
    """Who owes it, or where the money went. `lines`: the pattern drawn over its color, as an SVG path in a square of
    eight pixels; empty for none."""

    label: str
    lines: str = ""


SERIES = {
    "charge": Series("Charges"),
    "contract": Series("Contractual write-offs", "M2 2h2v2h-2z"),
    "written-off": Series("Other write-offs", "M2 2h2v2h-2zM6 6h2v2h-2z"),
    "payer": Series("Payers"),
    "patient": Series("Patients", "M-2 2l4-4M0 8l8-8M6 10l4-4"),
    "denied": Series("Denied", "M0 0l8 8M8 0l-8 8"),
    "open": Series("Open with payers", "M2 0v8M6 0v8"),
    "before": Series("Months before", "M0 2h8M0 6h8"),
    "earned": Series("Points earned"),
    "learners": Series("Learners", "M-2 2l4-4M0 8l8-8M6 10l4-4"),
    "unsupported": Series("Paid and not supported", "M2 2h2v2h-2z"),
}


@dataclass(frozen=True)
class Drawn:
    """A finished picture: its name, what it shows in a sentence, the elements, their height, and the numbers as a
    table whose columns but the first are right-aligned."""

    title: str
    says: str
    height: int
    nodes: tuple[Node, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    series: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """A name for the ids of this picture on its page: the same for the same picture."""
        text = repr((self.title, self.says, self.rows))
        return "pic-" + blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest()

    def svg(self) -> Node:
        """The element, with name and description for those who don't see it."""
        name = self.name
        return node(
            "svg",
            node("title", self.title, id=f"{name}-title"),
            node("desc", self.says, id=f"{name}-says"),
            node("defs", *(_pattern(name, one) for one in self.series)),
            *(_with_patterns(one, name) for one in self.nodes),
            role="img",
            width="100%",
            height=self.height,
            aria_labelledby=f"{name}-title",
            aria_describedby=f"{name}-says",
        )

    def as_block(self) -> Shown:
        """As a block of a page (page/pictures.js)."""
        table = {
            "label": self.title,
            "head": list(self.head),
            "rows": [list(row) for row in self.rows],
            "right": list(range(1, len(self.head))),
            "wide": True,
        }
        return {"picture": {"title": self.title, "svg": self.svg().as_json(), "table": table}}


def _pattern(name: str, series: str) -> Node:
    return node(
        "pattern",
        node("rect", width=8, height=8, class_=f"pic-{series}"),
        node("path", d=SERIES[series].lines, class_="pic-over"),
        id=f"{name}-{series}",
        width=8,
        height=8,
        patternUnits="userSpaceOnUse",
    )


def _with_patterns(one: Node, name: str) -> Node:
    """The element with its series' pattern for a fill."""
    told = dict(one.attributes)
    series = told.pop("series", "")
    if series:
        told["fill"] = f"url(#{name}-{series})"
    kids = tuple(_with_patterns(kid, name) if isinstance(kid, Node) else kid for kid in one.inside)
    return Node(one.tag, told, kids)


def bar(series: str, start: float, width: float, y: int, height: int) -> Node:
    """A bar of a series; start and width are shares of the picture's width."""
    return node("rect", x=percent(start), y=y, width=percent(width), height=height, series=series, class_="pic-bar")


def text(words: str, x: str, y: int, kind: str = "", anchor: str = "start") -> Node:
    """A line of text; kind: note, small, strong, or nothing."""
    return node("text", words, x=x, y=y, text_anchor=anchor, class_=f"pic-text pic-{kind or 'plain'}")


def percent(share: float) -> str:
    """A share of the picture's width.

    >>> percent(0.5), percent(0)
    ('50%', '0%')
    """
    return f"{round(min(max(share, 0.0), 1.0) * 100, 3):g}%"


def legend(series: Iterable[str], y: int) -> tuple[list[Node], int]:
    """The series with their names, a line each, and the height below them."""
    nodes = list[Node]()
    for one in series:
        nodes += [
            node("rect", x=0, y=y, width=14, height=14, series=one, class_="pic-bar"),
            text(SERIES[one].label, "22", y + 12, "note"),
        ]
        y += LINE
    return nodes, y


def wrapped(words: str, longest: int = LONGEST) -> list[str]:
    """A text in lines of at most so many letters; a longer word is cut.

    >>> wrapped("The claim was sent on paper", 14)
    ['The claim was', 'sent on paper']
    >>> wrapped("")
    ['']
    """
    lines = [""]
    for word in words.split():
        while len(word) > longest:
            lines, word = [*lines, word[:longest]] if lines[-1] else [word[:longest]], word[longest:]
        joined = f"{lines[-1]} {word}".strip()
        lines = [*lines[:-1], joined] if len(joined) <= longest else [*lines, word]
    return lines
