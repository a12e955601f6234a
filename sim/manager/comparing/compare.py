"""Twin runs: two strategies on the same patients, visits, payers and draws. The difference is the strategies' alone.

found = compared(play(scene, a), play(scene, b))
found.outcomes, found.difference, found.items
"""

from typing import Any, NamedTuple

import numpy as np

from sim.billing.answers.supported_amounts import money
from sim.billing.books.kpi_counts import moved
from sim.manager.calendar.quarter import Quarter
from sim.manager.comparing.lost_by_cause import lost_by_cause
from sim.manager.comparing.visits_apart import Apart, visits_apart
from sim.manager.figures.cost_of_work import cost_of_work
from sim.manager.figures.lost import losses
from sim.manager.figures.running import running_figures
from sim.manager.figures.weeks import weeks
from sim.manager.strategies.strategy import ROLES

MOST = 10  # visits that made most of the difference


class Outcome(NamedTuple):
    """What came of a strategy. Percentages and days are numbers with a point, amounts cents. net: cash less the cost of
    work; lost: what is lost for good; waiting: items that nobody has worked at the end."""

    strategy: str
    label: str
    visits: int
    net_collection_percent: float | None
    days_in_ar: float | None
    over_90_percent: float | None
    denial_percent: float | None
    clean_claim_percent: float | None
    first_pass_percent: float | None
    charge_amount: int
    cash_amount: int
    work_cost_amount: int
    net_amount: int
    lost_amount: int
    bad_debt_amount: int
    owed_not_paid_amount: int
    paid_not_supported_amount: int
    cost_to_collect_percent: float | None
    waiting_items: int


class Comparison(NamedTuple):
    """Two quarters side by side."""

    first: Quarter
    second: Quarter
    outcomes: tuple[Outcome, Outcome]
    difference: dict[str, float | int | None]
    items: list[Apart]

    def document(self) -> dict[str, Any]:
        """All of it as plain values: strategies, difference (second less first), items, and for each strategy its
        weeks, losses by cause and hours."""
        return {
            "strategies": [
                {
                    **one._asdict(),
                    "weeks": [week._asdict() for week in weeks(made)],
                    "lost": [loss._asdict() for loss in lost_by_cause(made)],
                    "hours": _hours(made),
                }
                for one, made in zip(self.outcomes, (self.first, self.second), strict=True)
            ],
            "difference": self.difference,
            "items": [one.document() for one in self.items],
            "seed": self.first.scene.seed,
            "clinic": self.first.scene.clinic,
            "days": self.first.scene.days,
            "followed_until": str(self.first.window.until),
            "conditions": self.first.scene.given.name,
        }


def _hours(made: Quarter) -> list[dict[str, Any]]:
    cost = cost_of_work(made)
    return [
        {"role": role, "hours": hours, "busy_percent": busy}
        for role, hours, busy in zip(ROLES, cost.hours, cost.busy_percent, strict=True)
    ]


def outcome(made: Quarter) -> Outcome:
    """What came of a quarter."""
    day, figures = made.day, running_figures(made)
    books = moved(day.books(), made.window.until)
    cash, cost = books.payments - books.refunds, cost_of_work(made).total
    owed, unsupported = money(day.claims_sent().claims, day.answers(), made.unbilled)
    lost = losses(day.books())
    return Outcome(
        strategy=made.strategy.name,
        label=made.strategy.label,
        visits=len(made.scene.visits),
        net_collection_percent=_plain(figures["net collection"].value, 100),
        days_in_ar=_plain(figures["days in A/R"].value, 10),
        over_90_percent=_plain(figures["A/R over 90 days"].value, 100),
        denial_percent=_plain(figures["initial denials"].value, 100),
        clean_claim_percent=_plain(figures["clean claims"].value, 100),
        first_pass_percent=_plain(figures["first pass"].value, 100),
        charge_amount=books.charges,
        cash_amount=cash,
        work_cost_amount=cost,
        net_amount=cash - cost,
        lost_amount=sum(one.amount for one in lost),
        bad_debt_amount=sum(one.amount for one in lost if one.reason == "bad debt"),
        owed_not_paid_amount=owed,
        paid_not_supported_amount=unsupported,
        cost_to_collect_percent=round(100 * cost / cash, 2) if cash > 0 else None,
        waiting_items=int((made.work.outcome_code == "waiting").sum()),
    )


def _plain(value: int | None, by: int) -> float | None:
    return None if value is None else value / by


def compared(first: Quarter, second: Quarter) -> Comparison:
    """Two quarters of one scene side by side; the difference is second less first."""
    one, other = outcome(first), outcome(second)
    difference: dict[str, float | int | None] = {}
    for name, value in one._asdict().items():
        after = getattr(other, name)
        if isinstance(value, str) or name == "visits":
            continue
        difference[name] = None if value is None or after is None else _less(after, value)
    return Comparison(first, second, (one, other), difference, visits_apart(first, second, MOST))


def _less(after: float, before: float) -> float | int:
    less = after - before
    return round(less, 2) if isinstance(less, float) else int(np.int64(less))
