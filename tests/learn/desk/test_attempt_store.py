"""Nothing saved is lost: not to thirty desks at once, not to a killed process, not to a damaged file, not to hostile
text.
"""

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.ground.database import plain, set_aside
from sim.ground.database_journal import prepare
from sim.ground.errors import CleanClaimError
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.seat import learner

ROOT = Path(__file__).resolve().parents[3]
SAVE = """
import sys
from sim.learn.desk.attempt_store import Store
store = Store(sys.argv[1])
for number in range(int(sys.argv[3])):
    saved = store.add({"learner": sys.argv[2], "desk": "coder", "kind": "draft", "data": {"number": number}})
    print(saved["id"], flush=True)
"""


def start(folder, name, times):
    return subprocess.Popen(
        [sys.executable, "-c", SAVE, str(folder), name, str(times)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def save_ten(folder, name, told):
    store = Store(folder)
    told.put(
        [
            store.add({"learner": name, "desk": "coder", "kind": "draft", "data": {"number": number}})["id"]
            for number in range(10)
        ]
    )


def test_thirty_desks_saving_at_once_lose_nothing(tmp_path):
    """Thirty processes; forked where that can be, since thirty fresh Pythons would mostly test the computer's
    patience.
    """
    import sqlalchemy  # noqa: F401  (loaded once, before the fork)

    context = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
    told = context.Queue()
    desks = [context.Process(target=save_ten, args=(str(tmp_path), f"L-{number}", told)) for number in range(30)]
    for desk in desks:
        desk.start()
    kept = [name for _ in desks for name in told.get(timeout=240)]
    for desk in desks:
        desk.join(60)
    assert all(desk.exitcode == 0 for desk in desks) and len(kept) == 300
    assert sorted(kept) == sorted(event["id"] for event in Store(tmp_path).events())


def test_a_killed_desk_loses_nothing_it_was_told_is_saved(tmp_path):
    desk = start(tmp_path, "L-1", 100000)
    told = [desk.stdout.readline().strip() for _ in range(25)]
    os.kill(desk.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    told += [line for line in desk.communicate()[0].split() if len(line) == 36]
    kept = {event["id"] for event in Store(tmp_path).events("L-1")}
    assert set(told) <= kept and len(kept) <= len(told) + 1


def test_commits_wait_for_the_disk(tmp_path):
    store = Store(tmp_path)
    store.add({"learner": "a", "kind": "draft", "data": {}})
    with store._connection() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_a_network_folder_keeps_the_older_journal(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.ground.database_journal.is_network", lambda file: True)
    assert prepare(tmp_path / "a.sqlite") == "delete"
    store = Store(tmp_path)
    store.add({"learner": "a", "kind": "draft", "data": {}})
    assert len(store.events()) == 1


@pytest.mark.parametrize(
    "content", [b"this is not a database, it is a text of some length " * 40, b"SQLite format 3\0" + b"\xff" * 4000]
)
def test_a_damaged_file_gives_one_line_and_is_set_aside_on_request(tmp_path, content):
    file = tmp_path / "attempts.sqlite"
    file.write_bytes(content)
    with pytest.raises(CleanClaimError) as told:
        Store(tmp_path).events()
    assert "damaged" in str(told.value) and "\n" not in str(told.value)
    assert file.read_bytes() == content
    assert set_aside(file).read_bytes() == content
    Store(tmp_path).add({"learner": "a", "kind": "draft", "data": {}})
    assert len(Store(tmp_path).events()) == 1


def test_a_foreign_database_is_not_written_over(tmp_path):
    other = sqlite3.connect(tmp_path / "attempts.sqlite")
    other.execute("CREATE TABLE events (recipe TEXT)")
    other.commit()
    other.close()
    with pytest.raises(CleanClaimError, match="damaged"):
        Store(tmp_path).add({"learner": "a", "kind": "draft", "data": {}})


def test_a_folder_that_cannot_be_written_gives_one_line(tmp_path):
    (tmp_path / "file").write_text("here a folder was expected")
    with pytest.raises(CleanClaimError, match="CLEANCLAIM_HOME") as told:
        Store(tmp_path / "file" / "home").events()
    assert "\n" not in str(told.value)


def test_a_file_that_may_only_be_read_gives_one_line(tmp_path):
    store = Store(tmp_path)
    store.add({"learner": "a", "kind": "draft", "data": {}})
    with store.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER no BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END"
        )
    with pytest.raises(CleanClaimError, match="nothing was saved"):
        store.add({"learner": "a", "kind": "draft", "data": {}})
    assert len(store.events()) == 1


def test_several_rows_are_saved_together_or_not_at_all(tmp_path):
    store = Store(tmp_path)
    with pytest.raises(CleanClaimError):
        store.append(
            [
                ("events", {"learner": "a", "kind": "submit", "data": {}}),
                ("attempts", {"learner": "a", "answer": "x" * 2_000_000}),
            ]
        )
    assert store.events() == [] and store.rows("attempts") == []


@settings(max_examples=25, deadline=None)
@given(
    text=st.text(),
    document=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    ),
)
def test_hostile_text_comes_back_as_it_was(tmp_path_factory, text, document):
    store = Store(tmp_path_factory.getbasetemp() / "hostile")
    saved = store.add({"learner": text, "kind": "draft", "data": {"it": document}})
    again = next(event for event in store.events() if event["id"] == saved["id"])
    assert again["data"] == {"it": document} and again["learner"] == plain(text)


def test_an_override_needs_a_name_and_a_reason_and_stands_beside_the_marks(tmp_path):
    store = Store(tmp_path)
    with pytest.raises(CleanClaimError):
        store.override("some-attempt", "", "because", 3)
    store.override("some-attempt", "I-1", "The note can be read as 99214.", 5)
    assert [(row["who"], row["points"]) for row in store.rows("overrides", attempt_id="some-attempt")] == [("I-1", 5.0)]


def test_a_wrong_database_address_gives_one_line():
    with pytest.raises(CleanClaimError, match="CLEANCLAIM_DATABASE"):
        Store(url="no such thing").events()


def test_who_the_learner_is(monkeypatch):
    for name in ("CLEANCLAIM_LEARNER", "JUPYTERHUB_USER"):
        monkeypatch.delenv(name, raising=False)
    assert learner() == "local"
    monkeypatch.setenv("JUPYTERHUB_USER", "student7")
    assert learner() == "student7"
    monkeypatch.setenv("CLEANCLAIM_LEARNER", "L-17\n")
    assert learner() == "L-17"


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_nobody_else_reads_what_is_kept(tmp_path, monkeypatch):
    from sim.ground.files import home

    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path / "new"))
    store = Store(home())
    store.add({"learner": "L-1", "desk": "coder", "kind": "hint", "data": {}})
    assert home().stat().st_mode & 0o077 == 0
    assert not [path for path in home().glob("attempts*") if path.stat().st_mode & 0o077]
    store.file.chmod(0o644)  # a file of an earlier version
    Store(home()).add({"learner": "L-1", "desk": "coder", "kind": "hint", "data": {}})
    assert store.file.stat().st_mode & 0o077 == 0
