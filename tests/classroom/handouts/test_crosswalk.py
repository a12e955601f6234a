"""The crosswalk: every row has a source, a day and something to verify; it is written as CSV or as a page."""

import csv
from datetime import date

from sim.classroom.handouts.crosswalk import NOTE
from sim.learn.course.plan.blueprint import areas
from sim.cli import main
from sim.learn.exercises.competences import competences


def test_every_row_says_where_it_is_from_and_what_to_verify():
    for one in areas():
        assert one.source.startswith("https://") and one.verify and one.basis, one
        assert date.fromisoformat(one.read)
    assert {one.credential for one in areas()} == {"CPC", "CPB", "CCA", "CBCS"}
    assert {name for one in areas() for name in one.competences} == set(competences())


def test_it_is_written(tmp_path, capsys):
    assert main(["class", "crosswalk", "--out", str(tmp_path / "a.csv")]) == 0
    with (tmp_path / "a.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(areas()) and all(row["note"] == NOTE for row in rows)
    assert main(["class", "crosswalk", "--out", str(tmp_path / "a.html")]) == 0
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert NOTE in page and "src=" not in page and "<script" not in page and "href=" not in page
    assert main(["class", "crosswalk", "--out", str(tmp_path / "a.pdf")]) == 2
    assert ".csv or .html" in capsys.readouterr().err
