"""The statistics of an assignment in pictures: facility of the items with its intervals, how the totals are spread,
which misconceptions there are, and what they cost.
"""

from collections.abc import Iterator, Sequence

from sim.classroom.statistics.class_report import BINS, ClassStatistics, ItemStatistics
from sim.classroom.statistics.intervals import Estimate
from sim.classroom.statistics.misconceptions import Misconception
from sim.ui.desks.pictures.shapes import LINE, Drawn, Node, bar, legend, node, percent, text, wrapped
from sim.ui.desks.words import money

THICK, GAP, HIGH = 16, 12, 84  # pixels: of a bar, below a row, of the highest column
MOST = 12  # misconceptions in a picture; the table has them all
LETTERS = 44


def class_pictures(found: ClassStatistics) -> tuple[Drawn, ...]:
    """Every picture of which there is something to show."""
    made = (
        facility_bars(found.items) if found.items else None,
        histogram(found.histogram) if found.whole else None,
        misconception_bars(found.misconceptions) if found.misconceptions else None,
        cost_bars(found.misconceptions) if any(_sum(one) for one in found.misconceptions) else None,
    )
    return tuple(one for one in made if one is not None)


def facility_bars(items: Sequence[ItemStatistics]) -> Drawn:
    """The share of the points that learners earned at each item; a line with ends is its interval.

    >>> item = ItemStatistics(1, "Knee", 4.0, 30, {"facility": Estimate(66.67, 50.0, 80.0)}, ())
    >>> facility_bars([item]).rows
    (('1. Knee', '66.7%', '50.0% to 80.0%', '30'),)
    """
    nodes, y = list[Node](), 0
    for item in items:
        one = item.figures["facility"]
        y = _named(nodes, f"{item.number}. {item.title}", _share(one.value), y)
        nodes.append(bar("earned", 0, (one.value or 0) / 100, y, THICK))
        nodes += _whisker(one, y)
        y = _base(nodes, y)
    named, y = legend(("earned",), y + 4)
    nodes.append(text("|--| the interval, from 20 learners on", "0", y + 12, "note"))
    rows = tuple(
        (f"{item.number}. {item.title}", _share(one.value), _interval(one), str(item.learners))
        for item, one in ((item, item.figures["facility"]) for item in items)
    )
    says = "; ".join(f"{row[0]} {row[1]}" for row in rows) + "."
    head = ("Item", "Facility", "Interval", "Learners")
    return Drawn("Facility of each item", says, y + LINE, (*nodes, *named), head, rows, ("earned",))


def histogram(counts: Sequence[int]) -> Drawn:
    """How many learners have which total.

    >>> histogram([0] * 9 + [4]).rows[-1]
    ('90 to 100%', '4')
    """
    highest, step, top = max(counts) or 1, 1 / BINS, LINE
    nodes = list[Node]()
    for place, count in enumerate(counts):
        high = round(HIGH * count / highest, 1)
        middle = percent((place + 0.5) * step)
        nodes.append(text(str(place * 10), percent(place * step), top + HIGH + 16, "small"))
        if count:
            nodes.append(text(str(count), middle, round(top + HIGH - high - 4), "small", "middle"))
            nodes.append(_column(place * step, step, top + HIGH - high, high))
    nodes.append(node("line", x1="0", x2="100%", y1=top + HIGH, y2=top + HIGH, class_="pic-base"))
    nodes.append(text("percent of all points", "100%", top + HIGH + 16 + LINE, "note", "end"))
    named, y = legend(("learners",), top + HIGH + 4 + LINE)
    rows = tuple((f"{place * 10} to {place * 10 + 10}%", str(count)) for place, count in enumerate(counts))
    says = "; ".join(f"{name} {count}" for name, count in rows if count != "0") + "."
    return Drawn("Totals", says, y, (*nodes, *named), ("Total", "Learners"), rows, ("learners",))


def misconception_bars(found: Sequence[Misconception]) -> Drawn:
    """Kinds of error by how many learners made them."""
    nodes, y = list[Node](), 0
    widest = max(one.of for one in found)
    for one in found[:MOST]:
        y = _named(nodes, one.words, f"{len(one.learners)} of {one.of}", y)
        nodes.append(bar("learners", 0, len(one.learners) / widest, y, THICK))
        y = _base(nodes, y)
    named, y = legend(("learners",), y + 4)
    rows = tuple((one.words, str(len(one.learners)), str(one.of), one.entered, one.competence) for one in found)
    says = "; ".join(f"{one.says}" for one in found[:MOST]) + "."
    head = ("Misconception", "Learners", "of", "Entered", "Competence")
    return Drawn("Misconceptions", says, y, (*nodes, *named), head, rows, ("learners",))


def cost_bars(found: Sequence[Misconception]) -> Drawn:
    """What each kind of error costs the class, as two amounts: owed and not paid, paid and not supported."""
    dear = sorted((one for one in found if _sum(one)), key=lambda one: (-_sum(one), one.error))
    nodes, y, widest = list[Node](), 0, max(_sum(one) for one in dear)
    for one in dear[:MOST]:
        owed, unsupported = one.cost.owed_not_paid_amount, one.cost.paid_not_supported_amount
        y = _named(nodes, one.words, _amounts(owed, unsupported), y)
        parts = (("denied", 0, owed), ("unsupported", max(owed, 0), unsupported))
        nodes += [bar(name, start / widest, cents / widest, y, THICK) for name, start, cents in parts if cents > 0]
        y = _base(nodes, y)
    named, y = legend(("denied", "unsupported"), y + 4)
    rows = tuple(
        (one.words, money(one.cost.owed_not_paid_amount), money(one.cost.paid_not_supported_amount), str(one.of))
        for one in dear
    )
    says = "; ".join(f"{row[0]}: {row[1]} owed and not paid, {row[2]} paid and not supported" for row in rows) + "."
    head = ("Misconception", "Owed and not paid", "Paid and not supported", "Learners who were asked")
    return Drawn("What coding errors cost", says, y, (*nodes, *named), head, rows, ("denied", "unsupported"))


def _named(nodes: list[Node], words: str, value: str, y: int) -> int:
    """The name of a row, in as many lines as it needs, with its value in a line below; gives where its bar begins."""
    for line in wrapped(words, LETTERS):
        nodes.append(text(line, "0", y + 14))
        y += LINE - 2
    nodes.append(text(value, "0", y + 13, "strong"))
    return y + LINE


def _base(nodes: list[Node], y: int) -> int:
    nodes.append(node("line", x1="0", x2="100%", y1=y + THICK + 1, y2=y + THICK + 1, class_="pic-base"))
    return y + THICK + GAP


def _whisker(one: Estimate, y: int) -> Iterator[Node]:
    if one.low is not None and one.high is not None:
        low, high, middle = percent(one.low / 100), percent(one.high / 100), y + THICK // 2
        strokes = (
            (low, high, middle, middle),
            (low, low, middle - 5, middle + 5),
            (high, high, middle - 5, middle + 5),
        )
        for kind in ("pic-under", "pic-interval"):
            for x1, x2, y1, y2 in strokes:
                yield node("line", x1=x1, x2=x2, y1=y1, y2=y2, class_=kind)


def _column(start: float, step: float, y: float, high: float) -> Node:
    """A column of the histogram."""
    width = percent(0.8 * step)
    return node(
        "rect", x=percent(start + 0.1 * step), y=y, width=width, height=high, series="learners", class_="pic-bar"
    )


def _share(value: float | None) -> str:
    return "not known" if value is None else f"{value:.1f}%"


def _interval(one: Estimate) -> str:
    return "" if one.low is None else f"{_share(one.low)} to {_share(one.high)}"


def _amounts(owed: int, unsupported: int) -> str:
    told = [f"{money(owed)} not paid"] * bool(owed) + [f"{money(unsupported)} not supported"] * bool(unsupported)
    return ", ".join(told)


def _sum(one: Misconception) -> int:
    return max(one.cost.owed_not_paid_amount, 0) + max(one.cost.paid_not_supported_amount, 0)
