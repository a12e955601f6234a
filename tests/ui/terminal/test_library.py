"""`cleanclaim data status` in a terminal: every kind with its releases, in lines that fit."""

from sim.cli import main
from sim.reference.imports import status
from sim.ui.terminal.library import HINT, WIDTH, listed, show


def test_every_release_stands_below_its_kind_in_lines_that_fit(capsys, tmp_path):
    rows = status()
    show(rows, tmp_path)
    out = capsys.readouterr().out
    assert all(f"{row['kind']}: {row['title']}" in out for row in rows) and HINT in out
    assert all(len(line) <= WIDTH for line in listed(rows)) and f"{rows[0]['rows']:,} rows" in out
    assert "simple-icd-10-cm" in out


def test_a_long_name_of_a_file_is_cut():
    row = {
        "kind": "ptp",
        "title": "Pairs",
        "release": "v324",
        "effective": "2026-10-01",
        "until": "",
        "rows": 1,
        "is_extract": True,
        "source": "x" * 200,
    }
    assert max(map(len, listed([row]))) == WIDTH


def test_the_command_says_where_the_users_files_are_kept(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path / "mine"))
    assert main(["data", "status"]) == 0
    out = capsys.readouterr().out
    assert f"are kept in:\n  {tmp_path / 'mine'}\n" in out and (tmp_path / "mine").is_dir()
