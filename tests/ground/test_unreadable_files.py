"""A half-written file of the user's own: named, set aside, and everything else goes on."""

import pytest

from sim.clinic.practice.clinics import clinics
from sim.clinic.scenarios.library import scenarios
from sim.ground.errors import CleanClaimError
from sim.ground.files import forget, root
from sim.ground.unreadable_files import set_aside, usable
from sim.learn.exercises.exercise import exercises
from sim.payer.rulebook.payers import payers
from sim.ui.desks.widget import Desk

FOLDERS = {"exercises": exercises, "data/payers": payers, "data/clinics": clinics, "data/scenarios": scenarios}


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    forget()
    yield tmp_path
    monkeypatch.undo()
    forget()


@pytest.mark.parametrize("folder", FOLDERS)
def test_one_half_written_file_stops_nothing(home, folder):
    before = set(FOLDERS[folder]())
    mine = home / folder / "mine" / "half.toml"
    mine.parent.mkdir(parents=True)
    mine.write_text('title = "Half a', encoding="utf-8")
    forget()
    assert set(FOLDERS[folder]()) == before
    assert [error.where for error in set_aside()] == [str(mine)]
    page = Desk("coder")
    page.receive({"kind": "hello", "data": {}})
    assert page.view["case"] and "half.toml" in page.view["notice"]
    mine.unlink()
    assert set_aside() == []


def test_the_shipped_file_stands_in_for_a_broken_one_of_its_name(home):
    shipped = next((root() / "data" / "payers").glob("*.toml"))
    mine = home / "data" / "payers" / shipped.name
    mine.parent.mkdir(parents=True)
    mine.write_text("label = ", encoding="utf-8")
    forget()
    assert payers()[shipped.stem].label and set_aside()
    mine.unlink()


def test_a_folder_that_only_begins_like_ours_is_the_users(tmp_path, monkeypatch):
    """`exercises of Ann` beside the shipped `exercises`."""
    shipped, own = tmp_path / "ours", tmp_path / "ours" / "exercises of Ann" / "exercises"
    for folder in (shipped / "exercises", own):
        folder.mkdir(parents=True)
        (folder / "one.toml").write_text("")
    monkeypatch.setattr("sim.ground.unreadable_files.root", lambda: shipped)
    monkeypatch.setattr("sim.ground.unreadable_files.scan", lambda _: {"one": own / "one.toml"})
    assert usable("exercises", broken) == {"one": shipped / "exercises/one.toml"}


def broken(path):
    """What is raised for a file of ours would be a fault of ours."""
    raise CleanClaimError("half written", str(path), "a whole file", "finish it")
