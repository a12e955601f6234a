"""Administrative write-offs: what a clinic takes off its books by its own decision, each with a reason of a closed list
(data/codes/write_offs.csv).

They come out of what a payer denied, or of a small balance of the patient; never out of what the contract takes off,
which was never owed. A denied line that is paid after all reverses its write-off. Whole denied charges are written
off: what the contract would have taken of them is not separated (not modeled).
"""

import numpy as np

from sim.billing.books.ledger_entries import entries, with_entries
from sim.billing.books.write_off_reasons import checked
from sim.ground.dates import Day, day_of
from sim.ground.table import Table


def written_off(ledger: Table, on: Day, reason: str, encounter_key: int | None = None) -> Table:
    """The ledger with everything that stands denied on a day written off (of one visit, or of all): an entry per line,
    and one that reverses it where the line was paid or sent anew afterwards.

    >>> from sim.ground.table import empty
    >>> len(written_off(empty("ledger"), "2026-12-01", "late filing"))
    0
    """
    day, mine = (
        day_of(on),
        ledger if encounter_key is None else ledger.take(ledger.encounter_key == encounter_key),
    )
    moved = np.where(mine.account == "denied", mine.amount, 0) - np.where(
        mine.contra_account == "denied", mine.amount, 0
    )
    mine, moved = mine.take(moved != 0), moved[moved != 0]
    line, which = np.unique((mine.claim_key << 8) + mine.claim_line_number, return_inverse=True)

    def total(amounts: np.ndarray) -> np.ndarray:
        return np.bincount(which, weights=amounts, minlength=len(line)).astype(np.int64)

    stood, now = total(np.where(mine.entry_date <= day, moved, 0)), total(moved)
    off = np.maximum(stood, 0)
    last = np.full(len(line), day)
    np.maximum.at(last, which, mine.entry_date)
    first = np.unique(which, return_index=True)[1]
    where = (mine.encounter_key[first], mine.claim_key[first], mine.claim_line_number[first])
    return with_entries(
        ledger,
        [
            entries(
                "administrative write-off",
                "write-off",
                "denied",
                *where,
                np.full(len(line), day),
                off,
                reason=checked(reason),
            ),
            entries(
                "write-off reversal",
                "write-off",
                "denied",
                *where,
                last,
                np.minimum(now - off, 0) * (off > 0),
                reason=reason,
            ),
        ],
    )


def still_open(items: Table, ledger: Table) -> Table:
    """The rows of a worklist that were not written off."""
    rows = ledger.take(ledger.entry_kind.isin(("administrative write-off", "write-off reversal")))
    line, which = np.unique((rows.claim_key << 8) + rows.claim_line_number, return_inverse=True)
    gone = line[np.bincount(which, weights=rows.amount, minlength=len(line)) > 0]
    return items.take(~np.isin((items.claim_key << 8) + items.claim_line_number, gone)) if len(gone) else items
