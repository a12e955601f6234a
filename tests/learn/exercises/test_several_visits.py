"""Several claims for a case: the books balance, claims sent together are paid together, same case same rows."""

from dataclasses import replace

import numpy as np
import pytest

from sim.billing.books.ledger_entries import balances
from sim.learn.exercises.case import draw, draw_from
from sim.learn.exercises.exercise import exercise
from sim.learn.exercises.several_visits import Wanted, clinic_month, several_visits
from sim.payer.engine.payer_errors import PayerError

KNEE = exercise("denial_01_knee")
FEW = Wanted(4, ("missing-modifier-25",), days=5)


@pytest.mark.parametrize("variant", range(1, 5))
def test_claims_sent_together_are_paid_in_one_payment(variant):
    made = several_visits(draw(KNEE.name, variant), FEW)
    assert len(made.claims.claims) == 4
    assert len(set(made.claims.claims.received_date.tolist())) == 1
    assert len(made.payments) == 1
    paid = made.decided.remittance_lines.paid_amount.sum() - made.provider_adjustments.amount.sum()
    assert made.payments.paid_amount[0] == paid > 0


@pytest.mark.parametrize("variant", range(1, 5))
def test_every_line_and_the_books_balance(variant):
    made = several_visits(draw(KNEE.name, variant), FEW)
    lines = made.decided.remittance_lines
    assert (lines.charge_amount - lines.paid_amount).sum() == made.decided.adjustments.amount.sum()
    assert sum(balances(made.ledger).values()) == 0
    assert balances(made.ledger)["payer"] == 0


def test_one_visit_carries_the_mistake_and_is_denied_for_it():
    made = several_visits(draw(KNEE.name, 1), FEW)
    wrong = made.encounters.encounter_key[~made.encounters.mistake.is_missing]
    denied = made.decided.remittance_lines.claim_key[~made.decided.remittance_lines.denial_policy.is_missing]
    assert len(wrong) == 1 and set((denied >> 4).tolist()) == set(wrong.tolist())


def test_same_case_same_rows():
    made = several_visits(draw(KNEE.name, 2), FEW)
    several_visits.cache_clear()
    again = several_visits(draw(KNEE.name, 2), FEW)
    assert again is not made
    for name in ("ledger", "payments", "encounters", "remittance_payments"):
        assert getattr(made, name).rows() == getattr(again, name).rows()


def test_the_exercises_payer_errors_meet_every_visit():
    short = PayerError("underpaid", percent=80, code="20610", why="The contract says more.")
    right = several_visits(draw_from(KNEE, 3), Wanted(3, days=5))
    wrong = several_visits(draw_from(replace(KNEE, payer_errors=(short,)), 3), Wanted(3, days=5))
    owed = wrong.decided.remittance_lines.supported_amount
    assert (owed == right.decided.remittance_lines.paid_amount).all()
    assert wrong.decided.remittance_lines.paid_amount.sum() < owed.sum()


def test_a_month_of_a_clinic_has_many_payers_and_mistakes():
    made = clinic_month(draw(KNEE.name, 1), 80)
    assert len(made.encounters) == 80 and len(set(made.encounters.payer_code.texts().tolist())) > 3
    assert (~made.encounters.mistake.is_missing).any()
    assert len(np.unique(made.encounters.service_date.astype("datetime64[M]"))) == 1
    assert sum(balances(made.ledger).values()) == 0
    assert made.payments.paid_amount.sum() == (
        made.decided.remittance_lines.paid_amount.sum() - made.provider_adjustments.amount.sum()
    )
