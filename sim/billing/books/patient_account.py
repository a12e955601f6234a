"""What the account of a visit says on a day, in the amounts that a patient asks about: owed now, of which deductible,
copay and coinsurance, paid already, still with the plan, to be refunded. Everything is read from the statement, the
ledger and the remittances of that very visit.

    account(made, on)               the account as it is
    posted_balance(made, on)        what the clinic's books ask of the patient, right or wrong
    first_payer_share(made)         what the first payer left to the patient, whatever a second one takes of it

Not modeled: the family's other balances, prior balances, bad debt; a denial that the plan leaves to the patient (PR)
and that nobody has checked yet, which is open like any other.
"""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from sim.billing.answers.answered_visit import AnsweredVisit
from sim.billing.answers.next_payer_amounts import ranks
from sim.billing.books.credits import stands
from sim.billing.books.statement import statement
from sim.ground.dates import Day
from sim.ground.joins import find_rows
from sim.ground.table import Table


class BookedVisit(AnsweredVisit, Protocol):
    """A visit with its books."""

    @property
    def ledger(self) -> Table:
        """The books of the visit."""


@dataclass(frozen=True)
class Account:
    """One visit's account, cents. `state`: of the statement (sim.billing.books.statement.STATES). `open`: charges that
    the plan has not decided or has denied while somebody works on them; `denied`: the part of it that was denied;
    `adjusted`: above the plan's price; `billed`: what the last statement asked for (None: none was sent)."""

    state: str
    owed: int
    deductible: int
    copay: int
    coinsurance: int
    share: int
    paid: int
    open: int
    denied: int
    refund: int
    charge: int
    adjusted: int
    insurance: int
    billed: int | None = None

    @property
    def is_final(self) -> bool:
        """Has the plan decided everything, and is nothing being worked on?"""
        return not self.open

    @property
    def is_misbilled(self) -> bool:
        """Did a statement ask for something else than is owed?"""
        return self.billed is not None and self.billed != self.owed


def account(made: BookedVisit, on: Day, billed: int | None = None) -> Account:
    """The account of a visit on a day. billed: what the last statement asked for, if one was sent.

    While a claim is open or denied nothing is refunded, and a share is told only of what the plan has decided.

    >>> from sim.billing.visit.journey import journey
    >>> from sim.clinic.visits.case import draw_case
    >>> from sim.clinic.visits.truth import truth_work
    >>> people, visit = draw_case(7, "knee_injection", payer="boxwood_hdhp")
    >>> made = journey(people, visit, truth_work(visit), truth_work(visit))
    >>> mine = account(made, "2027-01-01")
    >>> mine.state, mine.owed == mine.deductible + mine.copay + mine.coinsurance - mine.paid, mine.open
    ('due', True, 0)
    """
    told = statement(made, on)
    pending, denied = (int(stands(made.encounters, made.ledger, name, on)[0]) for name in ("payer", "denied"))
    parts = {name: sum(line[name] for line in told.lines) for name in ("deductible", "copay", "coinsurance")}
    if told.state in ("waiting", "protected"):
        parts = dict.fromkeys(parts, 0)
    is_open = told.state == "waiting" or pending + denied > 0
    return Account(
        told.state,
        told.due_amount,
        **parts,
        share=told.share_amount,
        paid=told.patient_paid_amount,
        open=max(pending, 0) + max(denied, 0),
        denied=max(denied, 0),
        refund=0 if is_open else told.credit_amount,
        charge=int(made.claims.claims.total_charge_amount[ranks(made.claims.claims) == 1].sum()),
        adjusted=max(told.adjusted_amount - max(denied, 0), 0),
        insurance=told.insurance_amount,
        billed=billed,
    )


def posted_balance(made: BookedVisit, on: Day) -> int:
    """What stands in the books as owed by the patient of this visit on a day, less what is not yet applied, cents. It
    differs from what is owed where something was posted wrong."""
    left = (int(stands(made.encounters, made.ledger, name, on)[0]) for name in ("patient", "unapplied credit"))
    return max(sum(left), 0)


def first_payer_share(made: BookedVisit, on: Day) -> int:
    """What the first payer put to the patient's share by a day, less what was paid at the desk, cents: what a statement
    asks for that went out before the second payer was billed. Counted with it is what a payer keeps from the patient's
    share because the law forbids to bill it (OA-209), for whoever does not read the group code.
    """
    heads, told = made.claims.claims, made.decided.adjustments
    answers = made.decided.remittance_lines
    early = np.unique(answers.claim_key[answers.remittance_date <= np.datetime64(str(on), "D")])
    mine = told.take((ranks(heads)[find_rows(heads.claim_key, told.claim_key)] == 1) & ~told.is_reversal)
    mine = mine.take(np.isin(mine.claim_key, early))
    asked = mine.amount[(mine.group == "PR") | (mine.carc == PROTECTED_SHARE)]
    return max(int(asked.sum()) - int(made.encounters.copayment_collected_amount[0]), 0)


PROTECTED_SHARE = "209"  # the patient may not be billed for it, by law or program


def self_pay_account(bill: dict[str, Any], paid: int) -> Account:
    """The account of a visit for which no plan is billed (see sim.billing.books.self_pay.bill); paid: cents.

    >>> from sim.billing.books.self_pay import bill
    >>> mine = self_pay_account(bill([("99203", 1)], "2026-06-15"), 5_000)
    >>> mine.owed, mine.adjusted, mine.charge
    (10600, 10400, 26000)
    """
    left = bill["due_amount"] - paid
    return Account(
        "due" if left > 0 else "credit" if left < 0 else "nothing due",
        max(left, 0),
        0,
        0,
        0,
        bill["due_amount"],
        paid,
        0,
        0,
        max(-left, 0),
        bill["charge_amount"],
        bill["discount_amount"],
        0,
        max(left, 0),
    )
