"""What a Friday shows: figures of the learner's own quarter by that day, each with the visits behind it.

found = friday_figures(made)
found["denials"].value, found["denials"].behind
"""

from typing import NamedTuple

import numpy as np

from sim.billing.answers.supported_amounts import decisions_standing
from sim.billing.books.kpi import aging
from sim.ground.coded import Coded
from sim.ground.joins import find_in, sum_by
from sim.ground.keys import VERSIONS
from sim.ground.table import Table
from sim.manager.calendar.quarter import Quarter
from sim.manager.figures.lost import KINDS
from sim.manager.strategies.strategy import ROLES, work_items

MOST = 6  # visits that are shown behind a figure
DAYS = 7
OVER = 3  # the first row of an aging that is older than 90 days


class Behind(NamedTuple):
    """A visit behind a figure: its key, cents, and what it is about."""

    encounter_key: int
    amount: int
    words: str


class Figure(NamedTuple):
    """value: to date; week: of it in the seven days up to the Friday (None: a figure that stands); unit: money or
    count; behind: the largest visits; more: how many others."""

    value: int
    week: int | None
    unit: str
    behind: tuple[Behind, ...]
    more: int


class Queue(NamedTuple):
    """What waits at a desk: items, minutes of work, cents at stake."""

    role: str
    items: int
    minutes: int
    amount: int


class Cause(NamedTuple):
    """Denied lines of a root cause (data/codes/causes.csv), cents, and the visits."""

    cause: str
    lines: int
    amount: int
    behind: tuple[Behind, ...]


def friday_figures(made: Quarter) -> dict[str, Figure]:
    """The figures by name, in the order in which they are read."""
    return {
        "cash": _cash(made),
        "open": _open(made),
        "rejections": _rejections(made),
        "denials": _denials(made),
        "waiting": _waiting(made),
        "lost": _lost(made),
        "unsupported": _compliance(made, is_unsupported=True),
        "owed": _compliance(made, is_unsupported=False),
    }


def _figure(made: Quarter, rows: Table, unit: str, week: bool = True) -> Figure:
    """A figure of rows (encounter_key, day, amount, words)."""
    recent = rows.day > made.window.until - DAYS
    value = rows.amount if unit == "money" else np.ones(len(rows), np.int64)
    found, more = behind(rows)
    return Figure(int(value.sum()), int(value[recent].sum()) if week else None, unit, found, more)


def behind(rows: Table) -> tuple[tuple[Behind, ...], int]:
    """The visits with the largest amounts, and how many others there are."""
    keys, place = np.unique(rows.encounter_key, return_inverse=True)
    total = sum_by(place, rows.amount, len(keys))
    order = np.lexsort((keys, -np.abs(total)))
    words = rows.words.texts()
    first = np.full(len(keys), len(rows))
    np.minimum.at(first, place, np.arange(len(rows)))
    found = tuple(Behind(int(keys[at]), int(total[at]), str(words[first[at]])) for at in order[:MOST])
    return found, max(len(keys) - MOST, 0)


def _rows(encounter_key: np.ndarray, day: np.ndarray, amount: np.ndarray, words: Coded | str) -> Table:
    said = Coded.constant(words, len(day)) if isinstance(words, str) else words
    return Table(encounter_key=encounter_key, day=day, amount=amount, words=said)


def _cash(made: Quarter) -> Figure:
    ledger = made.day.books()
    amount = np.where(ledger.account == "cash", ledger.amount, 0) - np.where(
        ledger.contra_account == "cash", ledger.amount, 0
    )
    mine = np.flatnonzero(amount)
    some = ledger.take(mine)
    return _figure(made, _rows(some.encounter_key, some.entry_date, amount[mine], some.entry_kind), "money")


def _open(made: Quarter) -> Figure:
    visits, ledger = made.day.visits, made.day.books()
    place = find_in(visits.encounter_key, ledger.encounter_key)
    stands = {
        account: sum_by(
            place,
            np.where(ledger.account == account, ledger.amount, 0)
            - np.where(ledger.contra_account == account, ledger.amount, 0),
            len(visits),
        )
        for account in ("payer", "denied", "patient")
    }
    parts = [
        _rows(visits.encounter_key, visits.service_date, np.maximum(amount, 0), words).take(amount > 0)
        for amount, words in zip(stands.values(), ("open with the payer", "denied", "owed by the patient"), strict=True)
    ]
    return _figure(made, Table.concat(parts), "money", week=False)


def _rejections(made: Quarter) -> Figure:
    told, heads = made.day.answers().acknowledgements, made.day.claims_sent().claims
    told = told.take(~told.is_accepted)
    charge = heads.total_charge_amount[find_in(heads.claim_key, told.claim_key)]
    return _figure(made, _rows(told.claim_key >> VERSIONS, told.acknowledgement_date, charge, told.policy), "count")


def _denied_lines(made: Quarter) -> Table:
    lines = made.day.answers().remittance_lines
    return lines.take(~lines.denial_policy.is_missing & ~lines.is_reversal)


def _denials(made: Quarter) -> Figure:
    lines = _denied_lines(made)
    rows = _rows(lines.claim_key >> VERSIONS, lines.remittance_date, lines.charge_amount, lines.denial_policy)
    return _figure(made, rows, "count")


def denial_causes(made: Quarter) -> list[Cause]:
    """Denied lines so far by root cause, the most frequent first."""
    lines, table = _denied_lines(made), made.day.beside["causes"]
    sign = (lines.claim_key << 8) + lines.claim_line_number
    place = find_in((table.claim_key << 8) + table.claim_line_number, sign)
    cause = np.append(table.cause_code.texts(), "").astype(object)[place]
    found = []
    for name in sorted(set(cause.tolist()) - {""}):
        mine = lines.take(cause == name)
        rows = _rows(mine.claim_key >> VERSIONS, mine.remittance_date, mine.charge_amount, mine.denial_policy)
        found.append(Cause(name, len(mine), int(mine.charge_amount.sum()), behind(rows)[0]))
    return sorted(found, key=lambda one: (-one.lines, one.cause))


def _waits(made: Quarter) -> Table:
    work = made.work
    return work.take((work.outcome_code == "waiting") & (work.ready_date <= made.window.until))


def _waiting(made: Quarter) -> Figure:
    work = _waits(made)
    return _figure(made, _rows(work.encounter_key, work.ready_date, work.amount, work.item_code), "count", week=False)


def backlog(made: Quarter) -> list[Queue]:
    """What waits at each desk."""
    work = _waits(made)
    found = []
    for role in ROLES:
        mine = work.take(work.role_code == role)
        found.append(Queue(role, len(mine), _minutes(mine), int(mine.amount.sum())))
    return found


def _minutes(work: Table) -> int:
    """Minutes that the items take."""
    seconds = work.item_code.lookup(lambda item: work_items()[item].seconds if item in work_items() else 0, 0)
    return int(np.asarray(seconds).sum()) // 60


def _lost(made: Quarter) -> Figure:
    ledger = made.day.books()
    off = ledger.take(ledger.entry_kind.isin(("administrative write-off", "write-off reversal", *KINDS)))
    return _figure(made, _rows(off.encounter_key, off.entry_date, off.amount, off.reason_code), "money")


def unsupported_amounts(made: Quarter) -> Table:
    """What payers paid more than the records support, by decision: encounter_key, day, amount, words."""
    return _gaps(made, is_unsupported=True)


def _compliance(made: Quarter, is_unsupported: bool) -> Figure:
    return _figure(made, _gaps(made, is_unsupported), "money")


def _gaps(made: Quarter, is_unsupported: bool) -> Table:
    answers = made.day.answers().remittance_lines
    counts = decisions_standing(made.day.claims_sent().claims, made.day.answers())
    gap = (answers.paid_amount - answers.supported_amount) * (1 if is_unsupported else -1)
    mine = answers.take(counts & (gap > 0))
    words = "paid more than the record supports" if is_unsupported else "owed and not paid"
    return _rows(mine.claim_key >> VERSIONS, mine.remittance_date, gap[counts & (gap > 0)], words)


def open_by_age(made: Quarter) -> list[dict[str, int | None]]:
    """What the quarter's own visits have open on the day, by age."""
    return aging(made.day.visits, made.day.books(), made.window.until)


def cash_by_week(made: Quarter, count: int) -> list[int]:
    """Cash to date at each week's Friday."""
    ledger = made.day.books()
    amount = np.where(ledger.account == "cash", ledger.amount, 0) - np.where(
        ledger.contra_account == "cash", ledger.amount, 0
    )
    ends = [made.window.first + DAYS * number + 4 for number in range(count)]
    return [int(amount[ledger.entry_date <= day].sum()) for day in ends]


def backlog_by_week(made: Quarter, count: int) -> list[dict[str, int]]:
    """Items that waited at each desk on each week's Friday."""
    work, found = made.work, []
    for number in range(count):
        day = made.window.first + DAYS * number + 4
        done = work.done_date <= day
        lost = (work.outcome_code == "lost") & (work.deadline_date < day)
        waits = (work.ready_date <= day) & ~done & ~lost
        found.append({role: int((waits & (work.role_code == role)).sum()) for role in ROLES})
    return found
