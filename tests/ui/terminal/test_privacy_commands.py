"""`cleanclaim class export|erase|close|views|questions` and `cleanclaim me`, as somebody types them."""

import json
import zipfile

import pytest

from sim.classroom.privacy.views import note_view
from sim.classroom.records.classes import class_of, new_class
from sim.classroom.records.records import Records
from sim.classroom.records.roster import add_member, members
from sim.cli import main

NAME = "Zoë Quillfeather-Synth"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CLEANCLAIM_DATABASE", raising=False)
    monkeypatch.chdir(tmp_path)

    def typed(words, code=0):
        assert main(words.split()) == code
        return "".join(capsys.readouterr())

    return typed


@pytest.fixture
def learner():
    records = Records()
    new_class(records, "billing_101")
    one = add_member(records, "billing_101", NAME, "zoe@school.example", "S-1042")
    note_view(records, "billing_101", "L-teacher", one.learner, "attempt 7")
    return one.learner


def test_a_learner_is_handed_over_and_erased_after_a_yes(run, learner, tmp_path):
    assert f"{learner}.json" in run("class export billing_101 S-1042 --out out")
    assert NAME in (tmp_path / "out" / f"{learner}.html").read_text(encoding="utf-8")
    assert "L-teacher: attempt 7 of Zoë" in run("class views billing_101 --learner zoe@school.example")
    told = run("class erase billing_101 S-1042")
    assert "goes: roster row: name, email, ID" in told and "Nothing was erased" in told
    assert json.loads(run(f"class erase billing_101 {learner} --json"))["is_erased"] is False
    assert run("class erase billing_101 S-1042 --yes").rstrip().endswith("Erased")
    assert "nobody is called" in run("class erase billing_101 S-1042 --yes", code=2)
    assert NAME not in run("class views billing_101")


def test_a_class_is_closed_and_forgotten(run, learner):
    assert "its names are erased from" in run("class close billing_101 --keep-days 0")
    assert "the names of 1 people go" in run("class close --due") and members(Records(), "billing_101")
    assert json.loads(run("class close --due --yes --json")) == {"classes": {"billing_101": 1}, "is_erased": True}
    assert not members(Records(), "billing_101", everybody=True) and class_of(Records(), "billing_101").is_erased
    assert "No class is due" in run("class close --due --yes")
    assert "no class is named" in run("class close", code=2)
    assert "run them one by one" in run("class close billing_101 --due", code=2)


def test_an_open_class_is_forgotten_now_after_a_yes(run, learner):
    assert "Nothing was erased" in run("class close billing_101 --now") and class_of(Records(), "billing_101").is_open
    assert "Erased" in run("class close billing_101 --now --yes")
    assert "its names were erased" in run("class close billing_101")


def test_questions_are_written_for_either_system(run, tmp_path):
    assert "questions with their answers" in run("class questions drill_02_places --format qti --out q.zip")
    assert zipfile.ZipFile(tmp_path / "q.zip").testzip() is None
    assert json.loads(run("class questions drill_02_places --format moodle --out q.xml --json"))["questions"] == 5
    assert "this exercise has a form" in run("class questions coder_04_knee --format qti --out q.zip", code=2)
    assert "cannot write" in run("class questions drill_02_places --format qti --out no/q.zip", code=2)


def test_ones_own_machine(run, tmp_path):
    Records().store.add({"learner": "local", "desk": "coder", "kind": "draft", "data": {"note": "mine"}})
    assert "local.json" in run("me export --out mine")
    assert "attempts.sqlite" in json.loads(run("me backup --out b.zip --json"))["files"]
    assert "1 events" in run("me erase") and (tmp_path / "home/attempts.sqlite").exists()
    assert "Erased" in run("me erase --yes") and not (tmp_path / "home/attempts.sqlite").exists()
