"""Questions of a notebook: each has an answer, agrees with the tables, and says what comes before it."""

import pytest

import sim
from sim.ground.errors import CleanClaimError


@pytest.fixture(scope="module")
def day():
    return sim.simulate(60, seed=11, coder="expert")


def test_each_question_has_an_answer(day):
    assert {"Status", "Plan"} <= set(sim.eligibility(day, 1).item)
    assert sim.estimate(day, 1).patient.sum() >= 0 and "not a bill" in sim.estimate(day, 1).attrs["words"]
    assert sim.claim_status(day, 1).status_category_code.iloc[0] in ("F1", "F2", "F3", "F4", "D0", "P3")
    assert "You have paid" in sim.statement(day, 1)
    assert (
        set(sim.figures(day).figure) >= {"days in A/R", "clean claims", "net collection"}
        and sim.figures(day).formula.ne("").all()
    )


def test_what_is_open_by_age_is_what_the_books_say(day):
    books = sim.ledger(day).set_index("account").amount
    assert sim.aging(day).total.sum() == books[["payer", "denied", "patient"]].clip(lower=0).sum()


def test_a_day_has_its_payments(day):
    assert (
        day.payments.paid_amount.sum() + day.provider_adjustments.amount.sum() == day.remittance_lines.paid_amount.sum()
    )
    assert set(day.remittance_payments.payment_key) == set(day.payments.payment_key)


def test_a_question_too_early_or_about_no_visit_is_said():
    early = sim.encounters(3, seed=1)
    for ask in (sim.claim_status, sim.statement, sim.aging, sim.figures):
        with pytest.raises(CleanClaimError, match="first"):
            ask(early)
    with pytest.raises(CleanClaimError, match="0 to 2"):
        sim.eligibility(early, 7)
