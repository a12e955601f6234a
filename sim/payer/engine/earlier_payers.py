"""What earlier payers said of each line, as the claim to the next payer tells it (tables other_payments and
other_adjustments).

    paid            what all of them paid
    deductible, coinsurance, copay, other    what the last of them left to the patient: PR-1, PR-2, PR-3, every other PR
    protected       cost share that nobody may ask of the patient (OA-209: a qualified Medicare beneficiary)
    written_off     what the first of them took off by contract (group CO): the provider is obliged to accept the rest
                    as full payment
    allowed         what the first of them allowed: what it paid and the cost share that it left

Amounts told for the claim as a whole (line 0) are spread over its lines by charge, to the cent.
"""

from typing import NamedTuple

import numpy as np

from sim.ground.coded import Coded
from sim.ground.joins import find_in

SHARES = ("1", "2", "3")
NEVER = np.datetime64("NaT", "D")


class Prior(NamedTuple):
    """Per line of the batch; cents. `there`: an earlier payer decided it; `on`: the day of the last answer (NaT
    none).
    """

    there: np.ndarray
    on: np.ndarray
    paid: np.ndarray
    allowed: np.ndarray
    written_off: np.ndarray
    deductible: np.ndarray
    coinsurance: np.ndarray
    copay: np.ndarray
    other: np.ndarray
    protected: np.ndarray

    @property
    def left(self) -> np.ndarray:
        """What the last earlier payer left to the patient or to the next payer."""
        return self.deductible + self.coinsurance + self.copay + self.other + self.protected

    def of(self, rows) -> "Prior":
        """The same for some lines."""
        return Prior(*(column[rows] for column in self))


def prior(batch) -> Prior | None:
    """What earlier payers said of the batch's lines; None where no claim tells of one."""
    return batch.once("prior", lambda: _prior(batch)) if len(batch.records["other_payments"]) else None


def answered_before(batch) -> np.ndarray:
    """Per claim the day of the last earlier payer's answer, NaT where the claim tells of none."""

    def days():
        out, payments = np.full(len(batch.claims), NEVER), batch.records["other_payments"]
        claim = find_in(batch.claims.claim_key, payments.claim_key)
        order = np.argsort(payments.remittance_date, kind="stable")
        order = order[(claim[order] >= 0) & ~np.isnat(payments.remittance_date[order])]
        out[claim[order]] = payments.remittance_date[order]
        return out

    return batch.once("answered before", days)


def _prior(batch) -> Prior:
    payments, told = batch.records["other_payments"], batch.records["other_adjustments"]
    paying, telling = (find_in(batch.claims.claim_key, table.claim_key) for table in (payments, told))
    paid_by, told_by, pool = _payers(payments, told)
    first, last = _ends(batch, payments, paying, paid_by)
    of_first, of_last = (np.append(ends, -2)[telling] == told_by for ends in (first, last))
    patient, share, protected = told.group == "PR", told.carc.isin(SHARES), (told.group == "OA") & (told.carc == "209")

    def spread(table, claim, mask):
        return _spread(
            batch,
            claim,
            table.claim_line_number,
            np.where(mask & (claim >= 0), table["paid_amount" if table is payments else "amount"], 0),
        )

    first_paid = spread(payments, paying, np.append(first, -2)[paying] == paid_by)
    there = np.zeros(len(batch.claims), bool)
    there[paying[paying >= 0]] = True
    deductible, coinsurance, copay = (spread(told, telling, of_last & patient & (told.carc == carc)) for carc in SHARES)
    return Prior(
        there[batch.line_claim],
        answered_before(batch)[batch.line_claim],
        spread(payments, paying, True),
        first_paid + spread(told, telling, of_first & ((patient & share) | protected)),
        spread(told, telling, of_first & (told.group == "CO")),
        deductible,
        coinsurance,
        copay,
        spread(told, telling, of_last & patient & ~share),
        spread(told, telling, of_last & protected),
    )


def _payers(payments, told):
    pool = tuple(dict.fromkeys((*payments.payer_code.pool, *told.payer_code.pool)))
    return *(Coded.recoded(table.payer_code, pool).keys for table in (payments, told)), pool


def _ends(batch, payments, claim, payer) -> tuple[np.ndarray, np.ndarray]:
    """The payer who answered first and the one who answered last, per claim; -1 for none."""
    first, last = np.full((2, len(batch.claims)), -1)
    order = np.argsort(payments.remittance_date, kind="stable")
    order = order[claim[order] >= 0]
    last[claim[order]] = payer[order]
    first[claim[order[::-1]]] = payer[order[::-1]]
    return first, last


def _spread(batch, claim, number, amount) -> np.ndarray:
    """Cents per line of the batch; those of a whole claim by charge."""
    out, rows = np.zeros(len(batch.lines), np.int64), np.flatnonzero(amount)
    if not len(rows):
        return out
    line = find_in((batch.line_claim << 8) + batch.lines.claim_line_number, (claim[rows] << 8) + number[rows])
    of_line = (line >= 0) & (number[rows] > 0)
    np.add.at(out, line[of_line], amount[rows[of_line]])
    whole = np.zeros(len(batch.claims), np.int64)
    np.add.at(whole, claim[rows[~of_line]], amount[rows[~of_line]])
    mine = np.flatnonzero(whole[batch.line_claim])
    if len(mine):
        out[mine] += _by_charge(batch.lines.charge_amount[mine], batch.line_claim[mine], whole)
    return out


def _by_charge(charge, claim, whole) -> np.ndarray:
    """Each claim's amount over its lines in proportion to their charges, to the cent."""
    head = np.flatnonzero(np.append(True, claim[1:] != claim[:-1]))
    counts = np.diff(np.append(head, len(claim)))
    weight = np.maximum(charge, 0).astype(object)  # products of two large amounts: whole numbers without bounds
    running = np.cumsum(weight)
    upto = running - np.repeat((running - weight)[head], counts)
    total = np.repeat(np.maximum(np.add.reduceat(weight, head), 1), counts)
    amount = whole[claim].astype(object)
    part = upto * amount // total - (upto - weight) * amount // total
    part[head] += whole[claim[head]] - np.add.reduceat(part, head)
    return part.astype(np.int64)
