"""Visits in bulk: each row from its own key, suitable, in order; and one visit for an exercise."""

import shutil
from datetime import timedelta

import numpy as np
import pytest
from a_share import of_scenarios
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clinic.visits import encounters as room
from sim.clinic.visits.case import draw_case, trap_for
from sim.clinic.visits.encounters import encounters, is_new, visit_counts
from sim.clinic.visits.stated_history import with_history
from sim.clinic.people.people import People, people
from sim.clinic.visits.chart import documents
from sim.clinic.scenarios.library import scenario, scenarios
from sim.clinic.visits.truth import perfect, truth
from sim.ground import files
from sim.ground.errors import CleanClaimError

KEYS = np.arange(1, 800)


@pytest.fixture(scope="module")
def folk():
    return people(3, KEYS)


@pytest.fixture(scope="module")
def visits(folk):
    return encounters(3, folk)


def table_rows(table):
    return [tuple(row.values()) for row in table.rows()]


@given(st.integers(0, 2**40), st.integers(1, 30), st.integers(1, 29))
@settings(max_examples=15)
def test_a_visit_does_not_depend_on_other_households(seed, size, cut):
    keys = np.arange(500, 500 + size)
    cut = min(cut, size)
    parts = [table_rows(encounters(seed, people(seed, part))) for part in (keys[:cut], keys[cut:]) if len(part)]
    assert table_rows(encounters(seed, people(seed, keys))) == sum(parts, [])


def test_the_number_of_visits_is_known_beforehand(visits):
    counts = visit_counts(3, KEYS)
    assert counts.sum() == len(visits)
    assert np.array_equal(np.bincount(visits.household_key, minlength=len(KEYS) + 1)[1:], counts)


def test_visits_are_in_order_on_working_days_and_each_patient_days_apart(visits):
    assert (np.diff(visits.encounter_key) > 0).all()
    assert ((visits.service_date.astype(int) + 3) % 7 != 6).all()
    same = visits.patient_key[1:] == visits.patient_key[:-1]
    assert (np.diff(visits.service_date).astype(int)[same] > 0).all()


def test_everybody_suits_their_scenario(visits, folk):
    place = np.searchsorted(folk.coverages.coverage_key, visits.coverage_key)
    relation = folk.coverages.relationship_code[np.minimum(place, len(folk.coverages) - 1)]
    for number, row in enumerate(visits.rows()):
        wish = scenario(row["scenario"]).suits
        assert wish.age[0] <= row["patient_age"] <= wish.age[1]
        assert wish.sex in ("any", row["patient_sex_code"])
        assert wish.seen_before is None or wish.seen_before != row["is_new_patient"]
        assert wish.changed_coverage is None or wish.changed_coverage == (row["coverage_key"] % 8 > 0)
        assert not wish.relationship or relation[number] in wish.relationship


def test_the_coverage_is_the_one_in_force(visits, folk):
    spans = with_history(folk, visits).coverages  # with those of injuries at work
    covered = spans.take(np.searchsorted(spans.coverage_key, visits.coverage_key))
    assert np.array_equal(covered.coverage_key, visits.coverage_key) and (covered.payer_code == visits.payer_code).all()
    assert (
        (covered.coverage_start_date <= visits.service_date) & ~(covered.coverage_end_date < visits.service_date)
    ).all()


def test_new_means_unseen_by_the_specialty_for_three_years_visits_of_the_window_included(visits, folk):
    past = {}
    for row in folk.prior_services.rows():
        past.setdefault((row["patient_key"], row["specialty_code"]), []).append(row["service_date"])
    for row in visits.rows():
        seen = past.setdefault((row["patient_key"], row["specialty_code"]), [])
        expected = not seen or bool(
            is_new(np.array([max(seen)], "datetime64[D]"), np.datetime64(row["service_date"]))[0]
        )
        assert row["is_new_patient"] == expected
        seen.append(row["service_date"])


def test_a_new_scenario_moves_only_the_patients_who_draw_it(folk, tmp_path, monkeypatch):
    before = encounters(3, folk).rows()
    folder = tmp_path / "data" / "scenarios" / "urgent_care"
    folder.mkdir(parents=True)
    shutil.copy(scenario("pink_eye").path, folder / "another_eye.toml")
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    scenarios.cache_clear()
    room._library.cache_clear()
    try:
        assert "another_eye" in scenarios() and files.places()[0] == tmp_path
        after = encounters(3, folk).rows()
    finally:
        monkeypatch.undo()
        scenarios.cache_clear()
        room._library.cache_clear()
    moved = {row["patient_key"] for row in after if row["scenario"] == "another_eye"}
    assert moved
    fixed = ("encounter_key", "service_date", "scenario", "choices", "rendering_npi", "is_new_patient", "coverage_key")
    assert [[row[name] for name in fixed] for row in before if row["patient_key"] not in moved] == [
        [row[name] for name in fixed] for row in after if row["patient_key"] not in moved
    ]


def test_only_some_scenarios(folk):
    some = encounters(3, folk, ["knee_injection", "pink_eye"])
    assert set(some.scenario.texts()) == {"knee_injection", "pink_eye"}
    assert len(encounters(3, People(folk.patients.take(np.zeros(0, int)), folk.coverages, folk.prior_services))) == 0
    with pytest.raises(CleanClaimError, match="knee_injection"):
        encounters(3, folk, ["knee_injektion"])


def test_authorizations_obtained_have_a_number(visits):
    has = ~visits.prior_authorization_number.is_missing
    assert has.any() and (visits.prior_authorization_number == visits.registered_authorization_number).all()
    assert all(scenario(name).history for name in set(visits.take(has).scenario.texts()))
    assert all(text.startswith("PAS") for text in visits.prior_authorization_number.pool)


@pytest.mark.parametrize("name", of_scenarios(30))
def test_a_case_is_one_visit_of_one_household_and_always_the_same(name):
    folk, visit = draw_case(99, name, variant=2)
    again = draw_case(99, name, variant=2)
    assert len(visit) == 1 and visit.scenario[0] == name and table_rows(visit) == table_rows(again[1])
    assert table_rows(folk.patients) == table_rows(again[0].patients)
    assert set(folk.patients.household_key.tolist()) == {int(visit.household_key[0])}
    row = visit.rows()[0]
    assert documents(
        scenario(name), row, next(one for one in folk.patients.rows() if one["patient_key"] == row["patient_key"])
    )


def test_variants_differ_and_choices_and_payers_can_be_fixed():
    keys = {int(draw_case(99, "knee_injection", variant=variant)[1].encounter_key[0]) for variant in range(5)}
    assert len(keys) == 5
    side = next(iter(scenario("knee_injection").vary["side"]))
    _, visit = draw_case(99, "knee_injection", payer="medicare", choices=f"side={side}")
    assert visit.payer_code[0] == "medicare_part_b" and f"side={side}" in visit.choices[0]


def test_a_case_for_a_mistake_that_needs_an_earlier_coverage():
    _, visit = draw_case(5, "earache_which_ear", mistake="coverage-not-verified")
    assert (
        visit.coverage_key[0] % 8 == 1
        and trap_for(scenario("earache_which_ear"), visit.rows()[0], "coverage-not-verified").at == "front desk"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        {"name": "knee"},
        {"name": "knee_injection", "choices": {"side": "middle"}},
        {"name": "knee_injection", "choices": "x=1"},
        {"name": "earache_which_ear", "payer": "medicare"},
    ],
)
def test_what_cannot_be_drawn_is_said_in_one_line(arguments):
    with pytest.raises(CleanClaimError) as found:
        draw_case(1, **arguments)
    assert found.value.expected and found.value.todo


def test_what_a_scenario_tells_of_earlier_days_becomes_history():
    folk, visit = draw_case(4, "preventive_visit", payer="medicare")
    told = folk.prior_services.take(folk.prior_services.procedure_code == "G0439").rows()
    assert len(told) == 1 and told[0]["service_date"] == visit.rows()[0]["service_date"] - timedelta(420)
    assert told[0]["patient_key"] == visit.patient_key[0] and told[0]["payer_code"] == "medicare_part_b"
    assert not (draw_case(4, "preventive_visit", payer="medicaid")[0].prior_services.procedure_code == "G0439").any()


def test_history_in_bulk_is_sorted_and_only_for_those_concerned(visits, folk):
    whole = with_history(folk, visits).prior_services
    assert len(whole) > len(folk.prior_services) and (np.diff(whole.patient_key) >= 0).all()
    told = whole.take(whole.procedure_code == "G0439")
    at_medicare = visits.take(visits.payer_code.isin(["medicare_part_b", "silverleaf_hmo"]))
    stated = {"preventive_visit": "", "medicare_wellness": "turn=later", "wishes_for_later": "day=wellness"}
    concerned = [
        row["patient_key"]
        for row in at_medicare.rows()
        if row["scenario"] in stated and stated[row["scenario"]] in row["choices"]
    ]
    assert sorted(told.patient_key.tolist()) == sorted(concerned) and len(concerned) > 20


def test_nobody_has_the_same_story_twice_while_there_is_another(visits):
    grown = visits.take((visits.patient_age >= 20) & (visits.patient_age < 64))
    stories = list(zip(grown.patient_key.tolist(), grown.scenario.texts().tolist()))
    assert len(stories) - len(set(stories)) < len(stories) / 200


def test_visits_lie_outside_the_ten_days_after_a_minor_procedure(visits):
    same = visits.patient_key[1:] == visits.patient_key[:-1]
    assert np.diff(visits.service_date).astype(int)[same].min() > 10


def test_the_copay_of_the_plan_is_taken_where_there_is_an_office_visit(visits, folk):
    plan = folk.coverages.plan_code[np.searchsorted(folk.coverages.coverage_key, visits.coverage_key)]
    taken = visits.copayment_collected_amount
    assert set(taken[plan == "ppo_500"].tolist()) == {0, 2500} and set(
        taken[visits.payer_code == "medicare_part_b"].tolist()
    ) == {0}
    assert set(taken[(visits.payer_code == "medicaidcare") & (visits.patient_age < 21)].tolist()) == {0}
    for row in visits.take(taken > 0).take(np.arange(40)).rows():
        assert any(
            line.code.startswith(("992", "9920")) for line in perfect(truth(scenario(row["scenario"]), row)).services
        )
