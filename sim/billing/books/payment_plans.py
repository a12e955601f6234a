"""A patient who cannot pay a balance at once: the clinic's payment plan.

Equal monthly payments of whole cents, the last one takes what is left; no interest, no fee. The plan is one of four
payments at most: an agreement for more than four, or with a finance charge, is consumer credit, for which the lender
owes disclosures (Regulation Z, 12 CFR 1026.2(a)(17)).

Not modeled: missed payments, down payments, plans over several visits.
"""

from sim.ground.dates import Day
from sim.ground.params import param_value


def installments(balance: int, on: Day) -> tuple[int, ...]:
    """The monthly payments of a balance (cents); none where it is below what a plan is offered for.

    >>> installments(16_184, "2026-09-01"), installments(10_003, "2026-09-01"), installments(4_999, "2026-09-01")
    ((4046, 4046, 4046, 4046), (2500, 2500, 2500, 2503), ())
    """
    if balance < least_amount(on):
        return ()
    count = payment_count(on)
    each = balance // count
    return (*[each] * (count - 1), balance - each * (count - 1))


def least_amount(on: Day) -> int:
    """The balance from which on a plan is offered, cents.

    >>> least_amount("2026-09-01"), len(installments(5_000, "2026-09-01"))
    (5000, 4)
    """
    return param_value("payment_plan_least_amount", "*", str(on))


def payment_count(on: Day) -> int:
    """How many monthly payments a plan has.

    >>> payment_count("2026-09-01")
    4
    """
    return param_value("payment_plan_payments", "*", str(on))
