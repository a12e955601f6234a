"""What lies on the table: the money of both strategies, what was lost, the cost of the work, the aging, the backlog.
Numbers only: nothing is subtracted.
"""

from typing import Any

from sim.ground.money import dollars
from sim.manager.calendar.quarter import Quarter
from sim.manager.comparing.compare import Comparison
from sim.manager.figures.cost_of_work import CostOfWork, cost_of_work
from sim.manager.figures.lost import losses
from sim.manager.figures.running import running_aging
from sim.manager.figures.weeks import Week, weeks
from sim.manager.strategies.strategy import ROLES

Panel = dict[str, Any]  # JSON: a heading and the blocks below it
MONEY = (
    ("Charges", "charge_amount"),
    ("Cash collected", "cash_amount"),
    ("Cost of the work", "work_cost_amount"),
    ("Paid and not supported", "paid_not_supported_amount"),
)
COST = (
    ("Wages", "wages"),
    ("Outside firm's share", "share_of_collections"),
    ("Training", "training"),
    ("Statements", "statements"),
)


def panels(found: Comparison) -> list[Panel]:
    """The panels in the order in which one reads them."""
    names = [f"{letter}: {one.label}" for letter, one in zip("AB", found.outcomes, strict=True)]
    both = found.first, found.second
    outcome = [[label, *(dollars(getattr(one, field)) for one in found.outcomes)] for label, field in MONEY]
    outcome.append(["Denial rate", *(_percent(one.denial_percent) for one in found.outcomes)])
    costs = [cost_of_work(made) for made in both]
    return [
        _panel("The money of both strategies", names, outcome),
        _panel("Cost of the work", names, [*_costs(costs), *_hours(costs)]),
        _panel("Lost for good, by reason", names, _lost(both)),
        {
            "heading": "Aging, in a clinic that goes on like this",
            "blocks": [_aging(*one) for one in zip(both, names, strict=True)],
        },
        {"heading": "Items waiting, week by week", "blocks": [_backlog(names, [weeks(made) for made in both])]},
    ]


def _panel(heading: str, names: list[str], rows: list[list[str]]) -> Panel:
    head = ["", *names]
    table = {"label": heading, "head": head, "rows": rows, "right": [1, 2], "wide": True}
    return {"heading": heading, "blocks": [{"table": table}]}


def _percent(value: float | None) -> str:
    return "not known" if value is None else f"{value:.2f}%"


def _costs(costs: list[CostOfWork]) -> list[list[str]]:
    return [[label, *(dollars(getattr(one, field)) for one in costs)] for label, field in COST]


def _hours(costs: list[CostOfWork]) -> list[list[str]]:
    return [[f"{role[:1].upper()}{role[1:]}", *(one.use(at) for one in costs)] for at, role in enumerate(ROLES)]


def _lost(both: tuple[Quarter, Quarter]) -> list[list[str]]:
    found = [{one.label: one for one in losses(made.day.books())} for made in both]
    labels = sorted({label for side in found for label in side})
    return [
        [
            label,
            *(f"{dollars(side[label].amount)} ({side[label].visits})" if label in side else "$0.00" for side in found),
        ]
        for label in labels
    ]


def _aging(made: Quarter, name: str) -> dict[str, Any]:
    rows = [one._asdict() for one in running_aging(made.window, made.day.visits, made.day.books())]
    return {"picture": {"kind": "aging", "title": f"Open by age, {name}", "rows": rows}}


def _backlog(names: list[str], played: list[list[Week]]) -> dict[str, Any]:
    points = [
        [f"week {one.number}", [sum(one.waiting), sum(other.waiting)]] for one, other in zip(*played, strict=True)
    ]
    return {"picture": {"kind": "lines", "title": "Items waiting", "unit": "count", "names": names, "points": points}}
