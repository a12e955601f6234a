"""A request for approval is decided by the payer's written criteria and days; an approval is what the engine then takes
on the claim.
"""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from sim.ground.errors import CleanClaimError
from sim.ground.table import Table
from sim.payer.asked.prior_authorization import Request, criteria, decide, needs
from sim.payer.rulebook.payers import payers

DAY = np.datetime64
SPANS = Table.from_rows(
    "coverages",
    [
        {
            "coverage_key": 128 + place,
            "patient_key": 16,
            "payer_code": payer,
            "plan_code": plan,
            "member_id": "A1",
            "subscriber_patient_key": 16,
            "coverage_start_date": "2025-01-01",
            "coverage_end_date": "2026-12-31",
        }
        for place, (payer, plan) in enumerate(
            (("acme_ppo", "ppo_500"), ("silverleaf_hmo", "hmo"), ("boxwood_hdhp", "hdhp_2000"))
        )
    ],
)
KNEE = ("imaging_shows_disease", "conservative_care_three_months", "steroid_injection_failed")
ASK = Request(16, "acme_ppo", "J7325", 48, ("M17.11",), DAY("2026-06-20"), DAY("2026-06-01"), facts=KNEE)


def test_all_criteria_met_is_approved_and_each_one_missing_is_not():
    assert decide(ASK, SPANS).decision == "approved"
    for fact in KNEE:
        some = ASK._replace(facts=tuple(one for one in KNEE if one != fact))
        assert decide(some, SPANS, "2026-06-02").decision == "pended" and decide(some, SPANS).decision == "denied"
        assert needs()[fact]["label"] in decide(some, SPANS).reason and decide(some, SPANS).missing == (fact,)


def test_facts_sent_in_time_turn_a_pended_request_into_an_approval():
    again = ASK._replace(sent_again=DAY("2026-06-12"))
    assert (decide(again, SPANS).decision, str(decide(again, SPANS).decided_date)) == ("approved", "2026-06-12")
    assert decide(again._replace(facts=KNEE[:2]), SPANS).decision == "denied"


def test_another_diagnosis_is_denied_with_the_criterion():
    answer = decide(ASK._replace(diagnoses=("M25.561",)), SPANS)
    assert answer.decision == "denied" and "M17" in answer.reason and answer.cite
    assert answer.rows.decision_code[0] == "denied"


@pytest.mark.parametrize(
    "payer, code, expedited, asked, days",
    [
        ("silverleaf_hmo", "J7321", False, "2026-06-01", 7),
        ("silverleaf_hmo", "J7321", True, "2026-06-01", 3),
        ("silverleaf_hmo", "J7321", False, "2025-12-31", 14),
        ("acme_ppo", "J7325", False, "2026-06-01", 15),
        ("acme_ppo", "J7325", True, "2026-06-01", 3),
    ],
)
def test_the_days_to_decide(payer, code, expedited, asked, days):
    answer = decide(
        ASK._replace(payer_code=payer, procedure_code=code, is_expedited=expedited, requested_date=DAY(asked)), SPANS
    )
    assert answer.due_date - DAY(asked) == days and answer.decided_date <= answer.due_date


def test_after_the_service_only_within_the_payers_days():
    from sim.ground.params import param_value

    limit = param_value("retro_authorization_limit", "acme_ppo", "2026-06-01")
    done = ASK._replace(service_date=DAY("2026-06-01"))
    assert decide(done._replace(requested_date=DAY("2026-06-01") + limit), SPANS).decision == "approved"
    late = decide(done._replace(requested_date=DAY("2026-06-02") + limit), SPANS)
    assert late.decision == "denied" and "too late" in late.reason


def test_no_coverage_no_approval_and_a_service_off_the_list_needs_none():
    assert decide(ASK._replace(service_date=DAY("2027-01-01")), SPANS).decision == "denied"
    assert decide(ASK._replace(procedure_code="99213"), SPANS).decision == "not needed"


def test_an_approval_is_taken_on_the_claim_up_to_its_units():
    from sim.payer.engine.engine import adjudicate

    answer = decide(ASK._replace(units=60), SPANS)
    assert answer.rows.service_unit_quantity[0] == 48 and "approved 48" in answer.reason
    head = {
        "claim_key": 16384,
        "household_key": 1,
        "patient_key": 16,
        "payer_code": "acme_ppo",
        "coverage_key": 128,
        "member_id": "A1",
        "billing_npi": "2066719842",
        "specialty_code": "family medicine",
        "diagnosis_code_1": "M17.11",
        "patient_birth_date": "1980-05-05",
        "patient_sex_code": "F",
        "claim_frequency_code": "1",
        "received_date": "2026-06-22",
        "total_charge_amount": 90_000,
    }
    line = {
        "claim_key": 16384,
        "claim_line_number": 1,
        "service_date": "2026-06-20",
        "procedure_code": "J7325",
        "diagnosis_pointer_1": 1,
        "charge_amount": 90_000,
        "rendering_npi": "2400315778",
        "place_of_service_code": "11",
    }
    for number, units, denied in (
        (answer.number, 48, False),
        (answer.number, 49, True),
        ("PA00000000", 48, True),
        (None, 48, True),
    ):
        told = adjudicate(
            Table.from_rows("claims", [{**head, "prior_authorization_number": number}]),
            Table.from_rows("claim_lines", [{**line, "service_unit_quantity": units}]),
            SPANS,
            records={"authorizations": answer.rows},
        )
        assert (told.remittance_lines.denial_policy[0] in ("authorization_missing", "approval_exceeded")) == denied, (
            number,
            units,
        )


@given(
    st.sets(st.sampled_from(sorted(needs()))),
    st.integers(-30, 60),
    st.sampled_from(("M17.11", "M25.561", "")),
    st.integers(0, 80),
)
def test_an_answer_follows_from_the_request_and_says_why(facts, before, diagnosis, after):
    ask = ASK._replace(
        facts=tuple(sorted(facts)),
        requested_date=ASK.service_date - before,
        diagnoses=(diagnosis,) if diagnosis else (),
    )
    answer = decide(ask, SPANS, ask.requested_date + after)
    assert answer == answer and answer.decision in ("approved", "denied", "pended") and answer.reason
    if answer.decision == "approved":
        assert set(KNEE) <= facts and diagnosis == "M17.11" and before >= -14
    assert answer.number == decide(ask, SPANS).number


def test_every_need_of_every_payer_is_in_the_closed_list_and_bad_requests_are_said():
    for payer in payers().values():
        for row in payer.sections["authorization"]:
            assert set(row.get("needs", ())) <= set(needs()), payer.code
            assert criteria(payer, row["codes"][0]) is not None
    for wrong in (
        ASK._replace(facts=("magic",)),
        ASK._replace(units=0),
        ASK._replace(payer_code="nobody"),
        ASK._replace(service_date=DAY("NaT")),
    ):
        with pytest.raises(CleanClaimError):
            decide(wrong, SPANS)
