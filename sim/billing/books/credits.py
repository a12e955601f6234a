"""Credits of patients: money taken that nobody owed yet, or more than was owed. It belongs to the patient: it pays the
next balance, or goes back.

A copay taken at the desk above what the payer then left to the patient stays as unapplied credit. Working it moves it
to the oldest open balance of the same patient, never to another patient's and never into income; what no balance needs
is paid back (data/params: credit_refund_days). While a claim of the visit is open or denied nothing is moved. Source:
DOMAIN of the trade: credit balances are worked monthly; state escheat laws take what is kept.
"""

import numpy as np

from sim.billing.books.ledger_entries import entries
from sim.ground.dates import Day, day_of
from sim.ground.joins import find_in, sum_by
from sim.ground.params import param_value
from sim.ground.table import Table


def stands(encounters: Table, ledger: Table, account: str, on: Day = None) -> np.ndarray:
    """What stands in an account per visit, cents, by a day."""
    if on is not None:
        ledger = ledger.take(ledger.entry_date <= day_of(on))
    amount = np.where(ledger.account == account, ledger.amount, 0) - np.where(
        ledger.contra_account == account, ledger.amount, 0
    )
    return sum_by(find_in(encounters.encounter_key, ledger.encounter_key), amount, len(encounters))


def worked(encounters: Table, ledger: Table, on: Day) -> list[Table]:
    """Entries of working all credits on a day: moved to the patient's oldest balances, the rest paid back once it is
    old enough.

    >>> from sim.ground.table import empty
    >>> [len(part) for part in worked(empty("encounters"), empty("ledger"), "2026-12-01")]
    []
    """
    day = day_of(on)
    credit, owed = -stands(encounters, ledger, "unapplied credit", day), stands(encounters, ledger, "patient", day)
    is_open = (stands(encounters, ledger, "payer", day) != 0) | (stands(encounters, ledger, "denied", day) != 0)
    free = np.flatnonzero((credit > 0) & ~is_open)
    moves, back = list[tuple[int, int, int]](), list[tuple[int, int, int]]()
    wait = np.timedelta64(param_value("credit_refund_days", "*", str(day)), "D")
    last = _last_entry(encounters, ledger, day)
    for row in free:
        same = np.flatnonzero((encounters.patient_key == encounters.patient_key[row]) & (owed > 0))
        for target in same[np.argsort(encounters.service_date[same], kind="stable")]:
            cents = int(min(credit[row], owed[target]))
            if cents:
                moves.append((int(row), int(target), cents))
                credit[row], owed[target] = credit[row] - cents, owed[target] - cents
        if credit[row] and last[row] + wait <= day:
            back.append((int(row), int(row), int(credit[row])))
    return [*_moved(encounters, moves, day), *_paid_back(encounters, back, day)]


def _last_entry(encounters: Table, ledger: Table, day: np.datetime64) -> np.ndarray:
    out = encounters.service_date.astype(np.int64).copy()
    rows = find_in(encounters.encounter_key, ledger.encounter_key)
    keep = (rows >= 0) & (ledger.entry_date <= day)
    np.maximum.at(out, rows[keep], ledger.entry_date[keep].astype(np.int64))
    return out.astype("datetime64[D]")


def _moved(encounters: Table, moves: list[tuple[int, int, int]], day: np.datetime64) -> list[Table]:
    """Out of one visit's credit, into another visit's balance; each visit's books stay in balance through cash."""
    if not moves:
        return []
    source, target, cents = (np.array(column, np.int64) for column in zip(*moves))

    def rows(kind: str, account: str, place: np.ndarray, amount: np.ndarray) -> Table:
        count = len(place)
        return entries(
            kind,
            account,
            "cash",
            encounters.encounter_key[place],
            np.full(count, -1, np.int64),
            np.zeros(count, np.int64),
            np.full(count, day),
            amount,
        )

    same = source == target
    inside = entries(
        "credit applied",
        "patient",
        "unapplied credit",
        encounters.encounter_key[source[same]],
        np.full(same.sum(), -1, np.int64),
        np.zeros(same.sum(), np.int64),
        np.full(same.sum(), day),
        -cents[same],
    )
    return [
        inside,
        rows("credit to another visit", "unapplied credit", source[~same], cents[~same]),
        rows("credit from another visit", "patient", target[~same], -cents[~same]),
    ]


def _paid_back(encounters: Table, back: list[tuple[int, int, int]], day: np.datetime64) -> list[Table]:
    if not back:
        return []
    place, _, cents = (np.array(column, np.int64) for column in zip(*back))
    return [
        entries(
            "refund to the patient",
            "unapplied credit",
            "cash",
            encounters.encounter_key[place],
            np.full(len(place), -1, np.int64),
            np.zeros(len(place), np.int64),
            np.full(len(place), day),
            cents,
        )
    ]
