import numpy as np
import pytest

from sim.clinic.people.people import people
from sim.clinic.scenarios.library import scenario
from sim.clinic.visits.distinct_visits import settings
from sim.clinic.visits.encounters import encounters
from sim.clinic.visits.trap_changes import applicable, applicable_to_row, mistaken, mistaken_in
from sim.clinic.visits.truth import perfect, perfect_in, truth
from sim.ground.coded import Coded
from sim.payer.rulebook.payers import payers


@pytest.fixture(scope="module")
def visits():
    return encounters(11, people(11, np.arange(1, 1500)))


def test_a_setting_stands_for_all_visits_that_have_it_whoever_pays(visits):
    for name in visits.scenario.pool:
        one, rows = scenario(name), np.flatnonzero(visits.scenario == name)[:4]
        mine = visits.take(np.tile(rows, len(payers())))
        mine = mine.with_columns(payer_code=Coded.of(np.repeat(np.array([*payers()]), len(rows))))
        unique = settings(mine, one, np.arange(len(mine)))
        for row, place in zip(mine.rows(), unique.place, strict=True):
            setting = unique.settings[place]
            assert perfect_in(one, setting) == perfect(truth(one, row)), (name, row)


def test_the_mistakes_of_a_setting_are_those_of_its_visits(visits):
    for name in visits.scenario.pool:
        one, rows = scenario(name), np.flatnonzero(visits.scenario == name)[:3]
        unique = settings(visits, one, rows)
        for row, place in zip(visits.take(rows).rows(), unique.place, strict=True):
            setting = unique.settings[place]
            for trap in applicable_to_row(one, row):
                assert trap in applicable(one, setting, unique.previous[place]), (name, trap.error)
                assert mistaken_in(one, setting, trap) == mistaken(one, row, trap), (name, trap.error)


@pytest.mark.parametrize(
    "name, first, second, are_alike",
    [
        ("cough_and_fever", "acme_ppo", "boxwood_hdhp", True),
        ("screening_colon", "acme_ppo", "medicare_part_b", False),  # one wants 33, the other PT and a G code
        ("asked_for_an_opinion", "acme_ppo", "medicare_part_b", False),  # one takes consultations
    ],
)
def test_payers_share_a_setting_only_where_nothing_is_asked_of_who_they_are(visits, name, first, second, are_alike):
    row = np.flatnonzero(visits.scenario == name)[:1]
    both = visits.take(np.repeat(row, 2)).with_columns(payer_code=Coded.of([first, second]))
    assert (len(settings(both, scenario(name), np.arange(2)).settings) == 1) == are_alike
