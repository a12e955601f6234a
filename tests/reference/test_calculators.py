"""The calculators: both sides of every limit, and what must hold for all facts."""
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ground.errors import CleanClaimError
from sim.reference.calculators import calculate, calculators, edges
from sim.reference.calculators import em

problems, data, risks = (st.lists(st.sampled_from(sorted(words)), max_size=4) for words in (em.PROBLEMS, em.DATA, em.RISK))


def codes_of(is_new):
    return em.FAMILIES["office new" if is_new else "office established"].codes


@given(problems, data, risks, st.booleans(), st.none() | st.integers(0, 120))
def test_more_facts_never_lower_the_level(first, second, third, is_new, minutes):
    before = em.em_level(first, second, third, is_new, minutes).code
    for more in (em.em_level([*first, "stable chronic"], second, third, is_new, minutes),
                 em.em_level(first, [*second, "unique test ordered"], third, is_new, minutes),
                 em.em_level(first, second, [*third, "prescription drug management"], is_new, minutes)):
        assert more.code >= before


@given(problems, data, risks, st.booleans())
def test_two_of_three_elements_reach_the_level(first, second, third, is_new):
    answer = em.em_level(first, second, third, is_new)
    levels = sorted(em.LEVELS.index(answer.details[name]) for name in ("problems", "data", "risk"))
    assert em.LEVELS.index(answer.details["mdm"]) == levels[1] == codes_of(is_new).index(answer.code)


@pytest.mark.parametrize(("facts", "level"), [
    (["self-limited"], "minimal"), (["self-limited"] * 2, "low"), (["stable chronic"], "low"), (["stable chronic"] * 2, "moderate"),
    (["acute uncomplicated"] * 3, "low"), (["chronic not at goal"], "moderate"), (["chronic severe exacerbation"], "high"), ([], "minimal")])
def test_problems(facts, level):
    assert em.em_level(facts).details["problems"] == level


@pytest.mark.parametrize(("facts", "level"), [
    (["unique test ordered"], "minimal"), (["unique test ordered"] * 2, "low"), (["unique test ordered"] * 3, "moderate"), (["independent historian"], "low"),
    (["independent historian", "unique test ordered", "unique test reviewed"], "moderate"), (["independent interpretation"], "moderate"),
    (["independent interpretation", "discussion with external professional"], "high"),
    (["independent interpretation", *["unique test ordered"] * 3], "high"), (["independent interpretation"] * 3, "moderate")])
def test_data(facts, level):
    assert em.em_level([], facts).details["data"] == level


def test_a_test_ordered_and_read_counts_once_and_one_billed_apart_not_at_all():
    both = [{"is": "unique test ordered", "what": "CBC"}, {"is": "unique test reviewed", "what": "CBC"}]
    assert em.em_level([], both).details["data"] == "minimal"
    assert em.em_level([], [*both, {"is": "unique test reviewed", "what": "TSH"}]).details["data"] == "low"
    assert em.em_level([], [{"is": "independent interpretation", "what": "ECG", "billed_separately": True}]).details["data"] == "minimal"


@pytest.mark.parametrize(("is_new", "limits"), [(True, (15, 30, 45, 60)), (False, (10, 20, 30, 40))])
def test_time_on_both_sides_of_each_limit(is_new, limits):
    for level, least in enumerate(limits):
        assert em.em_level(is_new=is_new, minutes=least).code == codes_of(is_new)[level]
        assert em.em_level(is_new=is_new, minutes=least - 1).code == codes_of(is_new)[max(level - 1, 0)]
    assert tuple(edges("em", {"is_new": is_new}, "minutes", 0, 90)) == limits[1:]


@given(st.integers(1, 500), st.sampled_from([("J1885", 15), ("J3301", 10), ("J1100", 1), ("J0696", 250)]))
def test_units_cover_the_dose_and_one_fewer_would_not(dose, drug):
    code, unit = drug
    units = calculate("drug", {"drug": code, "dose_mg": dose}).units
    assert units * unit >= dose > (units - 1) * unit


@given(st.integers(1, 200), st.integers(0, 200))
def test_a_single_dose_container_is_reported_whole_and_never_twice(dose, discarded):
    answer = calculate("drug", {"drug": "J3301", "dose_mg": dose, "discarded_mg": discarded, "container": "single-dose"})
    modifiers = [mark for line in answer.lines for mark in line.modifiers]
    assert modifiers in (["JZ"], ["JW"])
    assert sum(line.units for line in answer.lines) == -(-(dose + discarded) // 10)


def test_vitamin_b12_in_micrograms_and_milligrams():
    assert calculate("drug", {"drug": "J3420", "dose_mcg": 1000}).units == calculate("drug", {"drug": "J3420", "dose_mg": "1"}).units == 1
    assert calculate("drug", {"drug": "J3420", "dose_mcg": 1001}).units == 2


wound = st.fixed_dictionaries({"class": st.sampled_from(["simple", "intermediate"]), "site": st.sampled_from(["hand", "face", "arm", "scalp", "neck"]),
                               "cm": st.decimals(Decimal("0.1"), Decimal("0.8"), places=1)})


@given(st.lists(wound, min_size=1, max_size=3), st.randoms())
def test_the_order_of_wounds_does_not_matter_and_no_code_comes_twice(wounds, random):
    answer = calculate("repair", {"wounds": wounds})
    shuffled = [*wounds]
    random.shuffle(shuffled)
    assert calculate("repair", {"wounds": shuffled}).lines == answer.lines
    codes = [line.code for line in answer.lines]
    assert len(set(codes)) == len(codes) and not answer.lines[0].modifiers and all(line.modifiers == {"59"} for line in answer.lines[1:])


@pytest.mark.parametrize(("site", "kind", "steps"), [
    ("hand", "simple", {"2.5": "12001", "2.6": "12002", "7.5": "12002", "7.6": "12004", "12.5": "12004", "12.6": "12005", "20": "12005"}),
    ("face", "simple", {"2.5": "12011", "2.6": "12013", "5.0": "12013", "5.1": "12014", "7.5": "12014"}),
    ("arm", "intermediate", {"2.5": "12031", "2.6": "12032", "7.5": "12032"}), ("hand", "intermediate", {"2.5": "12041"}),
    ("lip", "intermediate", {"2.5": "12051"})])
def test_repair_on_both_sides_of_each_limit(site, kind, steps):
    assert {cm: calculate("repair", {"class": kind, "site": site, "cm": cm}).code for cm in steps} == steps


@given(st.integers(1, 40))
def test_precancers_are_all_counted(number):
    lines = calculate("count", {"count": "precancers", "number": number}).lines
    assert lines[0].code == "17004" if number >= 15 else sum(line.units for line in lines) == number


@given(st.dictionaries(st.sampled_from(["exercise", "hands", "gait", "balance"]), st.integers(0, 60), min_size=1))
def test_medicare_units_follow_the_total(minutes):
    lines = calculate("timed_units", {"minutes": minutes}).lines
    assert sum(line.units for line in lines) == (sum(minutes.values()) + 7) // 15
    for one in lines:
        for other, spent in minutes.items():
            assert not (one.units > minutes[one.code] // 15 and spent % 15 > minutes[one.code] % 15
                        and next((line.units for line in lines if line.code == other), 0) == spent // 15)


@pytest.mark.parametrize(("total", "units"), [(7, 0), (8, 1), (22, 1), (23, 2), (37, 2), (38, 3), (52, 3), (53, 4), (112, 7), (113, 8), (127, 8)])
def test_the_eight_minute_table(total, units):
    assert calculate("timed_units", {"code": "97110", "minutes": total}).units == units


@pytest.mark.parametrize(("last", "on", "is_new"), [("2023-06-01", "2026-06-01", False), ("2023-06-01", "2026-06-02", True), ("", "2026-06-02", True),
                                                    ("2024-02-29", "2027-03-01", False), ("2024-02-29", "2027-03-02", True)])
def test_three_years_to_the_day(last, on, is_new):
    assert calculate("new_or_established", {"last_seen": last, "on": on}).details["is_new"] is is_new


@pytest.mark.parametrize(("code", "on", "is_inside"), [("10060", date(2026, 6, 1), True), ("10060", date(2026, 6, 11), True), ("10060", date(2026, 6, 12), False),
                                                       ("20610", date(2026, 6, 2), False), ("99213", date(2026, 6, 1), False)])
def test_global_days(code, on, is_inside):
    assert calculate("global_days", {"code": code, "done": date(2026, 6, 1), "on": on}).details["is_inside"] is is_inside


@pytest.mark.parametrize(("name", "facts"), [
    ("drug", {"drug": "J3301"}), ("drug", {"drug": "J9999", "dose_mg": 4}), ("drug", {"drug": "J3301", "dose_mg": "lots"}), ("drug", {"drug": "J3301", "dose_mcg": -1}),
    ("drug", {"drug": "J7030", "dose_mg": 4}), ("drug", {"drug": "J3301", "dose_mg": 10, "container": "bucket"}), ("count", {"count": "cats", "number": 2}),
    ("count", {"count": "warts", "number": 0}), ("count", {"count": "warts"}), ("repair", {"site": "hand"}), ("repair", {"wounds": []}),
    ("repair", {"site": "moon", "cm": 2}), ("repair", {"class": "intermediate", "site": "hand", "cm": "2.6"}), ("em", {"problems": ["headache"]}),
    ("em", {"em": "moon"}), ("em", {"is_new": "perhaps"}), ("em", {"minutes": "3.5"}),
    ("preventive", {}), ("psychotherapy", {"minutes": None}),
    ("prolonged", {"visit": "99215", "minutes": 60, "rule": "x"}),
    ("new_or_established", {"on": "yesterday"}), ("global_days", {"days": "010", "done": ""}),
    ("timed_units", {"minutes": {"97110": "x"}}),
    ("tarot", {})])
def test_bad_facts_get_one_clear_line(name, facts):
    with pytest.raises(CleanClaimError) as caught:
        calculate(name, facts)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 400


def test_every_calculator_names_its_rule():
    for name, module in calculators().items():
        assert module.cite and module.__doc__ and module.name == name


@given(st.integers(0, 110), st.booleans())
def test_preventive_codes_agree_with_the_ages_of_the_code_table(age, is_new):
    from sim.reference.codes import procedure_rows, procedures
    row = int(procedure_rows([calculate("preventive", {"age": age, "is_new": is_new}).code])[0])
    assert procedures().age_from[row] <= age <= procedures().age_to[row] and procedures().is_new[row] == is_new
