"""The calculators: both sides of every limit, and what must hold for all facts."""

from datetime import date

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
        ("infusion", {"kind": "hydration", "minutes": "long"}),
        ("infusion", {"kind": "tea"}),
        ("infusion", {"kind": "hydration"}),
        ("infusion", {"given": [{"kind": "push"}, {"kind": "tea"}]}),
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
    ("minutes", "code"),
    [(15, ""), (16, "90832"), (37, "90832"), (38, "90834"), (52, "90834"), (53, "90837"), (200, "90837")],
)
def test_psychotherapy_on_both_sides_of_each_limit(minutes, code):
    assert calculate("psychotherapy", {"minutes": minutes}).code == code


@pytest.mark.parametrize(("minutes", "units"), [(7, 0), (8, 1), (22, 1), (23, 2), (37, 2), (38, 3)])
def test_the_midpoint_rule_on_both_sides(minutes, units):
    assert calculate("timed_units", {"code": "97110", "minutes": minutes, "rule": "midpoint"}).units == units


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
