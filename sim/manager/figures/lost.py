"""What was lost for good, and why: written off by the clinic, left by patients. Contractual amounts are no loss."""

from typing import NamedTuple

from sim.billing.books.write_off_reasons import reasons
from sim.ground.table import Table

BAD_DEBT, SMALL = "bad debt", "small balance"
KINDS = {"bad debt": BAD_DEBT, "small balance written off": SMALL, "write-off": "not worked"}


class Loss(NamedTuple):
    """reason: of data/codes/write_offs.csv, or bad debt; label in words; visits; cents."""

    reason: str
    label: str
    visits: int
    amount: int


def losses(ledger: Table) -> list[Loss]:
    """The losses in a ledger by reason, the largest first.

    >>> from sim.ground.table import empty
    >>> losses(empty("ledger"))
    []
    """
    own = ledger.take(ledger.entry_kind.isin(("administrative write-off", "write-off reversal", *KINDS)))
    kind, why = own.entry_kind.texts(), own.reason_code.texts()
    names = [KINDS.get(one, text or "other") for one, text in zip(kind.tolist(), why.tolist(), strict=True)]
    found: dict[str, tuple[set[int], int]] = {}
    for name, visit, amount in zip(names, own.encounter_key.tolist(), own.amount.tolist(), strict=True):
        visits, cents = found.setdefault(name, (set(), 0))
        visits.add(visit)
        found[name] = (visits, cents + amount)
    rows = [Loss(name, _label(name), len(visits), cents) for name, (visits, cents) in found.items()]
    return sorted(rows, key=lambda one: -one.amount)


def _label(reason: str) -> str:
    if reason == BAD_DEBT:
        return "Patients who did not pay"
    return reasons()[reason]["label"] if reason in reasons() else reason
