"""The visits that made most of the difference between two strategies: what came in for each under the one and under
the other, and what was done otherwise.
"""

from typing import Any, NamedTuple

import numpy as np

from sim.ground.joins import find_rows, sum_by
from sim.ground.table import Table
from sim.manager.calendar.quarter import Quarter
from sim.manager.strategies.strategy import work_items


class Step(NamedTuple):
    """Something that was done for a visit, or should have been: the item in words, the day, and how it ended."""

    item: str
    day: str
    outcome: str


class Side(NamedTuple):
    """A visit under one strategy: cash in cents, what was done, and why money was lost (empty: none was)."""

    cash: int
    steps: tuple[Step, ...]
    lost: str


class Apart(NamedTuple):
    """One visit: its key and place (from 0), what it was, cents more under the second strategy, why in words."""

    encounter_key: int
    visit: int
    scenario: str
    payer: str
    service_date: str
    difference: int
    why: str
    first: Side
    second: Side

    def document(self) -> dict[str, Any]:
        """As plain values."""
        return {
            **{name: value for name, value in self._asdict().items() if name not in ("first", "second", "difference")},
            "difference_amount": self.difference,
            "sides": [
                {"cash_amount": side.cash, "lost": side.lost, "steps": [step._asdict() for step in side.steps]}
                for side in (self.first, self.second)
            ],
        }


def cash_by_visit(made: Quarter) -> np.ndarray:
    """Cash of each visit, less refunds, cents."""
    ledger, visits = made.day.books(), made.day.visits
    moved = np.where(ledger.account == "cash", ledger.amount, 0) - np.where(
        ledger.contra_account == "cash", ledger.amount, 0
    )
    return sum_by(find_rows(visits.encounter_key, ledger.encounter_key), moved, len(visits))


def visits_apart(first: Quarter, second: Quarter, most: int) -> list[Apart]:
    """The visits with the largest differences of cash, the largest first; fewer where fewer differ."""
    cash = cash_by_visit(first), cash_by_visit(second)
    difference = cash[1] - cash[0]
    order = np.lexsort((first.day.visits.encounter_key, -np.abs(difference)))[:most]
    return [_apart(first, second, int(row), cash) for row in order if difference[row]]


def _apart(first: Quarter, second: Quarter, row: int, cash: tuple[np.ndarray, np.ndarray]) -> Apart:
    visit = first.day.visits.take(slice(row, row + 1)).rows()[0]
    sides = [_side(made, row, int(amount[row])) for made, amount in zip((first, second), cash, strict=True)]
    return Apart(
        visit["encounter_key"],
        row,
        visit["scenario"],
        visit["payer_code"],
        str(visit["service_date"]),
        sides[1].cash - sides[0].cash,
        _why(first, second, row, sides),
        *sides,
    )


def _side(made: Quarter, row: int, cash: int) -> Side:
    key = made.day.visits.encounter_key[row]
    labels = work_items()
    mine = made.work.take(made.work.encounter_key == key).rows()
    steps = [
        Step(
            labels[one["item_code"]].label if one["item_code"] in labels else one["item_code"],
            str(one["done_date"] or (one["deadline_date"] if one["outcome_code"] == "lost" else "")),
            one["outcome_code"],
        )
        for one in mine
    ]
    return Side(cash, tuple(steps), _lost(made.day.books().take(made.day.books().encounter_key == key)))


def _lost(ledger: Table) -> str:
    kinds = ("administrative write-off", "bad debt", "small balance written off", "write-off")
    off = ledger.take(ledger.entry_kind.isin(kinds)).rows()
    return "; ".join(dict.fromkeys(one["reason_code"] or one["entry_kind"] for one in off))


UNDER = ("under the first strategy", "under the second")


def _why(first: Quarter, second: Quarter, row: int, sides: list[Side]) -> str:
    """What was otherwise, the first thing first."""
    visits = [made.day.visits.take(slice(row, row + 1)).rows()[0] for made in (first, second)]
    mistakes = [one["mistake"] for one in visits]
    if visits[0]["registered_coverage_key"] != visits[1]["registered_coverage_key"]:
        wrong = int(visits[0]["registered_coverage_key"] == visits[0]["coverage_key"])
        return f"Registered with an outdated coverage {UNDER[wrong]}, verified {UNDER[1 - wrong]}."
    if mistakes[0] != mistakes[1]:
        return _mistakes(mistakes)
    ends = [{(step.item, step.outcome) for step in side.steps} for side in sides]
    apart = sorted(ends[0] ^ ends[1])
    if apart:
        item, end = apart[0]
        return f"{item}: {end} {UNDER[int(apart[0] in ends[1])]} only."
    if sides[0].lost != sides[1].lost:
        words = [side.lost or "nothing" for side in sides]
        return f"Written off: {words[0]} {UNDER[0]}, {words[1]} {UNDER[1]}."
    return "The same work on other days."


def _mistakes(both: list[str]) -> str:
    words = [one.replace("-", " ") for one in both]
    if all(words):
        return f"Different mistakes: {words[0]} {UNDER[0]}, {words[1]} {UNDER[1]}."
    at = int(not words[0])
    return f"A mistake {UNDER[at]} only: {words[at]}."
