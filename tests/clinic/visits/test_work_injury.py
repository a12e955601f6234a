"""An injury at work: another payer for this visit only, the boxes that say so, and what becomes of the claim at the
health plan.
"""

import numpy as np
import pytest

from sim.billing.answers.payer_answer import answer
from sim.billing.claims.claim import bill
from sim.billing.visit.journey import journey
from sim.billing.visit.journey_view import view
from sim.clinic.visits.case import draw_case
from sim.clinic.practice.clinics import clinic
from sim.clinic.visits.encounters import encounters
from sim.clinic.visits.stated_history import with_history
from sim.clinic.people.people import people
from sim.clinic.scenarios.library import parse, scenario
from sim.clinic.visits.truth import truth_work
from sim.clinic.visits.work_injury import with_work_injuries
from sim.coding.coder import with_mistake
from sim.ground.errors import CleanClaimError
from sim.ground.keys import coverage_before

NAME = "cut_at_work"


@pytest.fixture(scope="module")
def drawn():
    return draw_case(7, NAME)


def test_the_employers_insurer_is_the_payer_of_this_visit_and_the_health_plan_stays_beside_it(drawn):
    folk, visit = drawn
    mine = {
        row["coverage_key"]: row
        for row in folk.coverages.take(folk.coverages.patient_key == visit.patient_key[0]).rows()
    }
    work, own = mine[visit.coverage_key[0]], mine[coverage_before(visit.coverage_key[0])]
    assert (visit.payer_code[0], work["payer_code"]) == ("anvil_workcomp",) * 2 and own["payer_code"] in [
        one.code for one in clinic("prairie").payers
    ]
    assert (
        work["coverage_start_date"] == visit.work_injury_date[0].item()
        and work["coverage_end_date"] == visit.service_date[0].item()
    )
    assert work["member_id"].startswith("WCS") and (np.diff(folk.coverages.coverage_key) > 0).all()
    assert visit.copayment_collected_amount[0] == 0


def test_the_claim_says_that_it_was_work_and_when_and_is_paid_in_full(drawn):
    folk, visit = drawn
    claims = bill(visit, truth_work(visit), folk)
    head, told = claims.claims.rows()[0], answer(claims, folk)
    assert head["is_employment_related"] and head["onset_date"] == visit.work_injury_date[0].item()
    assert (
        not told.adjustments.is_denial.any()
        and told.remittance_lines.patient_responsibility_amount.sum() == 0 < told.remittance_lines.paid_amount.sum()
    )


@pytest.mark.parametrize(
    "error, policy, remedy",
    [
        ("work-injury-to-health-plan", "injury_case", "R_OTHERPAYER"),
        ("missing-accident-date", "not_a_work_injury", "R_CORR"),
    ],
)
def test_what_goes_wrong_is_refused_and_can_be_mended(drawn, error, policy, remedy):
    folk, visit = drawn
    trap = next(one for one in scenario(NAME).traps if one.error == error)
    work = truth_work(visit)
    made = journey(folk, with_mistake(visit, trap.number), work, work)
    assert (
        [one.problem.policy for one in made.causes] == [policy]
        and made.repair.remedy == remedy
        and view(made)["repair"]["brings_amount"] > 0
    )


def test_in_bulk_only_these_visits_have_the_insurer_and_telling_twice_changes_nothing():
    folk = people(3, np.arange(1, 3000))
    visits = encounters(3, folk)
    hurt = ~np.isnat(visits.work_injury_date)
    assert (
        hurt.any()
        and np.array_equal(hurt, visits.scenario == NAME)
        and np.array_equal(hurt, visits.payer_code == "anvil_workcomp")
    )
    again = with_work_injuries(visits, (scenario(NAME),))
    assert again.rows() == visits.rows()
    added = len(with_history(folk, visits).coverages) - len(folk.coverages)
    assert added == len(np.unique(visits.coverage_key[hurt]))


def test_an_injury_that_happens_only_sometimes_is_refused(tmp_path):
    path = tmp_path / "data" / "scenarios" / "urgent_care" / "sometimes.toml"
    path.parent.mkdir(parents=True)
    text = open(scenario(NAME).path, encoding="utf-8").read()
    path.write_text(text.replace('kind = "work injury"', 'kind = "work injury"\nwhen = "side.left"'), encoding="utf-8")
    with pytest.raises(CleanClaimError, match="work injury"):
        parse(path, "urgent care")
