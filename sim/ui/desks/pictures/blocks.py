"""Pictures among the blocks of a page. A task says what is to be shown, this file draws it:

    {"picture": {"kind": "waterfall", "title": "Where the charges went", "start": 120000,
                 "steps": [["contract", 40000], ["payer", 60000], ["patient", 20000]], "left": "open"}}
    {"picture": {"kind": "aging", "title": "Open by age", "rows": rows of sim.billing.books.kpi.aging}}
    {"picture": {"kind": "days", "title": "From visit to payment", "events": [["2026-05-04", "Visit", ""]]}}
    {"picture": {"kind": "strip", "title": "Payments", "unit": "money", "months": [["Jan", 1200], ["Feb", null]],
                 "goal": 1500}}
    {"picture": {"kind": "lines", "title": "Cash", "unit": "money", "names": ["A", "B"],
                 "points": [["week 1", [1200, 900]], ["week 2", [2500, 2600]]]}}

Amounts are cents; the other units are named in strip.py, the names of the series in shapes.py.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.ui.desks.pictures.aging_bars import aging_bars
from sim.ui.desks.pictures.claim_days import TONES, Event, claim_days
from sim.ui.desks.pictures.lines import Point, lines
from sim.ui.desks.pictures.shapes import Drawn
from sim.ui.desks.pictures.strip import UNITS, Month, strip
from sim.ui.desks.pictures.waterfall import WORDS, waterfall

View = dict[str, Any]  # JSON: what a page is sent
MOST = 60  # rows of a picture


def picture(asked: Mapping[str, Any]) -> Drawn:
    """The picture that a block asks for. Raises CleanClaimError for one that cannot be drawn.

    >>> picture({"kind": "strip", "title": "Paid", "unit": "money", "months": [["Jan", 100]]}).rows
    (('Jan', '$1.00'),)
    >>> try: picture({"kind": "pie", "title": "Paid"})
    ... except CleanClaimError as told: told.expected
    'kind: waterfall, aging, days, strip, lines'
    """
    drawing = KINDS.get(str(asked.get("kind")))
    if drawing is None:
        raise _unusable(asked, f"no picture {str(asked.get('kind'))[:40]!r}", "kind: " + ", ".join(KINDS))
    try:
        return drawing(str(asked["title"]), asked)
    except (KeyError, TypeError, ValueError) as found:
        told = f"the {asked['kind']} lacks or misstates {str(found)[:80]}"
        raise _unusable(asked, told, "the fields of its kind") from found


def drawn(blocks: Sequence[View]) -> list[View]:
    """The same blocks, with each picture drawn."""
    return [picture(block["picture"]).as_block() if "picture" in block else block for block in blocks]


def drawn_panels(panels: Sequence[View]) -> list[View]:
    """The same panels, with each picture among their blocks drawn."""
    return [{**panel, "blocks": drawn(panel.get("blocks") or [])} for panel in panels]


def _unusable(asked: Mapping[str, Any], what: str, expected: str) -> CleanClaimError:
    where = f"picture {str(asked.get('title', ''))[:60]!r}"
    return CleanClaimError(what, where, expected, "write it as sim/ui/desks/pictures/blocks.py says")


def _waterfall(title: str, asked: Mapping[str, Any]) -> Drawn:
    steps = [(_known(series, WORDS), int(amount)) for series, amount in _rows(asked["steps"])]
    return waterfall(title, int(asked["start"]), steps, _known(asked.get("left", "open"), WORDS))


def _aging(title: str, asked: Mapping[str, Any]) -> Drawn:
    return aging_bars(title, _rows(asked["rows"]))


def _days(title: str, asked: Mapping[str, Any]) -> Drawn:
    events = [
        Event(date.fromisoformat(str(day)), str(words), _known(tone, TONES))
        for day, words, tone in _rows(asked["events"])
    ]
    return claim_days(title, events)


def _strip(title: str, asked: Mapping[str, Any]) -> Drawn:
    months = [Month(str(name), None if value is None else int(value)) for name, value in _rows(asked["months"])]
    goal = asked.get("goal")
    return strip(title, months, _known(asked["unit"], UNITS), None if goal is None else int(goal))


def _lines(title: str, asked: Mapping[str, Any]) -> Drawn:
    points = [
        Point(str(name), tuple(None if value is None else int(value) for value in values))
        for name, values in _rows(asked["points"])
    ]
    return lines(title, [str(name) for name in asked["names"]], points, _known(asked["unit"], UNITS))


def _rows(given: Any) -> Sequence[Any]:
    if not isinstance(given, list | tuple) or len(given) > MOST:
        raise ValueError(f"its rows, at most {MOST}")
    return given


def _known(name: object, names: Any) -> str:
    if name not in names:
        raise ValueError(f"{str(name)[:40]!r}, not one of {', '.join(filter(None, names))}")
    return str(name)


KINDS: dict[str, Callable[[str, Mapping[str, Any]], Drawn]] = {
    "waterfall": _waterfall,
    "aging": _aging,
    "days": _days,
    "strip": _strip,
    "lines": _lines,
}
