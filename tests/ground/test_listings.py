import os
import time

import pytest

from sim.ground import listings
from sim.ground.listings import files_below


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "unit").mkdir()
    for name in ("one.toml", "unit/two.toml", "unit/notes.txt"):
        (tmp_path / name).write_text("")
    long_ago(tmp_path)
    return tmp_path


def long_ago(folder):
    """As if nobody had touched these folders for an hour."""
    at = time.time() - 3600
    for place in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        os.utime(place, (at, at))


def names(folder):
    return sorted(files_below(folder, "*.toml"))


def test_a_folder_that_stands_is_looked_through_once(folder, monkeypatch):
    assert names(folder) == ["one", "two"]
    monkeypatch.setattr(listings, "_walked", None)
    assert names(folder) == ["one", "two"]


def test_a_file_that_is_made_or_removed_below_is_seen(folder):
    assert names(folder) == ["one", "two"]
    (folder / "unit/three.toml").write_text("")
    assert names(folder) == ["one", "three", "two"]
    (folder / "unit/two.toml").unlink()
    assert names(folder) == ["one", "three"]


def test_a_folder_that_is_made_and_one_that_goes_are_seen(folder):
    assert names(folder) == ["one", "two"]
    (folder / "more").mkdir()
    (folder / "more/four.toml").write_text("")
    assert names(folder) == ["four", "one", "two"]
    os.rename(folder / "unit", folder.parent / "away")
    assert names(folder) == ["four", "one"]
    assert names(folder / "nowhere") == []


def test_what_was_changed_a_moment_ago_is_not_remembered(folder):
    """Two files made within one tick of the clock leave the folder with one time of change."""
    (folder / "unit/three.toml").write_text("")
    changed = (folder / "unit").stat()
    assert names(folder) == ["one", "three", "two"]
    (folder / "unit/four.toml").write_text("")
    os.utime(folder / "unit", ns=(changed.st_atime_ns, changed.st_mtime_ns))
    assert names(folder) == ["four", "one", "three", "two"]


def test_of_two_files_with_one_name_the_later_path_counts(folder):
    (folder / "unit/one.toml").write_text("")
    assert files_below(folder, "*.toml")["one"] == folder / "unit/one.toml"


def test_a_file_system_without_times_of_change_is_seen_when_somebody_says_so(folder):
    """As on FAT, where a folder's time stays what it was."""
    assert names(folder) == ["one", "two"]
    (folder / "unit/three.toml").write_text("")
    long_ago(folder)
    listings.forget()
    assert names(folder) == ["one", "three", "two"]
