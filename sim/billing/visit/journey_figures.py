"""A journey in figures: sums of what stands, whether everything balances, the state of the claim, paid first time or
not.
"""

import numpy as np

from sim.billing.answers.supported_amounts import decisions_standing, money, patient_share
from sim.billing.books.ledger_entries import balances
from sim.billing.claims.claim_versions import has_the_last_word
from sim.billing.claims.corrections import whole
from sim.billing.denials.claim_states import claim_states, paid_first_time
from sim.billing.visit.journey import Journey
from sim.ground.dates import Day
from sim.ground.table import Table


def money_of(made: Journey) -> dict[str, int]:
    """Sums of what stands, in cents: charge, paid, supported, patient (the share of what was paid), patient_too_much
    (that share above what the record supports; negative: below), denied_to_patient (denied with group PR: nobody is
    billed before the coverage has been checked), owed_not_paid, paid_not_supported.
    """
    answers = made.decided.remittance_lines
    counted = answers.take(decisions_standing(made.claims.claims, made.decided))
    heads = made.claims.claims
    last = counted.take(
        np.isin(counted.claim_key, heads.claim_key[has_the_last_word(heads)])
    )  # a share that went on to the next payer is not the patient's yet
    owed, excess = money(made.claims.claims, made.decided, made.supported.missing)
    return {
        "charge": int(whole(made.claims, made.decided, made.shown).lines.charge_amount.sum()),
        "paid": int(counted.paid_amount.sum()),
        "supported": int(made.supported.truth.paid_amount.sum()),
        "patient": int(patient_share(last).sum()),
        "patient_too_much": int(patient_share(last).sum()) - int(patient_share(made.supported.truth).sum()),
        "denied_to_patient": int(last.patient_responsibility_amount[~last.denial_policy.is_missing].sum()),
        "owed_not_paid": owed,
        "paid_not_supported": excess,
    }


def balance_ok(made: Journey) -> bool:
    """Does every line of every remittance balance, and do the books: nothing left open with the payer after an answer,
    all accounts together zero?
    """
    answers, adjustments = made.adjudicated.remittance_lines, made.adjudicated.adjustments

    def key(table: Table) -> np.ndarray:
        return (table.claim_key << 9) + (table.claim_line_number << 1) + table.is_reversal

    lines_balance = all(
        int(charge) == int(paid) + int(adjustments.amount[key(adjustments) == mine].sum())
        for mine, charge, paid in zip(key(answers), answers.charge_amount, answers.paid_amount)
    )
    accounts = balances(made.ledger)
    is_answered = (
        len(answers) == 0
        or accounts["payer"] == 0
        or any(cause.error == "payment-to-wrong-visit" for cause in made.causes)
    )
    return bool(lines_balance and is_answered and sum(accounts.values()) == 0)


def state_of(made: Journey, today: Day = None) -> str:
    """The state of the claim that stands."""
    states = claim_states(made.claims.claims, made.decided, today)
    rows = np.flatnonzero(made.claims.claims.claim_key == made.shown)
    return states[int(rows[0])] if len(rows) else "held"


def is_paid_first_time(made: Journey) -> bool:
    """Paid in full as owed at the first decision, nothing left unbilled."""
    return paid_first_time(made.claims.claims, made.decided) and not len(made.supported.missing)
