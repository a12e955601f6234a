"""Mistakes that authors make (authoring_mistakes.toml): the linter names the real cause first, in the author's file,
and says once what follows from one mistake.
"""

import os
import re
import tomllib
from pathlib import Path

import pytest

from sim.ground.files import forget
from sim.learn.lint.linter import lint
from sim.learn.lint.starter_files import FOLDERS, start

LIBRARY = Path(os.environ["CLEANCLAIM_HOME"]) / "cache"  # made once for all tests
TABLE = tomllib.loads((Path(__file__).parent / "authoring_mistakes.toml").read_text(encoding="utf-8"))["mistake"]
WRITTEN = {"charges": "data/fees/charge_master.csv", "params": "data/params/filing_limit.toml"}


def test_the_table_has_at_least_sixty_mistakes_of_every_kind_of_file():
    assert len(TABLE) >= 60 and {one["file"] for one in TABLE} == {*FOLDERS, *WRITTEN}


def named(one: dict) -> str:
    """A short name of a row."""
    wrote = one.get("wrote", one.get("name", ""))
    return f"{one['file']}: {' '.join(str(wrote).split())[:50]}"


@pytest.mark.parametrize("one", TABLE, ids=named)
def test_a_mistake_gets_its_message(one, tmp_path, monkeypatch):
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    (tmp_path / "cache").symlink_to(LIBRARY)
    forget()
    path = written(one, tmp_path)
    LIBRARY.mkdir(exist_ok=True)
    forget()
    found = [finding for finding in lint([path]) if finding.severity == "error"]
    lines = "\n".join(finding.line() for finding in found)
    assert found, "nothing was found"
    assert not [words for words in one["said"] if words not in found[0].line()], lines
    assert found[0].file == str(path) and len(found) == one.get("findings", 1), lines


def written(one: dict, home: Path) -> Path:
    """The author's file: a starter file with its text exchanged, or a text of the table."""
    if one["file"] in WRITTEN:
        path = home / WRITTEN[one["file"]]
        path.parent.mkdir(parents=True)
        path.write_text(one["wrote"], encoding="utf-8")
        return path
    path = start(one["file"], "our_first")
    text = path.read_text(encoding="utf-8")
    for was, wrote in zip(*map(listed, (one.get("was", ""), one.get("wrote", ""))), strict=True):
        text = changed(text, was, wrote) if was else f"{text}\n{wrote}"
    path.write_text(text, encoding=one.get("saved_as", "utf-8"))
    return path.rename(path.with_name(one["name"])) if "name" in one else path


def listed(texts: str | list[str]) -> list[str]:
    """One text or several, as several."""
    return [texts] if isinstance(texts, str) else texts


def changed(text: str, was: str, wrote: str) -> str:
    """The text with one piece exchanged; "<2>" is the second NPI of a clinic."""
    if number := re.search(r"<(\d)>", was):
        was = re.findall(r'npi = "\d{10}"', text)[int(number[1]) - 1]
    assert was in text, f"the starter file has no {was!r}"
    return text.replace(was, wrote)


def test_a_clinic_with_a_wrong_number_is_one_finding_whatever_is_linted(tmp_path, monkeypatch):
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    forget()
    path = start("clinic", "our_first")
    text = path.read_text(encoding="utf-8")
    path.write_text(changed(text, 'npi = "<3>"', 'npi = "2000000000"'), encoding="utf-8")
    forget()
    for what in ([], ["data/scenarios"], ["exercises"]):
        found = lint(what)
        assert [one.file for one in found] == [str(path)] and "provider 2, npi" in found[0].line()
