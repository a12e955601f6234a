"""What changed between two days: the shipped table of changes, an unknown edition, days in the wrong order."""

import json
from datetime import date

import pytest

from sim.cli import main
from sim.ground.errors import CleanClaimError
from sim.reference.changes import Changes, CodeChange, FigureChange, changes, day_of
from sim.learn.lint import touched as module
from sim.clinic.scenarios.library import scenario
from sim.learn.exercises.exercise import exercise
from sim.learn.lint.touched import touched


@pytest.mark.parametrize(
    ("said", "day"),
    [("FY2027", date(2026, 10, 1)), ("fy 2026", date(2025, 10, 1)), ("RVU26C", date(2026, 1, 1))],
)
def test_an_edition_is_named_by_year_or_release(said, day):
    assert day_of(said) == day


@pytest.mark.parametrize("said", ["FY27", "yesterday", "2026-13-01", "", "x" * 500])
def test_an_unknown_edition_says_which_there_are(said):
    with pytest.raises(CleanClaimError, match="no edition") as told:
        day_of(said)
    assert "rvu26c" in told.value.expected


def test_days_in_the_wrong_order_are_refused():
    with pytest.raises(CleanClaimError, match="is not after"):
        changes(date(2026, 10, 1), date(2026, 10, 1))


def test_within_a_code_year_no_diagnosis_changes():
    found = changes(date(2026, 10, 2), date(2026, 11, 2))
    assert not [one for one in (*found.new, *found.ended, *found.revised) if one.system == "ICD-10-CM"]


def test_what_the_shipped_figures_do_not_hold_is_said():
    assert any("pprrvu" in one for one in changes(date(2026, 12, 31), date(2027, 1, 1)).stale)
    assert not changes(date(2026, 9, 30), date(2026, 10, 1)).stale


@pytest.fixture
def few(monkeypatch):
    """A bank of two scenarios and one exercise on each."""
    monkeypatch.setattr(module, "scenarios", lambda: {n: scenario(n) for n in ("knee_injection", "sore_throat")})
    monkeypatch.setattr(module, "exercises", lambda: {n: exercise(n) for n in ("coder_04_knee", "coder_02_cough")})


def test_a_changed_code_touches_what_has_it(few):
    ended = CodeChange("ICD-10-CM", "M17.11", "", "2026-09-30", "", "")
    found = touched(Changes((), (ended,), (), (FigureChange("pair", ("20610", "99213"), "1", "0"),), (), ()))
    assert found.scenarios == {"knee_injection": ("20610", "99213", "M17.11")}
    assert "coder_04_knee" in found.exercises and "coder_02_cough" not in found.exercises


def test_a_pair_of_which_only_one_code_is_there_touches_nothing(few):
    found = touched(Changes((), (), (), (FigureChange("pair", ("87880", "20610"), "", "1"),), (), ()))
    assert not found.scenarios


def test_the_command_prints_one_document(few, capsys):
    assert main(["data", "changes", "2026-09-30", "FY2027", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["to"] == "2026-10-01" and {"new", "ended", "revised", "edits", "fees", "touches"} <= found.keys()
    assert "M72.2" in {one["code"] for one in found["ended"]}


def test_a_wrong_day_is_one_line(capsys):
    assert main(["data", "changes", "soon", "FY2027"]) == 2
    assert "no edition 'soon'" in capsys.readouterr().err
