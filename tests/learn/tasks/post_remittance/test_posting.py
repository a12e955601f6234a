"""Posting a remittance: the key is the ledger's and balances, every mistake is named and costs once, nothing of the key
is open before grading, whatever is sent is read or told.
"""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.edi.reader.frame import Frame
from sim.edi.reader.interchanges import Reader
from sim.ground.errors import CleanClaimError
from sim.ground.money import dollars
from sim.ground.strict_toml import Place
from sim.learn.exercises.case import draw, draw_from
from sim.learn.exercises.exercise import exercise, exercises
from sim.learn.grading.error_kinds import kinds
from sim.learn.tasks.post_remittance import given as wishes
from sim.learn.tasks.post_remittance.answer import Answer, parse
from sim.learn.tasks.post_remittance.batch import batch
from sim.learn.tasks.post_remittance.due import due
from sim.learn.tasks.post_remittance.reasons import meaning, why_provider, why_step
from sim.learn.tasks.post_remittance.task import form, grade, key, mistaken, mistakes, opens, worked

NAMES = [name for name, one in exercises().items() if one.task == "post_remittance"]
CASES = [(name, variant) for name in NAMES for variant in (1, 2)]


@pytest.mark.parametrize(("name", "variant"), CASES)
def test_the_key_earns_everything_and_balances_and_blank_earns_nothing(name, variant):
    case = draw(name, variant)
    marks = grade(parse(key(case)), case)
    assert marks.score == 1 and all(mark.verdict == "right" and mark.cite for mark in marks.marks)
    assert batch(case).posting.posted == batch(case).posting.deposit
    assert grade(parse({}), case).score == 0


@pytest.mark.parametrize(("name", "variant"), CASES)
def test_every_mistake_costs_is_named_and_has_a_reason_of_its_own(name, variant):
    case, seen = draw(name, variant), 0
    for error in mistakes:
        sent = mistaken(case, error)
        if sent is None:
            continue
        seen += 1
        marks = grade(parse(sent), case)
        wrong = [mark for mark in marks.marks if mark.verdict != "right"]
        assert marks.score < 1 and error in {mark.error for mark in wrong}, error
        assert len([mark for mark in wrong if mark.error != "deposit-not-balanced"]) == 1, error
        assert all(mark.reason and mark.hint and mark.title == kinds()[mark.error].words for mark in wrong)
    assert seen >= 4


def test_over_all_exercises_every_mistake_can_be_made():
    made = {error for name in NAMES for error in mistakes if mistaken(draw(name, 1), error)}
    assert set(mistakes) - made <= {"credit-not-worked"}


def test_the_first_exercise_by_hand():
    """Acme PPO allows $105.29 for 99213 charged at $210.00; of that the copay is the patient's, the rest arrives."""
    case = draw("posting_01_first_remittance", 1)
    true = due(case)
    number, claim = next(
        (n, one) for n, one in true.claims.items() if one.lines[0].payment + one.lines[0].patient == 10529
    )
    line = claim.lines[0]
    assert (line.contractual, line.open_amount, line.denied) == (21000 - 10529, 21000, 0)
    assert line.patient in (0, 2500, 4000)  # the copays of the two plans; none once the out-of-pocket maximum is met
    assert key(case)[f"claim{number}"]["1"]["contractual"] == "104.71"


def test_a_reversal_comes_first_and_every_amount_of_it_is_negative():
    true = due(draw("posting_07_corrected_claim", 1))
    first = true.claims[1]
    assert first.is_reversal and not first.then
    assert all(cents < 0 for at, amounts in true.right.lines.items() if at[0] == 1 for cents in amounts.values())
    assert {claim.claim_key >> 4 for claim in true.claims.values() if claim.claim_key >> 4 == first.claim_key >> 4}


@pytest.mark.parametrize(("way", "code", "sign"), [("held", "WO", -1), ("recouped", "WO", 1), ("carried", "FB", 1)])
def test_money_of_a_corrected_claim_comes_back_in_every_way(way, code, sign):
    one = exercise("posting_07_corrected_claim")
    made = batch(draw_from(replace(one, given={**one.given, "take_back": way}), 1))
    (only,) = made.posting.provider
    assert only.code == code and only.amount * sign > 0
    assert made.posting.posted == made.posting.deposit


@pytest.mark.parametrize("variant", [1, 2, 3, 4])
def test_a_refund_stands_as_a_pair_beside_what_the_reversal_held_back(variant):
    case = draw("posting_10_refund", variant)
    true = due(case)
    amounts = [(one.code, one.amount) for one in true.provider.values()]
    [held] = [cents for code, cents in amounts if code == "WO" and cents < 0]
    assert sorted(amounts) == [("72", held), ("WO", held), ("WO", -held)]
    assert true.batch.posting.posted == true.batch.posting.deposit
    labels = {one.amount > 0: meaning(true, number)[0] for number, one in true.provider.items() if one.code == "WO"}
    assert labels == {False: "Overpayment not recouped yet", True: "Overpayment recouped"}


def test_one_code_is_and_two_codes_are_written_off():
    told = [mark.message for name in NAMES for mark in grade(parse(key(draw(name, 1))), draw(name, 1)).marks]
    codes = [one for text in told for one in re.findall(r"(\S+(?: and \S+)*) (is|are) written off", text)]
    assert {verb for _, verb in codes} == {"is", "are"}
    assert all((" and " in named) == (verb == "are") for named, verb in codes)


def test_money_held_back_is_not_called_recouped():
    true = due(draw("posting_11_full_batch", 1))
    [(number, one)] = [(number, one) for number, one in true.provider.items() if one.code == "WO"]
    assert one.amount < 0 and meaning(true, number)[0] == "Overpayment not recouped yet"
    assert "from a later payment" in why_provider(true, number)


def test_a_credit_that_waits_for_a_denial_is_told():
    found = 0
    for name in NAMES:
        for variant in (1, 2, 3):
            true = due(draw(name, variant))
            for number, claim in true.claims.items():
                waits = claim.denied > 0 and claim.copay > claim.owed_by_patient and "worklist" in claim.then
                found += waits
                assert ("credit" in why_step(true, number) and "waits" in why_step(true, number)) == waits
    assert found


@pytest.mark.parametrize("name", NAMES)
def test_every_claim_but_a_reversal_says_what_was_collected(name):
    case = draw(name, 1)
    heads = [one["blocks"][0]["pairs"] for one in opens(case)["panels"] if one["heading"].startswith("Claim ")]
    said = [any(label == "Copay collected at the visit" for label, _ in pairs) for pairs in heads]
    assert said == [not claim.is_reversal for claim in due(case).claims.values()]


@pytest.mark.parametrize("name", NAMES)
def test_the_file_as_received_says_the_same_and_nothing_is_found_in_it(name):
    made = batch(draw(name, 1))
    reader = Reader(made.as_x12())
    claims = [one for one in reader if isinstance(one, Frame)]
    assert [
        found for one in reader.interchanges for group in one.groups for each in group.sets for found in each.findings
    ] == []
    assert f"BPR*I*{made.posting.deposit / 100:.2f}".rstrip("0").rstrip(".") in made.as_x12()
    assert len(claims) == len(made.posting.claims)


def test_interest_by_hand_on_claims_paid_late():
    """18 days are usual and the payer took 25 more: 13 days past the 30 for a clean claim, at 12 percent a year."""
    true = due(draw("posting_06_paid_late", 1))
    paid = {one.claim_key: sum(line.payment for line in one.lines) for one in true.claims.values()}
    assert {one.code for one in true.provider.values()} == {"L6"}
    for number, one in true.provider.items():
        interest = round(paid[one.claim_key] * 0.12 * 13 / 365)
        assert (-one.amount, true.right.provider[number]) == (interest, {"interest": interest})


def test_a_second_payers_remittance_posts_only_what_the_first_left():
    true = due(draw("posting_05_second_payer", 1))
    assert {claim.status for claim in true.claims.values()} == {"2"}
    for number, claim in true.claims.items():
        charged = sum(row["charge_amount"] for row in true.batch.lines(true.reported(number)))
        assert 0 < sum(line.open_amount for line in claim.lines) < charged


def test_billing_the_contractual_amount_says_what_the_patient_is_billed_too_much():
    case = draw("posting_01_first_remittance", 1)
    marks = grade(parse(mistaken(case, "contractual-to-patient")), case)
    (wrong,) = [mark for mark in marks.marks if mark.error == "contractual-to-patient"]
    moved = due(case).right.lines[1, 1]["contractual"]
    assert marks.patient_amount == moved and dollars(moved) in wrong.consequence.text
    assert "CO-45" in wrong.reason and dollars(moved) not in wrong.reason


def test_a_denial_written_off_says_what_is_given_up():
    case = draw("posting_03_a_denied_line", 1)
    marks = grade(parse(mistaken(case, "denial-written-off")), case)
    assert marks.owed_not_paid_amount > 0


def test_the_statement_may_wait_while_a_denial_is_worked():
    case = next(
        case
        for case in (draw("posting_03_a_denied_line", variant) for variant in range(1, 20))
        if frozenset({"worklist", "patient"}) in due(case).right.then.values()
    )
    right = due(case).right
    number = next(at for at, chosen in right.then.items() if chosen == {"worklist", "patient"})
    for chosen, is_right in (({"worklist"}, True), ({"worklist", "patient"}, True), ({"patient"}, False)):
        marks = grade(Answer(right.lines, {**right.then, number: frozenset(chosen)}), case)
        assert (marks.score == 1) == is_right


def test_an_amount_out_of_balance_costs_its_line_and_the_batch():
    case = draw("posting_01_first_remittance", 1)
    right = due(case).right
    line = {**right.lines[1, 1], "payment": right.lines[1, 1]["payment"] + 1}
    marks = grade(Answer({**right.lines, (1, 1): line}, right.then), case)
    assert [mark.error for mark in marks.marks if mark.verdict != "right"] == [
        "posting-amount-wrong",
        "deposit-not-balanced",
    ]


def test_a_line_that_the_remittance_does_not_have_is_told_and_costs_nothing():
    told = grade(parse({"claim9": {"7": {"payment": "1.00"}}, "provider": {"3": {"owed": "1"}}}), draw(NAMES[0], 1))
    assert [one.where for one in told] == ["claim9.7", "provider.3"]


@pytest.mark.parametrize(("name", "variant"), CASES)
def test_nothing_of_the_key_is_open(name, variant):
    case = draw(name, variant)
    shown = json.dumps([opens(case), [str(control) for control in form(case).controls if "then" in control.name]])
    for word in (
        "missing-modifier",
        "level-too-high",
        "trap",
        "seed",
        "scenario",
        "supported",
        "next_policy",
        "denial_",
    ):
        assert word not in shown
    options = {str(control.options) for control in form(case).controls if control.name.startswith("then")}
    assert len(options) == 1  # the same for every claim, in one order
    assert not [step.follows for step in worked(case) if step.follows in shown]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=12),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["claim1", "then1", "provider", "1", "payment", "x"]), inner, max_size=4)
        ),
        max_leaves=12,
    )
)
@settings(max_examples=200, deadline=None)
def test_whatever_is_sent_is_read_or_told(sent):
    found = parse(sent)
    if isinstance(found, list):
        assert found and all(one.where and one.expected for one in found)
    else:
        assert parse(found.as_dict()) == found


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"claims": 0},
        {"claims": 3, "of": "nobody"},
        {"claims": 3, "take_back": "held"},
        {"claims": 3, "earlier": ["x"]},
    ],
)
def test_an_authors_slip_is_told_in_one_line(table):
    with pytest.raises(CleanClaimError) as told:
        wishes.given(table, Place("mine.toml", "given"))
    assert "given" in told.value.line() and "\n" not in told.value.line()


def test_an_exercise_without_a_remittance_says_so():
    one = exercise(NAMES[0])
    with pytest.raises(CleanClaimError, match="no remittance"):
        batch(draw_from(replace(one, given={**one.given, "of": "second payer"}), 1))
