"""What the key figures are made of, counted once: claims by what came back for them, and money by what it did. A table
of a manager's month and a formula over it agree because both take their numbers from here.
"""

from typing import NamedTuple

import numpy as np

from sim.billing.claims.claim_versions import owners
from sim.ground.table import Table
from sim.payer.engine.engine import Adjudication


class ClaimCounts(NamedTuple):
    """First claims to first payers, by a day. submitted: sent; acknowledged: answered by the front end, of these
    accepted and rejected; adjudicated: answered by the payer, of these denied (at least one line denied at the first
    answer); failed_first: denied or rejected; finished: adjudicated or rejected, the others are still open; lines and
    denied_lines: of the adjudicated claims; clean: passed every edit before sending, of all that entered the scrubber
    (entered); both None where nobody scrubbed.
    """

    submitted: int
    acknowledged: int
    accepted: int
    rejected: int
    adjudicated: int
    denied: int
    finished: int
    lines: int
    denied_lines: int
    entered: int | None = None
    clean: int | None = None

    @property
    def passed(self) -> int:
        """Adjudicated, and no line denied at the first answer."""
        return self.adjudicated - self.denied

    @property
    def waiting(self) -> int:
        """Submitted, and neither adjudicated nor rejected yet."""
        return self.submitted - self.finished


class Moved(NamedTuple):
    """Cents by a day: charges less those reversed, of these `recent` in the last 90 days; what payers and patients
    paid; what was refunded, of this to patients; contractual write-offs; other write-offs.
    """

    charges: int
    recent: int
    payer_payments: int
    patient_payments: int
    refunds: int
    patient_refunds: int
    contractual: int
    other_write_offs: int

    @property
    def payments(self) -> int:
        """All payments."""
        return self.payer_payments + self.patient_payments


def first_claims(heads: Table, day: np.datetime64) -> Table:
    """The claims that a first-pass figure is about: those sent by the day that follow no other claim or payer. A
    duplicate sent beside a first claim is none of them, and CO-45 and OA-18 are never counted as denials (HFMA).
    """
    return heads.take(owners(heads) & (heads.adjudication_round == 0) & (heads.submitted_date <= day))


def first_answers(decided: Adjudication, day: np.datetime64) -> Table:
    """The lines that payers had answered by the day."""
    lines = decided.remittance_lines
    return lines.take((lines.remittance_date <= day) & ~lines.is_reversal)


def claim_counts(heads: Table, decided: Adjudication, day: np.datetime64, findings: Table | None = None) -> ClaimCounts:
    """The claims by a day. findings: of the scrubber before sending.

    >>> from sim.ground.table import empty
    >>> none = Adjudication(*(empty(name) for name in Adjudication._fields))
    >>> claim_counts(empty("claims"), none, np.datetime64("2026-09-30")).submitted
    0
    """
    first = first_claims(heads, day)
    told = decided.acknowledgements.take(decided.acknowledgements.acknowledgement_date <= day)
    answers = first_answers(decided, day)
    mine = answers.take(np.isin(answers.claim_key, first.claim_key))
    answered = np.isin(first.claim_key, answers.claim_key)
    rejected = np.isin(first.claim_key, told.claim_key[~told.is_accepted])
    is_denied = ~mine.denial_policy.is_missing
    counts = ClaimCounts(
        submitted=len(first),
        acknowledged=int(np.isin(first.claim_key, told.claim_key).sum()),
        accepted=int(np.isin(first.claim_key, told.claim_key[told.is_accepted]).sum()),
        rejected=int(rejected.sum()),
        adjudicated=int(answered.sum()),
        denied=int(np.isin(first.claim_key, mine.claim_key[is_denied]).sum()),
        finished=int((answered | rejected).sum()),
        lines=len(mine),
        denied_lines=int(is_denied.sum()),
    )
    if findings is None:
        return counts
    wrong = np.isin(first.claim_key, findings.claim_key[findings.severity == "error"])
    return counts._replace(entered=len(first), clean=int((~wrong).sum()))


def moved(ledger: Table, day: np.datetime64) -> Moved:
    """The money by a day.

    >>> from sim.ground.table import empty
    >>> moved(empty("ledger"), np.datetime64("2026-09-30")).payments
    0
    """
    books = ledger.take(ledger.entry_date <= day)
    charges = books.take(books.entry_kind.isin(("charge", "charge reversal")))
    off = _raised(books, "write-off", None)
    contractual = _raised(books, "write-off", ("contractual write-off",))
    return Moved(
        charges=int(charges.amount.sum()),
        recent=int(charges.amount[charges.entry_date > day - 90].sum()),
        payer_payments=_raised(books, "cash", ("payer payment",)),
        patient_payments=_raised(books, "cash", ("patient payment",)),
        refunds=-_raised(books, "cash", ("refund to the patient", "refund to the payer")),
        patient_refunds=-_raised(books, "cash", ("refund to the patient",)),
        contractual=contractual,
        other_write_offs=off - contractual,
    )


def by_month(ledger: Table, day: np.datetime64) -> list[tuple[str, int, int]]:
    """(month such as 2026-05, charges, payments less refunds) of each month in which something was posted by the day,
    in order; cents.
    """
    books = ledger.take(ledger.entry_date <= day)
    months = books.entry_date.astype("datetime64[M]")
    found = []
    for month in np.unique(months):
        mine = moved(books.take(months == month), day)
        found.append((str(month), mine.charges, mine.payments - mine.refunds))
    return found


def _raised(books: Table, account: str, kinds: tuple[str, ...] | None) -> int:
    """By how much entries of these kinds (None: all) raised an account."""
    rows = books if kinds is None else books.take(books.entry_kind.isin(kinds))
    return int(rows.amount[rows.account == account].sum() - rows.amount[rows.contra_account == account].sum())
