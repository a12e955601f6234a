"""The bank at one look: the frame of scenarios, the counts, and how much two charts of a scenario have in common."""

import json
from dataclasses import replace

import pytest

from sim.cli import main
from sim.clinic.scenarios.library import scenario
from sim.learn.exercises.exercise import exercise
from sim.learn.lint import bank


@pytest.fixture
def few(monkeypatch):
    """A bank of three scenarios and two exercises: what holds of it holds of a hundred."""
    stories = {name: scenario(name) for name in ("cuts", "wheezy_baby", "sore_throat")}
    tasks = {name: exercise(name) for name in ("coder_02_cough", "coder_04_knee")}
    monkeypatch.setattr(bank, "scenarios", lambda: stories)
    monkeypatch.setattr(bank, "exercises", lambda: tasks)


def test_the_summary_counts_every_scenario_and_exercise(few, capsys):
    assert main(["lint", "--summary", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {name: sum(found[name].values()) for name in ("specialty", "setting", "level", "task")} == {
        "specialty": 3,
        "setting": 3,
        "level": 3,
        "task": 2,
    }
    assert found["competence"]["C4"] > 0 and found["competence"]["B7"] == 0
    assert found["alike"].keys() <= {"cuts"}, "only level 3 and up is held to differ"


def test_a_setting_follows_the_place_of_service():
    one = scenario("knee_injection")
    assert [bank.setting(replace(one, place_of_service=place)) for place in ("", "21", "24", "31", "99")] == [
        "office",
        "inpatient",
        "facility outpatient",
        "nursing facility",
        "other",
    ]
