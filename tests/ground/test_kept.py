"""What is kept on disk holds until the program or its content is another one, and is never in the way."""

import json

import pytest

from sim.ground import files, kept
from sim.ground.kept import Kept, stamp


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    return tmp_path


def test_what_was_added_is_read_by_the_next_process(home):
    Kept("rows").add({"a": {"amount": 1}})
    Kept("rows").add({"b": [1, 2]})
    assert Kept("rows").read() == {"a": {"amount": 1}, "b": [1, 2]} and Kept("others").read() == {}


@pytest.mark.parametrize("file", ["data/payers/mine.toml", "exercises/unit/mine.toml", "imports/ncci.sqlite"])
def test_another_content_is_another_stamp_and_nothing_old_holds(home, file):
    Kept("rows").add({"a": 1})
    before = stamp()
    (home / file).parent.mkdir(parents=True)
    (home / file).write_text("x = 1\n")
    files.forget()
    assert stamp() != before and Kept("rows").read() == {}
    Kept("rows").add({"b": 2})
    assert Kept("rows").read() == {"b": 2}


def test_what_a_learner_saves_changes_nothing(home):
    before = stamp()
    (home / "attempts.sqlite").write_text("saved")
    files.forget()
    assert stamp() == before


@pytest.mark.parametrize("text", ["", "[]", '{"of": 1}', "\x00", '{"entries": {"a": 1}}'])
def test_a_file_that_cannot_be_used_is_as_good_as_none(home, text):
    Kept("rows").add({"a": 1})
    (home / "cache" / "rows.json").write_text(text)
    assert Kept("rows").read() == {}
    Kept("rows").add({"b": 2})
    assert Kept("rows").read() == {"b": 2}


def test_the_oldest_go_where_there_are_too_many(home, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 3)
    for number in range(5):
        Kept("rows").add({str(number): number})
    assert Kept("rows").read() == {"2": 2, "3": 3, "4": 4}


def test_a_folder_that_cannot_be_made_keeps_nothing_and_stops_nobody(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path / "file"))
    Kept("rows").add({"a": 1})
    assert Kept("rows").read() == {}


def test_it_is_one_json_document_of_the_folder_for_what_can_be_made_again(home):
    Kept("rows").add({"a": 1})
    assert [path.name for path in (home / "cache").iterdir()] == ["rows.json"]
    assert json.loads((home / "cache" / "rows.json").read_text())["of"] == stamp()
