"""The next payer: what goes on, by whom, with what on it; corrected claims go on again; what the record supports there;
nobody pays twice.
"""

import numpy as np
import pytest

from sim.billing.answers.payer_answer import answer
from sim.billing.answers.secondary_claims import next_claims, with_next_payers
from sim.billing.answers.supported_amounts import supported
from sim.billing.books.ledger import post
from sim.billing.books.ledger_entries import balances
from sim.billing.bulk.pipeline import unbalanced
from sim.billing.claims.claim import bill
from sim.billing.claims.corrections import correct
from sim.billing.visit.journey import journey
from sim.billing.visit.journey_view import view
from sim.clinic.people.people import people
from sim.clinic.visits.case import draw_case
from sim.clinic.visits.encounters import encounters
from sim.clinic.visits.stated_history import with_history
from sim.clinic.visits.truth import truth_work


@pytest.fixture(scope="module")
def made():
    folk = people(5, np.arange(1, 700))
    visits = encounters(5, folk)
    folk = with_history(folk, visits)
    truth = truth_work(visits)
    claims = bill(visits, truth, folk)
    return folk, visits, truth, claims, *with_next_payers(claims, answer(claims, folk), folk)


def test_what_is_left_goes_on_once_to_whom_it_may_concern(made):
    folk, visits, truth, first, claims, decided = made
    second = claims.claims.take(claims.claims.follows_claim_key >= 0)
    beside = folk.coverages.take(folk.coverages.coverage_order == 2)
    assert (
        len(second) > 50
        and (second.payer_sequence_code == "S").all()
        and np.isin(second.coverage_key, beside.coverage_key).all()
    )
    assert len(set(second.follows_claim_key.tolist())) == len(second) and not len(
        next_claims(claims, decided, folk).claims
    )
    left = {row["claim_key"]: 0 for row in first.claims.rows()}
    for row in decided.remittance_lines.rows():
        if row["claim_key"] in left:
            left[row["claim_key"]] += row["patient_responsibility_amount"]
    for row in decided.adjustments.rows():
        if row["claim_key"] in left and (row["group"], row["carc"]) == ("OA", "209"):
            left[row["claim_key"]] += row["amount"]
    has_second = np.isin(first.claims.patient_key, beside.patient_key)
    assert {row["claim_key"] for row in first.claims.take(has_second).rows() if left[row["claim_key"]] > 0} == set(
        second.follows_claim_key.tolist()
    )


def test_medicare_sends_on_itself_and_says_so(made):
    claims, decided = made[4], made[5]
    heads = {row["claim_key"]: row for row in claims.claims.rows()}
    status = {row["claim_key"]: row["claim_status_code"] for row in decided.remittance_lines.rows()}
    seen = set()
    for row in claims.claims.take(claims.claims.follows_claim_key >= 0).rows():
        before = heads[row["follows_claim_key"]]
        seen.add((before["payer_code"], row["payer_code"], row["is_crossover"]))
        assert row["is_crossover"] == (status[before["claim_key"]] == "19") and status[row["claim_key"]] == "2"
        assert (
            row["received_date"] > before["received_date"]
            and row["adjudication_round"] == before["adjudication_round"] + 1
        )
    assert ("medicare_part_b", "lantern_medigap", True) in seen and ("medicare_part_b", "medicaidcare", True) in seen
    assert ("silverleaf_hmo", "medicaidcare", False) in seen


def test_the_first_payer_s_answer_stands_on_the_claim_line_by_line_and_everything_balances(made):
    claims, decided = made[4], made[5]
    lines = {(row["claim_key"], row["claim_line_number"]): row["charge_amount"] for row in claims.lines.rows()}
    told = {}
    for table, name in ((claims.other_payments, "paid_amount"), (claims.other_adjustments, "amount")):
        for row in table.rows():
            key = (row["claim_key"], row["claim_line_number"])
            told[key] = told.get(key, 0) + row[name]
    assert told and all(lines[key] == amount for key, amount in told.items())
    assert unbalanced(decided.remittance_lines, decided.adjustments) == 0


def test_without_a_mistake_every_payer_owes_what_it_paid_and_the_books_are_even(made):
    folk, visits, truth, first, claims, decided = made
    found = supported(visits, truth, claims, decided, folk)
    assert (found.amount == decided.remittance_lines.paid_amount).all() and not len(found.missing)
    told = supported(visits, truth, claims, decided, folk, np.ones(len(visits), bool))
    assert (told.amount == decided.remittance_lines.paid_amount).all()
    accounts = balances(post(visits, claims, decided))
    assert accounts["payer"] == 0 and sum(accounts.values()) == 0


def test_nothing_of_a_qualified_beneficiary_s_cost_share_reaches_the_patient(made):
    folk, claims, decided = made[0], made[4], made[5]
    poor = folk.member_facts.patient_key[folk.member_facts.fact == "qualified medicare beneficiary"]
    mine = decided.remittance_lines.take(
        np.isin(decided.remittance_lines.claim_key >> 10, poor) & decided.remittance_lines.denial_policy.is_missing
    )
    asked = mine.deductible_amount + mine.coinsurance_amount + mine.copayment_amount
    medicare = np.isin(
        mine.claim_key, claims.claims.claim_key[claims.claims.payer_code.isin(["medicare_part_b", "silverleaf_hmo"])]
    )
    assert medicare.sum() > 20 and not asked[medicare].any()
    assert not made[1].copayment_collected_amount[np.isin(made[1].patient_key, poor)].any()


@pytest.fixture(scope="module")
def with_supplement():
    """A visit paid by Medicare whose share a supplement takes over."""
    for variant in range(12):
        folk, visit = draw_case(
            11, "hypertension_kidney", payer="medicare_part_b", second="lantern_medigap", variant=variant
        )
        claims = bill(visit, truth_work(visit), folk)
        claims, decided = with_next_payers(claims, answer(claims, folk), folk)
        if len(claims.claims) == 2:
            return folk, visit, claims, decided
    raise AssertionError("no such visit")


def test_a_correction_goes_on_again_and_takes_the_former_answers_back(with_supplement):
    folk, visit, claims, decided = with_supplement
    first = int(claims.claims.claim_key[0])
    again = correct(claims, first, "reopening", {"line.1.procedure_code": "99213"})
    after, told = with_next_payers(again, answer(again, folk), folk)
    heads = after.claims.rows()
    assert [row["payer_sequence_code"] for row in heads] == ["P", "S", "P", "S"]
    assert (
        heads[3]["follows_claim_key"] == heads[2]["claim_key"]
        and heads[3]["replaces_claim_key"] == heads[1]["claim_key"]
    )
    taken_back = {row["claim_key"] for row in told.remittance_lines.rows() if row["is_reversal"]}
    assert taken_back == {heads[0]["claim_key"], heads[1]["claim_key"]}
    assert unbalanced(told.remittance_lines, told.adjustments) == 0 and balances(post(visit, after, told))["payer"] == 0


def test_a_correction_that_leaves_nothing_takes_the_next_payer_s_money_back_too(with_supplement):
    """The wellness visit is paid in full: what the supplement paid on the former claim no longer holds."""
    folk, visit, claims, decided = with_supplement
    first = int(claims.claims.claim_key[0])
    again = correct(
        claims,
        first,
        "reopening",
        {"line.1.procedure_code": "G0439", "line.1.hcpcs_modifier_1": None, "claim.diagnosis_code_1": "Z00.00"},
    )
    after, told = with_next_payers(again, answer(again, folk), folk)
    last = int(after.claims.claim_key[-1])
    assert (
        after.claims.replaces_claim_key[-1] == claims.claims.claim_key[1]
        and not told.remittance_lines.take(told.remittance_lines.claim_key == last).paid_amount.any()
    )
    assert {row["claim_key"] for row in told.remittance_lines.rows() if row["is_reversal"]} == set(
        claims.claims.claim_key.tolist()
    )
    assert unbalanced(told.remittance_lines, told.adjustments) == 0


def test_a_journey_shows_what_the_patient_owes_after_all_payers(with_supplement):
    folk, visit = with_supplement[:2]
    shown = view(journey(folk, visit, truth_work(visit), truth_work(visit)))
    [second] = shown["next_payers"]
    assert second["payer"] == "Lantern Medigap" and second["is_crossover"]
    assert shown["money"]["patient"] == second["patient_amount"] == shown["balances"]["patient"] and shown["balance_ok"]
    money = next(stop for stop in shown["path"] if stop["key"] == "money")
    assert any("Lantern Medigap" in line for line in money["detail"])


def test_the_form_names_the_second_plan(with_supplement):
    from sim.billing.claims.corrections import one
    from sim.billing.claims.form import form

    folk, visit, claims, _ = with_supplement
    boxes = form(*one(claims, int(claims.claims.claim_key[0]))[:2], folk)
    second = folk.coverages.take(
        (folk.coverages.coverage_order == 2) & (folk.coverages.patient_key == visit.patient_key[0])
    ).rows()[0]
    assert (
        boxes["9a"] == second["member_id"]
        and boxes["9d"].startswith("Lantern Medigap")
        and boxes["11d"] == "yes"
        and boxes["9"]
    )
