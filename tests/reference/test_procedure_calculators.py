"""Calculators of procedures (wounds, lesions, injections, infusions, needles): both sides of every limit."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ground.errors import CleanClaimError
from sim.reference.calculators import calculate


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
        ([22], ["97810"]),
        ([23], ["97810"]),  # one set of needles: nothing was set again
        ([8, 8], ["97810"]),
        ([8, 14], ["97810"]),  # 22 minutes
        ([8, 15], ["97810", "97811"]),  # 23
        ([12, 25], ["97810", "97811"]),  # 37
        ([12, 12, 13], ["97810", "97811"]),  # 37
        ([12, 13, 13], ["97810", "97811", "97811"]),  # 38
        ([7, 1], ["97810"]),
        ([15, 15, 15], ["97810", "97811", "97811"]),
    ],
)
def test_acupuncture_by_quarter_hours(sets, codes):
    lines = calculate("acupuncture", {"sets": [{"minutes": minutes} for minutes in sets]}).lines
    assert [line.code for line in lines for _ in range(line.units)] == codes


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
    ("kind", "edge", "low", "high"),
    [("warts", 15, "17110", "17111"), ("precancers", 15, "17000", "17004"), ("abscesses", 2, "10060", "10061")],
)
def test_counts_on_both_sides(kind, edge, low, high):
    assert [calculate("count", {"count": kind, "number": number}).code for number in (edge - 1, edge)] == [low, high]


def test_glue_and_strips():
    wounds = [{"class": "glue", "site": "hand", "cm": "3"}, {"class": "simple", "site": "arm", "cm": "2"}]
    assert [line.code for line in calculate("repair", {"wounds": wounds}).lines] == ["12002"]
    assert [line.code for line in calculate("repair", {"wounds": wounds, "payer": "medicare_part_b"}).lines] == [
        "12001",
        "G0168",
    ]
    assert calculate("repair", {"class": "strips", "site": "arm", "cm": 2}).lines == ()


@pytest.mark.parametrize(
    ("minutes", "units"),
    [  # Medicare Claims Processing Manual ch. 5 sec. 20.2, examples 1 to 5
        ({"97112": 24, "97110": 23}, {"97112": 2, "97110": 1}),
        ({"97112": 20, "97110": 20}, {"97112": 2, "97110": 1}),
        ({"97110": 33, "97140": 7}, {"97110": 2, "97140": 1}),
        ({"97110": 18, "97140": 13, "97116": 10, "97035": 8}, {"97110": 1, "97140": 1, "97116": 1}),
        ({"97112": 7, "97110": 7, "97140": 7}, {"97112": 1}),
    ],
)
def test_units_of_therapy_as_the_manual_counts_them(minutes, units):
    assert {line.code: line.units for line in calculate("timed_units", {"minutes": minutes}).lines} == units


def test_a_colonoscopy_carries_59_where_ncci_pairs_two_ways():
    from sim.reference.calculators import colonoscopy
    from sim.reference.codes import procedure_rows
    from sim.reference.edits import pair_indicator

    shipped = {code for code in colonoscopy.WAYS.values() if procedure_rows([code])[0] >= 0}
    for column_2, others in colonoscopy.PAIRED.items():
        for column_1 in {*others} & shipped if column_2 in shipped else ():
            rows = procedure_rows([column_1, column_2])
            assert pair_indicator(*rows, np.datetime64("2026-08-01")) == 1, (column_1, column_2)


@pytest.mark.parametrize(
    ("why", "done", "mark", "lines"),
    [
        ("screening", [], "PT", {"G0121": set()}),
        ("high risk screening", [], "PT", {"G0105": set()}),
        ("screening", [], "33", {"45378": {"33"}}),
        ("screening", [("snare", "A")], "PT", {"45385": {"PT"}}),
        ("screening", [("snare", "A")], "33", {"45385": {"33"}}),
        ("diagnostic", [("biopsy", "A"), ("biopsy", "B")], "PT", {"45380": set()}),
        ("screening", [("snare", "A"), ("biopsy", "B")], "33", {"45385": {"33"}, "45380": {"33", "59"}}),
    ],
)
def test_colonoscopies(why, done, mark, lines):
    facts = {"colonoscopy": why, "done": [{"how": how, "lesion": lesion} for how, lesion in done], "mark": mark}
    assert {line.code: line.modifiers for line in calculate("colonoscopy", facts).lines} == lines


@pytest.mark.parametrize(
    ("given", "age", "lines"),
    [  # two months: six-in-one, pneumococcus, rotavirus by mouth, all with counseling
        ([{"components": 6}, {}, {"route": "oral"}], 0, {"90460": 3, "90461": 5}),
        ([{"components": 3}, {}], 19, {"90471": 1, "90472": 1}),
    ],
)
def test_giving_vaccines_with_counseling(given, age, lines):
    answer = calculate("vaccines", {"given": given, "age": age, "counseled": True})
    assert {line.code: line.units for line in answer.lines} == lines
