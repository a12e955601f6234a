"""Patients' questions: who may be told, what a reply says, what is done next, and the figures behind it."""

import pytest

from sim.billing.books.disclosure import Caller, right_of
from sim.billing.books.patient_account import Account, account, first_payer_share, posted_balance, self_pay_account
from sim.billing.books.patient_question import Asked
from sim.billing.books.payment_plans import installments
from sim.billing.books.reply_actions import ACTIONS, declined, next_actions
from sim.billing.books.reply_sentences import BY_ID, SENTENCES, error_of, verdict
from sim.billing.books.self_pay import bill, estimate
from sim.billing.visit.journey import journey
from sim.clinic.visits.case import draw_case
from sim.clinic.visits.truth import truth_work

PATIENT, SISTER, STRANGER = (
    right_of(one) for one in (Caller("patient"), Caller("family", is_named=True), Caller("former spouse"))
)
UNKNOWN = right_of(Caller("patient", is_verified=False))
EMPTY = Account("nothing due", *[0] * 12)


def made_of(state, **more):
    fields = {"state": state, **dict.fromkeys(list(vars(EMPTY))[1:13], 0), **more}
    return Account(**fields)


DUE = made_of("due", owed=4_768, deductible=4_768, copay=2_500, share=7_268, paid=2_500, charge=29_500, adjusted=14_203)


def visit(scenario, payer, **more):
    people, encounter = draw_case(7, scenario, payer=payer, **more)
    return journey(people, encounter, truth_work(encounter), truth_work(encounter))


def test_nobody_is_told_before_the_identity_is_known_whoever_it_is():
    for relation in ("patient", "parent", "family", "former spouse"):
        assert right_of(Caller(relation, is_verified=False, is_named=True)).scope == "verify"


def test_shared_costs_give_no_right_and_a_note_on_file_does():
    assert STRANGER.scope == right_of(Caller("family")).scope == "nothing" and SISTER.scope == "payment"


@pytest.mark.parametrize("right", [STRANGER, UNKNOWN])
def test_whoever_may_not_be_told_hears_no_sentence_about_payment_or_visit(right):
    asked = Asked(DUE, right, "explain")
    for one in SENTENCES:
        if one.concerns != "nobody":
            assert verdict(one.id, asked) == "never" and error_of(one.id, asked).startswith("reply-")


def test_a_payer_of_the_bills_hears_of_the_payment_and_not_what_the_visit_was_for():
    asked = Asked(DUE, SISTER, "visit of another")
    assert verdict("deductible", asked) == "must" and verdict("reason", asked) == "never"
    assert verdict("reason", Asked(DUE, PATIENT, "explain")) == "may"
    assert declined(asked) == ("information",)


def test_what_is_never_said_is_never_said_to_anybody():
    for right in (PATIENT, SISTER, STRANGER, UNKNOWN):
        for one in ("waive", "other_code", "balance", "pay_first", "promise", "collections"):
            assert verdict(one, Asked(DUE, right, "cannot pay")) == "never"


@pytest.mark.parametrize(
    "mine, asks, first",
    [
        (DUE, "explain", "ask"),
        (DUE, "waive", "ask"),
        (DUE, "change code", "ask"),
        (DUE, "coding", "coder"),
        (DUE, "complain", "officer"),
        (DUE, "cannot pay", "assistance"),
        (made_of("waiting", open=25_000), "explain", "wait"),
        (made_of("waiting", open=25_000), "pay later", "wait"),
        (made_of("nothing due", open=38_000, denied=38_000), "explain", "rework"),
        (made_of("credit", paid=2_500, refund=2_500), "explain", "refund"),
        (made_of("nothing due", billed=4_543), "pay later", "correct_account"),
        (made_of("protected", billed=2_161), "explain", "correct_account"),
        (made_of("nothing due"), "waive", "close"),
    ],
)
def test_the_next_step_follows_from_the_account_first_and_from_the_request_then(mine, asks, first):
    assert next_actions(Asked(mine, PATIENT, asks))[0] == first
    assert set(next_actions(Asked(mine, PATIENT, asks))) <= {one.id for one in ACTIONS}


def test_a_denial_that_cannot_be_corrected_is_written_off_and_never_billed():
    lost = Asked(made_of("nothing due", open=100, denied=100), PATIENT, "explain", can_fix=False)
    assert next_actions(lost) == ("correct_account",) and verdict("denied_ours", lost) == "must"


def test_that_nothing_is_owed_is_said_only_once_everything_is_decided():
    assert verdict("nothing_owed", Asked(made_of("nothing due"), PATIENT, "explain")) == "must"
    for open_ in (made_of("waiting", open=100), made_of("nothing due", open=100, denied=100), DUE):
        assert verdict("nothing_owed", Asked(open_, PATIENT, "explain")) == "untrue"
    assert BY_ID["nothing_owed"].error == "outcome-promised"


@pytest.mark.parametrize("scenario, payer", [("knee_injection", "boxwood_hdhp"), ("twisted_ankle", "acme_ppo")])
def test_a_decided_account_adds_up_to_the_cent(scenario, payer):
    made = visit(scenario, payer)
    mine = account(made, "2999-01-01")
    assert mine.charge == mine.insurance + mine.adjusted + mine.share
    assert mine.share == mine.deductible + mine.copay + mine.coinsurance
    assert max(mine.share - mine.paid, 0) - mine.owed in (0, mine.share - mine.paid)  # a small balance is written off
    assert posted_balance(made, "2999-01-01") == max(mine.share - mine.paid, 0)


def test_before_the_answer_everything_is_open_and_nothing_owed():
    made = visit("knee_injection", "boxwood_hdhp")
    day = made.claims.claims.received_date[0]
    mine = account(made, day)
    assert (mine.state, mine.owed, mine.open, mine.refund) == ("waiting", 0, mine.charge, 0)


def test_what_medicare_keeps_from_a_protected_patient_is_what_a_wrong_statement_asks_for():
    made = visit("diabetic_kidney", "medicare_part_b", second="medicaidcare")
    mine = account(made, "2999-01-01", first_payer_share(made, "2999-01-01"))
    assert mine.state == "protected" and mine.owed == 0 < mine.billed and mine.is_misbilled


def test_a_plan_has_four_payments_that_add_up_and_starts_at_the_policys_limit():
    for balance in (5_000, 5_001, 16_184, 99_999):
        parts = installments(balance, "2026-09-01")
        assert len(parts) == 4 and sum(parts) == balance and max(parts) - min(parts) < 4
    assert installments(4_999, "2026-09-01") == ()


def test_the_dispute_starts_at_400_dollars_and_not_a_cent_before():
    before = estimate([("99203", 1)], "2026-06-15", "2026-06-01")
    more = bill([("99203", 1), ("J7325", 48)], "2026-06-15", before)
    assert more["may_dispute"] == (more["due_amount"] - before["due_amount"] >= 40_000)
    exact = {**before, "due_amount": more["due_amount"] - 40_000}
    assert bill([("99203", 1), ("J7325", 48)], "2026-06-15", exact)["may_dispute"]
    exact["due_amount"] += 1
    assert not bill([("99203", 1), ("J7325", 48)], "2026-06-15", exact)["may_dispute"]


def test_a_self_pay_account_is_the_bill_less_what_was_paid():
    told = bill([("99203", 1)], "2026-06-15")
    assert self_pay_account(told, 20_000).refund == 20_000 - told["due_amount"]
    assert self_pay_account(told, told["due_amount"]).state == "nothing due"
