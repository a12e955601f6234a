"""The truth of a visit: diagnoses, services, levels and units, in the form of each payer, before and after a query."""

import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from a_share import of_scenarios
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.clinic.scenarios import choices
from sim.clinic.scenarios.choices import to_text
from sim.clinic.visits.encounters import encounters
from sim.clinic.people.people import people
from sim.clinic.scenarios.library import scenario, scenarios
from sim.clinic.visits.truth import perfect, truth, truth_work

FOLDER = Path(__file__).parents[1] / "written"


def lines(visit):
    return [(line.code, line.modifiers, line.units, line.pointers) for line in visit.services]


def test_the_design_example_at_two_payers(knee, row):
    managed = perfect(truth(knee, row("pressure=managed;side=left;steroid_mg=40")))
    assert managed.diagnoses == ("M17.12", "I10")
    assert lines(managed) == [
        ("99214", ("25",), 1, ("I10",)),
        ("20610", ("LT",), 1, ("M17.12",)),
        ("J3301", (), 4, ("M17.12",)),
    ]
    mentioned = perfect(truth(knee, row("pressure=mentioned;side=right;steroid_mg=20", "medicare_part_b")))
    assert mentioned.diagnoses == ("M17.11",)
    assert lines(mentioned) == [("20610", ("RT",), 1, ("M17.11",)), ("J3301", ("JZ",), 2, ("M17.11",))]


def test_a_new_patient_gets_a_new_patient_code_with_reasons(knee, row):
    found = truth(knee, row("pressure=managed;side=left;steroid_mg=40", is_new_patient=True))
    assert found.services[0].code == "99204" and "99204" in found.services[0].reasons[-1]


def test_before_and_after_the_query(ear, row):
    chosen = "cm=2;days=1;ear=left"
    before, after = truth(ear, row(chosen), asked=False), truth(ear, row(chosen))
    assert (
        before.hold
        and not after.hold
        and before.query.answer == "left ear"
        and before.query.leading == (("It was the right one?", "It leads.", "leading"),)
    )
    assert (before.diagnoses[0].code, after.diagnoses[0].code) == ("H66.90", "H66.92")


def test_may_never_and_alternatives(ear, row):
    found = truth(ear, row("cm=2;days=1;ear=left"))
    assert [dx.code for dx in found.never] == ["R50.9"]
    assert {dx.code: dx.needs for dx in found.diagnoses}["Y92.009"] == "may"
    assert perfect(found).diagnoses == ("H66.92", "S41.111A", "W26.0XXA")
    assert "99070" not in [line.code for line in perfect(found).services]


def test_a_diagnosis_comes_after_the_one_it_has_to_follow(ear, row):
    codes = [dx.code for dx in truth(ear, row("cm=2;days=1;ear=left")).diagnoses]
    assert codes.index("S41.111A") > codes.index("H66.92")


def test_lines_dates_and_modifiers_as_the_payer_wants_them(ear, row):
    chosen = "cm=3;days=1;ear=right"
    sides = [
        (line.code, line.modifiers)
        for line in perfect(truth(ear, row(chosen, "medicaidcare"))).services
        if line.code == "73130"
    ]
    assert sides == [("73130", ("RT",)), ("73130", ("LT",))]
    early, late = (
        perfect(truth(ear, row(chosen, "acme_ppo", service_date=day))) for day in (date(2026, 6, 30), date(2026, 7, 1))
    )
    assert ("73130", ("50",), 1, ("S41.111A",)) in lines(early) and "73130" not in [line.code for line in late.services]
    assert perfect(truth(ear, row(chosen, "medicaidcare"))).services[0].modifiers == ("25", "59")


def test_the_calculator_decides_size_and_level(ear, row):
    small, large = (perfect(truth(ear, row(f"cm={cm};days=1;ear=left"))).services for cm in (2, 3))
    assert (small[1].code, large[1].code) == ("12001", "12002")
    # one uncomplicated problem is low; prescription alone does not lift the level
    assert small[0].code == "99213"


@given(order=st.permutations(["pressure=managed", "side=left", "steroid_mg=60"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_in_which_choices_are_written_does_not_matter(knee, row, order):
    assert perfect(truth(knee, row(";".join(order)))) == perfect(
        truth(knee, row("pressure=managed;side=left;steroid_mg=60"))
    )


@pytest.mark.parametrize("name", of_scenarios(30))
def test_every_shipped_scenario_has_a_truth_for_every_choice(name, row):
    one = scenario(name)
    for picked in list(choices.combinations(one))[:300]:
        for payer in ("medicare_part_b", "acme_ppo", "medicaidcare"):
            found = perfect(truth(one, row(to_text(picked), payer, patient_age=max(one.suits.age[0], 1))))
            assert (
                found.diagnoses and found.services and all(line.units > 0 and line.pointers for line in found.services)
            )


@given(st.integers(0, 2**32))
@settings(max_examples=8)
def test_many_together_are_as_one_by_one(seed):
    compare(encounters(seed, people(seed, np.arange(1, 60))))


def test_what_a_calculator_takes_from_the_payer_and_the_day_is_the_same_in_bulk():
    """G2211, glue, KX and the first code of a vein depend on who pays or on what else was done."""
    visits = encounters(
        11, people(11, np.arange(1, 150)), ["own_doctor", "fall_at_home", "back_needles", "cannot_keep_water"]
    )
    compare(visits)
    codes = set(truth_work(visits).services.procedure_code)
    assert {"G2211", "G0168", "12011", "97810", "96361"} <= codes


def test_a_payer_that_wants_it_otherwise_from_a_day_on_gets_it_so_in_bulk(tmp_path, monkeypatch):
    """The scenario that has every part of the format, over the day from which one payer no longer takes a line."""
    folder = tmp_path / "data" / "scenarios" / "urgent_care"
    folder.mkdir(parents=True)
    shutil.copy(FOLDER / "urgent_care" / "everything.toml", folder)
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    scenarios.cache_clear()
    try:
        visits = encounters(6, people(6, np.arange(1, 200)), ["everything"])
        assert (visits.service_date < np.datetime64("2026-07-01")).any() and (
            visits.service_date >= np.datetime64("2026-07-01")
        ).any()
        compare(visits)
    finally:
        monkeypatch.undo()
        scenarios.cache_clear()


def compare(visits):
    work = truth_work(visits)
    one_by_one = [perfect(truth(scenario(row["scenario"]), row)) for row in visits.rows()]
    assert work.diagnoses.diagnosis_code.texts().tolist() == [code for visit in one_by_one for code in visit.diagnoses]
    assert list(
        zip(work.services.procedure_code, work.services.service_unit_quantity.tolist(), work.services.hcpcs_modifier_1)
    ) == [(line.code, line.units, (*line.modifiers, "")[0]) for visit in one_by_one for line in visit.services]
    assert work.services.diagnosis_pointer_1.tolist() == [
        visit.diagnoses.index(line.pointers[0]) + 1 for visit in one_by_one for line in visit.services
    ]
