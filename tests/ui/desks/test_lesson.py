"""Lessons: each notebook that a unit names becomes blocks of the first page, and its cells call pictures only."""

import json

import pytest

import sim
from sim.ground.files import root
from sim.learn.course.plan.shelf import shelf
from sim.ui.desks.start.lesson import blocks_of, called, rich

LESSONS = sorted({one.lesson for one in shelf().units.values() if one.lesson})


def test_every_unit_of_both_roles_has_a_lesson():
    books = shelf()
    for name in ("coder", "biller"):
        assert [one.name for one in books.of_track(books.tracks[name]) if not one.lesson] == [], name
    shipped = sorted(path.name for path in (root() / "notebooks").glob("*_lesson_*.ipynb"))
    assert shipped == LESSONS


@pytest.mark.parametrize("book", LESSONS)
def test_a_lesson_reads_and_its_pictures_are_drawn(book):
    blocks = blocks_of(book)
    kinds = {next(iter(block)) for block in blocks}
    assert {"heading", "p", "picture"} <= kinds and len(blocks) >= 8
    cells = json.loads((root() / "notebooks" / book).read_text(encoding="utf-8"))["cells"]
    for cell in (cell for cell in cells if cell["cell_type"] == "code"):
        asked = called("".join(cell["source"]))
        shown = sim.diagram(asked.pop("kind"), asked.pop("title"), **asked)
        assert "<svg" in shown._repr_html_() and "Show the numbers" in shown._repr_html_()


@pytest.mark.parametrize("path", sorted((root() / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_no_amounts_become_a_formula(path):
    """JupyterLab typesets what stands between two dollar signs of a cell of prose."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    prose = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    assert [text for text in prose if text.count("$") > 1] == []


def test_a_cell_is_read_and_never_run():
    assert called("import os\nos.remove('x')") is None
    with pytest.raises(ValueError, match="malformed"):
        called('sim.diagram("strip", open("x").read())')
    assert rich("<b>`99213`") == ["<b>", {"code": "99213"}]
