"""A clinic's period: the same every time, with the mistakes that were asked for, and books that balance."""

import pytest

from sim.billing.books.ledger_entries import balances
from sim.billing.bulk.pipeline import unbalanced
from sim.ground.editions import service_dates
from sim.learn.exercises.case import draw
from sim.learn.exercises.clinic_period import Staff, clinic_period

NAME = "denial_01_knee"


@pytest.mark.parametrize("staff", [Staff("perfect"), Staff("novice"), Staff("expert", ("late-submission",), 100)])
def test_the_books_balance_whoever_works(staff):
    made = clinic_period(draw(NAME), 60, staff)
    answers = made.cycle.answers
    assert len(made.visits.encounters) == 60
    assert unbalanced(answers.decided.remittance_lines, answers.decided.adjustments) == 0
    assert sum(balances(made.cycle.books.ledger).values()) == 0
    days, window = made.visits.encounters.service_date, service_dates()
    assert days.min() >= window.first and days.max() <= window.last


def test_mistakes_that_were_asked_for_are_made_beside_the_staffs_own():
    case = draw(NAME)
    plain, more = (clinic_period(case, 120, Staff("expert", errors, 100)) for errors in ((), ("missing-clia-number",)))
    before, after = (made.visits.encounters.mistake.texts().tolist() for made in (plain, more))
    assert before.count("missing-clia-number") < after.count("missing-clia-number")
    assert all(new == old for old, new in zip(before, after) if old), "a visit keeps the mistake it had"
    assert {new for old, new in zip(before, after) if old != new} == {"missing-clia-number"}


def test_a_planted_mistake_of_a_coder_changes_what_was_coded():
    case = draw(NAME)
    plain, more = (clinic_period(case, 120, Staff("perfect", errors, 100)) for errors in ((), ("wrong-pointer",)))
    assert len(plain.visits.work.services) == len(more.visits.work.services)
    wrong = more.visits.encounters.encounter_key[more.visits.encounters.mistake == "wrong-pointer"]
    assert len(wrong)
    pointers = [made.visits.work.services.diagnosis_pointer_1 for made in (plain, more)]
    assert (pointers[0] != pointers[1]).any()


def test_variants_differ_and_repeat():
    first, again, other = (clinic_period(draw(NAME, variant), 40, Staff()) for variant in (1, 1, 2))
    assert first.visits.encounters.encounter_key.tolist() == again.visits.encounters.encounter_key.tolist()
    assert first.cycle.books.ledger.amount.tolist() != other.cycle.books.ledger.amount.tolist()
