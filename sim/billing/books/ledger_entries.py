"""The entries of the ledger: the accounts, the kinds of entry, and how rows are made of them. What a visit posts is in
sim.billing.books.ledger.
"""

from typing import Any

import numpy as np

from sim.billing.books.write_off_reasons import reasons
from sim.ground.coded import Coded
from sim.ground.files import remembered
from sim.ground.joins import number_within
from sim.ground.table import Table, conform

ACCOUNTS = (
    "payer",
    "denied",
    "patient",
    "unapplied credit",
    "write-off",
    "cash",
    "revenue",
    "interest",
    "owed to payers",
)
KINDS = (
    "charge",
    "charge reversal",
    "denial closed by a new claim",
    "patient payment",
    "payer payment",
    "contractual write-off",
    "patient share",
    "denial",
    "credit applied",
    "write-off",
    "billed to the patient",
    "billed to the next payer",
    "interest",
    "recoupment delayed",
    "recoupment",
    "refund to the payer",
    "refund acknowledged",
    "refund to the patient",
    "credit to another visit",
    "credit from another visit",
    "small balance written off",
    "administrative write-off",
    "write-off reversal",
    "bad debt",
)
LAST_DAY = 2**16  # days since 1970 stay below this: room for a date in a sort key


def entries(
    kind: str,
    account: str,
    contra: str,
    encounter_key: np.ndarray,
    claim_key: np.ndarray,
    line: np.ndarray,
    day: np.ndarray,
    amount: np.ndarray,
    mask: np.ndarray | None = None,
    reason: str = "",
) -> Table:
    """Rows of one kind of entry; zero amounts and rows outside the mask make none. reason: why the clinic took it off
    its books (sim.billing.books.write_off_reasons).
    """
    keep = np.flatnonzero(amount != 0) if mask is None else np.flatnonzero((amount != 0) & mask)
    return Table(
        encounter_key=encounter_key[keep],
        claim_key=claim_key[keep],
        claim_line_number=line[keep],
        entry_date=day[keep],
        entry_kind=_constant(kind, KINDS, len(keep)),
        account=_constant(account, ACCOUNTS, len(keep)),
        contra_account=_constant(contra, ACCOUNTS, len(keep)),
        amount=amount[keep],
        reason_code=_constant(reason, ("", *reasons()), len(keep)) if reason else Coded.constant("", len(keep)),
    )


def with_entries(ledger: Table, more: list[Table]) -> Table:
    """A ledger with further entries (made by `entries`), in order of visit and day and numbered anew."""
    more = [part for part in more if len(part)]
    names = (
        "encounter_key",
        "claim_key",
        "claim_line_number",
        "entry_date",
        "entry_kind",
        "account",
        "contra_account",
        "amount",
        "reason_code",
    )
    return numbered(Table.concat([ledger.select(*names), *more])) if more else ledger


def _constant(text: str, pool: tuple[Any, ...], count: int) -> Coded:
    return Coded(np.full(count, pool.index(text), np.int32), pool)


def numbered(rows: Table) -> Table:
    """Rows of the ledger in order of visit and day, each with its number."""
    order = np.argsort(rows.encounter_key * LAST_DAY + rows.entry_date.astype(np.int64), kind="stable")
    rows = rows.take(order)
    return conform(
        "ledger", rows.with_columns(patient_key=rows.encounter_key >> 6, entry_number=number_within(rows.encounter_key))
    )


def balances(ledger: Table) -> dict[str, int]:
    """What stands in each account, in cents. They add up to zero; a credit is negative.

    >>> from sim.ground.table import empty
    >>> balances(empty("ledger"))["patient"]
    0
    """
    return {
        account: int(
            ledger.amount[ledger.account == account].sum() - ledger.amount[ledger.contra_account == account].sum()
        )
        for account in ACCOUNTS
    }


@remembered
def account_labels() -> dict[str, str]:
    """Plain words for the accounts."""
    return {
        "payer": "open with the payer",
        "denied": "denied, to be worked",
        "patient": "owed by the patient",
        "unapplied credit": "paid by the patient, not yet applied",
        "write-off": "written off",
        "cash": "received",
        "revenue": "charged",
        "interest": "interest of payers, an income",
        "owed to payers": "owed to payers, to be recouped",
    }
