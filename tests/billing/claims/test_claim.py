"""The claim says what was registered and coded; the biller's mistakes change it where the trap says."""

import numpy as np

from sim.billing.claims.claim import bill, clean, long_diagnoses
from sim.billing.claims.claim_tables import DIAGNOSIS_COLUMNS
from sim.billing.claims.submission import claim_key_of, payer_claim_number
from sim.ground.dictionary import columns_of
from sim.ground.joins import find_rows
from sim.reference.charge_master import charges


def test_every_billable_visit_has_one_claim_with_its_lines(block):
    from sim.clinic.visits.truth import truth_work

    folk, visits = block
    work = truth_work(visits)
    claims = bill(visits, work, folk)
    assert list(claims.claims.columns) == list(columns_of("claims")) and list(claims.lines.columns) == list(
        columns_of("claim_lines")
    )
    assert len(claims.lines) == len(work.services)
    assert (np.diff(claims.claims.claim_key) > 0).all()
    head = find_rows(claims.claims.claim_key, claims.lines.claim_key)
    assert (np.bincount(head, weights=claims.lines.charge_amount) == claims.claims.total_charge_amount).all()
    unit = np.array([charges([code])[0] for code in claims.lines.procedure_code.texts()])
    assert (claims.lines.charge_amount == unit * claims.lines.service_unit_quantity).all()
    assert (claims.claims.submitted_date < claims.claims.received_date).all()
    lag = (claims.claims.submitted_date[head] - claims.lines.service_date).astype(int)
    assert lag.min() >= 1 and lag.max() <= 4


def test_diagnoses_go_wide_and_back(block):
    from sim.clinic.visits.truth import truth_work

    folk, visits = block
    work = truth_work(visits)
    claims = clean(visits, work, folk)
    long = long_diagnoses(claims.claims)
    assert len(long) == len(work.diagnoses)
    assert long.diagnosis_code.texts().tolist() == work.diagnoses.diagnosis_code.texts().tolist()
    pointer = claims.lines.diagnosis_pointer_1
    assert (pointer >= 1).all()
    filled = np.stack([~claims.claims[name].is_missing for name in DIAGNOSIS_COLUMNS], axis=1)
    assert filled[find_rows(claims.claims.claim_key, claims.lines.claim_key), pointer - 1].all()


def test_one_by_one_equals_together(block):
    from sim.clinic.visits.truth import truth_work

    folk, visits = block
    together = bill(visits, truth_work(visits), folk)
    for row in range(0, len(visits), 97):
        visit = visits.take(np.array([row]))
        alone = bill(visit, truth_work(visit), folk)
        mine = together.claims.take(together.claims.encounter_key == visit.encounter_key[0])
        assert alone.claims.rows() == mine.rows()


def test_the_claim_follows_the_registered_coverage(visit_of):
    case = visit_of("back_strain_new_plan", "acme_ppo", "coverage-not-verified")
    claim = bill(case.encounters, case.work, case.people).claims.rows()[0]
    assert claim["coverage_key"] == case.encounters.registered_coverage_key[0] != case.encounters.coverage_key[0]


def test_a_laboratory_test_takes_the_certificate_along(visit_of):
    with_test = visit_of("sore_throat", "acme_ppo")
    assert bill(with_test.encounters, with_test.work, with_test.people).claims.clia_number[0]
    without = visit_of("knee_injection", "acme_ppo")
    assert not bill(without.encounters, without.work, without.people).claims.clia_number[0]


def test_sent_twice_adds_a_claim_and_nothing_else(visit_of):
    case = visit_of("b12_injection", "acme_ppo", "sent-twice")
    twice, once = bill(case.encounters, case.work, case.people), clean(case.encounters, case.work, case.people)
    first, copy = twice.claims.rows()
    assert (first, copy["claim_key"], copy["claim_frequency_code"]) == (
        once.claims.rows()[0],
        first["claim_key"] + 1,
        "1",
    )
    assert len(twice.lines) == 2 * len(once.lines)


def test_late_means_past_the_limit(visit_of):
    for payer in ("acme_ppo", "medicare_part_b"):
        case = visit_of("hypertension_kidney", payer, "late-submission")
        late, once = (
            bill(case.encounters, case.work, case.people).claims,
            clean(case.encounters, case.work, case.people).claims,
        )
        assert (late.submitted_date - once.submitted_date).astype(int)[0] > 85
        assert (
            late.drop("submitted_date", "received_date").rows() == once.drop("submitted_date", "received_date").rows()
        )


def test_payers_numbers_are_read_back_and_others_refused():
    assert claim_key_of(payer_claim_number(10421600256)) == 10421600256
    for text in ("", "P", "P0000018433", "P0000018433-9", "P-3", "18433", "P" + "9" * 30 + "-1", "P٣-1"):
        assert claim_key_of(text) == -1, text
