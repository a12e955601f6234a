"""The lesson on a clinic through time tells numbers of one comparison. They are the engine's, but for what the bank has
gained since: a new scenario moves a quarter a little, so they may be a few percent off, never another story.
"""

import ast
import json
import re
from functools import cache
from pathlib import Path

from sim.manager.calendar.quarter import play
from sim.manager.calendar.scene import scene
from sim.manager.comparing.compare import compared
from sim.manager.figures.map_keys import figures
from sim.manager.figures.running import running_aging
from sim.manager.figures.weeks import weeks
from sim.manager.strategies.strategy import strategy

LESSON = Path(__file__).resolve().parents[2] / "notebooks/24_lesson_clinic_through_time.ipynb"

CLOSE = 0.05  # of the amount, or of the largest in a picture


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
    told = [float(text.replace(",", "")) for text in re.findall(r"\d[\d,]*\.\d+", "\n".join(cells("markdown")))]
    names = ("cash_amount", "work_cost_amount", "net_amount", "paid_not_supported_amount")
    now = [getattr(one, name) / 100 for one in made().outcomes for name in names]
    now += [
        figures(quarter).set_index("figure").value["days from visit to claim"]
        for quarter in (made().first, made().second)
    ]
    for amount in now:
        assert any(abs(one - amount) <= CLOSE * amount for one in told), amount


def test_the_lines_are_the_weeks():
    sums = [[sum(one.cash for one in weeks(side)[:week]) for week in range(1, 54)] for side in made()[:2]]
    last = [side[-1] for side in sums]
    for name, pair in drawn("lines")["points"]:
        week = int(name.split()[1])
        for told, side, most in zip(pair, sums, last, strict=True):
            assert abs(told - side[week - 1]) <= CLOSE * most


def test_the_bars_are_the_aging():
    first = made().first
    rows = [one._asdict() for one in running_aging(first.window, first.day.visits, first.day.books())]
    told = drawn("aging")["rows"]
    assert [(one["from_days"], one["to_days"]) for one in told] == [(one["from_days"], one["to_days"]) for one in rows]
    whole = sum(one["total"] for one in rows)
    for one, now in zip(told, rows, strict=True):
        assert one["payer"] + one["denied"] + one["patient"] == one["total"]
        assert all(abs(one[name] - now[name]) <= CLOSE * whole for name in ("payer", "denied", "patient"))
