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


@pytest.mark.parametrize("codes", [
    ["E11.22", "N18.30"], ["I12.9", "N18.32"], ["I11.0", "I50.9"], ["I10", "E78.5"], ["E11.65", "Z79.84"], ["M17.11"], ["S61.411A", "W26.0XXA"],
    ["Z00.01", "I10"], ["J02.0"], ["E66.813", "Z68.41"], ["Z23"], ["J44.0", "J18.9", "J44.1"], ["H66.91"], ["R53.83"], ["L02.411"], []])
def test_right_lists_have_no_finding(codes):
    assert found(codes) == set()


@pytest.mark.parametrize(("codes", "expected"), [
    (["XYZ"], ("XYZ", "not a code")), (["99213"], ("99213", "not a code")), (["M17.1"], ("M17.1", "not billable")),
    (["S61.411"], ("S61.411", "7th character missing")), (["I10", "I10"], ("I10", "given twice")), (["M17.11", "M1711"], ("M1711", "given twice")),
    (["E11.9", "E10.9"], ("E10.9", "excluded together")), (["N18.30", "E11.22"], ("N18.30", "order")), (["I50.9", "I11.0"], ("I50.9", "order")),
    (["I12.9"], ("I12.9", "additional code missing")), (["Z79.4", "E11.9"], ("Z79.4", "cannot be first")), (["W26.0XXA", "S61.411A"], ("W26.0XXA", "cannot be first")),
    (["F02.80"], ("F02.80", "cannot be first")), (["Z68.41", "E66.813"], ("Z68.41", "cannot be first")), (["I10", "Z00.00"], ("Z00.00", "must be first")),
    (["I10", "I50.9"], ("I50.9", "combination code")), (["I10", "N18.9"], ("N18.9", "combination code")), (["E11.9", "N18.30"], ("N18.30", "combination code")),
    (["J18.9", "R05.9"], ("R05.9", "symptom of the disease")), (["E11.65", "E11.9"], ("E11.9", "symptom of the disease")),
    (["M25.561", "M25.569"], ("M25.569", "unspecified beside specific")), (["M17.11", "M17.12"], ("M17.12", "both sides"))])
def test_findings(codes, expected):
    assert expected in found(codes)


def test_every_finding_says_where_it_is_written():
    for finding in check_codes(["XYZ", "I10", "I50.9", "N18.3", "S61.411", "Z79.4", "E11.9", "E10.9"], on=DAY):
        assert finding["cite"] and finding["message"].endswith(".") and finding["severity"] in ("error", "warning", "advice")


def test_the_choices_are_named():
    assert "M17.10, M17.11, M17.12" in check_codes(["M17.1"])[0]["message"]
    assert "A initial encounter" in check_codes(["S61.411"])[0]["message"]


def test_the_date_decides():
    assert found(["M72.2"], "2026-09-30") == set() and ("M72.2", "not valid on the date") in found(["M72.2"], "2026-10-01")
    assert ("M67.A01", "not valid on the date") in found(["M67.A01"], "2026-09-30")
    assert ("G35", "not valid on the date") in found(["G35"])


@pytest.mark.parametrize(("text", "inside", "outside"), [
    ("gestational diabetes (O24.4-)", "O24410", "O24311"), ("kidney (N18.1-N18.4, N18.9)", "N182", "N185"), ("type 1 (E10.-)", "E109", "E119"),
    ("injuries (S00-T88)", "S61411A", "V011XXA"), ("insulin (Z79.4)", "Z794", "Z7984"), ("nothing", "I10", "I10")])
def test_what_a_note_speaks_of(text, inside, outside):
    assert covers(spoken(text), inside) is ("(" in text) and not covers(spoken(text), outside)


def some_codes():
    return [row[0] for row in connection().execute("select dotted from code where is_billable order by code")][::150]


@given(st.lists(st.deferred(lambda: st.sampled_from(some_codes())) | st.text(max_size=8), max_size=6))
def test_any_list_gets_findings_never_a_crash(codes):
    for finding in check_codes(codes, on=DAY):
        assert finding["code"] and finding["finding"]


def test_exclusion_is_read_from_either_side():
    assert excluded_by("I12.9", "I15.0") and not excluded_by("I12.9", "N17.9")
