"""Checks of diagnoses: each finding for a reason that is written down, none for a right list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.reference.code_checks import check_codes
from sim.reference.code_notes import covers, excluded_by, spoken
from sim.reference.icd10cm import connection

DAY = "2026-06-15"


def found(codes, on=DAY):
    return {(one["code"], one["finding"]) for one in check_codes(codes, on=on)}


@pytest.mark.parametrize(
    "codes",
    [
        ["E11.22", "N18.30"],
        ["I12.9", "N18.32"],
        ["I11.0", "I50.9"],
        ["I10", "E78.5"],
        ["E11.65", "Z79.84"],
        ["M17.11"],
        ["S61.411A", "W26.0XXA"],
        ["Z00.01", "I10"],
        ["J02.0"],
        ["E66.813", "Z68.41"],
        ["Z23"],
        ["J44.0", "J18.9", "J44.1"],
        ["H66.91"],
        ["R53.83"],
        ["L02.411"],
        [],
    ],
)
def test_right_lists_have_no_finding(codes):
    assert found(codes) == set()


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["XYZ"], ("XYZ", "not a code")),
        (["99213"], ("99213", "not a code")),
        (["M17.1"], ("M17.1", "not billable")),
        (["S61.411"], ("S61.411", "7th character missing")),
        (["I10", "I10"], ("I10", "given twice")),
        (["M17.11", "M1711"], ("M1711", "given twice")),
        (["E11.9", "E10.9"], ("E10.9", "excluded together")),
        (["N18.30", "E11.22"], ("N18.30", "order")),
        (["I50.9", "I11.0"], ("I50.9", "order")),
        (["I12.9"], ("I12.9", "additional code missing")),
        (["Z79.4", "E11.9"], ("Z79.4", "cannot be first")),
        (["W26.0XXA", "S61.411A"], ("W26.0XXA", "cannot be first")),
        (["F02.80"], ("F02.80", "cannot be first")),
        (["Z68.41", "E66.813"], ("Z68.41", "cannot be first")),
        (["I10", "Z00.00"], ("Z00.00", "must be first")),
        (["I10", "I50.9"], ("I50.9", "combination code")),
        (["I10", "N18.9"], ("N18.9", "combination code")),
        (["E11.9", "N18.30"], ("N18.30", "combination code")),
        (["J18.9", "R05.9"], ("R05.9", "symptom of the disease")),
        (["E11.65", "E11.9"], ("E11.9", "symptom of the disease")),
        (["M25.561", "M25.569"], ("M25.569", "unspecified beside specific")),
        (["M17.11", "M17.12"], ("M17.12", "both sides")),
    ],
)
def test_findings(codes, expected):
    assert expected in found(codes)


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["T38.3X6A", "E11.65"], ("T38.3X6A", "cannot be first")),
        (["T36.0X5A", "R21"], ("T36.0X5A", "cannot be first")),
        (["R11.2", "T36.0X1A"], ("T36.0X1A", "order")),
        (["N39.0", "O23.41"], ("O23.41", "must be first")),
        (["O10.012"], ("O10.012", "additional code missing")),
        (["Z68.41"], ("Z68.41", "related diagnosis missing")),
        (["J45.909", "J45.20"], ("J45.909", "unspecified beside specific")),
        (["R10.9", "R10.11"], ("R10.9", "unspecified beside specific")),
        (["G43.909", "R51.9"], ("R51.9", "symptom of the disease")),
        (["R31.9", "N30.01"], ("R31.9", "symptom of the disease")),
        (["I1A.0", "I10"], ("I1A.0", "cannot be first")),
        (["I10", "F02.80"], ("F02.80", "underlying disease missing")),
        (["I10", "G63"], ("G63", "underlying disease missing")),
        (["S01.81A"], ("S01.81A", "not a code")),
        (["I10", "M79.671", "M79.672", "Z34.00"], ("Z34.00", "must be first")),
    ],
)
def test_more_findings(codes, expected):
    assert expected in found(codes)


@pytest.mark.parametrize(
    "codes",
    [
        ["E11.65", "T38.3X6A"],
        ["R21", "T36.0X5A"],
        ["T36.0X1A", "R11.2"],
        ["O10.012", "Z3A.20"],
        ["O03.4"],
        ["E66.811", "Z68.30"],
        ["I10", "I1A.0"],
        ["J45.20"],
        ["R10.11", "R11.2"],
        ["G30.9", "F02.80"],
        ["E85.4", "G63"],
        ["L03.115", "B95.61"],
        ["L03.115", "L03.116"],
        ["S61.411A", "S61.401A"],
    ],
)
def test_right_order_and_right_company_have_no_finding(codes):
    assert not {one for one in found(codes) if one[1] not in ("both sides", "unspecified beside specific")} and (
        len(codes) > 1 or not found(codes)
    )


@pytest.mark.parametrize(
    ("code", "age", "sex", "finding"),
    [
        ("Z00.129", 17, None, ""),
        ("Z00.129", 18, None, "age conflict"),
        ("Z00.00", 14, None, "age conflict"),
        ("Z00.00", 15, None, ""),
        ("Z38.00", 0, None, ""),
        ("Z38.00", 1, None, "age conflict"),
        ("O26.891", 8, None, "age conflict"),
        ("O26.891", 9, None, ""),
        ("O26.891", 64, None, ""),
        ("O26.891", 65, None, "age conflict"),
        ("Z68.51", 19, None, ""),
        ("Z68.51", 20, None, "age conflict"),
        ("Z68.41", 19, None, "age conflict"),
        ("Z68.41", 20, None, ""),
        ("N40.0", None, "F", "sex conflict"),
        ("N40.0", None, "M", ""),
        ("N76.0", None, "M", "sex conflict"),
        ("N76.0", None, "F", ""),
        ("C50.911", None, "M", ""),
        ("I10", 3, "M", ""),
    ],
)
def test_age_and_sex_on_both_sides_of_each_limit(code, age, sex, finding):
    conflicts = [
        one["finding"] for one in check_codes([code], on=DAY, age=age, sex=sex) if one["finding"].endswith("conflict")
    ]
    assert conflicts == ([finding] if finding else [])


@pytest.mark.parametrize("wrong", [{"age": -1}, {"age": "old"}, {"age": 1.5}, {"sex": "X"}, {"setting": "moon"}])
def test_what_cannot_be_read_is_one_clear_line(wrong):
    from sim.ground.errors import CleanClaimError

    with pytest.raises(CleanClaimError) as caught:
        check_codes(["I10"], **wrong)
    assert "\n" not in str(caught.value)


def test_in_a_hospital_admission_nothing_must_be_first_for_the_visit():
    assert ("Z00.00", "must be first") not in {
        (one["code"], one["finding"]) for one in check_codes(["I10", "Z00.00"], on=DAY, setting="hospital")
    }


def test_what_was_meant_is_named():
    assert "S01.81XA" in check_codes(["S01.81A"])[0]["message"] and "A, D, S" in check_codes(["S61.411B"])[0]["message"]


def test_the_tabular_list_itself_names_the_symptom():
    finding = next(one for one in check_codes(["R31.9", "N30.01"], on=DAY) if one["code"] == "R31.9")
    assert "Excludes1 at" in finding["message"] and "clearly of another cause" in finding["message"]


def test_every_finding_says_where_it_is_written():
    for finding in check_codes(["XYZ", "I10", "I50.9", "N18.3", "S61.411", "Z79.4", "E11.9", "E10.9"], on=DAY):
        assert (
            finding["cite"]
            and finding["message"].endswith(".")
            and finding["severity"] in ("error", "warning", "advice")
        )


def test_the_choices_are_named():
    assert "M17.10, M17.11, M17.12" in check_codes(["M17.1"])[0]["message"]
    assert "A initial encounter" in check_codes(["S61.411"])[0]["message"]


def test_the_date_decides():
    assert found(["M72.2"], "2026-09-30") == set() and ("M72.2", "not valid on the date") in found(
        ["M72.2"], "2026-10-01"
    )
    assert ("M67.A01", "not valid on the date") in found(["M67.A01"], "2026-09-30")
    assert ("G35", "not valid on the date") in found(["G35"])


@pytest.mark.parametrize(
    ("on", "is_loaded"), [("2025-09-30", False), ("2025-10-01", True), ("2027-09-30", True), ("2027-10-01", False)]
)
def test_a_date_without_an_edition_is_told(on, is_loaded):
    assert (found(["I10"], on) == set()) is is_loaded and (
        ("I10", "edition not loaded") in found(["I10"], on)
    ) is not is_loaded


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("gestational diabetes (O24.4-)", "O24410", "O24311"),
        ("kidney (N18.1-N18.4, N18.9)", "N182", "N185"),
        ("type 1 (E10.-)", "E109", "E119"),
        ("injuries (S00-T88)", "S61411A", "V011XXA"),
        ("insulin (Z79.4)", "Z794", "Z7984"),
        ("nothing", "I10", "I10"),
    ],
)
def test_what_a_note_speaks_of(text, inside, outside):
    assert covers(spoken(text), inside) is ("(" in text) and not covers(spoken(text), outside)


def of_kind(codes, finding, on=DAY):
    return [one["severity"] for one in check_codes(codes, on=on) if one["finding"] == finding]


@pytest.mark.parametrize(
    ("codes", "finding", "severity"),
    [
        # a link that the provider may deny in the record
        (["E11.9", "N18.30"], "combination code", "warning"),
        (["I10", "N18.30"], "combination code", "warning"),
        (["I10", "I50.9"], "combination code", "warning"),
        (["E11.9", "R73.9"], "combination code", "error"),
        (["E89.1", "E13.9"], "order", "warning"),
        (["E13.9", "E89.1"], "order", "warning"),
        (["A08.4", "R11.2"], "symptom of the disease", "warning"),
        (["J05.0", "R06.1"], "symptom of the disease", "warning"),
        (["S06.0X0A", "S06.5X0A"], "excluded together", "warning"),
        (["S06.0X0A", "S06.890A"], "excluded together", "warning"),
        (["K21.9", "K21.00"], "contradiction", "warning"),
        (["Z00.00", "Z00.01"], "contradiction", "warning"),
        (["K57.30", "K57.31"], "contradiction", "warning"),
        (["K80.20", "K80.00"], "contradiction", "warning"),
        (["Z63.0", "I10"], "cannot be first", "error"),
        (["R29.705", "I63.9"], "cannot be first", "error"),
        (["R29.705", "I63.9"], "order", "error"),
        (["R40.2142", "S06.0X0A"], "cannot be first", "error"),
        (["Z28.310", "J06.9"], "cannot be first", "error"),
        (["J12.82", "U07.1"], "cannot be first", "error"),
    ],
)
def test_how_much_a_finding_weighs(codes, finding, severity):
    assert severity in of_kind(codes, finding)


@pytest.mark.parametrize(
    "codes",
    [
        ["E11.A"],
        ["I10", "Z63.0"],
        ["I63.9", "R29.705"],
        ["R40.20"],  # coma as such: the scale has codes of its own
        ["A08.4", "R11.2", "E86.0"][::2],
        ["S01.01XA", "S01.02XA"],  # a wound without and one with a foreign body: two wounds may be
        ["E11.3211", "E11.3292"],  # swelling in one eye and not in the other
        ["S06.0X0A", "S06.9X0A"][:1],
        ["E87.20", "E11.9"],  # the note speaks of diabetes with ketoacidosis
    ],
)
def test_what_goes_together_is_left_alone(codes):
    assert not found(codes)


def test_diabetes_in_remission_is_no_complication():
    told = check_codes(["E11.A", "E11.9"], on=DAY)
    assert [one["finding"] for one in told] == ["symptom of the disease"] and "complication" not in told[0]["message"]


def some_codes():
    return [row[0] for row in connection().execute("select dotted from code where is_billable order by code")][::150]


@given(st.lists(st.deferred(lambda: st.sampled_from(some_codes())) | st.text(max_size=8), max_size=6))
def test_any_list_gets_findings_never_a_crash(codes):
    for finding in check_codes(codes, on=DAY):
        assert finding["code"] and finding["finding"]


def test_exclusion_is_read_from_either_side():
    assert excluded_by("I12.9", "I15.0") and not excluded_by("I12.9", "N17.9")


EVERY = {  # every kind of finding: a list that has it and, next to it, one that has it not
    "not a code": ("XYZ", "I10"),
    "not billable": ("M17.1", "M17.11"),
    "7th character missing": ("S61.411", "S61.411A"),
    "given twice": ("I10 I10", "I10 E78.5"),
    "not valid on the date": ("G35", "G35.A"),
    "excluded together": ("E11.9 E10.9", "E11.9 I10"),
    "order": ("N18.30 E11.22", "E11.22 N18.30"),
    "additional code missing": ("I12.9", "I12.9 N18.30"),
    "cannot be first": ("W26.0XXA S61.411A", "S61.411A W26.0XXA"),
    "must be first": ("I10 Z00.00", "Z00.01 I10"),
    "combination code": ("I10 I50.9", "I11.0 I50.9"),
    "symptom of the disease": ("J18.9 R05.9", "J18.9 R04.2"),
    "unspecified beside specific": ("M25.561 M25.569", "M25.561 M25.511"),
    "contradiction": ("K21.9 K21.00", "K21.00 K57.30"),
    "both sides": ("M17.11 M17.12", "M17.0"),
    "related diagnosis missing": ("I10 Z68.41", "E66.813 Z68.41"),
    "underlying disease missing": ("I10 F02.80", "G30.9 F02.80"),
    "age conflict": ("Z00.129", "Z00.00"),
    "sex conflict": ("N76.0", "N40.0"),
    "edition not loaded": ("I10", ""),
}


@pytest.mark.parametrize("finding", EVERY)
def test_each_kind_of_finding_has_a_list_with_it_and_one_without(finding):
    on = "2030-01-01" if finding == "edition not loaded" else DAY
    has, has_not = (
        {one["finding"] for one in check_codes(text.split(), on=on, age=40, sex="M")} for text in EVERY[finding]
    )
    assert finding in has and finding not in has_not


def test_no_kind_of_finding_is_left_out(root):
    import re

    told = "".join(
        (root / f"sim/reference/{name}.py").read_text(encoding="utf-8")
        for name in ("code_checks", "code_order", "code_limits", "code_pairs")
    )
    assert set(
        re.findall(r'found\((?:[^"]*?),\s+"([a-z0-9 ]+)",\s+(?:"(?:error|warning|advice)"|row\["severity"\])', told)
    ) == set(EVERY)
