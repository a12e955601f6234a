"""Levels of visits, prolonged time, the lasting relationship, preventive visits: both sides of every limit, and what
must hold for all facts.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.reference.calculators import calculate, edges, em

problems, data, risks = (
    st.lists(st.sampled_from(sorted(words)), max_size=4) for words in (em.PROBLEMS, em.DATA, em.RISK)
)


def codes_of(is_new):
    return em.FAMILIES["office new" if is_new else "office established"].codes


@given(problems, data, risks, st.booleans(), st.none() | st.integers(0, 120))
def test_more_facts_never_lower_the_level(first, second, third, is_new, minutes):
    before = em.em_level(first, second, third, is_new, minutes).code
    for more in (
        em.em_level([*first, "stable chronic"], second, third, is_new, minutes),
        em.em_level(first, [*second, "unique test ordered"], third, is_new, minutes),
        em.em_level(first, second, [*third, "prescription drug management"], is_new, minutes),
    ):
        assert more.code >= before


@given(problems, data, risks, st.booleans())
def test_two_of_three_elements_reach_the_level(first, second, third, is_new):
    answer = em.em_level(first, second, third, is_new)
    levels = sorted(em.LEVELS.index(answer.details[name]) for name in ("problems", "data", "risk"))
    assert em.LEVELS.index(answer.details["mdm"]) == levels[1] == codes_of(is_new).index(answer.code)


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        (["self-limited"], "minimal"),
        (["self-limited"] * 2, "low"),
        (["stable chronic"], "low"),
        (["stable chronic"] * 2, "moderate"),
        (["acute uncomplicated"] * 3, "low"),
        (["chronic not at goal"], "moderate"),
        (["chronic severe exacerbation"], "high"),
        ([], "minimal"),
    ],
)
def test_problems(facts, level):
    assert em.em_level(facts).details["problems"] == level


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        (["unique test ordered"], "minimal"),
        (["unique test ordered"] * 2, "low"),
        (["unique test ordered"] * 3, "moderate"),
        (["independent historian"], "low"),
        (["independent historian", "unique test ordered", "unique test reviewed"], "moderate"),
        (["independent interpretation"], "moderate"),
        (["independent interpretation", "discussion with external professional"], "high"),
        (["independent interpretation", *["unique test ordered"] * 3], "high"),
        (["independent interpretation"] * 3, "moderate"),
    ],
)
def test_data(facts, level):
    assert em.em_level([], facts).details["data"] == level


def test_a_test_ordered_and_read_counts_once_and_one_billed_apart_not_at_all():
    both = [{"is": "unique test ordered", "what": "CBC"}, {"is": "unique test reviewed", "what": "CBC"}]
    assert em.em_level([], both).details["data"] == "minimal"
    assert em.em_level([], [*both, {"is": "unique test reviewed", "what": "TSH"}]).details["data"] == "low"
    assert (
        em.em_level([], [{"is": "independent interpretation", "what": "ECG", "billed_separately": True}]).details[
            "data"
        ]
        == "minimal"
    )


@pytest.mark.parametrize(("is_new", "limits"), [(True, (15, 30, 45, 60)), (False, (10, 20, 30, 40))])
def test_time_on_both_sides_of_each_limit(is_new, limits):
    for level, least in enumerate(limits):
        assert em.em_level(is_new=is_new, minutes=least).code == codes_of(is_new)[level]
        assert em.em_level(is_new=is_new, minutes=least - 1).code == codes_of(is_new)[max(level - 1, 0)]
    assert tuple(edges("em", {"is_new": is_new}, "minutes", 0, 90)) == limits[1:]


@pytest.mark.parametrize(
    ("setting", "codes", "limits"),
    [
        ("hospital initial", ("99221", "99222", "99223"), (55, 75)),
        ("hospital subsequent", ("99231", "99232", "99233"), (35, 50)),
        ("hospital discharge", ("99238", "99239"), (31,)),
    ],
)
def test_hospital_time_on_both_sides_of_each_limit(setting, codes, limits):
    for place, least in enumerate(limits):
        found = [calculate("em", {"em": setting, "minutes": minutes}).code for minutes in (least - 1, least)]
        assert found == [codes[place], codes[place + 1]]
    assert tuple(edges("em", {"em": setting}, "minutes", 0, 120)) == limits


@pytest.mark.parametrize(
    ("level", "emergency", "initial", "subsequent"),
    [
        ("minimal", "99282", "99221", "99231"),
        ("low", "99283", "99221", "99231"),
        ("moderate", "99284", "99222", "99232"),
        ("high", "99285", "99223", "99233"),
    ],
)
def test_the_same_decision_in_each_setting(level, emergency, initial, subsequent):
    facts = {"problems": level, "data": level, "risk": level}
    assert calculate("em", {**facts, "em": "emergency", "minutes": 200}).code == emergency
    assert calculate("em", {**facts, "em": "hospital initial"}).code == initial
    assert calculate("em", {**facts, "em": "hospital subsequent"}).code == subsequent


@pytest.mark.parametrize(
    ("visit", "rule", "code", "first"),
    [
        ("99205", "cpt", "99417", 75),
        ("99215", "cpt", "99417", 55),
        ("99205", "medicare", "G2212", 89),
        ("99215", "medicare", "G2212", 69),
        ("99223", "cpt", "99418", 90),
        ("99233", "cpt", "99418", 65),
        ("99223", "medicare", "G0316", 90),
        ("99233", "medicare", "G0316", 65),
    ],
)
def test_prolonged_begins_on_the_minute_and_counts_full_quarter_hours(visit, rule, code, first):
    units = {
        minutes: calculate("prolonged", {"visit": visit, "minutes": minutes, "rule": rule}).units
        for minutes in (first - 1, first, first + 14, first + 15, first + 30)
    }
    assert list(units.values()) == [0, 1, 1, 2, 3]
    assert calculate("prolonged", {"visit": visit, "minutes": first, "rule": rule}).code == code


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"lasting": True}, "G2211"),
        ({"lasting": False}, ""),
        ({"lasting": True, "visit": "99202"}, "G2211"),
        ({"lasting": True, "visit": "99215"}, "G2211"),
        ({"lasting": True, "visit": "99396"}, ""),
        ({"lasting": True, "visit": "nonsense"}, ""),
        ({"lasting": True, "modifiers": ["25"], "others": ["17110"]}, ""),
        ({"lasting": True, "modifiers": ["25"], "others": ["G0439"]}, "G2211"),
        ({"lasting": True, "modifiers": ["25"], "others": ["90471", "90656"]}, "G2211"),
        ({"lasting": True, "modifiers": ["25"], "others": ["90471", "17110"]}, ""),
        ({"lasting": True, "modifiers": ["25"]}, ""),
        ({"lasting": True, "payer": "acme_ppo"}, ""),
        ({"lasting": True, "modifiers": ["24"]}, "G2211"),
        ({"lasting": True, "on": "2023-12-31"}, ""),
        ({"lasting": True, "on": "2024-01-01"}, "G2211"),
        ({"lasting": True, "modifiers": "25", "others": "G0438", "on": "2024-12-31"}, ""),
        ({"lasting": True, "modifiers": "25", "others": "G0438", "on": "2025-01-01"}, "G2211"),
    ],
)
def test_when_the_lasting_relationship_is_paid(facts, code):
    answer = calculate("visit_complexity", {"visit": "99214", **facts})
    assert answer.code == code and answer.why and not answer.modifiers


@pytest.mark.parametrize(
    ("on", "earlier", "code"),
    [
        ("2026-02-28", {}, "G0402"),
        ("2026-03-01", {}, "G0438"),
        ("2026-02-28", {"welcome": "2025-04-01"}, ""),
        ("2026-03-31", {"welcome": "2025-04-01"}, ""),
        ("2026-04-01", {"welcome": "2025-04-30"}, "G0438"),
        ("2027-03-31", {"wellness": "2026-04-30"}, ""),
        ("2027-04-01", {"wellness": "2026-04-30"}, "G0439"),
        ("2025-02-28", {}, ""),
    ],
)
def test_medicares_own_visits_by_the_calendar(on, earlier, code):
    assert calculate("preventive", {"on": on, "part_b_from": "2025-03-01", **earlier}).code == code


@given(st.integers(0, 110), st.booleans())
def test_preventive_codes_agree_with_the_ages_of_the_code_table(age, is_new):
    from sim.reference.codes import procedure_rows, procedures

    row = int(procedure_rows([calculate("preventive", {"age": age, "is_new": is_new}).code])[0])
    assert procedures().age_from[row] <= age <= procedures().age_to[row] and procedures().is_new[row] == is_new


@pytest.mark.parametrize(("is_new", "codes"), [(True, range(99381, 99388)), (False, range(99391, 99398))])
def test_preventive_visits_on_both_sides_of_each_age(is_new, codes):
    for number, (start, code) in enumerate(zip((0, 1, 5, 12, 18, 40, 65), codes, strict=True)):
        assert calculate("preventive", {"age": start, "is_new": is_new}).code == str(code)
        assert not number or calculate("preventive", {"age": start - 1, "is_new": is_new}).code == str(code - 1)


@pytest.mark.parametrize(
    ("setting", "codes"),
    [
        ("hospital initial", ("99221", "99222", "99223")),
        ("hospital subsequent", ("99231", "99232", "99233")),
        ("emergency", ("99282", "99283", "99284", "99285")),
    ],
)
def test_settings_keep_their_family_whatever_the_minutes(setting, codes):
    assert {calculate("em", {"em": setting, "minutes": minutes}).code for minutes in range(0, 120, 5)} <= set(codes)
