"""`cleanclaim class gradebook` for a class with work handed in: our own table, and the gradebook of an LMS."""

import json

import pytest

from sim.classroom.assignments.assigned import assign_file, assignment_of
from sim.classroom.records.classes import new_class
from sim.classroom.records.records import Records
from sim.classroom.records.roster import add_member
from sim.cli import main

WEEK = """title = "{title}"
mode = "homework"
due = {due}-12-08T23:59:00
closes = 2090-12-08T23:59:00
[late]
percent_per_day = 10
most_percent = 50
[[item]]
exercise = "drill_02_places"
weight = 5
[[item]]
exercise = "drill_03_modifiers"
"""
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Places (77),Final Score\n"
    "    Points Possible,,,,,100.00,(read only)\n"
    '"Diaz-Synth, Ana",1,S-1,adiaz,01,,\n'
    '"Hara-Synth, Ben",2,S-2,bhara,01,,\n'
    '"Stranger, Sam",9,S-9,sam,01,,\n'
)


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CLEANCLAIM_DATABASE", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")

    def typed(words, code=0):
        assert main(words.split()) == code
        return "".join(capsys.readouterr())

    return typed


@pytest.fixture
def handed_in(tmp_path, run):
    """Ana handed in one of two items and has 80 percent of it; Ben has nothing; an instructor is no learner."""
    records = Records()
    new_class(records, "billing_101")
    ana = add_member(records, "billing_101", "Ana Diaz-Synth", "ana@school.example", "S-1")
    add_member(records, "billing_101", "Ben Hara-Synth", "ben@school.example", "S-2")
    add_member(records, "billing_101", "Dana Teacher-Synth", role="instructor")
    (tmp_path / "places.toml").write_text(WEEK.format(title="Places", due=2089), encoding="utf-8")
    assign_file(records, "billing_101", tmp_path / "places.toml")
    item = assignment_of(records, "billing_101", "places").item_name(1)
    attempt = {"learner": ana.learner, "class_name": "billing_101", "assignment": "places", "exercise": item}
    (saved,) = records.store.append([("attempts", {**attempt, "variant": 1, "mode": "homework"})])
    marks = {"attempt_id": saved["id"], "learner": ana.learner, "exercise": item, "points": 2, "earned": 1.6}
    records.store.append([("marks", marks)])
    return records, saved["id"]


def test_our_own_table_says_points_and_what_is_missing(run, handed_in, tmp_path):
    told = run("class gradebook billing_101")
    assert "Places (of 12)" in told and "Ana Diaz-Synth" in told and "1 of 2 items not handed in" in told
    assert "not handed in" in told and "Dana" not in told
    ana, ben = json.loads(run("class gradebook billing_101 --json"))
    assert ana["assignments"]["places"] == {"points": 8.0, "of": 12.0, "status": "1 of 2 items not handed in"}
    assert ben["assignments"]["places"]["points"] is None
    run("class gradebook billing_101 --out ours.csv")
    assert "Ana Diaz-Synth,S-1,,ana@school.example,8,1 of 2 items not handed in,8" in (tmp_path / "ours.csv").read_text(
        encoding="utf-8-sig"
    )


def test_points_go_into_their_gradebook_and_who_was_not_found_is_told(run, handed_in, tmp_path):
    (tmp_path / "theirs.csv").write_text(CANVAS, encoding="utf-8")
    told = run("class gradebook billing_101 --into theirs.csv --out back.csv", code=1)
    assert (
        "Canvas gradebook, 2 students found" in told and "In the file, not in the class: line 5, Stranger, Sam" in told
    )
    assert "the column has 100 points, the assignment 12: points were converted" in told
    assert "nothing to write: Ben Hara-Synth (not handed in)" in told
    assert (tmp_path / "back.csv").read_text(encoding="utf-8") == CANVAS.replace("adiaz,01,,", "adiaz,01,66.67,")
    whole = json.loads(run("class gradebook billing_101 --into theirs.csv --out back.csv --json", code=1))
    assert whole["system"] == "Canvas" and whole["columns"][0]["written"] == 1


def test_what_lateness_took_off_is_told(run, handed_in, tmp_path):
    records, _ = handed_in
    (tmp_path / "places.toml").write_text(WEEK.format(title="Places", due=2000), encoding="utf-8")
    assign_file(records, "billing_101", tmp_path / "places.toml")
    told = json.loads(run("class gradebook billing_101 --json"))[0]["assignments"]["places"]
    assert told["points"] == 4 and told["status"] == "late, up to 50% off; 1 of 2 items not handed in"


def test_an_override_stands_and_is_told(run, handed_in):
    records, attempt = handed_in
    records.store.override(attempt, "Dana", "regraded by hand", 9.5)
    told = json.loads(run("class gradebook billing_101 --assignment places --json"))[0]["assignments"]["places"]
    assert told["points"] == 9.5 and told["status"] == "override; 1 of 2 items not handed in"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("class gradebook billing_101 --column Places", "--column without --into"),
        ("class gradebook billing_101 --into theirs.csv", "--into without --out"),
        ("class gradebook billing_101 --into theirs.csv --out theirs.csv", "the file of the LMS itself"),
        ("class gradebook billing_101 --into none.csv --out back.csv", "cannot read"),
        ("class gradebook billing_101 --into theirs.csv --out back.csv --column Elbow", "no column 'Elbow'"),
        ("class gradebook billing_101 --assignment week_9", "no assignment 'week_9'"),
        ("class gradebook nope", "no class 'nope'"),
    ],
)
def test_what_cannot_be_done_is_one_line(run, handed_in, tmp_path, words, line):
    (tmp_path / "theirs.csv").write_text(CANVAS, encoding="utf-8")
    told = run(words, code=2)
    assert line in told and told.count("\n") == 1
    assert (tmp_path / "theirs.csv").read_text(encoding="utf-8") == CANVAS


def test_a_class_without_assignments_says_so(run):
    new_class(Records(), "empty")
    assert "nothing is assigned yet" in run("class gradebook empty", code=2)
