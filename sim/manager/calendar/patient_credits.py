"""Credits of patients through time: a copay above what was owed, or a payment of what a later answer of the payer no
longer leaves to the patient. A poster looks at it the day after it comes up; it goes back once it has stood for the
days that the clinic allows itself (data/params: credit_refund_days), if nothing of the visit has changed meanwhile.
"""

from typing import NamedTuple

import numpy as np

from sim.billing.books.ledger_entries import entries
from sim.ground.joins import find_in, moments
from sim.ground.params import param_value
from sim.ground.table import Table
from sim.manager.calendar.queues import NEVER, Program, Worked
from sim.manager.strategies.strategy import work_items


class Credits(NamedTuple):
    """Items of the poster, with what each comes to: visit (row), day since which the credit stands, day on which it no
    longer stands like this (NEVER: it stays), cents, and whether it is unapplied (else it was paid on a balance)."""

    program: Program
    visit: np.ndarray
    day: np.ndarray
    until: np.ndarray
    amount: np.ndarray
    is_unapplied: np.ndarray

    @staticmethod
    def beside(parts: "list[Credits]") -> "Credits":
        """Credits of several kinds together."""
        columns = list(zip(*parts, strict=True))
        return Credits(Program.beside(list(columns[0])), *(np.concatenate(column) for column in columns[1:]))

    def refunds(self, encounters: Table, worked: Worked) -> list[Table]:
        """What goes back to patients; of an unapplied credit no more than did not go back before."""
        if not len(self.visit):
            return []
        wait = param_value("credit_refund_days", "*", str(encounters.service_date.max()))
        done = worked.done[:, 0]
        day = np.where(done < NEVER, np.maximum(done, self.day + wait), NEVER)
        goes = day < self.until
        unapplied = self.is_unapplied & goes
        parts = []
        for account, mine, cents in (
            ("unapplied credit", unapplied, _beyond_before(self.visit, np.where(unapplied, self.amount, 0))),
            ("patient", ~self.is_unapplied & goes, self.amount),
        ):
            rows = np.flatnonzero(mine & (day < NEVER))
            none = np.zeros(len(rows), np.int64)
            where = (encounters.encounter_key[self.visit[rows]], none - 1, none, day[rows].astype("datetime64[D]"))
            parts.append(entries("refund to the patient", account, "cash", *where, cents[rows]))
        return parts


def _beyond_before(group: np.ndarray, amount: np.ndarray) -> np.ndarray:
    """By how much each row is above the highest before it in its group.

    >>> _beyond_before(np.array([0, 0, 0, 1]), np.array([5, 3, 9, 4])).tolist()
    [5, 0, 4, 4]
    """
    step = int(amount.max(initial=0)) + 1
    order = np.argsort(group, kind="stable")
    highest = np.maximum.accumulate(amount[order] + group[order] * step) - group[order] * step
    first = np.append(True, group[order][1:] != group[order][:-1])
    out = np.empty(len(amount), np.int64)
    out[order] = highest - np.where(first, 0, np.append(0, highest[:-1]))
    return out


def _credits(
    visit: np.ndarray, day: np.ndarray, until: np.ndarray, amount: np.ndarray, role: int, is_unapplied: bool
) -> Credits:
    program = Program.of(day + 1, day, np.zeros(len(visit), np.int64), (role,)).with_step(
        0,
        np.ones(len(visit), bool),
        seconds=work_items()["credit"].seconds,
        amount=amount,
        deadline=np.where(until < NEVER, until - 1, NEVER),
    )
    return Credits(program, visit, day, until, amount, np.full(len(visit), is_unapplied))


def overpaid(visit: np.ndarray, day: np.ndarray, amount: np.ndarray, role: int) -> Credits:
    """Credits of what was paid and is no longer owed (rows with an amount)."""
    mine = np.flatnonzero(amount > 0)
    return _credits(visit[mine], day[mine], np.full(len(mine), NEVER), amount[mine], role, False)


def found_credits(encounters: Table, ledger: Table, role: int) -> Credits:
    """Unapplied credits of visits of which nothing is open or denied, each from the day on which this came to be."""
    wrong = (ledger.account == "unapplied credit") & (ledger.entry_kind == "payer payment")
    visit = find_in(encounters.encounter_key, ledger.encounter_key)
    group, day, place = moments(visit, ledger.entry_date)
    first = np.append(True, group[1:] != group[:-1]) if len(group) else np.zeros(0, bool)

    def stands(account: str, also: np.ndarray | None = None) -> np.ndarray:
        change = np.where(ledger.account == account, ledger.amount, 0) - np.where(
            ledger.contra_account == account, ledger.amount, 0
        )
        total = np.bincount(place, weights=change if also is None else change + also, minlength=len(group))
        running = np.cumsum(total.astype(np.int64))
        begins = np.maximum.accumulate(np.where(first, np.arange(len(group)), 0))
        return running - (running - total.astype(np.int64))[begins]

    misposted = np.where(wrong, ledger.amount, 0)  # waits for its claim, nobody's credit
    credit = -stands("unapplied credit", -misposted)
    is_open = (stands("payer", misposted) > 0) | (stands("denied") != 0)
    amount = np.where(is_open, 0, np.maximum(credit, 0))
    changes = first | (amount != np.append(0, amount[:-1])) if len(amount) else first
    rows = np.flatnonzero(changes)
    after = np.append(np.where(group[rows[1:]] == group[rows[:-1]], day[rows[1:]], NEVER), NEVER) if len(rows) else rows
    keep = amount[rows] > 0
    return _credits(group[rows][keep], day[rows][keep], after[keep], amount[rows][keep], role, True)
