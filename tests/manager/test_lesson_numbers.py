"""The lesson on a clinic through time tells numbers of one comparison: they are the engine's, to the cent."""

import ast
import json
from functools import cache
from pathlib import Path

from sim.ground.money import dollars
from sim.manager.calendar.quarter import play
from sim.manager.calendar.scene import scene
from sim.manager.comparing.compare import compared
from sim.manager.figures.map_keys import figures
from sim.manager.figures.running import running_aging
from sim.manager.figures.weeks import weeks
from sim.manager.strategies.strategy import strategy

LESSON = Path(__file__).resolve().parents[2] / "notebooks/24_lesson_clinic_through_time.ipynb"


@cache
def made():
    same = scene(2000, 90, 1)
    return compared(*(play(same, strategy(name)) for name in ("in_house_untrained", "in_house_trained")))


def cells(kind):
    return [
        "".join(one["source"]) for one in json.loads(LESSON.read_text("utf-8"))["cells"] if one["cell_type"] == kind
    ]


def drawn(shape):
    """The values that the lesson's diagram of this shape is given, by their names."""
    for text in cells("code"):
        call = ast.parse(text).body[-1].value
        if call.args[0].value == shape:
            return {one.arg: ast.literal_eval(one.value) for one in call.keywords}
    raise AssertionError(f"the lesson draws no {shape}")


def test_the_prose_tells_the_amounts():
    prose = "\n".join(cells("markdown"))
    for one in made().outcomes:
        for cents in (one.cash_amount, one.work_cost_amount, one.net_amount, one.paid_not_supported_amount):
            assert dollars(cents).lstrip("$") in prose  # JupyterLab takes two dollar signs for a formula
    for quarter in (made().first, made().second):
        lag = figures(quarter).set_index("figure").value["days from visit to claim"]
        assert f"{lag:.1f}" in prose


def test_the_lines_are_the_weeks():
    sums = [[sum(one.cash for one in weeks(side)[:week]) for week in range(1, 54)] for side in made()[:2]]
    for name, pair in drawn("lines")["points"]:
        week = int(name.split()[1])
        assert pair == [side[week - 1] for side in sums]


def test_the_bars_are_the_aging():
    first = made().first
    rows = running_aging(first.window, first.day.visits, first.day.books())
    assert drawn("aging")["rows"] == [one._asdict() for one in rows]
