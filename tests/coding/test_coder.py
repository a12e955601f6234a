"""The simulated staff: perfect never errs, the others err by traps at their documented rates, and every mistake is
recorded with its desk.
"""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clinic.visits.trap_changes import mistaken
from sim.clinic.visits.encounters import encounters
from sim.clinic.people.people import people
from sim.clinic.scenarios.library import scenario, scenarios
from sim.clinic.visits.truth import perfect, truth, truth_work
from sim.coding.coder import code, with_mistake
from sim.ground.errors import CleanClaimError
from sim.ground.params import param_value


@pytest.fixture(scope="module")
def visits():
    return encounters(21, people(21, np.arange(1, 1200)))


def rows(table, key):
    return [tuple(row.values())[2:] for row in table.take(table.encounter_key == key).rows()]


def as_sent(work, key):
    return rows(work.diagnoses, key), rows(work.services, key)


def test_a_perfect_coder_sends_the_truth(visits):
    noted, work = code(21, visits, "perfect")
    right = truth_work(visits)
    for sent, true in zip(work, right):
        assert [tuple(row.values())[2:] for row in sent.rows()] == [tuple(row.values())[2:] for row in true.rows()]
        assert set(sent.version.texts()) == {"coded"}
    assert noted.mistake.is_missing.all() and not noted.trap_number.any() and (noted.coder == "perfect").all()


@pytest.mark.parametrize("coder, low, high", [("expert", 0.035, 0.065), ("novice", 0.21, 0.28)])
def test_mistakes_come_at_the_documented_rate(visits, coder, low, high):
    noted, _ = code(21, visits, coder)
    assert low < (noted.trap_number > 0).mean() < high
    assert low < param_value(f"mistake_rate_{coder}", "acme_ppo", "2026-06-01") / 1e6 < high


def test_every_mistake_is_a_trap_of_the_scenario_and_what_was_sent_follows_from_it(visits):
    noted, work = code(21, visits, "novice")
    desks = set()
    for row in noted.take(noted.trap_number > 0).take(np.arange(250)).rows():
        one = scenario(row["scenario"])
        trap = one.traps[row["trap_number"] - 1]
        assert (row["mistake"], row["mistake_at"]) == (trap.error, trap.at)
        wrong = mistaken(one, row, trap)
        diagnoses, services = as_sent(work, row["encounter_key"])
        assert tuple(found for _, found in diagnoses) == wrong.diagnoses
        assert [found[1] for found in services] == [line.code for line in wrong.services]
        assert (wrong == perfect(truth(one, row))) == (trap.at != "coder")
        desks.add(trap.at)
    assert {"coder", "biller"} <= desks


def test_the_front_desk_registers_the_coverage_that_has_ended(visits):
    moved = visits.take((visits.coverage_key % 8 == 1) & (visits.scenario == "back_strain_new_plan"))
    number = next(
        trap.number for trap in scenario("back_strain_new_plan").traps if trap.error == "coverage-not-verified"
    )
    noted = with_mistake(moved, number)
    assert (
        len(moved)
        and (noted.registered_coverage_key == noted.coverage_key - 1).all()
        and (noted.mistake == "coverage-not-verified").all()
    )
    assert (with_mistake(moved, 0).registered_coverage_key == moved.coverage_key).all()


def test_nobody_registers_an_earlier_coverage_that_is_not_there(visits):
    noted, _ = code(21, visits, "novice")
    assert (noted.registered_coverage_key >= noted.patient_key * 8).all()


def test_the_front_desk_forgets_an_authorization(visits):
    one = visits.take(visits.scenario == "hyaluronan_authorization").take(np.arange(3))
    number = next(
        trap.number for trap in scenario("hyaluronan_authorization").traps if trap.error == "authorization-not-recorded"
    )
    noted = with_mistake(one, number)
    assert noted.registered_authorization_number.is_missing.all() and (noted.mistake_at == "front desk").all()


@given(st.integers(1, 40), st.sampled_from(["expert", "novice"]))
@settings(max_examples=10)
def test_a_mistake_belongs_to_its_visit(cut, coder):
    folk = people(4, np.arange(1, 41))
    visits = encounters(4, folk)
    whole = code(4, visits, coder)
    for part in (np.arange(cut), np.arange(cut, len(visits))):
        noted, work = code(4, visits.take(part), coder)
        assert [tuple(row.values()) for row in noted.rows()] == [
            tuple(row.values()) for row in whole[0].take(part).rows()
        ]
        mine = np.isin(whole[1].services.encounter_key, visits.encounter_key[part])
        assert [tuple(row.values()) for row in work.services.rows()] == [
            tuple(row.values()) for row in whole[1].services.take(mine).rows()
        ]


def test_an_unknown_coder_is_refused(visits):
    with pytest.raises(CleanClaimError, match="perfect, expert, novice"):
        code(1, visits, "genius")


def test_a_forgotten_copay_is_a_mistake_only_where_there_is_one(tmp_path, monkeypatch):
    folder = tmp_path / "data" / "scenarios" / "urgent_care"
    folder.mkdir(parents=True)
    story = Path(__file__).parents[1] / "clinic" / "written" / "urgent_care" / "everything.toml"
    (folder / "all_forget.toml").write_text(
        re.sub(r'(error = "copay-not-collected")', r"\1\nweight = 1000", story.read_text(encoding="utf-8")),
        encoding="utf-8",
    )
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    scenarios.cache_clear()
    try:
        noted, _ = code(6, encounters(6, people(6, np.arange(1, 600)), ["all_forget"]), "novice")
        forgot = noted.mistake == "copay-not-collected"
        assert forgot.any() and not noted.copayment_collected_amount[forgot].any()
        assert not (forgot & (noted.payer_code == "medicare_part_b")).any()
    finally:
        monkeypatch.undo()
        scenarios.cache_clear()
