"""The diagnosis library: complete, dated, made whole or not at all, and never at the cost of the package's import."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from sim.ground.errors import CleanClaimError
from sim.reference import icd10cm, icd10cm_build
from sim.reference.tables import rows


def test_the_whole_edition_is_there():
    (count,) = icd10cm.connection().execute("select sum(is_billable) from code").fetchone()
    assert count == 74719  # CMS, FY2026


def test_no_code_is_its_own_parent():
    assert icd10cm.connection().execute("select count(*) from code where code = parent").fetchone() == (0,)
    assert icd10cm.ancestors("B20") == ("B20", "section B20", "chapter 1")


@pytest.mark.parametrize(
    ("code", "is_known", "is_billable"),
    [
        ("I10", True, True),
        ("i10", True, True),
        ("M17.11", True, True),
        ("M1711", True, True),
        ("M171.1", False, False),
        ("M17.1", True, False),
        ("E11", True, False),
        ("S61.411", True, False),
        ("S61.411A", True, True),
        ("S61.411B", False, False),
        ("S01.81XA", True, True),
        ("S01.81A", False, False),
        ("T63.441A", True, True),
        ("U07.1", True, True),
        ("99213", False, False),
        ("", False, False),
        ("I10; drop table code", False, False),
    ],
)
def test_codes(code, is_known, is_billable):
    table = icd10cm.lookup([code])
    assert (bool(table.is_known[0]), bool(table.is_billable[0])) == (is_known, is_billable)


@pytest.mark.parametrize(
    ("code", "last_day", "replaced"),
    [("M72.2", "2026-09-30", "M67.A01"), ("Z68.1", "2026-09-30", "Z68.18"), ("I42.0", "2026-09-30", "I42.00")],
)
def test_codes_die_and_are_born_on_the_day(code, last_day, replaced):
    for shift, old_is_valid in ((0, True), (1, False)):
        day = np.datetime64(last_day) + shift
        assert icd10cm.lookup([code, replaced], on=day).is_valid.tolist() == [old_is_valid, not old_is_valid]


def test_every_change_names_codes_that_exist():
    for row in rows("data/codes/icd10cm_changes.csv"):
        assert icd10cm.entry(row["code"]), row["code"]
        assert row["valid_from"] or row["valid_to"]
        assert all(icd10cm.entry(code) for code in row["replaced_by"].split()), row


def test_lay_words_lead_to_codes_that_may_be_billed():
    for row in rows("data/codes/lay_words.csv"):
        assert icd10cm.entry(row["code"]).is_billable, row


def test_a_lookup_asks_once(monkeypatch):
    icd10cm.lookup(["J02.0", "J02.9"])
    monkeypatch.setattr(icd10cm, "connection", lambda: pytest.fail("asked again"))
    assert icd10cm.lookup(["J02.9", "J02.0", "J02.9"]).is_known.all()


def test_the_package_is_never_imported():
    script = (
        "import sys, sim.reference.icd10cm as one; one.lookup(['I10']); print('simple_icd_10_cm' in sys.modules,"
        " 'pandas' in sys.modules)"
    )
    assert subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split() == ["False", "False"]


@pytest.mark.slow
def test_two_at_once_and_no_leavings(tmp_path):
    path, said = tmp_path / "library.sqlite", []
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: icd10cm_build.build(path, said.append), range(2)))
    assert [found.name for found in tmp_path.iterdir()] == ["library.sqlite"]
    assert sum("100 %" in text for text in said) == 2 and said[-1] == "" and len(said) > 40, (
        "a bar that fills, for each of the two"
    )


def test_an_interrupted_run_leaves_nothing(tmp_path, monkeypatch):
    def broken_off(*_):
        yield ("A00", "A00", "Cholera", "category", "section A00-A09", 0, [], {})
        raise KeyboardInterrupt

    monkeypatch.setattr(icd10cm_build, "nodes_of", broken_off)
    with pytest.raises(KeyboardInterrupt):
        icd10cm_build.build(tmp_path / "library.sqlite", lambda _: None)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_said_in_one_line(tmp_path):
    with pytest.raises(CleanClaimError, match="CLEANCLAIM_HOME"):
        icd10cm_build.build(tmp_path / "no such folder" / "library.sqlite", lambda _: None)


def test_without_the_package_it_says_what_to_do(monkeypatch):
    monkeypatch.setattr(icd10cm_build, "PACKAGE", "no-such-package")
    with pytest.raises(CleanClaimError, match="not installed.*pip install"):
        icd10cm_build.installed()


def test_a_damaged_library_is_made_again(tmp_path, monkeypatch):
    path = tmp_path / "library.sqlite"
    path.write_bytes(b"not a database at all " * 100)

    def made():
        if not path.is_file():
            path.write_bytes(icd10cm_build.library().read_bytes())
        return path

    monkeypatch.setattr(icd10cm, "library", made)
    assert icd10cm._open.__wrapped__(0).execute("select title from code where code = 'I10'").fetchone()


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("C78.31", "larynx"),
        ("C78.32", "pharynx"),
        ("C79.83", "oral cavity"),
        ("J34.830", "maxillary"),
        ("J34.839", "Odontogenic"),
        ("I42.01", "Familial"),
        ("I42.81", "Arrhythmogenic"),
        ("I49.81", "Brugada"),
        ("I49.82", "bigeminy"),
        ("D69.11", "Glanzmann"),
    ],
)
def test_codes_of_the_next_year_have_their_titles_and_their_first_day(code, word):
    assert word in icd10cm.entry(code).title
    assert (
        icd10cm.lookup([code], on="2026-10-01").is_valid.all()
        and not icd10cm.lookup([code], on="2026-09-30").is_valid.any()
    )
