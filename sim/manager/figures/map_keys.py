"""The figures that a manager reads, by HFMA's MAP Keys and MGMA's formulas, each with its numerator and denominator:

    figures(day)          of a day's work, a quarter, or tables read back, on a day (default: the last entry)

Percentages are hundredths of a percent, days tenths, amounts cents; `value` of the frame is in percent, days, dollars.
Not modeled: net days in A/R (net revenue by accrual), discharged-not-billed days, which are a hospital's.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.billing.books.credits import stands
from sim.billing.books.kpi import Figure, aging, rate
from sim.billing.books.kpi import figures as key_figures
from sim.billing.books.kpi_counts import first_answers, first_claims, moved
from sim.billing.claims.scrub import scrub
from sim.billing.day.day import Day
from sim.ground.dates import Day as Date
from sim.ground.dates import day_of
from sim.ground.joins import find_in
from sim.manager.calendar.quarter import Quarter
from sim.manager.figures.cost_of_work import cost_of_work
from sim.manager.figures.running import running_figures
from sim.payer.rulebook.payers import payers

if TYPE_CHECKING:
    from pandas import DataFrame

AGED = ("days in A/R", "A/R over 90 days", "A/R over 120 days", "open balance", "credit balances")
UNITS = {"percent": 100, "days": 10, "dollars": 100}


class Row(NamedTuple):
    """One figure: its name, the unit of its value, the figure with formula and counts."""

    figure: str
    unit: str
    counted: Figure


def figures(day: Day | Quarter, on: Date = None) -> "DataFrame":
    """Key figures on a day, each with its formula (a pandas frame: figure, value, unit, formula, top, bottom).

    >>> import sim
    >>> found = figures(sim.simulate(60, seed=7))
    >>> {"days in A/R", "net collection", "credit balances"} <= set(found.figure)
    True
    """
    import pandas

    rows = board(day, on)
    return pandas.DataFrame(
        [
            {
                "figure": row.figure,
                "value": None if row.counted.value is None else row.counted.value / UNITS[row.unit],
                "unit": row.unit,
                "formula": row.counted.formula,
                "top": row.counted.top,
                "bottom": row.counted.bottom,
            }
            for row in rows
        ]
    )


def board(made: Day | Quarter, on: Date = None) -> list[Row]:
    """The same as rows."""
    day = made.day if isinstance(made, Quarter) else made
    entries, sent, decided = day.books(), day.claims_sent(), day.answers()
    when = day_of(on) if on is not None else last_day(made)
    findings = day.beside["findings"] if "findings" in day.beside else scrub(sent.claims, sent.lines, day.people)
    found = key_figures(day.visits, sent, decided, entries, when, findings)
    rows = [Row(name, "days" if name.startswith("days") else "percent", one) for name, one in found.items()]
    rows += [*_money(day, when), *_lags(day, when), *_by_payer(day, when), *_by_cause(day, when)]
    if isinstance(made, Quarter):
        rows = _running(made, rows)
        cost, cash = cost_of_work(made).total, moved(entries, when)
        rows.append(
            Row("cost to collect", "percent", rate(cost, cash.payments - cash.refunds, "cost of the work ÷ cash (MAP)"))
        )
    return rows


def _running(made: Quarter, rows: list[Row]) -> list[Row]:
    """Where a quarter is read at its end: what is open as in a clinic that goes on like it, since its own ledger holds
    no older visits and no newer ones."""
    found = running_figures(made)
    return [row._replace(counted=found[row.figure]) if row.figure in AGED else row for row in rows]


def last_day(made: Day | Quarter) -> np.datetime64:
    """The day on which figures are read where nobody says one: the last day played; where nobody works, the day after
    the last visit."""
    if isinstance(made, Quarter):
        return made.window.until
    return (made.books().entry_date.max() if "work" in made.beside else made.visits.service_date.max()) + 1


def _amount(cents: int, formula: str) -> Figure:
    return Figure(cents, formula, cents, 1)


def _money(day: Day, when: np.datetime64) -> list[Row]:
    books, owed = moved(day.books(), when), day.books()
    credit = -int(np.minimum(stands(day.visits, owed, "unapplied credit", when), 0).sum())
    net = books.charges - books.contractual
    mine = owed.take(owed.entry_date <= when)

    def raised(kind: str) -> int:
        return int(mine.amount[mine.entry_kind == kind].sum())

    off = raised("administrative write-off") + raised("write-off reversal")
    # a contractual write-off that was posted to a patient by mistake is among it: patients pay that too
    to_patients = mine.amount[(mine.account == "patient") & (mine.contra_account == "payer")].sum()
    from_patients = mine.amount[(mine.account == "payer") & (mine.contra_account == "patient")].sum()
    into = int(to_patients - from_patients)
    ages = aging(day.visits, owed, when)
    open_, cash = sum(row["total"] for row in ages), books.payments - books.refunds
    amounts = {
        "charges": (books.charges, "charges less those reversed"),
        "payments": (cash, "payments of payers and patients less refunds"),
        "contractual adjustments": (books.contractual, "contractual write-offs"),
        "open balance": (open_, "open with payers, denied, owed by patients; credits not netted"),
        "credit balances": (credit, "payments of patients that nothing is owed for"),
    }
    shares = {
        "gross collection": (cash, books.charges, "(payments - refunds) ÷ charges"),
        "denials written off": (off, net, "administrative write-offs ÷ (charges - contractual write-offs) (MAP AR-6)"),
        "bad debt": (raised("bad debt"), net, "bad debt ÷ (charges - contractual write-offs)"),
        "patient collection": (
            books.patient_payments - books.patient_refunds,
            into,
            "(patients' payments - refunds to them) ÷ what was left or posted to patients",
        ),
        "A/R over 120 days": (ages[-1]["total"], open_, "open for more than 120 days ÷ all that is open"),
    }
    return [
        *(Row(name, "dollars", _amount(cents, words)) for name, (cents, words) in amounts.items()),
        *(Row(name, "percent", rate(*one)) for name, one in shares.items()),
    ]


def _lags(day: Day, when: np.datetime64) -> list[Row]:
    heads = first_claims(day.claims_sent().claims, when)
    visit = find_in(day.visits.encounter_key, heads.encounter_key)
    lag = (heads.submitted_date - day.visits.service_date[visit]).astype(np.int64)
    answers = first_answers(day.answers(), when)
    row = find_in(heads.claim_key, answers.claim_key)
    first = np.unique(row[row >= 0], return_index=True)
    paid = answers.remittance_date[row >= 0][first[1]] - heads.received_date[first[0]]
    return [
        Row("days from visit to claim", "days", _mean(lag, "days from the visit to the first claim, mean (claim lag)")),
        Row("days to the answer", "days", _mean(paid.astype(np.int64), "days from receipt to the first answer, mean")),
    ]


def _mean(values: np.ndarray, formula: str) -> Figure:
    total, count = int(values.sum()), len(values)
    return Figure(round(total * 10 / count) if count else None, formula, total, count)


def _by_payer(day: Day, when: np.datetime64) -> list[Row]:
    heads, answers = first_claims(day.claims_sent().claims, when), first_answers(day.answers(), when)
    place = find_in(heads.claim_key, answers.claim_key)
    is_denied = ~answers.denial_policy.is_missing
    rows = []
    known, met = payers(), {heads.payer_code.pool[key] for key in np.unique(heads.payer_code.keys) if key >= 0}
    for code in (*known, *sorted(met - set(known))):  # tables may tell of a payer whose file is not here
        mine = (place >= 0) & (heads.payer_code == code)[place]
        claims, denied = np.unique(answers.claim_key[mine]), np.unique(answers.claim_key[mine & is_denied])
        if len(claims):
            words = "claims with a denied line ÷ claims answered, of this payer"
            label = known[code].label if code in known else code.replace("_", " ")
            rows.append(Row(f"initial denials: {label}", "percent", rate(len(denied), len(claims), words)))
    return rows


def _by_cause(day: Day, when: np.datetime64) -> list[Row]:
    if "causes" not in day.beside:
        return []
    heads, answers = first_claims(day.claims_sent().claims, when), first_answers(day.answers(), when)
    known = answers.take(np.isin(answers.claim_key, heads.claim_key) & ~answers.denial_policy.is_missing)
    table = day.beside["causes"]
    sign = (known.claim_key << 8) + known.claim_line_number
    mine = table.take(np.isin((table.claim_key << 8) + table.claim_line_number, sign))
    total = len(mine)
    counts = np.bincount(mine.cause_code.keys[mine.cause_code.keys >= 0], minlength=len(mine.cause_code.pool))
    words = "denied lines with this root cause ÷ denied lines of first claims"
    found = sorted(zip(mine.cause_code.pool, counts.tolist(), strict=True), key=lambda one: (-one[1], one[0]))
    return [
        Row(f"cause: {name.replace('_', ' ')}", "percent", rate(int(count), total, words))
        for name, count in found
        if count
    ]
