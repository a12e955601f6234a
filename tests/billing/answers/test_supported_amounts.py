"""Supported, not paid: what the record's own claim would bring, line by line."""

import numpy as np

from sim.billing.answers.supported_amounts import OUTCOMES, money, needs_truth, outcomes, supported


def test_perfect_work_supports_exactly_what_is_paid(block):
    from sim.billing.answers.supported_amounts import filled_in, supported
    from sim.billing.claims.claim import bill
    from sim.clinic.visits.truth import truth_work
    from sim.ground.coded import Coded
    from sim.payer.engine.engine import adjudicate

    folk, visits = block
    visits = visits.with_columns(coder=Coded.constant("perfect", len(visits)))
    truth = truth_work(visits)
    claims = bill(visits, truth, folk)
    decided = adjudicate(claims.claims, claims.lines, folk.coverages, folk.prior_services)
    decided = filled_in(decided, supported(visits, truth, claims, decided, folk))
    answers = decided.remittance_lines
    assert (answers.supported_amount == answers.paid_amount).all()
    assert money(claims.claims, decided) == (0, 0)
    # the short cut is no other answer: a second run of every visit says the same
    few = np.arange(len(visits)) < 150
    assert (supported(visits, truth, claims, decided, folk, needs=few).amount == answers.paid_amount).all()


def test_every_mistake_has_its_second_run(novice):
    found = supported(novice.encounters, novice.truth, novice.claims, novice.decided, novice.people)
    wrong = novice.encounters.encounter_key[needs_truth(novice.encounters)]
    assert len(wrong) > 50
    assert set(found.truth.encounter_key.tolist()) == set(wrong.tolist())
    told = found.truth.paid_amount.sum()
    answers = novice.decided.remittance_lines
    mine = np.isin(answers.claim_key >> 4, wrong)
    assert told == answers.supported_amount[mine].sum() + found.missing.supported_amount.sum()


def test_a_visit_alone_has_the_same_supported_amounts_as_in_the_block(novice):
    """One by one equals together, where the household has but this visit."""
    from sim.billing.visit.journey import journey

    visits = novice.encounters
    count = dict(zip(*np.unique(visits.household_key, return_counts=True)))
    rows = [row for row in np.flatnonzero(needs_truth(visits)) if count[visits.household_key[row]] == 1][:12]
    assert rows
    for row in rows:
        visit = visits.take(np.array([row]))
        mine, truth = (
            type(work)(*(table.take(table.encounter_key == visit.encounter_key[0]) for table in work))
            for work in (novice.work, novice.truth)
        )
        alone = journey(novice.people, visit, mine, truth).decided.remittance_lines
        together = novice.decided.remittance_lines.take(
            novice.decided.remittance_lines.claim_key >> 4 == visit.encounter_key[0]
        )
        assert alone.rows() == together.rows()


def test_outcomes_are_four(novice):
    answers = novice.decided.remittance_lines
    kinds = outcomes(answers)
    assert set(np.unique(kinds.texts())) == set(OUTCOMES)
    assert (answers.paid_amount[kinds == "rightly not paid"] == 0).all()
    assert (
        answers.supported_amount[kinds == "not paid but owed"] > answers.paid_amount[kinds == "not paid but owed"]
    ).all()


def test_the_two_numbers_never_cancel(visit_of):
    from sim.billing.visit.journey import journey
    from sim.billing.visit.journey_view import view

    case = visit_of("rhinitis_problem_list", "medicaidcare", "level-too-high")
    high = view(journey(case.people, case.encounters, case.work, case.truth))["money"]
    case = visit_of("rhinitis_problem_list", "medicaidcare", "level-too-low")
    low = view(journey(case.people, case.encounters, case.work, case.truth))["money"]
    assert high["owed_not_paid"] == 0 < high["paid_not_supported"]
    assert low["paid_not_supported"] == 0 < low["owed_not_paid"]
