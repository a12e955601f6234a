"""The payer's stages asked about a day's lines, in the trade's own examples."""

import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.ground.errors import CleanClaimError
from sim.payer.asked.check_lines import COLUMNS, edit_lines, findings
from sim.reference.tables import rows


def told(*lines, **more):
    """(line, code) of every finding."""
    return [
        (one["line"], one["group_carc"])
        for one in findings(
            [
                line if isinstance(line, dict) else dict(zip(("code", "modifiers"), line, strict=False))
                for line in lines
            ],
            **more,
        )
    ]


def test_a_clean_day_has_no_findings():
    assert told(("99213",), ("36415",)) == []
    assert told(("99213", "25"), ("20610", "RT"), ("J3301",)) == []
    assert findings([]) == []


def test_a_pair_without_and_with_its_modifier():
    assert told(("10060",), ("12001",)) == [(2, "CO-236")]
    assert told(("10060",), ("12001", "XS")) == [] == told(("10060", "59"), ("12001",))
    assert told(("11901",), ("11900", "59")) == [(2, "CO-236")]  # indicator 0
    assert told(("10060",), ("12001",), payer="commercial") == [(2, "CO-97")]


def test_every_shipped_pair_refuses_its_second_code_or_something_earlier_does():
    pairs = [row for row in rows("data/edits/ptp.csv") if not row["deletion_date"] and row["modifier_indicator"] == "0"]
    assert len(pairs) > 10
    for row in pairs[:: max(len(pairs) // 15, 1)]:
        lines = {
            one["line"] for one in findings([{"code": row["column_1"], "modifiers": ""}, {"code": row["column_2"]}])
        }
        assert lines, row


def test_one_answer_on_two_wellness_visits_of_a_day():
    assert told(("G0438",), ("G0439",)) == [(2, "CO-236")] and told(("G0439",), ("G0438",)) == [(1, "CO-236")]
    assert told(("G0444",), ("G0438",)) == [(1, "CO-236")]  # the first yearly visit holds the screening
    assert told(("G0444",), ("G0439",)) == []


def test_one_primary_biopsy_and_further_ones():
    assert told(("11102",), ("11104",)) == [(1, "CO-236")] == told(("11102", "59"), ("11104",))
    assert told(("11104",), ("11103",)) == []


def test_both_knees_twice_are_the_same_service_again():
    assert told(("20610", "50"), ("20610", "50")) == [(2, "OA-18")]


def test_a_modifier_of_another_family():
    assert told(("99213", "RT")) == [(1, "CO-4")] == told(("G0105", "PT"))
    assert told(("20610", "RT")) == [] == told(("45385", "PT"))


def test_a_visit_beside_a_heart_tracing_is_no_national_pair_but_a_nurse_visit_is():
    assert told(("93000",), ("99213",)) == [] and told(("93000",), ("99211",)) == [(2, "CO-236")]
    assert told(("93000",), ("99211", "25")) == []


def test_a_checkup_and_a_problem_visit_are_the_payers_own_rule():
    assert told(("99396",), ("99213",), payer="commercial") == [(2, "CO-97")]
    assert told(("99396",), ("99213", "25"), payer="commercial") == []
    own = findings([{"code": "99396"}, {"code": "99213"}], payer="commercial")[0]
    assert own["rests_on"].startswith("payer's own rule: ")


def test_an_unknown_code_is_named_and_the_others_are_judged():
    found = findings([{"code": "99999"}, {"code": "11104"}, {"code": "11102"}, {"code": "what?"}])
    assert [(one["line"], one["code"], one["finding"]) for one in found if not one["policy"]] == [
        (1, "99999", "not in the library"),
        (4, "WHAT?", "not in the library"),
    ]
    assert [(one["line"], one["group_carc"]) for one in found if one["policy"]] == [(3, "CO-236")]
    past = [{"code": "99998", "service_date": "2026-07-01"}, {"code": "G0439", "service_date": "2026-05-01"}]
    assert [(one["line"], one["code"]) for one in findings([{"code": "G0439"}], past)] == [(0, "99998"), (1, "G0439")]


def test_what_a_finding_rests_on_and_among_how_many_nothing_was_found():
    pair = findings([{"code": "10060"}, {"code": "12001"}])[0]
    assert pair["rests_on"] == "official: CMS NCCI v32.2 (2026 Q3)"
    assert findings([{"code": "20610", "units": 3}])[0]["rests_on"].startswith("official: CMS practitioner MUE")
    assert findings([{"code": "17003", "units": 3}])[0]["rests_on"].startswith("official: CMS add-on")
    list_ = findings([{"code": "83036", "modifiers": "QW", "diagnoses": "I10"}])[0]
    assert list_["rests_on"].startswith("teaching estimate: NCD 190.21")
    held = sum("99213" in (row["column_1"], row["column_2"]) for row in rows("data/edits/ptp.csv"))
    nothing = edit_lines([{"code": "99213"}]).message[0]
    assert f"({held:,} of {len(rows('data/edits/ptp.csv')):,})" in nothing and "1 of 1" in nothing


def test_units_above_the_limit_and_at_it():
    assert told({"code": "20610", "units": 2}) == []
    assert told({"code": "20610", "units": 3}) == [(1, "CO-151")]
    found = findings([{"code": "10060", "units": 2}])[0]
    assert (found["policy"], found["rarc"], found["remedy"]) == (
        "units_above_limit",
        "N362",
        "R_REOPEN",
    ) and "unlikely" in found["cite"]


def test_units_of_an_earlier_claim_of_that_day_count():
    day = "2026-07-15"
    assert told({"code": "20610", "units": 1}, history=[{"code": "20610", "units": 2, "service_date": day}]) == [
        (1, "CO-151")
    ]
    assert (
        told({"code": "20610", "units": 1}, history=[{"code": "20610", "units": 2, "service_date": "2026-07-14"}]) == []
    )


def test_an_add_on_needs_its_base():
    assert told({"code": "17003", "units": 3}) == [(1, "CO-107")]
    assert told({"code": "17003", "units": 3}, payer="acme_ppo") == [(1, "CO-B15")]
    assert told(("17000",), {"code": "17003", "units": 3}) == []
    assert told(("90472",), history=[{"code": "90471", "service_date": "2026-07-15"}]) == []


def test_a_visit_beside_a_small_procedure_needs_25():
    assert told(("99213",), ("20610", "RT")) == [(1, "CO-97")]
    assert told(("99213", "25"), ("20610", "RT")) == []
    assert told(("99213",), ("20610", "25,RT")) == [(2, "CO-4")]  # a procedure that is denied itself holds no visit


def test_a_new_patient_by_history_to_the_day():
    seen = [{"procedure_code": "99213", "service_date": "2023-07-16"}]
    assert told(("99203",), history=seen, on="2026-07-16") == [(1, "CO-B16")]
    assert told(("99203",), history=seen, on="2026-07-17") == []
    assert told(("99203",), history=[{"procedure_code": "36415", "service_date": "2026-01-04"}]) == []


def test_aftercare_and_the_yearly_visit_by_history():
    assert told(("99213",), history=[{"code": "10060", "service_date": "2026-07-05"}]) == [(1, "CO-97")]
    assert told(("99213", "24"), history=[{"code": "10060", "service_date": "2026-07-05"}]) == []
    assert told(("G0439",), history=[{"code": "G0439", "service_date": "2025-08-20"}]) == [(1, "CO-119")]


def test_diagnoses_count_only_where_they_are_told():
    assert told(("83036", "QW")) == []
    assert told({"code": "83036", "modifiers": "QW", "diagnoses": ["I10"]}) == [(1, "CO-50")]
    assert told({"code": "83036", "modifiers": "QW", "diagnoses": "I10, E11.9", "pointers": "A"}) == [(1, "CO-50")]
    assert told({"code": "83036", "modifiers": "QW", "diagnoses": "I10, E11.9", "pointers": [2]}) == []
    assert told({"code": "99213", "diagnoses": ["E11"]}) == [
        (0, "A7:254")
    ]  # only a heading: the whole claim is refused


def test_age_and_sex_count_only_where_they_are_told():
    assert told(("99396",), payer="commercial") == [] == told(("99381",), payer="commercial")
    assert told({"code": "99396", "age": 39}, payer="commercial") == [(1, "CO-6")]
    assert told({"code": "99396", "age": 40}, payer="commercial") == []
    assert told({"code": "99396", "age": 40}, {"code": "36415", "age": 40.0}, payer="commercial") == []
    assert told({"code": "81025"}) == [] and told({"code": "81025", "sex": "M"}) == [(1, "CO-7")]


def test_what_the_payer_does_not_cover_or_wants_approved():
    assert told(("99396",)) == [(1, "PR-49")]
    line = {"code": "J7325", "units": 48, "diagnoses": ["M17.11"]}
    assert (
        told(line, payer="acme_ppo") == [(1, "CO-197")]
        and told({**line, "authorization": "A12345"}, payer="acme_ppo") == []
    )


def test_a_frame_goes_in_and_a_frame_comes_out():
    frame = pandas.DataFrame(
        {"procedure_code": ["99213", "20610"], "modifiers": [None, "RT"], "units": [1.0, 1.0], "age": [70, None]}
    )
    past = pandas.DataFrame({"procedure_code": ["99213"], "service_date": pandas.to_datetime(["2024-02-01"])})
    answer = edit_lines(frame, past, on="2026-07-15")
    assert (
        list(answer.columns) == list(COLUMNS)
        and answer.line.tolist() == [1]
        and answer.policy[0] == "visit_beside_minor_procedure"
    )
    clean = edit_lines(frame.iloc[:1])
    assert list(clean.columns) == list(COLUMNS) and clean.finding.tolist() == ["nothing found"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"lines": "99213"},
        {"lines": ["99213"]},
        {"lines": [{}]},
        {"lines": [{"code": "99213", "modifiers": "ZZ"}]},
        {"lines": [{"code": "99213", "colour": 1}]},
        {"lines": [{"code": "99213", "units": -1}]},
        {"lines": [{"code": "99213", "pos": "98"}]},
        {"lines": [{"code": "99213", "diagnoses": ["I10|x"]}]},
        {"lines": [{"code": "99213", "diagnoses": ["I10"], "pointers": [2]}]},
        {"lines": [{"code": "99213"}] * 51},
        {"lines": [{"code": "99213", "age": 40}, {"code": "36415", "age": 41}]},
        {"on": "2020-01-01"},
        {"on": "soon"},
        {"payer": "nobody"},
        {"history": [{"code": "99213"}]},
        {"history": [{"code": "99213", "service_date": "2026-12-31"}]},
        {"lines": [{"code": "99213", "age": 400}]},
        {"lines": [{"code": "99213", "sex": "Q"}]},
        {"lines": 7},
        {"lines": [{"code": "99213", "age": "x"}]},
        {"lines": [{"code": "99213", "pointers": 1}]},
        {"lines": [{"code": "99213", "service_date": "2026-05-04"}], "on": "2026-05-05"},
    ],
)
def test_what_cannot_be_read_is_one_line_of_error(wrong):
    with pytest.raises(CleanClaimError) as answer:
        findings(**{"lines": [{"code": "99213"}], **wrong})
    assert "\n" not in str(answer.value)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(
        (
            "code",
            "modifiers",
            "units",
            "diagnoses",
            "pointers",
            "pos",
            "age",
            "sex",
            "charge",
            "authorization",
            "service_date",
        )
    ),
    st.one_of(
        st.text(max_size=12), st.integers(), st.floats(), st.lists(st.text(max_size=5), max_size=5), st.booleans()
    ),
)
def test_hostile_cells_never_get_through(name, value):
    try:
        for one in findings([{"code": "99213", name: value}]):
            assert set(one) == set(COLUMNS)
    except CleanClaimError:
        pass
