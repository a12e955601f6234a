"""Stories that would reach into each other's time are not given to one patient."""

from collections import Counter

import numpy as np
import pytest

from sim.clinic.people.people import people
from sim.clinic.scenarios.library import scenario
from sim.clinic.visits.encounters import encounters
from sim.clinic.visits.stories_apart import is_yearly, kept_apart, stands_alone

SEED = 5


@pytest.fixture(scope="module")
def visits():
    return encounters(SEED, people(SEED, np.arange(1, 3001)))


def stories(visits, holds):
    return visits.take([holds(scenario(name)) for name in visits.scenario.texts()])


def test_who_has_a_major_operation_has_no_other_visit(visits):
    count = Counter(visits.patient_key.tolist())
    operated = stories(visits, stands_alone)
    assert len(operated) > 20 and {count[key] for key in operated.patient_key.tolist()} == {1}


def test_nobody_has_two_visits_that_are_paid_once_a_year_while_there_is_another_story(visits):
    yearly = stories(visits, is_yearly)
    twice = [key for key, count in Counter(yearly.patient_key.tolist()).items() if count > 1]
    grown = set(visits.patient_key[visits.patient_age >= 18].tolist())
    assert len(yearly) > 100 and len(twice) < len(yearly) / 200 and not grown & set(twice)


def test_an_operation_of_the_past_and_one_that_a_calculator_answers_count():
    library = tuple(map(scenario, ("broken_wrist", "after_the_scope", "back_in_the_room", "sore_throat")))
    assert kept_apart(library)[0].tolist() == [True, True, True, False]
