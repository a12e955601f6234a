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
    ("em", {"em": "moon"}), ("em", {"em": "hospital initial", "staff_only": True}), ("em", {"is_new": "perhaps"}), ("em", {"minutes": "3.5"}),
    ("preventive", {}), ("preventive", {"part_b_from": "soon", "on": "2026-01-01"}), ("psychotherapy", {"minutes": None}), ("psychotherapy", {"minutes": 30,
    "with_visit": True}),
    ("injection", {"injection": "brain", "number": 1}), ("injection", {"injection": "joint", "joints": []}), ("injection", {"injection": "joint", "joint": "knee"}),
    ("injection", {"injection": "origin", "number": 0}), ("biopsy", {}), ("biopsy", {"punch": -1}), ("acupuncture", {"sets": []}), ("acupuncture", {"minutes": "long"}),
    ("visit_complexity", {"visit": "99214", "lasting": "perhaps"}), ("visit_complexity", {"visit": "99214", "lasting": True, "modifiers": 25}),
    ("visit_complexity", {"visit": "99214", "lasting": True, "on": "never"}), ("repair", {"class": "glue", "site": "moon", "cm": 2}),
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


@pytest.mark.parametrize(("setting", "codes", "limits"), [
    ("hospital initial", ("99221", "99222", "99223"), (55, 75)), ("hospital subsequent", ("99231", "99232", "99233"), (35, 50)),
    ("hospital discharge", ("99238", "99239"), (31,))])
def test_hospital_time_on_both_sides_of_each_limit(setting, codes, limits):
    for place, least in enumerate(limits):
        found = [calculate("em", {"em": setting, "minutes": minutes}).code for minutes in (least - 1, least)]
        assert found == [codes[place], codes[place + 1]]
    assert tuple(edges("em", {"em": setting}, "minutes", 0, 120)) == limits


@pytest.mark.parametrize(("level", "emergency", "initial", "subsequent"), [("minimal", "99282", "99221", "99231"), ("low", "99283", "99221", "99231"),
                                                                           ("moderate", "99284", "99222", "99232"), ("high", "99285", "99223", "99233")])
def test_the_same_decision_in_each_setting(level, emergency, initial, subsequent):
    facts = {"problems": level, "data": level, "risk": level}
    assert calculate("em", {**facts, "em": "emergency", "minutes": 200}).code == emergency
    assert calculate("em", {**facts, "em": "hospital initial"}).code == initial
    assert calculate("em", {**facts, "em": "hospital subsequent"}).code == subsequent


@pytest.mark.parametrize(("visit", "rule", "code", "first"), [
    ("99205", "cpt", "99417", 75), ("99215", "cpt", "99417", 55), ("99205", "medicare", "G2212", 89), ("99215", "medicare", "G2212", 69),
    ("99223", "cpt", "99418", 90), ("99233", "cpt", "99418", 65), ("99223", "medicare", "G0316", 90), ("99233", "medicare", "G0316", 65)])
def test_prolonged_begins_on_the_minute_and_counts_full_quarter_hours(visit, rule, code, first):
    units = {minutes: calculate("prolonged", {"visit": visit, "minutes": minutes, "rule": rule}).units for minutes in (first - 1, first, first + 14, first + 15,
    first + 30)}
    assert list(units.values()) == [0, 1, 1, 2, 3]
    assert calculate("prolonged", {"visit": visit, "minutes": first, "rule": rule}).code == code


@pytest.mark.parametrize(("facts", "code"), [
    ({"lasting": True}, "G2211"), ({"lasting": False}, ""), ({"lasting": True, "visit": "99202"}, "G2211"), ({"lasting": True, "visit": "99215"}, "G2211"),
    ({"lasting": True, "visit": "99396"}, ""), ({"lasting": True, "visit": "nonsense"}, ""),
    ({"lasting": True, "modifiers": ["25"], "others": ["17110"]}, ""), ({"lasting": True, "modifiers": ["25"], "others": ["G0439"]}, "G2211"),
    ({"lasting": True, "modifiers": ["25"], "others": ["90471", "90656"]}, "G2211"), ({"lasting": True, "modifiers": ["25"], "others": ["90471", "17110"]}, ""),
    ({"lasting": True, "modifiers": ["25"]}, ""), ({"lasting": True, "payer": "acme_ppo"}, ""), ({"lasting": True, "modifiers": ["24"]}, "G2211"),
    ({"lasting": True, "on": "2023-12-31"}, ""), ({"lasting": True, "on": "2024-01-01"}, "G2211"),
    ({"lasting": True, "modifiers": "25", "others": "G0438", "on": "2024-12-31"}, ""), ({"lasting": True, "modifiers": "25", "others": "G0438",
    "on": "2025-01-01"}, "G2211")])
def test_when_the_lasting_relationship_is_paid(facts, code):
    answer = calculate("visit_complexity", {"visit": "99214", **facts})
    assert answer.code == code and answer.why and not answer.modifiers


@pytest.mark.parametrize(("on", "earlier", "code"), [
    ("2026-02-28", {}, "G0402"), ("2026-03-01", {}, "G0438"), ("2026-02-28", {"welcome": "2025-04-01"}, ""), ("2026-03-31", {"welcome": "2025-04-01"}, ""),
    ("2026-04-01", {"welcome": "2025-04-30"}, "G0438"), ("2027-03-31", {"wellness": "2026-04-30"}, ""), ("2027-04-01", {"wellness": "2026-04-30"}, "G0439"),
    ("2025-02-28", {}, "")])
def test_medicares_own_visits_by_the_calendar(on, earlier, code):
    assert calculate("preventive", {"on": on, "part_b_from": "2025-03-01", **earlier}).code == code


@pytest.mark.parametrize(("kind", "low", "edge", "high"), [("muscle", "20552", 3, "20553"), ("lesion", "11900", 8, "11901")])
def test_injections_count_muscles_and_lesions_not_needles(kind, low, edge, high):
    assert [calculate("injection", {"injection": kind, "number": number}).code for number in (1, edge - 1, edge)] == [low, low, high]


@pytest.mark.parametrize(("joint", "plain", "guided"), [("finger", "20600", "20604"), ("wrist", "20605", "20606"), ("knee", "20610", "20611")])
def test_joints_by_size_and_guidance(joint, plain, guided):
    for is_guided, code in ((False, plain), (True, guided)):
        assert calculate("injection", {"injection": "joint", "joint": joint, "side": "left", "guided": is_guided}).lines == ((code, 1, {"LT"}),)


@given(st.lists(st.fixed_dictionaries({"joint": st.sampled_from(["finger", "wrist", "knee", "hip"]), "side": st.sampled_from(["left", "right"])}), min_size=1),
       st.sampled_from(["50", "two lines"]))
def test_each_joint_is_told_once_with_its_side(injected, form):
    lines = calculate("injection", {"injection": "joint", "joints": injected, "form": form}).lines
    joints = {(one["joint"], one["side"]) for one in injected}
    assert sum(2 if "50" in line.modifiers else 1 for line in lines) == len(joints)
    assert all(len(line.modifiers) == 1 for line in lines)


@given(st.integers(0, 6), st.integers(0, 6))
def test_every_biopsy_is_told_once(punch, shave):
    if punch + shave:
        lines = calculate("biopsy", {"punch": punch, "shave": shave}).lines
        assert sum(line.units for line in lines) == punch + shave and lines[0].units == 1
        assert lines[0].code == ("11104" if punch else "11102")


@pytest.mark.parametrize(("sets", "codes"), [
    ([7], []), ([8], ["97810"]), ([15, 7], ["97810"]), ([15, 8], ["97810", "97811"]), ([15, 15, 15], ["97810", "97811", "97811"])])
def test_acupuncture_by_quarter_hours(sets, codes):
    lines = calculate("acupuncture", {"sets": [{"minutes": minutes} for minutes in sets]}).lines
    assert [line.code for line in lines for _ in range(line.units)] == codes


@pytest.mark.parametrize(("minutes", "code"), [(15, ""), (16, "90832"), (37, "90832"), (38, "90834"), (52, "90834"), (53, "90837"), (200, "90837")])
def test_psychotherapy_on_both_sides_of_each_limit(minutes, code):
    assert calculate("psychotherapy", {"minutes": minutes}).code == code


def test_midpoint_and_medicare_differ_on_the_same_minutes():
    facts = {"minutes": {"97110": 10, "97140": 9}}
    assert sum(line.units for line in calculate("timed_units", facts).lines) == 1
    assert sum(line.units for line in calculate("timed_units", {**facts, "rule": "midpoint"}).lines) == 2
    manual = {"minutes": {"97110": 33, "97140": 7}}          # the example of the manual: 3 units, the third to the longer remainder, 7 against 3
    assert [(line.code, line.units) for line in calculate("timed_units", manual).lines] == [("97110", 2), ("97140", 1)]
    assert [(line.code, line.units) for line in calculate("timed_units", {**manual, "rule": "midpoint"}).lines] == [("97110", 2)]


@pytest.mark.parametrize(("kind", "edge", "low", "high"), [("warts", 15, "17110", "17111"), ("precancers", 15, "17000", "17004"), ("abscesses", 2, "10060", "10061")])
def test_counts_on_both_sides(kind, edge, low, high):
    assert [calculate("count", {"count": kind, "number": number}).code for number in (edge - 1, edge)] == [low, high]


@pytest.mark.parametrize(("old", "last", "new"), [("J1030", "2024-03-31", "J1010"), ("J1940", "2025-03-31", "J1938"), ("J1953", "2026-09-30", "J1957"), ("J0171",
    "2025-06-30", "J0165")])
def test_a_drug_code_is_refused_the_day_after_its_end(old, last, new):
    next_day = str(date.fromordinal(date.fromisoformat(last).toordinal() + 1))
    assert calculate("drug", {"drug": old, "dose_mg": 40, "on": last}).units and calculate("drug", {"drug": new, "dose_mg": 40, "on": next_day}).units
    for code, day in ((old, next_day), (new, last)):
        with pytest.raises(CleanClaimError, match=new if code == old else "begins only"):
            calculate("drug", {"drug": code, "dose_mg": 40, "on": day})


def test_glue_and_strips():
    wounds = [{"class": "glue", "site": "hand", "cm": "3"}, {"class": "simple", "site": "arm", "cm": "2"}]
    assert [line.code for line in calculate("repair", {"wounds": wounds}).lines] == ["12002"]
    assert [line.code for line in calculate("repair", {"wounds": wounds, "payer": "medicare_part_b"}).lines] == ["12001", "G0168"]
    assert calculate("repair", {"class": "strips", "site": "arm", "cm": 2}).lines == ()


@pytest.mark.parametrize(("code", "first", "last"), [("20692", "2026-05-31", "2026-08-30"), ("10060", "2026-06-01", "2026-06-11"), ("45378", "2026-06-01", "2026-06-01")])
def test_the_days_of_each_global_period(code, first, last):
    for day, is_inside in ((first, True), (last, True), *((str(date.fromordinal(date.fromisoformat(one).toordinal() + step)), False) for one, step in ((first,
    -1), (last, 1)))):
        assert calculate("global_days", {"code": code, "done": "2026-06-01", "on": day}).details["is_inside"] is is_inside


@given(st.integers(0, 110), st.booleans())
def test_preventive_codes_agree_with_the_ages_of_the_code_table(age, is_new):
    from sim.reference.codes import procedure_rows, procedures
    row = int(procedure_rows([calculate("preventive", {"age": age, "is_new": is_new}).code])[0])
    assert procedures().age_from[row] <= age <= procedures().age_to[row] and procedures().is_new[row] == is_new
