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
from sim.ground.joins import find_in, find_rows, number_within, sum_by
from sim.ground.params import param_value
from sim.ground.table import Table
from sim.manager.calendar.hours import Copies, Window, played
from sim.manager.calendar.queues import NEVER, Program, Worked
from sim.manager.calendar.scene import Scene
from sim.manager.strategies.plan import Plan
from sim.manager.strategies.strategy import ROLES, work_items

POSTER = ROLES.index("poster")
AHEAD_OF_STATEMENT, CARD_DAYS, BAD_DEBT_AFTER, MONTH = 5, 2, 30, 30  # days; modeling assumptions
MOST = 6  # statements at most


class Balances(NamedTuple):
    """What patients owe, each time more of it is known: visit (row), number (of the visit's balances), day (since
    1970), amount (cents). What a later answer takes off again: the balance (place), the day, cents."""

    visit: np.ndarray
    number: np.ndarray
    day: np.ndarray
    amount: np.ndarray
    fallen: np.ndarray
    fallen_day: np.ndarray
    fallen_amount: np.ndarray

    def taken_off(self, on: np.ndarray) -> np.ndarray:
        """Cents by which each balance has fallen by its day."""
        mine = self.fallen_day <= on[self.fallen]
        return sum_by(self.fallen, np.where(mine, self.fallen_amount, 0), len(self.day))


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
    """Balances from a ledger without payments after the visit, as each was known on its day."""
    mine = ledger.take((ledger.account == "patient") | (ledger.contra_account == "patient"))
    change = np.where(mine.account == "patient", mine.amount, 0) - np.where(
        mine.contra_account == "patient", mine.amount, 0
    )
    day = mine.entry_date.astype(np.int64)
    visit = find_rows(encounters.encounter_key, mine.encounter_key)
    groups, place = np.unique((visit << 17) + day, return_inverse=True)
    change = np.bincount(place, weights=change, minlength=len(groups)).astype(np.int64)
    owed, fallen = _stacked((groups >> 17).tolist(), (groups & ((1 << 17) - 1)).tolist(), change.tolist())
    rows, falls = np.array(owed, np.int64).reshape(-1, 3).T, np.array(fallen, np.int64).reshape(-1, 3).T
    return Balances(rows[0], number_within(rows[0]) - 1, rows[1], rows[2], *falls)


def _stacked(
    visits: list[int], days: list[int], changes: list[int]
) -> tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]]:
    """(visit, day, cents) of each balance, and (balance, day, cents) of what is taken off one: the newest first.

    >>> _stacked([4, 4, 4], [10, 20, 30], [500, -200, 100])
    ([(4, 10, 500), (4, 30, 100)], [(0, 20, 200)])
    """
    owed: list[tuple[int, int, int]] = []
    fallen: list[tuple[int, int, int]] = []
    open_: list[list[int]] = []
    last, credit = -1, 0
    for visit, day, change in zip(visits, days, changes, strict=True):
        if visit != last:
            last, credit, open_ = visit, 0, []
        if change > 0:
            rise = max(change - credit, 0)
            credit = max(credit - change, 0)
            if rise:
                open_.append([len(owed), rise])
                owed.append((visit, day, rise))
            continue
        left = -change
        while left and open_:
            part = min(left, open_[-1][1])
            fallen.append((open_[-1][0], day, part))
            left -= part
            open_[-1][1] -= part
            if not open_[-1][1]:
                open_.pop()
        credit += left
    return owed, fallen


def patients(
    scene: Scene, plan: Plan, window: Window, encounters: Table, ledger: Table, around: tuple[Copies, Copies] | None
) -> Patients:
    """The patients' part of a quarter, from the ledger of what payers have answered. around: statements and credits of
    the quarters before and after (None: the same as this one's)."""
    owed = balances(encounters, ledger)
    case = _Case(scene, plan, owed)
    own = case.program()
    copies = Copies(own, own) if around is None else Copies(*(one.widened(MOST) for one in around[0]))
    statements, sent = played((own,) * len(plan.strategies), plan, window, copies)
    paid, parts = case.entries(sent, encounters)
    credits, visit, amount, refund_after = _credits(encounters, ledger)
    over = owed.fallen[paid[owed.fallen] < owed.fallen_day]
    mine = np.flatnonzero(paid[owed.fallen] < owed.fallen_day)
    credits = Program.beside([credits, _paid_back(owed, mine)])
    around_credits = Copies(credits, credits) if around is None else around[1]
    credits, worked = played((credits,) * len(plan.strategies), plan, window, around_credits)
    paid_back = np.maximum(worked.done[:, 0], np.append(refund_after, owed.fallen_day[mine]))
    size = len(visit)
    parts += [
        _entry("refund to the patient", "unapplied credit", "cash", encounters, visit, paid_back[:size], amount),
        _entry(
            "refund to the patient",
            "patient",
            "cash",
            encounters,
            owed.visit[over],
            paid_back[size:],
            owed.fallen_amount[mine],
        ),
        *_reposted(encounters, ledger),
    ]
    credit_visit = np.append(visit, owed.visit[over])
    return Patients(statements, sent, owed.visit, credits, worked, credit_visit, parts, case.plan)


def _paid_back(owed: Balances, mine: np.ndarray) -> Program:
    """What a patient had paid before a later answer took it off."""
    day = owed.fallen_day[mine]
    program = Program.of(day + 1, day, np.zeros(len(mine), np.int64), (POSTER,))
    rows, seconds = np.ones(len(mine), bool), work_items()["credit"].seconds
    return program.with_step(0, rows, seconds=seconds, amount=owed.fallen_amount[mine])


class _Case:
    """What each balance comes to, decided by draws of the visit and by how the clinic works on the day on which the
    balance is known."""

    def __init__(self, scene: Scene, plan: Plan, owed: Balances) -> None:
        self.scene, self.owed = scene, owed
        self.keys = scene.visits.encounter_key[owed.visit]
        self.statements = plan.values("statements", owed.day)
        self.statement_days = plan.values("statement_days", owed.day)
        self.small = owed.amount < plan.values("small_balance", owed.day)
        card = plan.values("card_on_file_percent", owed.day)
        self.card = ~self.small & (self._draw("card on file") * 100 < card)
        habits = scene.given.patients
        band = np.minimum(np.searchsorted([part.up_to for part in habits], owed.amount), len(habits) - 1)
        paid = np.cumsum([[*part.paid_percent, *[0] * (MOST - len(part.paid_percent))] for part in habits], axis=1)
        self.pays_at = (self._draw("pays")[:, None] * 100 >= paid[band]).sum(axis=1)  # MOST: never
        offered = plan.values("payment_plans", owed.day) & (owed.amount >= least_amount(str(scene.first)))
        offered = offered & (self.pays_at >= self.statements)
        takes = np.array([part.plan_percent for part in habits])[band]
        self.plan = offered & ~self.card & ~self.small & (self._draw("plan") * 100 < takes) & (self.statements > 0)
        self.keeps = self._draw("plan kept") * 100 < scene.given.plan_kept_percent
        low, high = scene.given.days_to_pay
        self.delay = low + whole(scene.seed, "days to pay", self.keys, high - low + 1, owed.number)

    def _draw(self, what: str) -> np.ndarray:
        return uniform(self.scene.seed, f"patient {what}", self.keys, self.owed.number)

    def program(self) -> Program:
        """The statements: until the patient pays, or the last one."""
        owed, items = self.owed, work_items()
        payer = np.zeros(len(owed.day), np.int64)
        program = Program.of(owed.day, owed.day, payer, (POSTER,) * MOST)
        billed = ~self.small & ~self.card
        for step in range(int(self.statements.max(initial=0))):
            setup = items["plan"].seconds if step == 0 else 0
            program = program.with_step(
                step,
                billed & (self.pays_at >= step) & ~(self.plan & (step > 0)) & (step < self.statements),
                seconds=items["statement"].seconds + np.where(self.plan, setup, 0),
                lag=AHEAD_OF_STATEMENT if step == 0 else self.statement_days,
                amount=owed.amount,
            )
        return program

    def entries(self, sent: Worked, encounters: Table) -> tuple[np.ndarray, list[Table]]:
        """(the day on which each balance was settled, NEVER for not), payments, small balances and bad debt."""
        owed, count = self.owed, self.statements
        last = np.where((self.pays_at < count) & ~self.plan, self.pays_at, count - 1)
        rows = np.arange(len(owed.day))
        at = np.where(count > 0, sent.done[rows, np.maximum(last, 0)], NEVER)
        pays = ~self.small & ~self.card & ~self.plan & (self.pays_at < count)
        paid_on = np.where(self.card, owed.day + CARD_DAYS, np.where(pays & (at < NEVER), at + self.delay, NEVER))
        never = ~self.small & ~self.card & ~self.plan & ~pays
        debt_on = np.where(never & (at < NEVER), at + BAD_DEBT_AFTER, NEVER)
        small_on = np.where(self.small, owed.day + 1, NEVER)
        plans, plans_on = self._plans(encounters, np.where(count > 0, sent.done[:, 0], at))
        made = [
            self._payment(encounters, paid_on, self._left(paid_on)),
            self._off("small balance written off", encounters, small_on, "small balance"),
            self._off("bad debt", encounters, debt_on),
        ]
        return np.minimum(np.minimum(paid_on, debt_on), np.minimum(small_on, plans_on)), made + plans

    def _left(self, day: np.ndarray) -> np.ndarray:
        """What is left of each balance on its day."""
        return self.owed.amount - self.owed.taken_off(day)

    def _plans(self, encounters: Table, set_up: np.ndarray) -> tuple[list[Table], np.ndarray]:
        owed, count = self.owed, payment_count(str(self.scene.first))
        begun = np.where(self.plan & (set_up < NEVER), set_up + self.delay, NEVER)
        left = self._left(begun)
        each = left // count
        parts = []
        for number in range(count):
            amount = each if number < count - 1 else left - each * (count - 1)
            mine = np.where(self.keeps | (number == 0), begun, NEVER)
            parts.append(self._payment(encounters, np.where(mine < NEVER, mine + MONTH * number, NEVER), amount))
        stopped = np.where(~self.keeps & (begun < NEVER), begun + MONTH * count, NEVER)
        parts.append(_entry("bad debt", "write-off", "patient", encounters, owed.visit, stopped, left - each))
        return parts, begun

    def _payment(self, encounters: Table, day: np.ndarray, amount: np.ndarray) -> Table:
        return _entry("patient payment", "patient", "cash", encounters, self.owed.visit, day, -amount)

    def _off(self, kind: str, encounters: Table, day: np.ndarray, reason: str = "") -> Table:
        return _entry(kind, "write-off", "patient", encounters, self.owed.visit, day, self._left(day), reason)


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
