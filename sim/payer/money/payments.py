"""Payments: what a payer decided for one provider on one day goes out as one payment with one remittance (835). The
second small step: remittances cross households, so this comes after the blocks.

    answered(claims, adjudication)      one block's part: sums by payment, interest, what is recouped later or was
                                        refunded already
    settled([part, part ...])           all parts together: payments and provider adjustments
    payments(claims, adjudication)      both at once

    sum of the claims' payments - sum of the provider adjustments (PLB) = payment, to the cent, never negative.

Provider adjustments, positive lowers the payment: `FB` balance forward (negative: the shortfall goes to the next
remittance; positive: it arrives), `L6` interest (negative: paid in addition), `WO` recouped (negative on the
remittance that reverses a claim when the money is taken only later, positive when it is taken), `72` refund (negative:
the provider's check had come before the reversal; a positive `WO` of the same amount stands beside it, so that the
refund settles what the reversal's own negative `WO` held back). A reversal stands in the remittance of the claim that
takes its place. Source: ASC X12 835 balancing as CAQH CORE and CMS teach it; 42 CFR 405.371 to 405.379 on recoupment.

Interest is simple interest on a clean first claim paid after the limit (data/params: clean_claim_days,
late_payment_interest); a claim that waited for documents is not clean (42 CFR 405.902). Not modeled: interest on what
is paid after a correction or an appeal, garnishments and levies.
"""

from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from sim.ground.coded import Coded
from sim.ground.joins import find_in, find_rows
from sim.ground.keys import payer_claim_number
from sim.ground.money import divide
from sim.ground.params import param
from sim.ground.table import Table, conform, empty

PROVIDER_BITS = 46  # of a payment_key: day, then a fingerprint of payer, provider and tax id
ORDER = ("72", "WO", "L6", "FB")
RETURNED = {  # how the money comes back -> what the remittance with the reversal shows
    "later": (("WO", -1),),
    "refunded": (("WO", -1), ("72", -1), ("WO", 1)),  # held back, the check, and the check set against it
}


class Payments(NamedTuple):
    """Tables of the dictionary."""

    payments: Table
    provider_adjustments: Table
    remittance_payments: Table


class Takeback(NamedTuple):
    """How the money of a reversed claim comes back if not out of the same payment: `how` is "later" (taken from the
    first payment on or after `on`) or "refunded" (a check came before)."""

    claim_key: int
    how: str
    on: np.datetime64 | str = ""


class Recoupment(NamedTuple):
    """Money of a reversed claim that is still to come out of a later payment: the payment that reversed it, the day
    from which it is taken, cents.
    """

    claim_key: int
    payment_key: int
    on: np.datetime64
    amount: int


class Part(NamedTuple):
    """One block's answers. `sums`: payment_key, payer_code, billing_npi, billing_tax_id, claims_amount."""

    sums: Table
    adjustments: Table
    remittance_payments: Table
    later: tuple[Recoupment, ...] = ()


def payments(claims: Table, adjudication, takebacks: tuple[Takeback, ...] = ()) -> Payments:
    """The payments for all answers of an adjudication. `claims`: table claims, with every answered claim; takebacks: by
    reversed claim.

    >>> from sim.ground.table import empty
    >>> from types import SimpleNamespace
    >>> names = ("remittance_lines", "acknowledgements")
    >>> nothing = SimpleNamespace(**{name: empty(name) for name in names})
    >>> len(payments(empty("claims"), nothing).payments)
    0
    """
    return settled([answered(claims, adjudication, takebacks)])


def payment_date(payment_key: np.ndarray) -> np.ndarray:
    """The day of each payment, which its key holds."""
    return (payment_key >> PROVIDER_BITS).astype("datetime64[D]")


def answered(claims: Table, adjudication, takebacks: tuple[Takeback, ...] = ()) -> Part:
    """One block's part of the payments."""
    lines = adjudication.remittance_lines
    if not len(lines):
        return Part(
            _sums(*(np.zeros(0, np.int64),) * 2, _nobody(0)),
            empty("provider_adjustments"),
            empty("remittance_payments"),
        )
    first = np.flatnonzero(
        np.append(
            True, (lines.claim_key[1:] != lines.claim_key[:-1]) | (lines.is_reversal[1:] != lines.is_reversal[:-1])
        )
    )
    answers = Table(
        claim_key=lines.claim_key[first],
        is_reversal=lines.is_reversal[first],
        remittance_date=lines.remittance_date[first],
        paid_amount=np.add.reduceat(lines.paid_amount, first),
    )
    heads = claims.select(
        "claim_key", "payer_code", "billing_npi", "billing_tax_id", "received_date", "replaces_claim_key"
    )
    heads = heads.take(find_in(heads.claim_key, answers.claim_key))
    key = (answers.remittance_date.astype(np.int64) << PROVIDER_BITS) + _provider(heads)
    interest = _interest(answers, heads, key, adjudication.acknowledgements)
    returned, later = _taken_back(answers, heads, key, takebacks)
    return Part(
        _sums(key, answers.paid_amount, heads),
        Table.concat([interest, returned]),
        answers.drop("paid_amount").with_columns(payment_key=key),
        later,
    )


def _nobody(count: int) -> Table:
    return Table({name: Coded.constant("", count) for name in ("payer_code", "billing_npi", "billing_tax_id")})


def _provider(heads: Table) -> np.ndarray:
    """A fingerprint of payer, provider and tax id per claim; one provider with two tax ids gets two payments."""
    columns = [heads.payer_code, heads.billing_npi, heads.billing_tax_id]
    place = np.zeros(len(heads), np.int64)
    for column in columns:
        place = place * (len(column.pool) + 1) + column.keys + 1
    _, row, inverse = np.unique(place, return_index=True, return_inverse=True)
    prints = [
        blake2b("\x1f".join(column[int(one)] for column in columns).encode(), digest_size=8).digest() for one in row
    ]
    return np.array([int.from_bytes(text, "little") >> (64 - PROVIDER_BITS) for text in prints], np.int64)[inverse]


def _sums(key: np.ndarray, paid: np.ndarray, heads: Table) -> Table:
    keys, row, inverse = np.unique(key, return_index=True, return_inverse=True)
    total = np.zeros(len(keys), np.int64)
    np.add.at(total, inverse, paid)
    return (
        heads.select("payer_code", "billing_npi", "billing_tax_id")
        .take(row)
        .with_columns(payment_key=keys, claims_amount=total)
    )


def _adjustments(
    code: str, payment_key: np.ndarray, claim_key: np.ndarray, amount: np.ndarray, reference=None
) -> Table:
    """Rows of one code; zero amounts make none."""
    keep = np.flatnonzero(amount != 0)
    texts = (
        [payer_claim_number(key) for key in claim_key[keep].tolist()]
        if reference is None
        else [reference[row] for row in keep.tolist()]
    )
    return Table(
        payment_key=payment_key[keep],
        adjustment_code=Coded(np.full(len(keep), ORDER.index(code), np.int32), ORDER),
        reference=Coded.of(texts),
        claim_key=claim_key[keep],
        amount=amount[keep],
    )


def _interest(answers: Table, heads: Table, key: np.ndarray, told: Table) -> Table:
    """Interest on clean first claims paid after the limit: payment x rate x days late / 365."""
    late = (answers.remittance_date - heads.received_date).astype(np.int64) - param(
        "clean_claim_days", heads, "received_date", missing=2**31
    )
    rows = np.flatnonzero(
        (late > 0) & (answers.paid_amount > 0) & ~answers.is_reversal & (heads.replaces_claim_key < 0)
    )
    waited = told.claim_key[told.is_accepted & ~told.policy.is_missing] if len(rows) else ()
    rows = rows[~np.isin(answers.claim_key[rows], waited)]
    rate = param(
        "late_payment_interest",
        heads.take(rows).with_columns(payment_date=answers.remittance_date[rows]),
        "payment_date",
        missing=0,
    )
    cents = divide(answers.paid_amount[rows] * rate * late[rows], 365 * 10**6)
    return _adjustments("L6", key[rows], answers.claim_key[rows], -cents)


def _taken_back(
    answers: Table, heads: Table, key: np.ndarray, takebacks: tuple[Takeback, ...]
) -> tuple[Table, tuple[Recoupment, ...]]:
    """What does not leave the payment that reverses a claim: (adjustments there, what is taken later)."""
    found = [_adjustments("WO", *(np.zeros(0, np.int64),) * 3)]
    later: list[Recoupment] = []
    for one in takebacks:
        for row in np.flatnonzero((answers.claim_key == one.claim_key) & answers.is_reversal):
            again = (heads.replaces_claim_key == one.claim_key) & ~answers.is_reversal & (key == key[row])
            net = -int(answers.paid_amount[row] + answers.paid_amount[again].sum())
            if net > 0:
                found += [
                    _adjustments(code, key[[row]], answers.claim_key[[row]], np.array([sign * net]))
                    for code, sign in RETURNED[one.how]
                ]
                if one.how == "later":
                    day = np.datetime64(str(one.on), "D")
                    later.append(Recoupment(one.claim_key, int(key[row]), day, net))
    return Table.concat(found), tuple(later)


def settled(parts: list[Part]) -> Payments:
    """Payments and provider adjustments of all parts together, whatever the parts: what is short goes forward, what is
    due is taken.
    """
    sums = Table.concat([part.sums for part in parts])
    keys, row, inverse = np.unique(sums.payment_key, return_index=True, return_inverse=True)
    claims_amount = np.zeros(len(keys), np.int64)
    np.add.at(claims_amount, inverse, sums.claims_amount)
    who = sums.select("payer_code", "billing_npi", "billing_tax_id").take(row)
    trace = _trace_numbers(keys)
    plb = Table.concat(
        [part.adjustments for part in parts] + [_taken_now(keys, [one for part in parts for one in part.later])]
    )
    taken = np.zeros(len(keys), np.int64)
    np.add.at(taken, find_rows(keys, plb.payment_key), plb.amount)
    arrives, leaves, former = carried(keys, claims_amount - taken)
    none = np.full(len(keys), -1, np.int64)
    plb = Table.concat(
        [
            plb,
            _adjustments("FB", keys, none, arrives, np.append(trace, "")[former]),
            _adjustments("FB", keys, none, -leaves, trace),
        ]
    )
    paid = claims_amount - taken - arrives + leaves
    made = Table(
        payment_key=keys,
        **dict(who.items()),
        payment_date=payment_date(keys),
        trace_number=Coded.of(trace),
        payment_method_code=Coded((paid > 0).astype(np.int32), ("NON", "ACH")),
        paid_amount=paid,
    )
    order = np.lexsort((plb.amount < 0, plb.claim_key, plb.adjustment_code.keys, plb.payment_key))
    return Payments(
        conform("payments", made),
        conform("provider_adjustments", plb.take(order)),
        Table.concat([part.remittance_payments for part in parts]),
    )


def _trace_numbers(keys: np.ndarray) -> np.ndarray:
    """The number of each check or transfer: its day and nine digits of the fingerprint."""
    days = (keys >> PROVIDER_BITS).astype("datetime64[D]").astype(str)
    return np.array(
        [f"{day[2:4]}{day[5:7]}{day[8:]}{key % 10**9:09d}" for day, key in zip(days.tolist(), keys.tolist())], object
    )


def _taken_now(keys: np.ndarray, later: list[Recoupment]) -> Table:
    """What was held back at the reversal, taken out of the first payment of the same payer and provider on or after its
    day.
    """
    mask, rows = (1 << PROVIDER_BITS) - 1, []
    for claim, reversal, on, cents in sorted(later):
        due = keys[
            ((keys & mask) == (reversal & mask)) & ((keys >> PROVIDER_BITS) >= on.astype(np.int64)) & (keys > reversal)
        ]
        rows += [(int(due[0]), claim, cents)] if len(due) else []
    return _adjustments("WO", *(np.array([row[place] for row in rows], np.int64) for place in range(3)))


def carried(keys: np.ndarray, amount: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(arrives, leaves, former) per payment: cents short that came from the payment before (row `former`, -1 none) and
    that go on to the next one of the same payer and provider. What leaves is how far the running sum lies below its own
    highest point (and below zero).

    >>> one = 3                                           # a provider, three days running
    >>> arrives, leaves, _ = carried((np.arange(1, 4) << PROVIDER_BITS) + one, np.array([-500, 200, 1000]))
    >>> arrives.tolist(), leaves.tolist()
    ([0, 500, 300], [500, 300, 0])
    """
    if not len(keys):
        return (np.zeros(0, np.int64),) * 3
    provider = keys & ((1 << PROVIDER_BITS) - 1)
    order = np.lexsort((keys, provider))
    head = np.append(True, provider[order][1:] != provider[order][:-1])
    group = np.cumsum(head) - 1
    total = np.cumsum(amount[order])
    total -= np.append(0, total)[np.flatnonzero(head)][group]
    step = 2 * int(np.abs(total).max()) + 1
    highest = np.maximum.accumulate(np.maximum(total, 0) + group * step) - group * step
    leaves = highest - total
    before = np.append(-1, order[:-1])
    out = np.zeros((3, len(keys)), np.int64)
    out[0, order], out[1, order] = np.where(head, 0, np.append(0, leaves[:-1])), leaves
    out[2, order] = np.where(head, -1, before)
    return out[0], out[1], out[2]
