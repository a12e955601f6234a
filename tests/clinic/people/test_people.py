"""Households: synthetic and visibly so, coherent, the same whichever households are asked for together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clinic.people.people import people
from sim.ground.dates import years_between
from sim.ground.editions import service_dates

KEYS = np.arange(1, 1500)


@pytest.fixture(scope="module")
def folk():
    return people(11, KEYS)


def table_rows(table):
    return [tuple(row.values()) for row in table.rows()]


@given(st.integers(0, 2**40), st.integers(1, 40), st.integers(1, 39))
@settings(max_examples=25)
def test_a_household_does_not_depend_on_the_others(seed, size, cut):
    keys = np.arange(100, 100 + size)
    cut = min(cut, size)
    whole, first, second = people(seed, keys), people(seed, keys[:cut]), people(seed, keys[cut:])
    for name in whole._fields:
        assert table_rows(getattr(whole, name)) == table_rows(getattr(first, name)) + table_rows(getattr(second, name))


def test_other_seeds_have_other_people(folk):
    assert table_rows(folk.patients) != table_rows(people(12, KEYS).patients)


def test_everything_about_a_person_is_visibly_synthetic(folk):
    patients, coverages = folk.patients, folk.coverages
    assert all(name.endswith("-Synth") for name in patients.family_name.pool)
    assert all("-555-01" in number for number in patients.telephone_number.pool)
    assert all(street[:2] == "90" and street.split()[0].isdigit() for street in patients.street_address.pool)
    medicare = coverages.take(coverages.payer_code == "medicare_part_b").member_id.texts().tolist()
    assert medicare and all(len(text) == 11 and text[1] == "S" and text[0] in "123456789" for text in medicare)
    assert not any(set(text[2:]) & set("SLOIBZ") for text in medicare)
    others = coverages.take(coverages.payer_code != "medicare_part_b").member_id.texts().tolist()
    assert all(text.startswith(("SYN", "MS", "HS", "LS")) for text in others)


def test_member_ids_belong_to_one_patient_each(folk):
    ids = folk.coverages.member_id.texts().tolist()
    owners = {}
    for member_id, patient in zip(ids, folk.coverages.patient_key.tolist()):
        assert owners.setdefault(member_id, patient) == patient


def test_families_share_a_policy_whose_holder_is_covered_by_it(folk):
    coverages = folk.coverages.take(folk.coverages.payer_code == "acme_ppo").rows()
    held = {(row["patient_key"], row["coverage_start_date"]) for row in coverages}
    dependents = [row for row in coverages if row["relationship_code"] != "self"]
    assert {row["relationship_code"] for row in dependents} == {"spouse", "child"}
    for row in dependents:
        assert row["subscriber_patient_key"] >> 4 == row["patient_key"] >> 4
        assert any(holder == row["subscriber_patient_key"] for holder, _ in held)
    assert all(
        row["subscriber_patient_key"] == row["patient_key"] for row in coverages if row["relationship_code"] == "self"
    )


def test_every_day_of_the_window_is_covered_once(folk):
    coverages = folk.coverages
    for day in np.arange(service_dates().first, service_dates().last + 1, 30):
        valid = (
            (coverages.coverage_order < 2)
            & (coverages.coverage_start_date <= day)
            & (np.isnat(coverages.coverage_end_date) | (coverages.coverage_end_date >= day))
        )
        assert np.array_equal(coverages.patient_key[valid], folk.patients.patient_key)


def test_about_one_in_twelve_changes_payer_within_the_window(folk):
    second = folk.coverages.take(folk.coverages.coverage_key % 8 == 1)
    assert 0.06 < len(second) / len(folk.patients) < 0.10
    first, last = service_dates()
    assert ((second.coverage_start_date > first) & (second.coverage_start_date <= last)).all()


def test_payers_go_by_age_as_in_the_national_survey(folk):
    age = years_between(folk.patients.birth_date, service_dates().first)
    first = folk.coverages.take(folk.coverages.coverage_key % 8 == 0).payer_code
    assert 0.80 < first.isin(["medicare_part_b", "silverleaf_hmo"])[age >= 66].mean() < 0.90
    assert 0.25 < (first == "silverleaf_hmo").sum() / first.isin(["medicare_part_b", "silverleaf_hmo"]).sum() < 0.42
    assert 0.18 < (first == "boxwood_hdhp").sum() / first.isin(["acme_ppo", "boxwood_hdhp"]).sum() < 0.32
    assert 0.36 < (first == "medicaidcare")[age < 18].mean() < 0.50
    assert not first.isin(["medicare_part_b", "silverleaf_hmo"])[age < 18].any()


def test_second_payers_are_there_and_whose_turn_it_is(folk):
    coverages = folk.coverages
    second = coverages.take(coverages.coverage_order == 2)
    first = {row["patient_key"]: row for row in coverages.take(coverages.coverage_order == 1).rows()}
    assert sorted(first) == second.patient_key.tolist() and not np.diff(coverages.coverage_key).min() <= 0
    found = {(first[row["patient_key"]]["payer_code"], row["payer_code"]) for row in second.rows()}
    assert {
        ("medicare_part_b", "lantern_medigap"),
        ("medicare_part_b", "medicaidcare"),
        ("silverleaf_hmo", "medicaidcare"),
        ("acme_ppo", "boxwood_hdhp"),
        ("boxwood_hdhp", "acme_ppo"),
    } <= found
    assert ("silverleaf_hmo", "lantern_medigap") not in found
    assert all(row["payer_code"] != first[row["patient_key"]]["payer_code"] for row in second.rows())


def test_a_couple_with_two_plans_has_its_own_first_and_a_child_that_of_the_earlier_birthday(folk):
    coverages = folk.coverages.take(folk.coverages.coverage_order > 0)
    born = dict(zip(folk.patients.patient_key.tolist(), folk.patients.birth_date.astype(object).tolist()))
    rows = [
        row
        for row in coverages.rows()
        if row["payer_code"] in ("acme_ppo", "boxwood_hdhp") and row["patient_key"] % 16 < 16
    ]
    both = {}
    for row in rows:
        both.setdefault(row["patient_key"], {})[row["coverage_order"]] = row
    two = {key: spans for key, spans in both.items() if set(spans) == {1, 2}}
    children = 0
    for key, spans in two.items():
        own, other = spans[1]["subscriber_patient_key"], spans[2]["subscriber_patient_key"]
        assert own != other and {own, other} <= {key >> 4 << 4, (key >> 4 << 4) + 1}
        if key % 16 < 2:
            assert own == key and spans[2]["relationship_code"] == "spouse"
        else:
            children += 1
            assert (born[own].month, born[own].day) <= (born[other].month, born[other].day) and spans[1][
                "relationship_code"
            ] == "child"
    assert children and len(two) > 20


def test_most_with_medicare_and_medicaid_are_qualified_beneficiaries_and_an_employers_plan_is_known_to_medicare(folk):
    facts, coverages = folk.member_facts, folk.coverages
    poor = coverages.take((coverages.coverage_order == 2) & (coverages.payer_code == "medicaidcare")).patient_key
    qualified = facts.patient_key[facts.fact == "qualified medicare beneficiary"]
    assert set(qualified.tolist()) <= set(poor.tolist()) and 0.6 < len(qualified) / len(poor) < 0.95
    works = coverages.take((coverages.coverage_order == 2) & (coverages.payer_code == "medicare_part_b")).patient_key
    assert len(works) and set(works.tolist()) == set(facts.patient_key[facts.fact == "other insurance first"].tolist())


def test_parents_are_at_least_eighteen_years_older(folk):
    age = years_between(folk.patients.birth_date, service_dates().first)
    first = np.searchsorted(folk.patients.household_key, folk.patients.household_key)
    children = age < 18
    assert (age[first][children] - age[children] >= 17).all() and (age >= 0).all()


def test_last_visits_reach_over_the_three_years(folk):
    days = (service_dates().first - folk.prior_services.service_date).astype(int)
    assert days.min() >= 30 and days.max() > 1500
    ends = folk.prior_services.service_date.astype("datetime64[M]") + np.timedelta64(36, "M")
    assert (ends >= np.datetime64("2026-04")).any() and (
        (ends > np.datetime64("2026-04")) & (ends < np.datetime64("2026-10"))
    ).any()
    born = folk.patients.birth_date[np.searchsorted(folk.patients.patient_key, folk.prior_services.patient_key)]
    assert (folk.prior_services.service_date > born).all()
