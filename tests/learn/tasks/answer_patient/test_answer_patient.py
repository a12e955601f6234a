"""Answering patients: what each part of a reply earns, what must not be said to whom, and what is not told before
grading."""

import json

import pytest
from a_share import share
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.billing.books.patient_account import account
from sim.billing.books.payment_plans import least_amount
from sim.billing.books.reply_sentences import BY_ID, SENTENCES
from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercises
from sim.learn.grading.error_kinds import kinds
from sim.learn.tasks.answer_patient.asked_question import lying
from sim.learn.tasks.answer_patient.questions import QUESTIONS
from sim.learn.tasks.contract import task_of
from sim.learn.tasks.shown_before_grading import public

TASK = task_of("answer_patient")
MINE = [name for name, one in exercises().items() if one.unit == "10_patients"]
WHY, OPEN, PAID, MUCH, VOICE, PAPERS, DENIED, LATER, DROP, SPOUSE, SISTER, CODE, BOTH, ESTIMATE, CHECKUP = MINE


def graded(name, variant=1, **changes):
    """The marks of the right answer with some fields overwritten."""
    case = draw(name, variant)
    return TASK.grade(TASK.parse({**TASK.key(case), **changes}), case)


def errors(marks):
    return [mark.error for mark in marks.marks if mark.verdict in ("wrong", "missing")]


def test_the_exercises_rise_in_level_and_ask_every_question_but_none_twice():
    levels = [exercises()[name].level for name in MINE]
    asked = [exercises()[name].given["question"] for name in MINE]
    assert levels == sorted(levels) and len(set(asked)) == len(asked) >= 7


@pytest.mark.parametrize("name", share(MINE, 3))
@pytest.mark.parametrize("variant", [1, 2, 3, 4, 7])
def test_the_key_earns_everything_a_blank_nothing_and_each_mistake_less(name, variant):
    case = draw(name, variant)
    key = TASK.parse(TASK.key(case))
    assert TASK.grade(key, case).score == 1
    assert TASK.grade(TASK.parse({}), case).score == 0
    made = 0
    for error in TASK.mistakes:
        wrong = TASK.mistaken(case, error)
        if wrong is not None:
            marks = TASK.grade(TASK.parse(wrong), case)
            made += 1
            assert marks.score < 1 and error in errors(marks), error
            told = next(mark for mark in marks.marks if mark.error == error)
            assert told.reason and told.cite and told.skill and told.hint, error
    assert made >= 5


def test_every_mistake_can_be_made_somewhere_and_is_a_kind_of_the_list():
    made = {error for name in MINE for v in (1, 2, 3) for error in TASK.mistakes if TASK.mistaken(draw(name, v), error)}
    assert made == set(TASK.mistakes) <= set(kinds())


def test_a_balance_is_the_share_less_what_was_paid_to_the_cent():
    # twisted ankle, Acme: copay 40.00, x-ray 47.68 to the deductible, 40.00 paid at the visit
    said = lying(draw(WHY, 1))
    assert (said.account.copay, said.account.deductible, said.account.paid, said.account.owed) == (
        4_000,
        4_768,
        4_000,
        4_768,
    )
    assert errors(graded(WHY, owed="87.68")) == ["payment-not-subtracted"]
    assert errors(graded(WHY, owed="345.00")) == ["charge-told-as-owed"]
    assert errors(graded(WHY, owed="47.69")) == ["patient-amount-wrong"]
    assert errors(graded(WHY, deductible="40.00", copay="47.68")) == ["share-parts-mixed"] * 2


def test_amounts_that_are_zero_may_stay_empty_or_be_typed():
    assert graded(WHY, coinsurance="0.00", refund="0", still_open="0").score == 1
    assert graded(OPEN, owed="").score < 1  # that nothing is owed now has to be said


def test_what_is_true_and_not_needed_costs_nothing():
    case = draw(WHY, 1)
    more = [*TASK.key(case)["says"], "contract"]
    marks = graded(WHY, says=more)
    assert marks.score == 1 and "free" in [mark.verdict for mark in marks.marks]


def test_one_sentence_too_many_costs_as_much_as_one_too_few():
    case = draw(WHY, 1)
    says = TASK.key(case)["says"]
    items = graded(WHY).key
    assert graded(WHY, says=says[1:]).score == pytest.approx((items - 1) / items, abs=1e-4)
    assert graded(WHY, says=[*says, "promise"]).score == pytest.approx(items / (items + 1), abs=1e-4)


def test_a_wrong_statement_is_not_believed_and_says_what_it_would_cost_the_patient():
    said = lying(draw(PAPERS, 1))
    marks = graded(PAPERS, owed=f"{said.account.billed / 100:.2f}")
    assert errors(marks) == ["statement-believed"]
    assert marks.patient_amount == said.account.billed - said.account.owed == said.account.adjusted
    assert said.right.action == "correct_account"


def test_a_denied_charge_is_the_clinics_and_the_rest_may_be_held():
    said = lying(draw(DENIED, 1))
    assert said.account.open == said.account.denied > 0 and said.right.action == "rework"
    assert graded(DENIED, owed="0.00").score == 1  # the whole visit held while the denial is worked on
    assert errors(graded(DENIED, owed=f"{said.account.denied / 100:.2f}")) == ["denied-charge-owed"]
    assert errors(graded(DENIED, action="ask")) == ["payment-asked-too-early"]


def test_an_undecided_claim_leaves_nothing_owed_and_everything_open():
    said = lying(draw(OPEN, 1))
    assert said.account.state == "waiting" and said.account.owed == 0 and said.account.open == said.account.charge
    assert account(said.made, "2999-01-01").open == 0


def test_a_credit_is_refunded_and_not_kept():
    case = next(draw(MUCH, v) for v in range(1, 9) if lying(draw(MUCH, v)).account.refund)
    said = lying(case)
    assert said.right.action == "refund" and said.right.refund == said.account.paid - said.account.share
    kept = TASK.grade(TASK.parse({**said.right.as_dict(), "says": [*said.right.says, "keep"]}), case)
    assert errors(kept) == ["credit-kept"]


def test_a_payment_plan_is_divided_as_the_policy_says():
    said = lying(draw(LATER, 1))
    assert said.account.owed == 5_308 and said.right.installment == 1_327  # 4 x 13.27
    assert errors(graded(LATER, installment="53.08")) == ["balance-not-divided"]
    assert graded(LATER, action="assistance").score == 1  # an application for assistance is right too


def test_a_balance_too_small_for_a_plan_is_explained_and_asked_for():
    said = lying(draw(LATER, 2))  # 16.18
    assert said.right.installment is None and said.right.action == "ask" and "plan_from" in said.right.says
    assert f"${least_amount(str(said.on)) / 100:.2f}." in BY_ID["plan_from"].words
    helped = graded(LATER, 2, action="assistance", says=[*said.right.says, "assistance"])
    assert helped.score == 1 and not any("not needed" in mark.message for mark in helped.marks)
    assert any("not needed" in mark.message for mark in graded(LATER, 2, says=[*said.right.says, "assistance"]).marks)


def test_a_sentence_that_goes_with_an_accepted_step_is_not_called_unneeded():
    right = lying(draw(CODE, 1)).right
    marks = graded(CODE, action="coder", says=[*right.says, "coder"])
    assert marks.score == 1 and not any("not needed" in mark.message for mark in marks.marks)


@pytest.mark.parametrize("variant", range(1, 9))
def test_a_self_pay_patient_has_a_commercial_plan_that_the_page_names(variant):
    case = draw(ESTIMATE, variant)
    assert case.row["patient_age"] < 65 and case.row["payer_code"] == "acme_ppo"
    pairs = next(one for one in TASK.opens(case)["panels"] if one["heading"] == "Account")["blocks"][0]["pairs"]
    told = dict(pairs)
    assert told["Coverage"] == "Acme PPO, a commercial plan" and "self-pay" in told["Billed to"]


def test_whoever_asks_why_a_copay_was_paid_hears_of_the_copay():
    asked = [lying(draw(CHECKUP, v)) for v in range(1, 9)]
    paid = [one for one in asked if one.account.copay and one.account.paid and not one.account.owed]
    assert paid and all("copay" in one.right.says for one in paid)


def test_a_share_of_nothing_is_refused_because_nothing_is_left():
    name, case = next(
        (name, case)
        for name in (PAID, MUCH, CHECKUP)
        for case in (draw(name, v) for v in range(1, 9))
        if lying(case).account.state == "nothing due"
    )
    right = lying(case).right
    marks = TASK.grade(TASK.parse({**right.as_dict(), "says": [*right.says, "share"]}), case)
    assert any("nothing is left" in mark.reason for mark in marks.marks if mark.error), name


def test_a_question_that_waits_for_the_identity_declines_nothing():
    assert lying(draw(VOICE, 1)).right.declined == "none" and graded(VOICE, declined="information").score == 1


def test_the_remittance_names_modifiers_with_the_code():
    shown = [json.dumps(TASK.opens(draw(name, v))["panels"]) for name in (CODE, CHECKUP) for v in (1, 2, 3)]
    assert all('"99214 25"' in text or '"99213 25"' in text for text in shown)


@pytest.mark.parametrize("name, error", [(SPOUSE, "reply-without-authorization"), (VOICE, "reply-before-verifying")])
def test_who_may_not_be_told_hears_neither_amount_nor_visit(name, error):
    for changes in (
        {"owed": "0.00"},
        {"says": [*TASK.key(draw(name, 1))["says"], "confirm"]},
        {"may_tell": "everything"},
    ):
        marks = graded(name, **changes)
        assert errors(marks) == [error] and any(mark.red_line for mark in marks.marks)


def test_somebody_named_by_the_patient_hears_of_the_payment_and_no_more():
    said = lying(draw(SISTER, 1))
    assert said.right.may_tell == "payment" and said.right.owed == said.account.owed
    assert errors(graded(SISTER, says=[*said.right.says, "reason"])) == ["reply-more-than-necessary"]
    assert errors(graded(SISTER, may_tell="nothing")) == ["caller-turned-away"]
    assert graded(WHY).score == 1  # the patient may hear what the visit was for: it is free


def test_a_qualified_medicare_beneficiary_is_never_billed():
    said = lying(draw(BOTH, 1))
    assert said.account.state == "protected" and said.account.billed and said.account.owed == 0
    marks = graded(BOTH, owed=f"{said.account.billed / 100:.2f}")
    assert errors(marks) == ["protected-patient-billed"] and "nothing_owed" in said.right.says
    assert next(mark for mark in marks.marks if mark.error).red_line


def test_a_self_pay_bill_may_be_disputed_from_400_dollars_above_the_estimate():
    gaps = {}
    for variant in range(1, 7):
        said = lying(draw(ESTIMATE, variant))
        gaps[said.billed["due_amount"] - said.estimated["due_amount"]] = said.right.action
    assert all(action == ("dispute" if gap >= 40_000 else "ask") for gap, action in gaps.items())
    assert set(gaps.values()) == {"dispute", "ask"}


def test_a_request_is_declined_only_where_it_is_made():
    assert errors(graded(DROP, declined="none")) == ["request-granted"]
    assert errors(graded(CODE, declined="none")) == ["request-granted"]
    assert errors(graded(PAID, declined="waiver")) == ["request-invented"]


def test_a_disputed_code_goes_to_a_coder_and_is_neither_promised_nor_changed():
    said = lying(draw(CHECKUP, 1))
    assert said.right.action == "coder" and "coder" in said.right.says and said.right.declined == "none"
    assert errors(graded(CHECKUP, says=[*said.right.says, "other_code"])) == ["code-changed-for-coverage"]
    assert errors(graded(CHECKUP, action="correct_account")) == ["wrong-next-step"]


def test_before_grading_the_page_tells_no_part_of_the_key():
    for name in MINE:
        case = draw(name, 1)
        shown = json.dumps(public(case), ensure_ascii=False)
        for word in (case.row["scenario"], case.row["choices"] or "{}", "must", "untrue", *TASK.mistakes):
            assert f'"{word}"' not in shown
        assert case.trap is None or case.trap.why not in shown


def test_the_form_is_the_same_for_every_case_and_sentences_stand_in_one_order():
    orders = [one.id for one in SENTENCES]
    names = {tuple(control.name for control in TASK.form(draw(name, 1)).controls) for name in MINE}
    assert len(names) == 1
    for name in MINE:
        one = next(each for each in TASK.form(draw(name, 1)).controls if each.name == "says")
        assert [option.id for option in one.options] == sorted((o.id for o in one.options), key=orders.index)


def test_every_sentence_that_a_question_offers_is_one_of_the_list():
    assert {one for question in QUESTIONS.values() for one in question.offers} <= {one.id for one in SENTENCES}


def test_a_sentence_that_does_not_lie_ready_is_told_and_not_graded():
    found = graded(WHY, says=["protected"])
    assert isinstance(found, list) and found[0].where == "says"


@given(
    st.dictionaries(
        st.sampled_from(["owed", "says", "action", "may_tell", "x"]),
        st.one_of(
            st.text(max_size=20), st.none(), st.integers(), st.lists(st.text(max_size=5), max_size=3), st.booleans()
        ),
    )
)
@settings(max_examples=80, deadline=None)
def test_whatever_is_sent_is_read_or_told(answer):
    read = TASK.parse(answer)
    if not isinstance(read, list):
        again = TASK.parse(read.as_dict())
        assert again == read
