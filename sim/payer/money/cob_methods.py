"""The methods of coordination by the names that payers' files use ([coordination] method): what this payer pays after
an earlier one, and the cents of each adjustment of the policy `coordination`. The arithmetic is in cob_math.py.
"""

from collections.abc import Callable

import numpy as np

from sim.payer.engine.earlier_payers import Prior
from sim.payer.money import cob_math
from sim.payer.money.cob_math import Own

Paid = tuple[np.ndarray, np.ndarray]  # cents paid; cents of each adjustment, one row each, OA-23 still to come
Method = Callable[..., Paid]


def _medicare(lines, rows, charge, own: Own, before: Prior, left, qualified) -> Paid:
    paid, rest = cob_math.medicare(charge, own, before.paid, before.allowed, left, before.written_off)
    return paid, _to_patient(rest, own)


def _of_plan(way: Callable) -> Method:
    def pay(lines, rows, charge, own: Own, before: Prior, left, qualified) -> Paid:
        paid, rest = way(own, before.paid, left)
        return paid, _to_patient(rest, own)

    return pay


def _to_patient(rest: np.ndarray, own: Own) -> np.ndarray:
    deductible, coinsurance, copay, more = cob_math.split(rest, own)
    none = np.zeros_like(rest)
    return np.stack([none, deductible, coinsurance, copay, none, more, none, none, none])


def _medicaid(lines, rows, charge, own: Own, before: Prior, left, qualified) -> Paid:
    paid, rest = cob_math.medicaid(own, before.paid, left)
    copay = np.where(before.paid > 0, 0, np.minimum(rest, own.copay))
    none = np.zeros_like(rest)
    return paid, np.stack(
        [
            none,
            none,
            none,
            copay,
            none,
            none,
            none,
            np.where(qualified, 0, rest - copay),
            np.where(qualified, rest - copay, 0),
        ]
    )


def _supplement(lines, rows, charge, own: Own, before: Prior, left, qualified) -> Paid:
    paid, (deductible, denied) = cob_math.supplement(
        before.deductible,
        before.coinsurance,
        before.copay,
        before.other,
        before.protected,
        lines.pays_deductible[lines.plan[rows]],
    )
    paid, none = np.minimum(paid, left), np.zeros_like(paid)
    deductible = np.minimum(deductible, left - paid)
    return paid, np.stack(
        [none, none, none, none, deductible, none, np.minimum(denied, left - paid - deductible), none, none]
    )


# by name: method(lines, rows, charge, own, before, left, qualified Medicare beneficiary), all but `lines` for `rows`
METHODS: dict[str, Method] = {
    "medicare": _medicare,
    "standard": _of_plan(cob_math.standard),
    "non-duplication": _of_plan(cob_math.without_duplication),
    "medicaid": _medicaid,
    "supplement": _supplement,
}
