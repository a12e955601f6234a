"""What the tests of imports share: a shelf of their own, and (layouts.py) small files in the publishers' layouts."""

import csv
import shutil
import sys
from pathlib import Path

import pytest

from sim.ground.errors import CleanClaimError
from sim.ground.files import forget, root
from sim.reference.imports import import_file

sys.path.insert(0, str(Path(__file__).parent))
SHARED = root().parent / "shared" / "reference"


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """An empty home; afterwards nothing of it is remembered."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("CLEANCLAIM_HOME", str(home))
    forget()
    yield home
    monkeypatch.undo()
    forget()


@pytest.fixture
def diagnosis_shelf(tmp_path, monkeypatch):
    """An empty home in which the diagnosis library is made already."""
    from sim.reference.icd10cm_build import library

    made = library(lambda words: None)
    home = tmp_path / "home"
    (home / "cache").mkdir(parents=True)
    shutil.copy(made, home / "cache")
    monkeypatch.setenv("CLEANCLAIM_HOME", str(home))
    forget()
    yield home
    monkeypatch.undo()
    forget()


@pytest.fixture
def take():
    """Import without words."""

    def take(kind, path, release, effective, **more):
        return import_file(kind, path, release, effective, progress=lambda words: None, **more)

    return take


@pytest.fixture
def official():
    """Path of a file in official layout from the shared reference folder; the test is skipped where it is not beside
    this checkout.
    """

    def official(relative: str) -> Path:
        path = SHARED / relative
        if not path.is_file():
            pytest.skip(
                f"{relative} in official layout is not beside this checkout; the tests on small files of the same"
                " layout stand in for it"
            )
        return path

    return official


@pytest.fixture
def reference_rows(official):
    """Rows of a CSV file of the shared reference folder."""

    def rows(relative: str) -> list[dict]:
        with official(relative).open(encoding="utf-8") as stream:
            return list(csv.DictReader(stream))

    return rows


@pytest.fixture
def refused(shelf, take):
    """Import something that must be refused with these words; the shelf stays as it was."""

    def refused(words, kind, path, release="R1", effective="2026-10-01", **more):
        before = sorted(path.name for path in shelf.rglob("*"))
        with pytest.raises(CleanClaimError, match=words) as told:
            take(kind, path, release, effective, **{"extract": True, **more})
        assert all((told.value.what, told.value.where, told.value.expected, told.value.todo)), told.value.line()
        assert sorted(path.name for path in shelf.rglob("*")) in (before, sorted([*before, "imports"]))

    return refused
