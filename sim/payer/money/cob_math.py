"""The arithmetic of paying second: what this payer pays, and who bears the rest, after an earlier payer. Arrays of
cents, one value per line.

Each way of coordination answers with what is paid and the parts of the rest that go to the patient or are written off;
all else of the charge is what the earlier payer took care of (OA-23). Nobody is left to pay more than the earlier payer
left to the patient.

The published example of 42 CFR 411.33(e): charge 175, the first payer allows 150 and pays 120, Medicare's fee is 125
and its deductible is met. The lowest of 55, 100 and 30 is paid:

    >>> cents = lambda *amounts: [np.array([100 * amount]) for amount in amounts]
    >>> charge, paid, allowed, left, benefit, fee = cents(175, 120, 150, 30, 100, 125)
    >>> medicare(charge, Own(benefit, *cents(0, 25, 0)), paid, allowed, left, np.zeros(1, np.int64))[0].tolist()
    [3000]

A supplement after Medicare: charge 200, Medicare allows 120 and pays 96, coinsurance 24. The supplement pays 24, and
OA-23 is 176:

    >>> rest = supplement(*cents(0, 24, 0, 0, 0), np.array([False]))
    >>> paid = rest[0].item(); paid, 20000 - paid - sum(part.item() for part in rest[1])
    (2400, 17600)
"""

from typing import NamedTuple

import numpy as np


class Own(NamedTuple):
    """What the payer would do alone: its payment and the patient's share."""

    benefit: np.ndarray
    deductible: np.ndarray
    coinsurance: np.ndarray
    copay: np.ndarray

    @property
    def allowed(self) -> np.ndarray:
        """Payment and share together."""
        return self.benefit + self.deductible + self.coinsurance + self.copay


def medicare(charge, own: Own, paid, allowed, left, written_off):
    """Medicare as second payer, 42 CFR 411.33(a): (what it pays, what stays with the patient).

    The lowest of: the charge, or what the provider must accept as full payment if lower, less what the first payer
    paid; Medicare's own payment; the higher of its fee and the first payer's allowed amount, less what the first payer
    paid. The patient owes nothing once both together reach Medicare's fee (Medicare Secondary Payer Manual ch. 3:
    verify the section).
    """
    obliged = charge - written_off
    pays = np.minimum(np.minimum(obliged - paid, own.benefit), np.maximum(own.allowed, allowed) - paid)
    pays = np.maximum(pays, 0)
    return pays, np.clip(np.minimum(own.allowed - paid, left) - pays, 0, None)


def standard(own: Own, paid, left):
    """The plan's own payment, at most what the earlier payer left: (paid, left to the patient). NAIC Model Regulation
    120.
    """
    pays = np.clip(own.benefit, 0, left)
    return pays, left - pays


def without_duplication(own: Own, paid, left):
    """The plan's own payment less what was paid already, at most what the earlier payer left: (paid, left to the
    patient).
    """
    pays = np.clip(own.benefit - paid, 0, left)
    return pays, left - pays


def medicaid(own: Own, paid, left):
    """The lesser of what the earlier payer left and Medicaid's own price less what was paid: (paid, written off). SSA
    1902(n)(2); 42 CFR 447.15: the provider takes what Medicaid pays as payment in full. A copay is asked only where
    nobody paid before.

    >>> one = lambda amount: np.array([amount])
    >>> [part.tolist() for part in medicaid(Own(one(6000), one(0), one(0), one(0)), one(5000), one(2500))]
    [[1000], [1500]]
    """
    pays = np.clip(np.where(paid > 0, own.allowed, own.benefit) - paid, 0, left)
    return pays, left - pays


def supplement(deductible, coinsurance, copay, other, protected, pays_deductible):
    """A Medigap policy: (paid, (deductible left to the patient, what Medicare denied)). SSA 1882(o): coinsurance in
    full; the deductible by the plan's letter.
    """
    pays = coinsurance + copay + protected + np.where(pays_deductible, deductible, 0)
    return pays, (np.where(pays_deductible, 0, deductible), other)


def split(rest, own: Own):
    """A rest that stays with the patient by the plan's own reasons: (deductible, coinsurance, copay, none of them).

    >>> one = lambda amount: np.array([amount])
    >>> [part.tolist() for part in split(one(500), Own(one(0), one(300), one(100), one(0)))]
    [[300], [100], [0], [100]]
    """
    parts = []
    for part in own[1:]:
        parts.append(np.minimum(rest, part))
        rest = rest - parts[-1]
    return *parts, rest
