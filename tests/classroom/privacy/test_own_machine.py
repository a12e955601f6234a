"""One's own machine: exported, backed up while somebody writes, erased."""

import io
import os
import sqlite3
import threading
import zipfile

import pytest

from sim.classroom.privacy.own_machine import back_up, erase_own, own_file, own_plan
from sim.classroom.records.classes import new_class
from sim.classroom.records.records import Records
from sim.classroom.records.roster import add_member
from sim.ground.errors import CleanClaimError


@pytest.fixture
def records(tmp_path, monkeypatch):
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path / "home"))
    made = Records()
    for learner in ("me",):
        work(made, learner)
    return made


def work(records, learner):
    (saved,) = records.store.append(
        [("attempts", {"learner": learner, "mode": "practice", "answer": {"note": f"of {learner}"}})]
    )
    records.store.append([("marks", {"attempt_id": saved["id"], "learner": learner, "marks": {"marks": []}})])
    records.store.add({"learner": learner, "desk": "coder", "kind": "draft", "data": {"note": f"draft of {learner}"}})
    records.store.override(saved["id"], "who", "why", 1)


def test_own_work_is_handed_over(records):
    told = own_file("me", records)
    assert [len(told[name]) for name in ("attempts", "marks", "overrides", "steps")] == [1, 1, 1, 1]


def test_a_backup_is_whole_while_a_desk_writes(records, tmp_path):
    """A hundred steps are saved meanwhile; the copy is a sound database with all that was saved before."""
    own = tmp_path / "home/data/payers/mine.toml"
    own.parent.mkdir(parents=True)
    own.write_text("label = 'Mine'")
    stop = threading.Event()

    def type_on():
        while not stop.is_set():
            records.store.add({"learner": "me", "desk": "coder", "kind": "draft", "data": {"n": 1}})

    desk = threading.Thread(target=type_on)
    desk.start()
    try:
        names = back_up(tmp_path / "backup.zip", records)
    finally:
        stop.set()
        desk.join()
    assert names == ("attempts.sqlite", "data/payers/mine.toml")
    packed = zipfile.ZipFile(io.BytesIO((tmp_path / "backup.zip").read_bytes()))
    (tmp_path / "copy.sqlite").write_bytes(packed.read("attempts.sqlite"))
    copy = sqlite3.connect(tmp_path / "copy.sqlite")
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert copy.execute("SELECT count(*) FROM attempts").fetchone() == (1,)
    assert copy.execute("SELECT count(*) FROM events").fetchone()[0] >= 1
    copy.close()
    assert os.name == "nt" or (tmp_path / "backup.zip").stat().st_mode & 0o077 == 0


def test_erasing_ones_own_machine_takes_what_is_ours_and_nothing_else(records, tmp_path):
    home = tmp_path / "home"
    (home / "cache").mkdir(exist_ok=True)
    (home / "cache/a.bin").write_bytes(b"x" * 10)
    (home / "my thesis.docx").write_text("not ours")
    planned = own_plan("me", records)
    assert planned.rows == {"attempts": 1, "marks": 1, "overrides": 1, "events": 1} and not planned.others
    assert (home / "cache", 10) in planned.files and (home / "attempts.sqlite").exists()
    erase_own(planned, records)
    assert [one.name for one in home.iterdir()] == ["my thesis.docx"]


def test_where_others_work_too_only_ones_own_rows_go(records, tmp_path):
    work(records, "somebody")
    planned = own_plan("me", records)
    assert planned.others == 1 and planned.files == ()
    assert erase_own(planned, records) is True
    assert {row["learner"] for row in records.store.rows("events")} == {"somebody"}
    assert len(records.store.rows("overrides")) == 1
    left = b"".join(path.read_bytes() for path in (tmp_path / "home").iterdir() if path.is_file())
    assert b"draft of me" not in left and b"draft of somebody" in left


def test_work_of_a_class_is_the_classs(records):
    new_class(records, "billing_101")
    mine = add_member(records, "billing_101", "Ana Diaz-Synth")
    with pytest.raises(CleanClaimError, match="belongs to the class billing_101.*ask your instructor"):
        own_plan(mine.learner, records)


def test_a_database_elsewhere_is_backed_up_there(monkeypatch):
    monkeypatch.setenv("CLEANCLAIM_DATABASE", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(CleanClaimError, match="pg_dump"):
        back_up("x.zip")
