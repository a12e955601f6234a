"""Posting one remittance: what goes to which account, line by line, and what happens with each claim next. Every amount
is the ledger's own (sim/billing/books/ledger.py); nothing is computed a second time.

    payment          what the payer pays, into the bank                  cash
    contractual      what contract or law takes off (CO-45, CO-253 ...)  written off, never the patient's
    patient share    deductible, coinsurance, copay (PR)                 the patient's, after every other payer
    denied           what the payer denied                               the worklist, never written off unread

    payments - provider adjustments (PLB) = deposit

A reversal (claim status 22) repeats the earlier answer with the opposite sign, so it is posted with negative amounts.
Provider adjustments belong to no claim line: interest is income; what is recouped, held back or refunded settles what
the clinic owes the payer; a balance carried forward moves between two remittances.

Source: ASC X12 835 balancing (a line's charge less its adjustments is paid; claims less PLB is the payment); HFMA and
CAQH CORE guidance on remittance posting: post the whole remittance, match it with the deposit.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.ground.table import Table

ACCOUNTS = {  # entry kind of the ledger -> account, and what one entry of the kind does to it
    "payer payment": ("payment", -1),
    "contractual write-off": ("contractual", 1),
    "patient share": ("patient", 1),
    "denial": ("denied", 1),
}
BESIDE = {"L6": "interest", "WO": "owed", "72": "owed", "FB": "carried"}  # account of a provider adjustment
FORWARDED = ("19", "20", "21")
NEXT = ("patient", "credit", "worklist", "next payer", "forwarded", "close")


@dataclass(frozen=True)
class LinePosting:
    """A line of a remittance as it is posted; cents."""

    line: int
    payment: int = 0
    contractual: int = 0
    patient: int = 0
    denied: int = 0

    @property
    def open_amount(self) -> int:
        """What stood open with the payer for this line, which the remittance answers."""
        return self.payment + self.contractual + self.patient + self.denied


@dataclass(frozen=True)
class ClaimPosting:
    """A claim of a remittance. status: its claim status code; then: what happens with it next (of NEXT), nothing for a
    reversal. copay: what the patient has paid at the visit; owed_by_patient: the patient's share of all its lines."""

    claim_key: int
    is_reversal: bool
    status: str
    lines: tuple[LinePosting, ...]
    then: frozenset[str] = frozenset()
    copay: int = 0

    @property
    def owed_by_patient(self) -> int:
        """Cents."""
        return sum(line.patient for line in self.lines)

    @property
    def denied(self) -> int:
        """Cents."""
        return sum(line.denied for line in self.lines)


@dataclass(frozen=True)
class ProviderPosting:
    """A provider adjustment: its code, what it refers to, the claim (-1 none), its amount as the remittance gives it
    (positive lowers the payment), and the account."""

    code: str
    reference: str
    claim_key: int
    amount: int
    account: str


@dataclass(frozen=True)
class RemittancePosting:
    """One remittance, in the order of the 835: reversals first."""

    payment_key: int
    deposit: int
    claims: tuple[ClaimPosting, ...]
    provider: tuple[ProviderPosting, ...]

    @property
    def posted(self) -> int:
        """What the postings bring to the bank, cents."""
        paid = sum(line.payment for claim in self.claims for line in claim.lines)
        return paid - sum(one.amount for one in self.provider)


@dataclass(frozen=True, eq=False)
class Posted:
    """The books that remittances are posted from: tables of the dictionary."""

    encounters: Table
    claims: Table
    remittance_lines: Table
    ledger: Table
    payments: Table
    provider_adjustments: Table
    remittance_payments: Table


def remittance_posting(books: Posted, payment_key: int) -> RemittancePosting:
    """How the remittance of a payment is posted.

    >>> from sim.billing.books.revenue_cycle import CodedVisits, revenue_cycle
    >>> from sim.clinic.visits.case import draw_case
    >>> from sim.clinic.visits.truth import truth_work
    >>> from sim.payer.money.payments import settled
    >>> people, visit = draw_case(7, "knee_injection", payer="acme_ppo")
    >>> answers, cycle = revenue_cycle(CodedVisits(people, visit, truth_work(visit), truth_work(visit)))
    >>> made = settled([cycle.part])
    >>> books = Posted(visit, answers.claims.claims, answers.decided.remittance_lines, cycle.ledger, *made)
    >>> posting = remittance_posting(books, int(made.payments.payment_key[0]))
    >>> posting.posted == posting.deposit, posting.claims[0].status
    (True, '1')
    """
    paid = books.payments.take(books.payments.payment_key == payment_key)
    heads = books.remittance_payments.take(books.remittance_payments.payment_key == payment_key)
    order = np.lexsort((heads.claim_key, ~heads.is_reversal))
    beside = books.provider_adjustments.take(books.provider_adjustments.payment_key == payment_key)
    lines = books.remittance_lines.take(np.isin(books.remittance_lines.claim_key, heads.claim_key))
    ledger = books.ledger.take(np.isin(books.ledger.claim_key, heads.claim_key))
    here = Posted(
        books.encounters, books.claims, lines, ledger, books.payments, books.provider_adjustments, heads.take(order)
    )
    return RemittancePosting(
        payment_key,
        int(paid.paid_amount[0]),
        tuple(
            _claim(here, int(key), bool(reverses))
            for key, reverses in zip(heads.claim_key[order], heads.is_reversal[order], strict=True)
        ),
        tuple(
            ProviderPosting(
                row["adjustment_code"],
                row["reference"],
                row["claim_key"],
                row["amount"],
                BESIDE[row["adjustment_code"]],
            )
            for row in beside.rows()
        ),
    )


def _claim(books: Posted, key: int, is_reversal: bool) -> ClaimPosting:
    table = books.remittance_lines
    answered = table.take((table.claim_key == key) & (table.is_reversal == is_reversal)).rows()
    entries = books.ledger.take(books.ledger.claim_key == key)
    lines = tuple(_line(entries, row["claim_line_number"], row["remittance_date"]) for row in answered)
    status = answered[0]["claim_status_code"]
    copay = _copay(books, key)
    made = ClaimPosting(key, is_reversal, status, lines, frozenset(), copay)
    return made if is_reversal else ClaimPosting(key, is_reversal, status, lines, _next(books, made), copay)


def _line(entries: Table, line: int, day: object) -> LinePosting:
    mine = entries.take((entries.claim_line_number == line) & (entries.entry_date == np.datetime64(str(day), "D")))
    sums = {
        account: sign * int(mine.amount[mine.entry_kind == kind].sum()) for kind, (account, sign) in ACCOUNTS.items()
    }
    return LinePosting(line, **sums)


def _copay(books: Posted, key: int) -> int:
    visit = books.encounters.encounter_key == books.claims.encounter_key[books.claims.claim_key == key][0]
    return int(books.encounters.copayment_collected_amount[visit].sum())


def _next(books: Posted, made: ClaimPosting) -> frozenset[str]:
    """What happens with a claim once it is posted. The patient owes a share only when every payer has answered; a copay
    taken at the visit pays for it first, and while something is denied a credit waits.
    """
    follows = bool((books.claims.follows_claim_key == made.claim_key).any())
    forwarded = made.status in FORWARDED
    is_last = not follows and not forwarded
    open_share = made.owed_by_patient - made.copay
    found: dict[str, Callable[[], bool]] = {
        "worklist": lambda: made.denied > 0,
        "forwarded": lambda: forwarded,
        "next payer": lambda: follows and not forwarded,
        "patient": lambda: is_last and open_share > 0,
        "credit": lambda: is_last and open_share < 0 and not made.denied,
    }
    return frozenset(name for name, holds in found.items() if holds()) or frozenset(("close",))
