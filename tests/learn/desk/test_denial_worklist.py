"""The denial desk's worklist: what was kept of it is what would be worked out anew."""

import json

from sim.learn.desk import denial_worklist
from sim.learn.desk.denial_worklist import worklist
from sim.learn.desk.desk_state import DeskState
from sim.learn.exercises.exercise import exercises


def test_kept_rows_are_the_rows_that_are_worked_out(tmp_path, monkeypatch):
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    fresh = worklist(None, "")
    assert denial_worklist.KEPT.read() and fresh == json.loads(json.dumps(fresh))
    monkeypatch.setattr(denial_worklist, "draw", lambda name, variant: pytest_fails(name))
    assert worklist(None, "") == fresh
    assert [row["item"] for row in fresh] == [one.name for one in exercises().values() if one.task == "work_denial"]
    assert {one.task for one in exercises().values() if one.desk == "denial"} > {"work_denial"}


def pytest_fails(name):
    raise AssertionError(f"{name} was drawn though its row is kept")


def test_another_variant_is_another_row_and_what_was_settled_is_closed():
    first = worklist(None, "")
    name = first[0]["item"]
    on_the_desk = DeskState("denial", name, 2, settled=((first[1]["item"], 1, ""), (name, 1, "")))
    again = worklist(None, "", on_the_desk)
    assert again[0] != first[0] and again[2:] == first[2:]
    assert [row["is_closed"] for row in again[:3]] == [False, True, False]
