"""`cleanclaim data status` in a terminal: every kind with its releases, in lines that fit."""

from sim.reference.imports import status
from sim.ui.terminal.library import HINT, WIDTH, listed, show


def test_every_release_stands_below_its_kind_in_lines_that_fit(capsys):
    rows = status()
    show(rows)
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
