"""What patients owe and pay: balances that stay after all payers have answered are charged to a card on file, or go out
on statements; patients pay after one of them, take a payment plan, or do not pay. Credits are worked and paid back.

Not modeled: balances of several visits on one statement, collection agencies that bring something in, financial
assistance, credits that pay another visit's balance (sim.billing.books.credits does that for a desk).
"""

from typing import NamedTuple

import numpy as np

from sim.billing.books.credits import stands
from sim.billing.books.ledger_entries import entries
from sim.billing.books.payment_plans import least_amount, payment_count
from sim.ground.draw import uniform, whole
from sim.ground.joins import find_in, find_rows, number_within
from sim.ground.params import param_value
from sim.ground.table import Table
from sim.manager.calendar.hours import Window, played
from sim.manager.calendar.queues import NEVER, Program, Worked
from sim.manager.calendar.scene import Scene
from sim.manager.strategies.strategy import ROLES, Strategy, work_items

POSTER = ROLES.index("poster")
AHEAD_OF_STATEMENT, CARD_DAYS, BAD_DEBT_AFTER, MONTH = 5, 2, 30, 30  # days; modeling assumptions
MOST = 6  # statements at most


class Balances(NamedTuple):
    """What patients owe for good, each time more of it is known: visit (row), number (of the visit's balances), day
    (since 1970), amount (cents)."""

    visit: np.ndarray
    number: np.ndarray
    day: np.ndarray
    amount: np.ndarray


class Patients(NamedTuple):
    """Items of the poster (statements, then credits) and the entries that come of them."""

    statements: Program
    sent: Worked
    visit: np.ndarray
    credits: Program
    credits_worked: Worked
    credit_visit: np.ndarray
    entries: list[Table]
    has_plan: np.ndarray


def balances(encounters: Table, ledger: Table) -> Balances:
    """Balances from a ledger without payments after the visit: only what no later answer reverses."""
    mine = ledger.take((ledger.account == "patient") | (ledger.contra_account == "patient"))
    change = np.where(mine.account == "patient", mine.amount, 0) - np.where(
        mine.contra_account == "patient", mine.amount, 0
    )
    day = mine.entry_date.astype(np.int64)
    visit = find_rows(encounters.encounter_key, mine.encounter_key)
    sign = (visit << 17) + day
    groups, place = np.unique(sign, return_inverse=True)
    change = np.bincount(place, weights=change, minlength=len(groups)).astype(np.int64)
    visit, day = groups >> 17, groups & ((1 << 17) - 1)
    before = np.cumsum(change) - change
    first = np.append(True, visit[1:] != visit[:-1]) if len(visit) else np.zeros(0, bool)
    base = np.maximum.accumulate(np.where(first, np.arange(len(visit)), 0))
    stood = before + change - (before[base] if len(base) else 0)
    kept = _least_from_here_on(visit, np.maximum(stood, 0))
    risen = kept - np.where(first, 0, np.append(0, kept[:-1]))
    rows = np.flatnonzero(risen > 0)
    return Balances(visit[rows], number_within(visit[rows]) - 1, day[rows], risen[rows])


def _least_from_here_on(group: np.ndarray, value: np.ndarray) -> np.ndarray:
    """The least value from each row to the end of its group.

    >>> _least_from_here_on(np.array([0, 0, 0, 1]), np.array([5, 3, 4, 9])).tolist()
    [3, 3, 4, 9]
    """
    if not len(value):
        return value
    step = int(value.max()) + 1
    down = (value + group * step)[::-1]
    return np.minimum.accumulate(down)[::-1] - group * step


def patients(scene: Scene, one: Strategy, window: Window, encounters: Table, ledger: Table) -> Patients:
    """The patients' part of a quarter, from the ledger of what payers have answered."""
    owed = balances(encounters, ledger)
    case = _Case(scene, one, owed)
    program = case.program()
    sent = played(program, one, window)
    credit_program, credit_visit, amount, refund_after = _credits(encounters, ledger)
    worked = played(credit_program, one, window)
    paid_back = np.maximum(worked.done[:, 0], refund_after)
    parts = [
        *case.entries(sent, encounters),
        _entry("refund to the patient", "unapplied credit", "cash", encounters, credit_visit, paid_back, amount),
        *_reposted(encounters, ledger),
    ]
    return Patients(program, sent, owed.visit, credit_program, worked, credit_visit, parts, case.plan)


class _Case:
    """What each balance comes to, decided by draws of the visit."""

    def __init__(self, scene: Scene, one: Strategy, owed: Balances) -> None:
        self.scene, self.one, self.owed = scene, one, owed
        self.keys = scene.visits.encounter_key[owed.visit]
        self.small = owed.amount < one.small_balance
        self.card = ~self.small & (self._draw("card on file") * 100 < one.card_on_file_percent)
        habits = scene.given.patients
        band = np.minimum(np.searchsorted([part.up_to for part in habits], owed.amount), len(habits) - 1)
        paid = np.cumsum([[*part.paid_percent, *[0] * (MOST - len(part.paid_percent))] for part in habits], axis=1)
        self.pays_at = (self._draw("pays")[:, None] * 100 >= paid[band]).sum(axis=1)  # MOST: never
        offered = one.payment_plans & (owed.amount >= least_amount(str(scene.first))) & (self.pays_at >= one.statements)
        takes = np.array([part.plan_percent for part in habits])[band]
        self.plan = offered & ~self.card & ~self.small & (self._draw("plan") * 100 < takes) & (one.statements > 0)
        self.keeps = self._draw("plan kept") * 100 < scene.given.plan_kept_percent
        low, high = scene.given.days_to_pay
        self.delay = low + whole(scene.seed, "days to pay", self.keys, high - low + 1, owed.number)

    def _draw(self, what: str) -> np.ndarray:
        return uniform(self.scene.seed, f"patient {what}", self.keys, self.owed.number)

    def program(self) -> Program:
        """The statements: until the patient pays, or the last one."""
        owed, one, items = self.owed, self.one, work_items()
        payer = np.zeros(len(owed.day), np.int64)
        program = Program.of(owed.day, owed.day, payer, (POSTER,) * max(one.statements, 1))
        billed = ~self.small & ~self.card
        for step in range(one.statements):
            setup = items["plan"].seconds if step == 0 else 0
            program = program.with_step(
                step,
                billed & (self.pays_at >= step) & ~(self.plan & (step > 0)),
                seconds=items["statement"].seconds + np.where(self.plan, setup, 0),
                lag=AHEAD_OF_STATEMENT if step == 0 else one.statement_days,
                amount=owed.amount,
            )
        return program

    def entries(self, sent: Worked, encounters: Table) -> list[Table]:
        """Payments, small balances and bad debt."""
        owed, one = self.owed, self.one
        done = sent.done[:, : one.statements]
        last = np.where((self.pays_at < one.statements) & ~self.plan, self.pays_at, one.statements - 1)
        rows = np.arange(len(owed.day))
        at = done[rows, np.maximum(last, 0)] if one.statements else np.full(len(rows), NEVER)
        pays = ~self.small & ~self.card & ~self.plan & (self.pays_at < one.statements)
        paid_on = np.where(self.card, owed.day + CARD_DAYS, np.where(pays & (at < NEVER), at + self.delay, NEVER))
        never = ~self.small & ~self.card & ~self.plan & ~pays
        debt_on = np.where(never & (at < NEVER), at + BAD_DEBT_AFTER, NEVER)
        made = [
            self._payment(encounters, paid_on, owed.amount),
            self._off(
                "small balance written off", encounters, np.where(self.small, owed.day + 1, NEVER), "small balance"
            ),
            self._off("bad debt", encounters, debt_on),
        ]
        return made + self._plans(encounters, done[:, 0] if one.statements else at)

    def _plans(self, encounters: Table, set_up: np.ndarray) -> list[Table]:
        owed, count = self.owed, payment_count(str(self.scene.first))
        each = owed.amount // count
        begun = np.where(self.plan & (set_up < NEVER), set_up + self.delay, NEVER)
        parts = []
        for number in range(count):
            amount = each if number < count - 1 else owed.amount - each * (count - 1)
            mine = np.where(self.keeps | (number == 0), begun, NEVER)
            parts.append(self._payment(encounters, np.where(mine < NEVER, mine + MONTH * number, NEVER), amount))
        stopped = np.where(~self.keeps & (begun < NEVER), begun + MONTH * count, NEVER)
        parts.append(_entry("bad debt", "write-off", "patient", encounters, owed.visit, stopped, owed.amount - each))
        return parts

    def _payment(self, encounters: Table, day: np.ndarray, amount: np.ndarray) -> Table:
        return _entry("patient payment", "patient", "cash", encounters, self.owed.visit, day, -amount)

    def _off(self, kind: str, encounters: Table, day: np.ndarray, reason: str = "") -> Table:
        return _entry(kind, "write-off", "patient", encounters, self.owed.visit, day, self.owed.amount, reason)


def _entry(
    kind: str,
    account: str,
    contra: str,
    encounters: Table,
    visit: np.ndarray,
    day: np.ndarray,
    amount: np.ndarray,
    reason: str = "",
) -> Table:
    rows = np.flatnonzero(day < NEVER)
    size = len(rows)
    return entries(
        kind,
        account,
        contra,
        encounters.encounter_key[visit[rows]],
        np.full(size, -1, np.int64),
        np.zeros(size, np.int64),
        day[rows].astype("datetime64[D]"),
        amount[rows],
        reason=reason,
    )


def _credits(encounters: Table, ledger: Table) -> tuple[Program, np.ndarray, np.ndarray, np.ndarray]:
    """(items, visits, cents, first day of the refund) of credits that no balance of the visit needs."""
    misposted = ledger.take((ledger.account == "unapplied credit") & (ledger.entry_kind == "payer payment"))
    wrong = np.zeros(len(encounters), np.int64)
    np.add.at(wrong, find_in(encounters.encounter_key, misposted.encounter_key), -misposted.amount)
    credit = -stands(encounters, ledger, "unapplied credit") - wrong
    is_open = (stands(encounters, ledger, "payer") - wrong > 0) | (stands(encounters, ledger, "denied") != 0)
    visit = np.flatnonzero((credit > 0) & ~is_open)
    last = np.zeros(len(encounters), np.int64)
    np.maximum.at(last, find_in(encounters.encounter_key, ledger.encounter_key), ledger.entry_date.astype(np.int64))
    wait = param_value("credit_refund_days", "*", str(encounters.service_date.max())) if len(visit) else 0
    program = Program.of(last[visit] + 1, last[visit], np.zeros(len(visit), np.int64), (POSTER,))
    seconds = work_items()["credit"].seconds
    program = program.with_step(0, np.ones(len(visit), bool), seconds=seconds, amount=credit[visit])
    return program, visit, credit[visit], last[visit] + wait


def _reposted(encounters: Table, ledger: Table) -> list[Table]:
    """Payments that a poster had left without their visit are found with the next month's credits and posted."""
    wrong = ledger.take((ledger.account == "unapplied credit") & (ledger.entry_kind == "payer payment"))
    if not len(wrong):
        return []
    day = wrong.entry_date + MONTH
    where = (wrong.encounter_key, wrong.claim_key, wrong.claim_line_number, day, wrong.amount)
    return [entries("payer payment", "payer", "unapplied credit", *where)]
