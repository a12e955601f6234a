"""What a comparison found, as the page shows it: the outcome in numbers, cash and backlog as lines, aging, what was
lost and why, the cost of the work, and the visits that made most of the difference.
"""

from datetime import date
from typing import Any

from sim.manager.calendar.quarter import Quarter
from sim.manager.comparing.compare import Comparison
from sim.manager.comparing.lost_by_cause import BY_CAUSE, Lost, lost_by_cause
from sim.manager.comparing.outcome_words import LETTERS, MONEY, less, said, scene_words, shown
from sim.manager.comparing.visit_story import visit_story
from sim.manager.comparing.visits_apart import Apart
from sim.manager.figures.cost_of_work import cost_of_work
from sim.manager.figures.running import running_aging
from sim.manager.figures.weeks import Week, weeks
from sim.manager.strategies.strategy import ROLES
from sim.ui.desks.pictures.aging_bars import aging_bars, longest
from sim.ui.desks.pictures.claim_days import Event, claim_days
from sim.ui.desks.pictures.lines import Point, lines
from sim.ui.desks.words import count, money

View = dict[str, Any]  # JSON: what a page is sent
CASH = "Cash received so far, with the interest that payers paid"
HOURS_USED = "Work on these visits goes on after the quarter, so more than its hours may be used."


def result(made: Comparison) -> View:
    """The comparison for the page."""
    labels = [f"{letter}, {one.label}" for letter, one in zip(LETTERS, made.outcomes, strict=True)]
    played = [weeks(one) for one in (made.first, made.second)]
    return {
        "heading": "What came of it",
        "says": _sentence(made, labels),
        "labels": labels,
        "parts": [
            {"heading": "Outcome", "blocks": [_outcome(made, labels)]},
            {
                "heading": "Week by week",
                "pair": [
                    [_lines(CASH, labels, played, _cash)],
                    [_lines("Backlog: items waiting at the end of a week", labels, played, _waiting, "count")],
                ],
            },
            {"heading": "Aging, in a clinic that goes on like this", "pair": _agings(made, labels)},
            {"heading": "Lost for good, and why", "blocks": [_lost(made, labels), {"p": BY_CAUSE}]},
            {"heading": "Cost of the work", "blocks": [_cost(made, labels), {"p": HOURS_USED}]},
        ],
        "items": [_item(made, one, labels) for one in made.items],
        "words": scene_words(made.first)
        + " Conditions of the industry in 2024; what is assumed stands in the strategy's file.",
    }


def _both(made: Comparison) -> tuple[Quarter, Quarter]:
    return made.first, made.second


def _sentence(made: Comparison, labels: list[str]) -> str:
    """The outcome in a sentence: net, and what speaks against it."""
    net = made.outcomes[1].net_amount - made.outcomes[0].net_amount
    if not any(made.difference.values()):
        return "Both strategies give the same quarter."
    more = labels[1] if net > 0 else labels[0]
    if net == 0:
        return "Both leave the same net. Look at what each lost and what is not supported."
    told = f"{more} leaves {money(abs(net))} more after the cost of the work."
    unsupported = made.outcomes[1].paid_not_supported_amount - made.outcomes[0].paid_not_supported_amount
    if unsupported * net > 0:
        told += (
            f" It also holds {money(abs(unsupported))} more that was paid and is not supported: an audit may recoup it."
        )
    return told


def _outcome(made: Comparison, labels: list[str]) -> View:
    rows = [
        [name, *(said(getattr(one, field), unit) for one in made.outcomes), less(made.difference[field], unit)]
        for field, name, unit in shown()
    ]
    return _table("Outcome", ["", *labels, "B less A"], rows)


def _cash(played: list[Week]) -> list[int]:
    total, found = 0, []
    for one in played:
        total += one.cash
        found.append(total)
    return found


def _waiting(played: list[Week]) -> list[int]:
    return [sum(one.waiting) for one in played]


def _lines(title: str, labels: list[str], played: list[list[Week]], of: Any, unit: str = "money") -> View:
    values = [of(one) for one in played]
    names = [f"week {one.number}" for one in played[0]]
    points = [Point(name, tuple(pair)) for name, *pair in zip(names, *values, strict=True)]
    return lines(title, labels, points, unit).as_block()


def _agings(made: Comparison, labels: list[str]) -> list[list[View]]:
    """Both agings, drawn on one scale: the same length is the same amount."""
    found = [
        [one._asdict() for one in running_aging(side.window, side.day.visits, side.day.books())] for side in _both(made)
    ]
    widest = max(map(longest, found))
    return [
        [aging_bars(f"Open by age, {label}", rows, widest).as_block()]
        for label, rows in zip(labels, found, strict=True)
    ]


def _lost(made: Comparison, labels: list[str]) -> View:
    sides = [{one.label: one for one in lost_by_cause(side)} for side in _both(made)]
    names = {name: max(side[name].amount for side in sides if name in side) for side in sides for name in side}
    rows = [[name, *_lost_to(name, sides)] for name in sorted(names, key=lambda name: -names[name])]
    total = [one.lost_amount for one in made.outcomes]
    rows.append(["Total", *map(money, total), less(total[1] - total[0], MONEY)])
    return _table("Lost for good", ["Reason", *labels, "B less A"], rows)


def _lost_to(name: str, sides: list[dict[str, Lost]]) -> list[str]:
    found = [side.get(name, Lost("", name, 0, 0, 0)) for side in sides]
    cells = [f"{money(one.amount)} ({count(one.visits, 'visit')}{_in_time(one)})" for one in found]
    return [*cells, less(found[1].amount - found[0].amount, MONEY)]


def _in_time(one: Lost) -> str:
    return f"; {money(one.not_in_time)} not worked in time" if one.not_in_time else ""


def _cost(made: Comparison, labels: list[str]) -> View:
    costs = [cost_of_work(side) for side in _both(made)]
    parts = (
        ("Wages", "wages"),
        ("Outside firm's share", "share_of_collections"),
        ("Training", "training"),
        ("Statements", "statements"),
        ("Total", "total"),
    )
    rows = [[label, *(money(getattr(one, name)) for one in costs), ""] for label, name in parts]
    for row, (_, name) in zip(rows, parts, strict=True):
        row[-1] = less(getattr(costs[1], name) - getattr(costs[0], name), MONEY)
    for at, role in enumerate(ROLES):
        fewer = round(costs[1].hours[at] - costs[0].hours[at], 1)
        sign = "+" if fewer > 0 else "−" if fewer < 0 else ""
        rows.append([f"{role[:1].upper()}{role[1:]}", *(one.use(at) for one in costs), f"{sign}{abs(fewer):g} hours"])
    return _table("Cost of the work", ["", *labels, "B less A"], rows)


def _item(made: Comparison, one: Apart, labels: list[str]) -> View:
    """One of the visits that made most of the difference, with its path under each strategy."""
    return {
        "id": str(one.encounter_key),
        "title": one.title,
        "why": one.why,
        "pair": [
            [
                {"p": f"Cash: {money(side.cash)}" + (f". Written off: {side.lost}." if side.lost else ".")},
                claim_days(label, [_event(each) for each in visit_story(quarter, one.encounter_key)]).as_block(),
            ]
            for label, side, quarter in zip(labels, (one.first, one.second), _both(made), strict=True)
        ],
    }


def _event(one: Any) -> Event:
    return Event(date.fromisoformat(one.day), one.words, one.tone)


def _table(label: str, head: list[str], rows: list[list[str]]) -> View:
    return {"table": {"label": label, "head": head, "rows": rows, "right": list(range(1, len(head))), "wide": True}}
