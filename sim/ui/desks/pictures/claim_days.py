"""The path of a claim through the calendar: what happened on which day. Points on a line stand as far apart as the days
do, each with a number; below the line each number has its day and its words.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sim.ground.dates import us_date
from sim.ui.desks.pictures.shapes import LINE, Drawn, Node, node, percent, text, wrapped
from sim.ui.desks.words import count

RADIUS, NEAR = 9, 0.08  # pixels; the share of the width below which two points would touch
AXIS = 18
TONES = ("", "good", "bad")


class Event(NamedTuple):
    """What happened on a day. tone: good, bad or nothing; a bad one has a second ring."""

    day: date
    words: str
    tone: str = ""


def claim_days(title: str, events: Sequence[Event]) -> Drawn:
    """The picture; events in any order.

    >>> visit, paid = Event(date(2026, 5, 4), "Visit"), Event(date(2026, 5, 20), "Paid", "good")
    >>> claim_days("Days", [paid, visit]).rows
    (('May 4, 2026', '0', 'Visit'), ('May 20, 2026', '16', 'Paid'))
    """
    found = sorted(events, key=lambda one: one.day)
    first = found[0].day if found else date.min
    days = [(one.day - first).days for one in found]
    places, depth = _apart([day / (days[-1] or 1) for day in days] if days else [])
    floor = AXIS + depth * (2 * RADIUS + 4)
    nodes: list[Node] = [node("line", x1="4%", x2="96%", y1=AXIS, y2=AXIS, class_="pic-axis")] if found else []
    for number, ((share, level), one) in enumerate(zip(places, found, strict=True), 1):
        nodes += _point(0.04 + 0.92 * share, AXIS + level * (2 * RADIUS + 4), str(number), one.tone)
    y = floor + RADIUS + 10
    for number, (day, one) in enumerate(zip(days, found, strict=True), 1):
        after = f"day {day}" if day else "day 0"
        nodes += [
            *_point(0.0, y + 9, str(number), one.tone, shift=RADIUS),
            text(us_date(one.day), "26", y + 14, "strong"),
            text(after, "100%", y + 14, "note", "end"),
        ]
        y += LINE
        for line in wrapped(one.words):
            nodes.append(text(line, "26", y + 12))
            y += LINE - 2
        y += 6
    says = "; ".join(f"{us_date(one.day)}: {one.words}" for one in found)
    rows = tuple((us_date(one.day), str(day), one.words) for day, one in zip(days, found, strict=True))
    total = f"{count(days[-1], 'day')} from first to last" if days else "nothing happened yet"
    return Drawn(title, f"{says}. {total}." if says else f"{total}.", y, tuple(nodes), ("Date", "Days", "What"), rows)


def _apart(shares: Sequence[float]) -> tuple[list[tuple[float, int]], int]:
    """Each point with the level on which it stands: points that would touch hang below one another."""
    placed = list[tuple[float, int]]()
    for share in shares:
        level = 0
        while any(place[1] == level and share - place[0] < NEAR for place in placed):
            level += 1
        placed.append((share, level))
    return placed, max((level for _, level in placed), default=0)


def _point(share: float, y: int, number: str, tone: str, shift: int = 0) -> list[Node]:
    """A numbered point; where something went wrong with a second ring."""
    x = str(shift) if shift else percent(share)
    kind = tone if tone in TONES and tone else "plain"
    return [
        node("circle", cx=x, cy=y, r=RADIUS, class_=f"pic-point pic-point-{kind}"),
        *([node("circle", cx=x, cy=y, r=RADIUS - 2.5, class_="pic-ring")] if kind == "bad" else []),
        node("text", number, x=x, y=y + 4, text_anchor="middle", class_="pic-text pic-number"),
    ]
