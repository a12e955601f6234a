"""The desks there are: each has a name, a place, and a page of its own that leads to all the others."""

import json

import pytest

from sim.ground.files import root
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.desk_state import series
from sim.learn.exercises.exercise import exercises
from sim.ui.desks import desk_folders
from sim.ui.desks.session import Session

BOOKS = sorted(path for path in (root() / "notebooks").glob("*.ipynb"))


def book(name):
    return json.loads((root() / "notebooks" / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("desk", [*desk_folders.table()])
def test_a_desk_has_a_notebook_that_opens_it_under_its_name(desk):
    made, named = book(desk_folders.book(desk)), desk_folders.table()[desk]
    code = "".join(line for cell in made["cells"] if cell["cell_type"] == "code" for line in cell["source"])
    assert named["words"].endswith(".")
    if desk not in ("start", "wire"):
        assert made["metadata"]["title"] == named["name"] and f'sim.desk("{desk}")' in code


@pytest.mark.parametrize("path", BOOKS[1:], ids=lambda path: path.stem)
def test_every_page_leads_to_every_desk(path):
    links = " · ".join(
        f"[{desk_folders.label(desk)}]({desk_folders.book(desk)})" for desk in desk_folders.table() if desk != "wire"
    )
    assert book(path.name)["cells"][0]["source"][0] == links + "\n"


def test_every_desk_of_a_task_is_listed_once():
    worked = desk_folders.worked_desks()
    assert len(set(worked)) == len(worked) >= 4 and {"coder", "front", "biller", "denial"} <= set(worked)
    assert set(worked) <= set(desk_folders.table())


def test_a_desk_begins_with_its_easier_task_and_keeps_the_tasks_of_a_unit_together():
    found = [one.task for one in series("front") if one.unit == "06_front_desk"]
    assert list(dict.fromkeys(found)) == ["verify_coverage", "request_authorization"]
    assert found == sorted(found, key=found.index)
    coded = [name for name in exercises() if name.startswith("coder_")]
    assert [one.name for one in series("coder")][: len(coded)] == coded


def test_a_desk_without_exercises_shows_the_first_page(tmp_path, monkeypatch):
    from sim.ui.desks import session

    monkeypatch.setattr(session, "series", lambda desk: [])
    shown = Session("manager", store=Store(tmp_path)).hello({"learner": "L-1", "exercise": ""})
    assert shown["drawing"] == "start" and shown["begin"]["deed"]["name"] == "01_coder_desk"
