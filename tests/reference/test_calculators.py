"""The calculators: both sides of every limit, and what must hold for all facts."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ground.errors import CleanClaimError
from sim.reference.calculators import calculate, calculators


@given(st.integers(1, 500), st.sampled_from([("J1885", 15), ("J3301", 10), ("J1100", 1), ("J0696", 250)]))
def test_units_cover_the_dose_and_one_fewer_would_not(dose, drug):
    code, unit = drug
    units = calculate("drug", {"drug": code, "dose_mg": dose}).units
    assert units * unit >= dose > (units - 1) * unit


@given(st.integers(1, 200), st.integers(0, 200))
def test_a_single_dose_container_is_reported_whole_and_never_twice(dose, discarded):
    answer = calculate(
        "drug", {"drug": "J3301", "dose_mg": dose, "discarded_mg": discarded, "container": "single-dose"}
    )
    modifiers = [mark for line in answer.lines for mark in line.modifiers]
    assert modifiers in (["JZ"], ["JW"])
    assert sum(line.units for line in answer.lines) == -(-(dose + discarded) // 10)


def test_vitamin_b12_in_micrograms_and_milligrams():
    assert (
        calculate("drug", {"drug": "J3420", "dose_mcg": 1000}).units
        == calculate("drug", {"drug": "J3420", "dose_mg": "1"}).units
        == 1
    )
    assert calculate("drug", {"drug": "J3420", "dose_mcg": 1001}).units == 2


wound = st.fixed_dictionaries(
    {
        "class": st.sampled_from(["simple", "intermediate"]),
        "site": st.sampled_from(["hand", "face", "arm", "scalp", "neck"]),
        "cm": st.decimals(Decimal("0.1"), Decimal("0.8"), places=1),
    }
)


@given(st.lists(wound, min_size=1, max_size=3), st.randoms())
def test_the_order_of_wounds_does_not_matter_and_no_code_comes_twice(wounds, random):
    answer = calculate("repair", {"wounds": wounds})
    shuffled = [*wounds]
    random.shuffle(shuffled)
    assert calculate("repair", {"wounds": shuffled}).lines == answer.lines
    codes = [line.code for line in answer.lines]
    assert (
        len(set(codes)) == len(codes)
        and not answer.lines[0].modifiers
        and all(line.modifiers == {"59"} for line in answer.lines[1:])
    )


@pytest.mark.parametrize(
    ("site", "kind", "steps"),
    [
        (
            "hand",
            "simple",
            {
                "2.5": "12001",
                "2.6": "12002",
                "7.5": "12002",
                "7.6": "12004",
                "12.5": "12004",
                "12.6": "12005",
                "20": "12005",
            },
        ),
        ("face", "simple", {"2.5": "12011", "2.6": "12013", "5.0": "12013", "5.1": "12014", "7.5": "12014"}),
        ("arm", "intermediate", {"2.5": "12031", "2.6": "12032", "7.5": "12032"}),
        ("hand", "intermediate", {"2.5": "12041"}),
        ("lip", "intermediate", {"2.5": "12051"}),
    ],
)
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
            assert not (
                one.units > minutes[one.code] // 15
                and spent % 15 > minutes[one.code] % 15
                and next((line.units for line in lines if line.code == other), 0) == spent // 15
            )


@pytest.mark.parametrize(
    ("total", "units"),
    [
        (7, 0),
        (8, 1),
        (22, 1),
        (23, 2),
        (37, 2),
        (38, 3),
        (52, 3),
        (53, 4),
        (67, 4),
        (68, 5),
        (82, 5),
        (83, 6),
        (97, 6),
        (98, 7),
        (112, 7),
        (113, 8),
        (127, 8),
        (128, 9),
    ],
)
def test_the_eight_minute_table(total, units):
    assert calculate("timed_units", {"code": "97110", "minutes": total}).units == units


@pytest.mark.parametrize(
    ("last", "on", "is_new"),
    [
        ("2023-06-01", "2026-06-01", False),
        ("2023-06-01", "2026-06-02", True),
        ("", "2026-06-02", True),
        ("2024-02-29", "2027-03-01", False),
        ("2024-02-29", "2027-03-02", True),
    ],
)
def test_three_years_to_the_day(last, on, is_new):
    assert calculate("new_or_established", {"last_seen": last, "on": on}).details["is_new"] is is_new


@pytest.mark.parametrize(
    ("earlier", "is_new"),
    [
        ({}, False),
        ({"specialty": "cardiology"}, True),
        ({"group": "other"}, True),
        ({"face_to_face": False}, True),
        ({"on": "2023-06-01"}, False),
        ({"on": "2023-05-31"}, True),
        ({"on": "2026-06-01"}, True),
    ],
)
def test_only_the_same_specialty_of_the_same_group_face_to_face_makes_a_patient_established(earlier, is_new):
    seen = [{"on": "2025-01-01", "specialty": "family medicine", "group": "prairie", **earlier}]
    answer = calculate(
        "new_or_established", {"seen": seen, "on": "2026-06-01", "specialty": "family medicine", "group": "prairie"}
    )
    assert answer.details["is_new"] is is_new and answer.why


@pytest.mark.parametrize(
    ("code", "on", "is_inside"),
    [
        ("10060", date(2026, 6, 1), True),
        ("10060", date(2026, 6, 11), True),
        ("10060", date(2026, 6, 12), False),
        ("20610", date(2026, 6, 2), False),
        ("99213", date(2026, 6, 1), False),
    ],
)
def test_global_days(code, on, is_inside):
    assert (
        calculate("global_days", {"code": code, "done": date(2026, 6, 1), "on": on}).details["is_inside"] is is_inside
    )


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("drug", {"drug": "J3301"}),
        ("drug", {"drug": "J9999", "dose_mg": 4}),
        ("drug", {"drug": "J3301", "dose_mg": "lots"}),
        ("drug", {"drug": "J3301", "dose_mcg": -1}),
        ("drug", {"drug": "J7030", "dose_mg": 4}),
        ("drug", {"drug": "J3301", "dose_mg": 10, "container": "bucket"}),
        ("count", {"count": "cats", "number": 2}),
        ("count", {"count": "warts", "number": 0}),
        ("count", {"count": "warts"}),
        ("repair", {"site": "hand"}),
        ("repair", {"wounds": []}),
        ("repair", {"site": "moon", "cm": 2}),
        ("repair", {"class": "intermediate", "site": "hand", "cm": "2.6"}),
        ("em", {"problems": ["headache"]}),
        ("em", {"em": "moon"}),
        ("em", {"em": "hospital initial", "staff_only": True}),
        ("em", {"is_new": "perhaps"}),
        ("em", {"minutes": "3.5"}),
        ("preventive", {}),
        ("preventive", {"part_b_from": "soon", "on": "2026-01-01"}),
        ("psychotherapy", {"minutes": None}),
        ("psychotherapy", {"minutes": 30, "with_visit": True}),
        ("infusion", {"given": []}),
        ("infusion", {"kind": "infusion", "minutes": 91}),
        ("infusion", {"kind": "tea"}),
        ("infusion", {"kind": "hydration"}),
        ("infusion", {"given": [{"kind": "push"}, {"kind": "infusion", "minutes": 20}]}),
        ("injection", {"injection": "brain", "number": 1}),
        ("injection", {"injection": "joint", "joints": []}),
        ("injection", {"injection": "joint", "joint": "knee"}),
        ("injection", {"injection": "origin", "number": 0}),
        ("biopsy", {}),
        ("biopsy", {"punch": -1}),
        ("acupuncture", {"sets": []}),
        ("acupuncture", {"minutes": "long"}),
        ("visit_complexity", {"visit": "99214", "lasting": "perhaps"}),
        ("visit_complexity", {"visit": "99214", "lasting": True, "modifiers": 25}),
        ("visit_complexity", {"visit": "99214", "lasting": True, "on": "never"}),
        ("repair", {"class": "glue", "site": "moon", "cm": 2}),
        ("prolonged", {"visit": "99215", "minutes": 60, "rule": "x"}),
        ("new_or_established", {"on": "yesterday"}),
        ("global_days", {"days": "010", "done": ""}),
        ("timed_units", {"minutes": {"97110": "x"}}),
        ("tarot", {}),
    ],
)
def test_bad_facts_get_one_clear_line(name, facts):
    with pytest.raises(CleanClaimError) as caught:
        calculate(name, facts)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 400


def test_every_calculator_names_its_rule():
    for name, module in calculators().items():
        assert module.cite and module.__doc__ and module.name == name


@pytest.mark.parametrize(
    ("kind", "low", "edge", "high"), [("muscle", "20552", 3, "20553"), ("lesion", "11900", 8, "11901")]
)
def test_injections_count_muscles_and_lesions_not_needles(kind, low, edge, high):
    assert [calculate("injection", {"injection": kind, "number": number}).code for number in (1, edge - 1, edge)] == [
        low,
        low,
        high,
    ]


@pytest.mark.parametrize(
    ("joint", "plain", "guided"),
    [("finger", "20600", "20604"), ("wrist", "20605", "20606"), ("knee", "20610", "20611")],
)
def test_joints_by_size_and_guidance(joint, plain, guided):
    for is_guided, code in ((False, plain), (True, guided)):
        assert calculate(
            "injection", {"injection": "joint", "joint": joint, "side": "left", "guided": is_guided}
        ).lines == ((code, 1, {"LT"}),)


@given(
    st.lists(
        st.fixed_dictionaries(
            {"joint": st.sampled_from(["finger", "wrist", "knee", "hip"]), "side": st.sampled_from(["left", "right"])}
        ),
        min_size=1,
    ),
    st.sampled_from(["50", "two lines"]),
)
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


@pytest.mark.parametrize(
    ("given_", "codes"),
    [
        ([("hydration", 30)], []),
        ([("hydration", 31)], ["96360"]),
        ([("hydration", 90)], ["96360"]),
        ([("hydration", 91)], ["96360", "96361"]),
        ([("hydration", 150)], ["96360", "96361"]),
        ([("hydration", 151)], ["96360", "96361", "96361"]),
        ([("infusion", 15)], ["96374"]),
        ([("infusion", 16)], ["96365"]),
        ([("infusion", 90)], ["96365"]),
        ([("push", 0), ("push", 0)], ["96374", "96375"]),
        ([("push", 0), ("hydration", 30)], ["96374"]),
        ([("push", 0), ("hydration", 31)], ["96374", "96361"]),
        ([("injection", 0), ("injection", 0)], ["96372", "96372"]),
        ([("infusion", 20), ("push", 0)], ["96365", "96375"]),
    ],
)
def test_infusions_on_both_sides_of_each_limit(given_, codes):
    lines = calculate("infusion", {"given": [{"kind": kind, "minutes": minutes} for kind, minutes in given_]}).lines
    assert [line.code for line in lines for _ in range(line.units)] == codes


def test_the_main_reason_is_the_first_code_whatever_came_first():
    given_ = [{"kind": "push"}, {"kind": "hydration", "minutes": 45, "main": True}]
    assert [line.code for line in calculate("infusion", {"given": given_}).lines] == ["96360", "96375"]


@pytest.mark.parametrize(
    ("sets", "codes"),
    [
        ([7], []),
        ([8], ["97810"]),
        ([15, 7], ["97810"]),
        ([15, 8], ["97810", "97811"]),
        ([15, 15, 15], ["97810", "97811", "97811"]),
    ],
)
def test_acupuncture_by_quarter_hours(sets, codes):
    lines = calculate("acupuncture", {"sets": [{"minutes": minutes} for minutes in sets]}).lines
    assert [line.code for line in lines for _ in range(line.units)] == codes


@pytest.mark.parametrize(
    ("minutes", "code"),
    [(15, ""), (16, "90832"), (37, "90832"), (38, "90834"), (52, "90834"), (53, "90837"), (200, "90837")],
)
def test_psychotherapy_on_both_sides_of_each_limit(minutes, code):
    assert calculate("psychotherapy", {"minutes": minutes}).code == code


@pytest.mark.parametrize(("minutes", "units"), [(7, 0), (8, 1), (22, 1), (23, 2), (37, 2), (38, 3)])
def test_the_midpoint_rule_on_both_sides(minutes, units):
    assert calculate("timed_units", {"code": "97110", "minutes": minutes, "rule": "midpoint"}).units == units


@pytest.mark.parametrize(
    ("site", "kind", "longest"),
    [
        ("arm", "simple", "20"),
        ("face", "simple", "7.5"),
        ("arm", "intermediate", "7.5"),
        ("hand", "intermediate", "2.5"),
        ("lip", "intermediate", "2.5"),
    ],
)
def test_a_wound_longer_than_the_codes_taught_is_refused_at_once(site, kind, longest):
    assert calculate("repair", {"class": kind, "site": site, "cm": longest}).code
    with pytest.raises(CleanClaimError):
        calculate("repair", {"class": kind, "site": site, "cm": str(Decimal(longest) + Decimal("0.1"))})


@pytest.mark.parametrize(
    ("visit", "codes"), [(12, [("97810", ())]), (13, [("97810", ("KX",))]), (20, [("97810", ("KX",))]), (21, [])]
)
def test_medicares_count_of_acupuncture_visits(visit, codes):
    lines = calculate("acupuncture", {"minutes": 15, "medicare_visit": visit}).lines
    assert [(line.code, tuple(line.modifiers)) for line in lines] == codes


@pytest.mark.parametrize(
    ("dose", "discarded", "lines"),
    [
        ("30", "0", [(3, "JZ")]),
        ("31", "9", [(4, "JZ")]),
        ("30", "10", [(3, ""), (1, "JW")]),
        ("30", "11", [(3, ""), (2, "JW")]),
        ("10", "0", [(1, "JZ")]),
        ("4", "6", [(1, "JZ")]),
        ("4", "7", [(1, ""), (1, "JW")]),
    ],
)
def test_waste_begins_where_the_next_unit_begins(dose, discarded, lines):
    found = calculate(
        "drug", {"drug": "J3301", "dose_mg": dose, "discarded_mg": discarded, "container": "single-dose"}
    ).lines
    assert [(line.units, "".join(line.modifiers)) for line in found] == lines


def test_midpoint_and_medicare_differ_on_the_same_minutes():
    facts = {"minutes": {"97110": 10, "97140": 9}}
    assert sum(line.units for line in calculate("timed_units", facts).lines) == 1
    assert sum(line.units for line in calculate("timed_units", {**facts, "rule": "midpoint"}).lines) == 2
    manual = {
        "minutes": {"97110": 33, "97140": 7}
    }  # the example of the manual: 3 units, the third to the longer remainder, 7 against 3
    assert [(line.code, line.units) for line in calculate("timed_units", manual).lines] == [("97110", 2), ("97140", 1)]
    assert [(line.code, line.units) for line in calculate("timed_units", {**manual, "rule": "midpoint"}).lines] == [
        ("97110", 2)
    ]


@pytest.mark.parametrize(
    ("kind", "edge", "low", "high"),
    [("warts", 15, "17110", "17111"), ("precancers", 15, "17000", "17004"), ("abscesses", 2, "10060", "10061")],
)
def test_counts_on_both_sides(kind, edge, low, high):
    assert [calculate("count", {"count": kind, "number": number}).code for number in (edge - 1, edge)] == [low, high]


@pytest.mark.parametrize(
    ("old", "last", "new"),
    [
        ("J1030", "2024-03-31", "J1010"),
        ("J1940", "2025-03-31", "J1938"),
        ("J1953", "2026-09-30", "J1957"),
        ("J0171", "2025-06-30", "J0165"),
    ],
)
def test_a_drug_code_is_refused_the_day_after_its_end(old, last, new):
    next_day = str(date.fromordinal(date.fromisoformat(last).toordinal() + 1))
    assert (
        calculate("drug", {"drug": old, "dose_mg": 40, "on": last}).units
        and calculate("drug", {"drug": new, "dose_mg": 40, "on": next_day}).units
    )
    for code, day in ((old, next_day), (new, last)):
        with pytest.raises(CleanClaimError, match=new if code == old else "begins only"):
            calculate("drug", {"drug": code, "dose_mg": 40, "on": day})


def test_glue_and_strips():
    wounds = [{"class": "glue", "site": "hand", "cm": "3"}, {"class": "simple", "site": "arm", "cm": "2"}]
    assert [line.code for line in calculate("repair", {"wounds": wounds}).lines] == ["12002"]
    assert [line.code for line in calculate("repair", {"wounds": wounds, "payer": "medicare_part_b"}).lines] == [
        "12001",
        "G0168",
    ]
    assert calculate("repair", {"class": "strips", "site": "arm", "cm": 2}).lines == ()


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("20692", "2026-05-31", "2026-08-30"),
        ("10060", "2026-06-01", "2026-06-11"),
        ("45378", "2026-06-01", "2026-06-01"),
    ],
)
def test_the_days_of_each_global_period(code, first, last):
    for day, is_inside in (
        (first, True),
        (last, True),
        *(
            (str(date.fromordinal(date.fromisoformat(one).toordinal() + step)), False)
            for one, step in ((first, -1), (last, 1))
        ),
    ):
        assert (
            calculate("global_days", {"code": code, "done": "2026-06-01", "on": day}).details["is_inside"] is is_inside
        )
