"""What patients owe and pay: what payers leave to the patient is charged to a card on file a few days later, or goes
out on statements; patients pay after one of them, take a payment plan, or do not pay. Credits are worked and paid back.

Only what is known on a day counts on it. A payer that takes its answer back later cuts the balance: what is still to
come is smaller, what was paid too much goes back, what was written off stands again on nobody's account.

Not modeled: balances of several visits on one statement, collection agencies that bring something in, financial
assistance, credits that pay another visit's balance (sim.billing.books.credits does that for a desk).
"""

from typing import NamedTuple

import numpy as np

from sim.billing.books.ledger_entries import entries
from sim.billing.books.payment_plans import least_amount, payment_count
from sim.ground.draw import uniform, whole
from sim.ground.joins import find_rows
from sim.ground.table import Table
from sim.manager.calendar.hours import Copies, Window, played
from sim.manager.calendar.patient_credits import Credits, found_credits, overpaid
from sim.manager.calendar.queues import NEVER, Program, Worked
from sim.manager.calendar.scene import Scene
from sim.manager.calendar.standing_amounts import Cuts, Rises, standing
from sim.manager.strategies.plan import Plan
from sim.manager.strategies.strategy import ROLES, work_items

POSTER = ROLES.index("poster")
MOST = 6  # statements at most


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


class Moved(NamedTuple):
    """Amounts that leave the balances, one a balance: day (NEVER for none), amount (cents)."""

    day: np.ndarray
    amount: np.ndarray

    def of(self, row: np.ndarray, day: np.ndarray) -> np.ndarray:
        """What of these balances had left by these days."""
        return np.where(self.day[row] <= day, self.amount[row], 0)


def balances(encounters: Table, ledger: Table) -> tuple[Rises, Cuts]:
    """What patients owe, from a ledger without payments after the visit; the group is the row of the visit."""
    mine = ledger.take((ledger.account == "patient") | (ledger.contra_account == "patient"))
    change = np.where(mine.account == "patient", mine.amount, 0) - np.where(
        mine.contra_account == "patient", mine.amount, 0
    )
    visit = find_rows(encounters.encounter_key, mine.encounter_key)
    return standing(visit, mine.entry_date.astype(np.int64), change)


def patients(
    scene: Scene, plan: Plan, window: Window, encounters: Table, ledger: Table, after: tuple[Program, Program] | None
) -> Patients:
    """The patients' part of a quarter, from the ledger of what payers have answered. after: statements and credits of
    the quarters after it (None: the same as this one's)."""
    case, ways = _Case(scene, plan, *balances(encounters, ledger)), len(plan.strategies)
    own = case.program()
    later = own if after is None else after[0].widened(MOST)
    statements, sent = played((own,) * ways, plan, window, Copies(None, later))
    ended = case.ended(sent)
    credits = Credits.beside([found_credits(encounters, ledger, POSTER), ended.overpaid()])
    later = credits.program if after is None else after[1]
    _, worked = played((credits.program,) * ways, plan, window, Copies(None, later))
    parts = [
        *ended.entries(encounters),
        *credits.refunds(encounters, worked),
        *_reposted(ledger, scene.given.days.month),
    ]
    return Patients(statements, sent, case.owed.group, credits.program, worked, credits.visit, parts, case.plan)


class _Case:
    """How each balance is asked for and paid, decided by draws of the visit, by what is left of it after some days, and
    by how the clinic works on the day on which it asks for it."""

    def __init__(self, scene: Scene, plan: Plan, owed: Rises, cuts: Cuts) -> None:
        self.scene, self.owed, self.cuts, self.days = scene, owed, cuts, scene.given.days
        self.keys = scene.visits.encounter_key[owed.group]
        self.asked_on = owed.day + self.days.first_statement
        self.asked = self.left(self.asked_on)
        self.statements = plan.values("statements", self.asked_on)
        self.statement_days = plan.values("statement_days", self.asked_on)
        self.small = self.asked < plan.values("small_balance", self.asked_on)
        card = plan.values("card_on_file_percent", self.asked_on)
        self.card = ~self.small & (self._draw("card on file") * 100 < card)
        habits = scene.given.patients
        band = np.minimum(np.searchsorted([part.up_to for part in habits], self.asked), len(habits) - 1)
        paid = np.cumsum([[*part.paid_percent, *[0] * (MOST - len(part.paid_percent))] for part in habits], axis=1)
        self.pays_at = (self._draw("pays")[:, None] * 100 >= paid[band]).sum(axis=1)  # MOST: never
        offered = plan.values("payment_plans", self.asked_on) & (self.asked >= least_amount(str(scene.first)))
        offered = offered & (self.pays_at >= self.statements)
        takes = np.array([part.plan_percent for part in habits])[band]
        self.plan = offered & ~self.card & ~self.small & (self._draw("plan") * 100 < takes) & (self.statements > 0)
        self.keeps = self._draw("plan kept") * 100 < scene.given.plan_kept_percent
        low, high = scene.given.days_to_pay
        self.delay = low + whole(scene.seed, "days to pay", self.keys, high - low + 1, owed.number)

    def _draw(self, what: str) -> np.ndarray:
        return uniform(self.scene.seed, f"patient {what}", self.keys, self.owed.number)

    def left(self, day: np.ndarray) -> np.ndarray:
        """What of each balance stands on its day, were nothing paid."""
        return self.owed.amount - self.cuts.by(day)

    def program(self) -> Program:
        """The statements: until the patient pays, the last one, or nothing is left to ask for."""
        owed, items = self.owed, work_items()
        payer = np.zeros(len(owed.day), np.int64)
        program = Program.of(owed.day, owed.day, payer, (POSTER,) * MOST)
        billed, gone = ~self.small & ~self.card, self.cuts.all_gone(owed.amount, NEVER)
        for step in range(int(self.statements.max(initial=0))):
            setup = items["plan"].seconds if step == 0 else 0
            program = program.with_step(
                step,
                billed & (self.pays_at >= step) & ~(self.plan & (step > 0)) & (step < self.statements),
                seconds=items["statement"].seconds + np.where(self.plan, setup, 0),
                lag=self.days.first_statement if step == 0 else self.statement_days,
                amount=self.asked,
                deadline=np.where(gone < NEVER, gone - 1, NEVER),
            )
        return program

    def ended(self, sent: Worked) -> "_Ended":
        """What is paid and written off, and when."""
        rows, count = np.arange(len(self.owed.day)), self.statements
        last = np.where((self.pays_at < count) & ~self.plan, self.pays_at, np.maximum(count - 1, 0))
        at = np.where(count > 0, sent.done[rows, last], NEVER)
        pays = ~self.small & ~self.card & ~self.plan & (self.pays_at < count)
        paid_on = np.where(self.card, self.asked_on, np.where(pays & (at < NEVER), at + self.delay, NEVER))
        begun = np.where(self.plan & (sent.done[:, 0] < NEVER), sent.done[:, 0] + self.delay, NEVER)
        paid = [Moved(paid_on, self.left(paid_on)), *self._plan_payments(begun)]
        never = ~self.small & ~self.card & ~self.plan & ~pays
        debt_on = np.where(never & (at < NEVER), at + self.days.bad_debt, NEVER)
        stopped = ~self.keeps & (begun < NEVER)
        debt_on = np.where(stopped, begun + self.days.month * payment_count(str(self.scene.first)), debt_on)
        off_on = np.where(self.small, self.asked_on, debt_on)
        before = sum(part.of(rows, off_on) for part in paid)
        return _Ended(self.owed, self.cuts, paid, Moved(off_on, np.maximum(self.left(off_on) - before, 0)), self.small)

    def _plan_payments(self, begun: np.ndarray) -> list[Moved]:
        """The payments of a plan, equal but for the last; never more than is left."""
        count, so_far = payment_count(str(self.scene.first)), np.zeros(len(begun), np.int64)
        each, parts = self.asked // count, list[Moved]()
        for number in range(count):
            comes = (begun < NEVER) & (self.keeps | (number == 0))
            day = np.where(comes, begun + self.days.month * number, NEVER)
            due = self.asked if number == count - 1 else each * (number + 1)
            now = np.where(comes, np.maximum(np.minimum(due, self.left(day)), so_far), so_far)
            parts.append(Moved(day, now - so_far))
            so_far = now
        return parts


class _Ended(NamedTuple):
    """What became of each balance: what patients paid, what was written off (as small, else as bad debt)."""

    owed: Rises
    cuts: Cuts
    paid: list[Moved]
    off: Moved
    small: np.ndarray

    def too_much(self) -> tuple[np.ndarray, np.ndarray]:
        """Per cut what it makes too much of what was paid and of what was written off before, cents; what was written
        off stands back first."""
        cuts = self.cuts
        paid = sum(part.of(cuts.row, cuts.day) for part in self.paid)
        off = self.off.of(cuts.row, cuts.day)
        over = np.maximum(paid + off - (self.owed.amount[cuts.row] - cuts.so_far()), 0)
        back = np.minimum(over, off)
        return cuts.each(over - back), cuts.each(back)

    def overpaid(self) -> Credits:
        """What patients paid and no longer owe."""
        return overpaid(self.owed.group[self.cuts.row], self.cuts.day, self.too_much()[0], POSTER)

    def entries(self, encounters: Table) -> list[Table]:
        """Payments, small balances and bad debt, and what of these was reversed."""
        visit, cuts, back = self.owed.group, self.cuts, self.too_much()[1]
        made = [
            _entry("patient payment", "patient", "cash", encounters, visit, one.day, -one.amount) for one in self.paid
        ]
        for kind, mine, reason in (
            ("small balance written off", self.small, "small balance"),
            ("bad debt", ~self.small, ""),
        ):
            day, again = np.where(mine, self.off.day, NEVER), np.where(mine[cuts.row], cuts.day, NEVER)
            made.append(_entry(kind, "write-off", "patient", encounters, visit, day, self.off.amount, reason))
            made.append(_entry(kind, "write-off", "patient", encounters, visit[cuts.row], again, -back, reason))
        return made


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


def _reposted(ledger: Table, month: int) -> list[Table]:
    """Payments that a poster had left without their visit are found with the next month's credits and posted."""
    wrong = ledger.take((ledger.account == "unapplied credit") & (ledger.entry_kind == "payer payment"))
    if not len(wrong):
        return []
    day = wrong.entry_date + month
    where = (wrong.encounter_key, wrong.claim_key, wrong.claim_line_number, day, wrong.amount)
    return [entries("payer payment", "payer", "unapplied credit", *where)]
