"""Several visits for an exercise: different households, few days, the mistakes and second payers asked for."""

from dataclasses import replace

import numpy as np
import pytest

from sim.clinic.visits.several_visits import Asked, draw_month, draw_visits
from sim.ground.errors import CleanClaimError

FOUR = Asked(4, ("sore_throat", "pink_eye", "knee_injection"), "acme_ppo", days=5)


@pytest.mark.parametrize("variant", range(1, 6))
def test_visits_are_of_different_households_and_lie_close_together(variant):
    visits = draw_visits(3, FOUR, variant).encounters
    assert len(set(visits.household_key.tolist())) == 4
    assert set(visits.payer_code.texts().tolist()) == {"acme_ppo"}
    assert visits.service_date.max() - visits.service_date.min() < np.timedelta64(5, "D")
    assert (np.diff(visits.encounter_key) > 0).all()
    assert len(set(visits.scenario.texts().tolist())) == 3  # in turn


def test_the_same_arguments_give_the_same_visits_and_another_variant_gives_others():
    one, again, other = (draw_visits(3, FOUR, variant).encounters for variant in (1, 1, 2))
    assert one.rows() == again.rows()
    assert not set(one.encounter_key.tolist()) & set(other.encounter_key.tolist())


def test_people_are_the_households_of_the_visits():
    drawn = draw_visits(3, FOUR, 1)
    assert set(drawn.people.patients.household_key.tolist()) == set(drawn.encounters.household_key.tolist())
    assert np.isin(drawn.encounters.coverage_key, drawn.people.coverages.coverage_key).all()


def test_mistakes_choices_and_second_payers_are_as_asked():
    asked = Asked(4, ("knee_injection",), "medicare_part_b", (("pressure", "managed"),), second="supplement", seconds=1)
    drawn = draw_visits(5, replace(asked, mistakes=("missing-modifier-25",)), 2)
    assert sorted(drawn.traps.tolist())[:3] == [0, 0, 0] and drawn.traps.max() > 0
    assert all("pressure=managed" in text for text in drawn.encounters.choices.texts())
    several = drawn.people.coverages.patient_key[drawn.people.coverages.coverage_order > 1]
    assert np.isin(drawn.encounters.patient_key, several).sum() == 1


def test_who_asks_for_the_impossible_is_told_what_to_change():
    with pytest.raises(CleanClaimError, match="ask for fewer claims"):
        draw_visits(3, replace(FOUR, mistakes=("never-heard-of",)), 1)
    with pytest.raises(CleanClaimError, match="ask for fewer"):
        draw_month(3, 100_000)


@pytest.mark.parametrize("variant", range(1, 5))
def test_some_visits_may_lie_weeks_before_the_others(variant):
    asked = replace(FOUR, scenarios=("pink_eye", "sore_throat"), earlier=("level-too-high",), earlier_days=35)
    drawn = draw_visits(3, asked, variant)
    days = np.sort(drawn.encounters.service_date)
    assert days[1] - days[0] >= np.timedelta64(35, "D") and days[-1] - days[1] < np.timedelta64(5, "D")
    first = int(np.argmin(drawn.encounters.service_date))
    assert drawn.traps[first] > 0 and not np.delete(drawn.traps, first).any()
