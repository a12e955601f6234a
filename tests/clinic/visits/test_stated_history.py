"""What happened before the visit: authorizations and facts reach the payer, services the history."""

import numpy as np

from sim.billing.answers.payer_answer import answer
from sim.billing.claims.claim import bill
from sim.clinic.visits.case import draw_case
from sim.clinic.visits.stated_history import with_history
from sim.clinic.scenarios.library import scenario
from sim.clinic.visits.truth import truth_work
from sim.coding.coder import code, with_mistake
from sim.ground.coded import Coded


def test_the_authorization_of_the_story_is_known_to_the_payer_with_code_units_and_span():
    folk, visit = draw_case(7, "hyaluronan_authorization", payer="acme_ppo")
    known = folk.authorizations.rows()
    assert [row["authorization_number"] for row in known] == visit.prior_authorization_number.texts().tolist() != [""]
    assert (
        known[0]["procedure_code"] == "J7325"
        and known[0]["service_unit_quantity"] == 48
        and known[0]["decision_code"] == "approved"
    )
    assert known[0]["start_date"] <= visit.service_date[0].item() <= known[0]["end_date"]
    assert folk.records()["authorizations"] is folk.authorizations


def test_with_it_the_true_claim_is_paid_and_without_it_it_is_not():
    folk, visit = draw_case(7, "hyaluronan_authorization", payer="acme_ppo")
    coded, work = code(7, visit, "perfect")
    claims = bill(coded, work, folk)
    assert not answer(claims, folk).adjustments.is_denial.any()
    nobody_asked = folk._replace(authorizations=folk.authorizations.take(np.zeros(0, int)))
    assert "authorization_missing" in answer(claims, nobody_asked).adjustments.policy.texts()


def test_a_history_is_told_once():
    folk, visit = draw_case(7, "hyaluronan_authorization", payer="acme_ppo")
    assert len(truth_work(visit).services) and len(with_history(folk, visit).authorizations) == 2 * len(
        folk.authorizations
    )


def test_a_fact_of_the_story_holds_on_the_day_of_the_visit_and_decides_the_claim():
    folk, visit = draw_case(7, "under_hospice", choices={"reason": "apart"})
    day = visit.service_date[0].item()
    assert [
        (row["fact"], row["start_date"], row["end_date"])
        for row in folk.member_facts.rows()
        if row["fact"] == "hospice"
    ] == [("hospice", day, day)]
    coded, work = code(7, visit, "perfect")
    claims = bill(coded, work, folk)
    assert (
        claims.lines.hcpcs_modifier_1.texts().tolist() == ["GW"]
        and not answer(claims, folk).adjustments.is_denial.any()
    )
    bare = claims._replace(lines=claims.lines.with_columns(hcpcs_modifier_1=Coded.constant("", len(claims.lines))))
    assert answer(bare, folk).adjustments.policy.texts()[0] == "hospice_care"


def test_what_was_done_several_times_is_told_several_times_and_the_payer_counts_it():
    folk, visit = draw_case(7, "back_needles", payer="medicare_part_b", choices={"visit": "fourteenth"})
    before = folk.prior_services.take(folk.prior_services.specialty_code == "acupuncture")
    assert ((visit.service_date[0] - before.service_date).astype(int) == np.arange(78, 0, -6)).all()
    coded, work = code(7, visit, "perfect")
    claims = bill(coded, work, folk)
    assert claims.lines.hcpcs_modifier_1.texts()[0] == "KX" and not answer(claims, folk).adjustments.is_denial.any()
    bare = claims._replace(lines=claims.lines.with_columns(hcpcs_modifier_1=Coded.constant("", len(claims.lines))))
    assert "acupuncture_limit" in answer(bare, folk).adjustments.policy.texts()


def test_a_referral_reaches_payer_and_claim_and_one_that_was_not_written_down_is_missed():
    folk, visit = draw_case(7, "back_needles", payer="silverleaf_hmo")
    known, number = folk.authorizations.rows()[0], visit.referral_number.texts().tolist()
    assert (
        known["kind_code"] == "referral" and [known["authorization_number"]] == number and number[0].startswith("RFS")
    )
    assert visit.prior_authorization_number.is_missing.all()
    claims = bill(visit, truth_work(visit), folk)
    assert (
        claims.claims.referral_number.texts().tolist() == number
        and not answer(claims, folk).adjustments.is_denial.any()
    )
    trap = next(one for one in scenario("back_needles").traps if one.error == "referral-not-recorded")
    assert (
        "referral_missing"
        in answer(bill(with_mistake(visit, trap.number), truth_work(visit), folk), folk).adjustments.policy.texts()
    )
    assert draw_case(7, "back_needles", payer="acme_ppo")[1].referral_number.is_missing.all()


def test_the_claim_names_the_day_on_which_the_course_of_treatment_began():
    folk, visit = draw_case(7, "back_in_line", payer="medicare_part_b", choices={"aim": "active"})
    claims = bill(visit, truth_work(visit), folk).claims
    assert claims.initial_treatment_date[0] == visit.service_date[0] - np.timedelta64(21, "D")
    folk, visit = draw_case(7, "knee_injection", payer="acme_ppo")
    assert np.isnat(bill(visit, truth_work(visit), folk).claims.initial_treatment_date[0])


def test_a_therapists_claim_names_who_certified_the_plan():
    folk, visit = draw_case(7, "knee_rehab_minutes", payer="medicare_part_b")
    assert bill(visit, truth_work(visit), folk).claims.referring_npi.texts().tolist() == ["2511772032"]


def test_the_claim_of_a_pregnancy_names_the_last_period():
    folk, visit = draw_case(7, "moving_before_birth", choices={"care": "six"})
    claims = bill(visit, truth_work(visit), folk).claims
    assert claims.last_menstrual_date[0] == visit.service_date[0] - np.timedelta64(204, "D")
    folk, visit = draw_case(7, "knee_injection", payer="acme_ppo")
    assert np.isnat(bill(visit, truth_work(visit), folk).claims.last_menstrual_date[0])
