"""The scrub finds what a form lacks, and asks the payer's policies early; a right claim has no finding."""

import numpy as np
import pytest

from sim.billing.claims.claim import bill
from sim.billing.claims.corrections import with_changes
from sim.billing.claims.scrub import scrub
from sim.clinic.practice.clinics import clinic

GROUP = clinic("prairie").npi


@pytest.fixture(scope="module")
def knee(visit_of):
    case = visit_of("knee_injection", "acme_ppo")
    return case, bill(case.encounters, case.work, case.people)


def test_right_claims_have_no_findings(block):
    from sim.clinic.visits.truth import truth_work

    folk, visits = block
    claims = bill(visits, truth_work(visits), folk)
    found = scrub(*claims[:2], folk)
    assert not len(found), found.take(np.arange(min(5, len(found)))).rows()


@pytest.mark.parametrize(
    "changes,box,line",
    [
        ({"claim.member_id": ""}, "1a", 0),
        ({"claim.patient_birth_date": None}, "3", 0),
        ({"claim.diagnosis_code_1": ""}, "21A", 0),
        ({"line.1.service_unit_quantity": 0}, "24G", 1),
        ({"line.2.rendering_npi": ""}, "24J", 2),
        ({"line.1.rendering_npi": "2000000001"}, "24J", 1),
        ({"line.1.rendering_npi": "3000000000"}, "24J", 1),
        ({"line.1.rendering_npi": GROUP}, "24J", 1),
        ({"claim.referring_npi": GROUP}, "17b", 0),
        ({"line.1.diagnosis_pointer_1": 9}, "24E", 1),
        ({"line.1.place_of_service_code": ""}, "24B", 1),
        ({"claim.total_charge_amount": 100, "line.1.charge_amount": 5000}, "28", 0),
    ],
)
def test_a_defect_is_found_at_its_box(knee, changes, box, line):
    case, claims = knee
    wrong = with_changes(claims, changes)
    found = scrub(*wrong[:2], case.people).rows()
    assert (box, line) in {(row["box"], row["claim_line_number"]) for row in found}
    assert all("to do" in row["message"] for row in found)
    assert (scrub(*wrong[:2], case.people).severity == "error").any()


def test_the_payers_eligibility_is_asked_early(visit_of):
    case = visit_of("back_strain_new_plan", "acme_ppo", "coverage-not-verified")
    claims = bill(case.encounters, case.work, case.people)
    assert ("1a", "member_not_eligible") in {
        (row["box"], row["finding"]) for row in scrub(*claims[:2], case.people).rows()
    }


def test_a_held_claim_is_not_sent(knee, hold):
    held = hold(knee[1])
    assert np.isnat(held.claims.submitted_date).all() and np.isnat(held.claims.received_date).all()


@pytest.mark.parametrize("wrong", ["3000000000", "1234567894", "12345678٣3", "x"])
def test_the_groups_npi_is_checked_as_everywhere(knee, wrong):
    case, claims = knee
    found = scrub(*with_changes(claims, {"claim.billing_npi": wrong})[:2], case.people)
    assert ("33a", "npi-form") in {(row["box"], row["finding"]) for row in found.rows()}
