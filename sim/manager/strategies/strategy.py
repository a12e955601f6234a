"""A strategy: how a clinic works (data/strategies/NAME.toml, or the user's own file of that name). Every section names
its source or says that it is an assumption.

    strategy("in_house_trained").verified_percent
    strategies()                                    all of them, by name

Not modeled: absences, overtime, staff who leave.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp
from pathlib import Path
from typing import Any

from sim.ground.dates import Day
from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_csv, read_toml, remembered
from sim.ground.params import param_value
from sim.ground.strict_toml import Field, Place, Reader, dollars, flag, items, number_between, record, text, whole, word
from sim.ground.unreadable_files import trouble_with, usable
from sim.manager.strategies.conditions import KINDS

ROLES = ("front desk", "coder", "biller", "follow-up", "poster")
SKILLS = ("novice", "expert")
ORDERS = ("first in first out", "money", "deadline", "age", "payer")  # of a queue
ALL_EDITS = "all"
MILLION = 1_000_000


@dataclass(frozen=True)
class Strategy:
    """How a clinic works. Percentages are whole, money is cents; hours: for 100 visits, by role of ROLES; hour_cost:
    cents an hour by role; percent_of_collections: an outside firm's share, in hundredths of a percent; verified_kinds:
    payers of these kinds are verified always; second_look_modifiers: every chart with one of these modifiers gets a
    second look."""

    name: str
    label: str
    says: str
    skill: str
    training_hours: int
    second_look_percent: int
    verified_percent: int
    authorization_desk: bool
    scrubber: bool
    edits: tuple[str, ...]
    claim_days: int
    order: str
    biller_order: str
    right_first_percent: int
    ask_after_days: int
    appeals: bool
    write_off_below: int
    card_on_file_percent: int
    statements: int
    statement_days: int
    payment_plans: bool
    small_balance: int
    hours: tuple[float, ...]
    hour_cost: tuple[int, ...]
    percent_of_collections: int
    training_hour_cost: int
    statement_cost: int
    cites: tuple[tuple[str, str], ...] = ()
    verified_kinds: tuple[str, ...] = ()
    second_look_modifiers: tuple[str, ...] = ()

    def but(self, **changes: Any) -> "Strategy":
        """The same with some things otherwise.

        >>> strategy("in_house_untrained").but(verified_percent=100).verified_percent
        100
        """
        return replace(self, **changes)

    def orders(self) -> tuple[str, ...]:
        """The order of work of each role."""
        first = ORDERS[0]
        return ("deadline", "age", self.biller_order, self.order, first)


def mistakes_per_million(one: Strategy, on: Day) -> int:
    """How often its staff makes a mistake on a visit, after its hours of training: the distance from the novice's to
    the expert's rate shrinks exponentially (data/params: training_hours_to_learn).

    >>> worker = strategy("in_house_untrained")
    >>> mistakes_per_million(worker, "2026-05-01"), mistakes_per_million(worker.but(training_hours=30), "2026-05-01")
    (250000, 123576)
    """
    best = param_value("mistake_rate_expert", "*", on)
    start = param_value("mistake_rate_novice", "*", on) if one.skill == SKILLS[0] else best
    half = param_value("training_hours_to_learn", "*", on)
    return round(best + (start - best) * exp(-one.training_hours / half))


def _edits(value: Any, where: Place) -> tuple[str, ...]:
    if value == ALL_EDITS:
        return ()
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise where.refuse(f"found {str(value)[:40]!r}", '"all", or a list of edits', 'write "all"')
    return tuple(value)


def _hours(high: float) -> dict[str, Field]:
    return {role.replace(" ", "_").replace("-", "_"): Field(number_between(0, high)) for role in ROLES}


def _sections() -> dict[str, dict[str, Field]]:
    percent, days = Field(whole(0, 100)), Field(whole(0, 120))
    return {
        "coding": {
            "skill": Field(word(*SKILLS)),
            "training_hours": Field(whole(0, 2000), 0),
            "second_look_percent": percent,
            "second_look_modifiers": Field(items(text), ()),
        },
        "front_desk": {
            "verified_percent": percent,
            "verified_kinds": Field(items(word(*KINDS)), ()),
            "authorization_desk": Field(flag),
        },
        "claims": {"scrubber": Field(flag), "edits": Field(_edits, ()), "claim_days": days},
        "follow_up": {
            "order": Field(word(*ORDERS)),
            "biller_order": Field(word(*ORDERS), ORDERS[0]),
            "right_first_percent": Field(whole(1, 100)),
            "ask_after_days": days,
            "appeals": Field(flag),
            "write_off_below": Field(dollars, 0),
        },
        "patients": {
            "card_on_file_percent": percent,
            "statements": Field(whole(0, 6)),
            "statement_days": Field(whole(7, 120)),
            "payment_plans": Field(flag),
            "small_balance": Field(dollars),
        },
        "hours": _hours(500),
        "cost": {
            **{name: Field(dollars) for name in _hours(0)},
            "percent_of_collections": Field(number_between(0, 100), 0.0),
            "training_hour": Field(dollars, 0),
            "statement": Field(dollars, 0),
        },
    }


def settings() -> dict[str, Field]:
    """What can be changed about a strategy by itself: its fields by name, without hours and costs.

    >>> sorted(settings())[:2]
    ['appeals', 'ask_after_days']
    """
    parts = (fields for name, fields in _sections().items() if name not in ("hours", "cost"))
    return {name: field for fields in parts for name, field in fields.items()}


def _section(fields: dict[str, Field]) -> Reader:
    return lambda value, where: record(value, where, {**fields, "cite": Field(text)})


@remembered
def strategies() -> dict[str, Strategy]:
    """All strategies: those of the clinic in force before the user's own, and these before the shipped ones. One of
    them that cannot be read is set aside and named.

    >>> {"in_house_trained", "in_house_untrained", "outsourced"} <= set(strategies())
    True
    """
    return {name: strategy_in(path) for name, path in usable("data/strategies", strategy_in).items()}


def strategy_in(path: Path) -> Strategy:
    """The strategy of a file. Raises CleanClaimError with the place and what to write."""
    return strategy_of(path.stem, read_toml(path), Place(str(path)))


def strategy(name: str) -> Strategy:
    """One strategy by its file name. Raises CleanClaimError for one that is not there, or cannot be read."""
    found = strategies()
    if name not in found and (trouble := trouble_with("data/strategies", name)):
        raise trouble
    if name not in found:
        raise CleanClaimError(
            f"no strategy {str(name)[:40]!r}", "data/strategies", ", ".join(found), "choose one, or add a file"
        )
    return found[name]


def strategy_of(name: str, content: dict[str, Any], where: Place) -> Strategy:
    """A strategy from a file's content. Raises CleanClaimError with the place and what to write."""
    fields = {"label": Field(text), "says": Field(text)}
    sections = {key: Field(_section(inside)) for key, inside in _sections().items()}
    table = record(content, where, {**fields, **sections})
    hours, cost = dict(table["hours"]), dict(table["cost"])
    cites = tuple((key, table[key].pop("cite")) for key in sections)
    roles = list(_hours(0))
    return Strategy(
        name=name,
        label=table["label"],
        says=table["says"],
        **{
            key: value
            for part in ("coding", "front_desk", "claims", "follow_up", "patients")
            for key, value in table[part].items()
        },
        hours=tuple(hours[role] for role in roles),
        hour_cost=tuple(cost[role] for role in roles),
        percent_of_collections=round(cost["percent_of_collections"] * 100),
        training_hour_cost=cost["training_hour"],
        statement_cost=cost["statement"],
        cites=cites,
    )


class WorkItem:
    """A kind of item: label, role (place in ROLES), seconds of one, more seconds for each further line or finding."""

    def __init__(self, row: dict[str, str]) -> None:
        self.item, self.label = row["item"], row["label"]
        self.role, self.seconds, self.more = ROLES.index(row["role"]), int(row["seconds"]), int(row["more"])
        self.source = row["source"]


@remembered
def work_items() -> dict[str, WorkItem]:
    """The kinds of items by name (data/codes/work_items.csv).

    >>> work_items()["denial"].role == ROLES.index("follow-up"), work_items()["claim"].seconds
    (True, 75)
    """
    return {row["item"]: WorkItem(row) for row in read_csv(find("data/codes/work_items.csv"))}


def cost_of_hours(one: Strategy, seconds: Sequence[int]) -> int:
    """Cents for so many seconds of each role.

    >>> cost_of_hours(strategy("in_house_untrained"), [3600, 0, 0, 0, 0])
    2400
    """
    return round(sum(cost * time for cost, time in zip(one.hour_cost, seconds, strict=True)) / 3600)
