"""The visits that made most of the difference between two strategies: what came in for each under the one and under
the other, and what was done otherwise.
"""

from typing import Any, NamedTuple

import numpy as np

from sim.billing.answers.supported_amounts import decisions_standing
from sim.billing.books.write_off_reasons import reasons
from sim.ground.dates import us_date
from sim.ground.joins import find_rows, sum_by
from sim.ground.keys import VERSIONS
from sim.ground.money import dollars
from sim.ground.table import Table
from sim.manager.calendar.quarter import Quarter
from sim.manager.comparing.outcome_words import LETTERS
from sim.manager.comparing.why_apart import Facts, why
from sim.manager.strategies.strategy import work_items
from sim.payer.rulebook.payers import payers

OF_PATIENTS = ("patient payment", "refund to the patient")


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

    @property
    def title(self) -> str:
        """The visit in a line: day, payer, and how much more or less cash came in under the second strategy."""
        payer = payers()[self.payer].label if self.payer in payers() else "no payer"
        way = "more" if self.difference > 0 else "less"
        return f"{us_date(self.service_date)}, {payer}: {dollars(abs(self.difference))} {way} cash under {LETTERS[1]}"

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
    return sum_by(find_rows(visits.encounter_key, ledger.encounter_key), _moved(ledger), len(visits))


def _moved(ledger: Table) -> np.ndarray:
    """Cents that each entry brings in (or takes away)."""
    return np.where(ledger.account == "cash", ledger.amount, 0) - np.where(
        ledger.contra_account == "cash", ledger.amount, 0
    )


def visits_apart(first: Quarter, second: Quarter, most: int) -> list[Apart]:
    """The visits with the largest differences of cash, the largest first; fewer where fewer differ."""
    cash = cash_by_visit(first), cash_by_visit(second)
    difference = cash[1] - cash[0]
    order = np.lexsort((first.day.visits.encounter_key, -np.abs(difference)))[:most]
    return [_apart(first, second, int(row), cash) for row in order if difference[row]]


def _apart(first: Quarter, second: Quarter, row: int, cash: tuple[np.ndarray, np.ndarray]) -> Apart:
    visit = first.day.visits.take(slice(row, row + 1)).rows()[0]
    both = (first, int(cash[0][row])), (second, int(cash[1][row]))
    sides = [_side(made, row, amount) for made, amount in both]
    return Apart(
        visit["encounter_key"],
        row,
        visit["scenario"],
        visit["payer_code"],
        str(visit["service_date"]),
        sides[1].cash - sides[0].cash,
        why(*(_facts(made, row, side) for (made, _), side in zip(both, sides, strict=True))),
        *sides,
    )


def _facts(made: Quarter, row: int, side: Side) -> Facts:
    visit = made.day.visits.take(slice(row, row + 1)).rows()[0]
    mine = made.work.take(made.work.encounter_key == visit["encounter_key"]).rows()
    ends = frozenset((one["item_code"], one["outcome_code"]) for one in mine)
    books = made.day.books()
    books = books.take((books.encounter_key == visit["encounter_key"]) & books.entry_kind.isin(OF_PATIENTS))
    return Facts(
        visit, side.cash, int(_moved(books).sum()), _unsupported(made, visit["encounter_key"]), ends, side.lost
    )


def _unsupported(made: Quarter, encounter_key: int) -> int:
    """Cents that payers paid for a visit beyond what its record supports."""
    answers = made.day.answers().remittance_lines
    counts = decisions_standing(made.day.claims_sent().claims, made.day.answers())
    mine = counts & (answers.claim_key >> VERSIONS == encounter_key)
    return int(np.maximum(answers.paid_amount - answers.supported_amount, 0)[mine].sum())


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
    return "; ".join(dict.fromkeys(_reason(one["reason_code"] or one["entry_kind"]) for one in off))


def _reason(code: str) -> str:
    """
    >>> _reason("not on file"), _reason("bad debt")
    ("provider or lab not on the payer's file", 'bad debt')
    """
    label = reasons()[code]["label"] if code in reasons() else code
    return label[:1].lower() + label[1:]
