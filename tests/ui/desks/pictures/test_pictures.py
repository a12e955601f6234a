"""Every picture: parts add up, nothing is beside the picture or not a number, everything is escaped and named."""

import json
import math
import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ground.errors import CleanClaimError
from sim.ui.desks.pictures.aging_bars import aging_bars
from sim.ui.desks.pictures.blocks import drawn_panels, picture
from sim.ui.desks.pictures.claim_days import Event, claim_days
from sim.ui.desks.pictures.shapes import LONGEST, SERIES, wrapped
from sim.ui.desks.pictures.strip import UNITS, Month, strip
from sim.ui.desks.pictures.waterfall import WORDS, waterfall

SVG = "{http://www.w3.org/2000/svg}"
CENTS = st.integers(-(10**11), 10**11)
OWED = st.integers(0, 10**11)
STEPS = st.lists(st.tuples(st.sampled_from(sorted(WORDS)), CENTS), max_size=8)
WORDS_TYPED = st.text(max_size=60).filter(lambda text: text.isprintable())


def tree(drawn) -> ElementTree.Element:
    """The picture as an XML reader sees it."""
    return ElementTree.fromstring(drawn.svg().as_svg().replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def cents(words: str) -> int:
    """Money as a picture writes it, back in cents."""
    found = re.fullmatch(r"(−?)\$([\d,]+)\.(\d\d)", words)
    return (-1 if found[1] else 1) * (int(found[2].replace(",", "")) * 100 + int(found[3]))


def bars(drawn) -> list[tuple[float, float, str]]:
    """(start, width, series) of each bar; start and width in percent."""
    return [
        (float(one.get("x")[:-1]), float(one.get("width")[:-1]), one.get("fill").rpartition("-")[2].rstrip(")"))
        for one in tree(drawn).findall(f"{SVG}rect")
        if (one.get("fill") or "").startswith("url(") and one.get("x", "").endswith("%")
    ]


def is_sound(drawn) -> None:
    """Named, described, with a table, and every number a number within the picture."""
    root = tree(drawn)
    assert root.get("role") == "img"
    ids = {one.get("id") for one in root.iter() if one.get("id")}
    assert root.get("aria-labelledby") in ids and root.get("aria-describedby") in ids
    assert root.find(f"{SVG}title").text == drawn.title and root.find(f"{SVG}desc").text
    assert all(len(row) == len(drawn.head) for row in drawn.rows)
    for one in root.iter():
        for name, value in one.attrib.items():
            if name in ("x", "x1", "x2", "width", "cx"):
                assert 0 <= float(value.rstrip("%")) <= 100
            if name in ("y", "y1", "y2", "height", "cy", "r"):
                assert math.isfinite(float(value)) and float(value) >= 0
            if value.startswith("url("):
                assert value[5:-1] in ids, value
    for start, width, _ in bars(drawn):
        assert start + width <= 100.01
    json.dumps(drawn.as_block())


@given(start=OWED, steps=STEPS)
def test_a_waterfall_leaves_what_its_steps_leave(start, steps):
    drawn = waterfall("Charges", start, steps)
    is_sound(drawn)
    assert cents(drawn.rows[0][1]) == start
    assert cents(drawn.rows[-1][2]) == start - sum(amount for _, amount in steps)
    assert sum(cents(row[1]) for row in drawn.rows[:-1]) == cents(drawn.rows[-1][2])


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=6))
def test_the_bars_of_a_waterfall_begin_where_the_one_before_ended(amounts):
    total = sum(amounts)
    found = bars(waterfall("Charges", total, [("payer", one) for one in amounts]))
    edge = 100.0
    for (start, width, _), amount in zip(found[1:-1], amounts, strict=True):
        assert start + width == pytest.approx(edge, abs=0.01)
        assert width == pytest.approx(100 * amount / total, abs=0.01)
        edge = start
    assert found[-1][1] == 0


@given(st.lists(st.tuples(OWED, OWED, OWED, OWED), min_size=1, max_size=5))
def test_the_parts_of_an_aging_add_up(amounts):
    rows = [
        {
            "from_days": 30 * n,
            "to_days": None if n == 4 else 30 * n + 30,
            "payer": a,
            "denied": b,
            "patient": c,
            "total": a + b + c,
            "credit": d,
        }
        for n, (a, b, c, d) in enumerate(amounts)
    ]
    drawn = aging_bars("Open", rows)
    is_sound(drawn)
    for told, row in zip(drawn.rows, rows, strict=True):
        assert cents(told[1]) + cents(told[2]) + cents(told[3]) == cents(told[4]) == row["total"]
        assert cents(told[5]) == row["credit"]
    whole = sum(width for _, width, _ in bars(drawn))
    widest = max(row["total"] for row in rows)
    assert whole == pytest.approx(100 * sum(row["total"] for row in rows) / widest if widest else 0, abs=0.1)


@given(st.lists(st.tuples(st.integers(0, 2000), WORDS_TYPED, st.sampled_from(["", "good", "bad"])), max_size=12))
def test_points_of_a_calendar_keep_their_order_and_never_touch(events):
    first = date(2026, 1, 1)
    drawn = claim_days("Days", [Event(first + timedelta(day), words, tone) for day, words, tone in events])
    is_sound(drawn)
    days = [int(row[1]) for row in drawn.rows]
    assert days == sorted(days) and (not days or days[0] == 0)
    on_line = [
        (float(one.get("cx")[:-1]), float(one.get("cy")))
        for one in tree(drawn).findall(f"{SVG}circle")
        if one.get("cx").endswith("%") and "pic-point" in one.get("class")
    ]
    assert len(on_line) == len(events)
    for place, (x, y) in enumerate(on_line):
        assert all(abs(x - x2) >= 6 or y != y2 for x2, y2 in on_line[:place])


@given(
    st.lists(st.tuples(st.sampled_from(["Jan", "Feb", "Mar"]), st.none() | CENTS), max_size=13),
    st.sampled_from(sorted(UNITS)),
    st.none() | CENTS,
)
def test_a_strip_has_a_column_for_each_month_that_is_known(months, unit, goal):
    drawn = strip("Paid", [Month(*one) for one in months], unit, goal)
    is_sound(drawn)
    assert len(bars(drawn)) == sum(value is not None for _, value in months)
    assert len(drawn.rows) == len(months)


def test_zero_totals_are_drawn_without_a_division():
    none = {"payer": 0, "denied": 0, "patient": 0, "total": 0, "credit": 0}
    is_sound(waterfall("Nothing", 0, []))
    is_sound(aging_bars("Nothing", [{"from_days": 0, "to_days": 30, **none}]))
    is_sound(aging_bars("Nothing", []))
    is_sound(strip("Nothing", [Month("Jan", 0)]))
    is_sound(claim_days("Nothing", []))


def test_what_is_shown_is_escaped():
    sharp = "<script>alert('x')</script> & \"more\""
    for drawn in (
        claim_days(sharp, [Event(date(2026, 5, 4), sharp)]),
        strip(sharp, [Month(sharp, 1)]),
        waterfall(sharp, 1, []),
    ):
        assert "<script" not in drawn.svg().as_svg()
        assert tree(drawn).find(f"{SVG}title").text == sharp


def test_color_is_never_the_only_sign():
    """Series that stand in one picture differ by their pattern, not by their color alone."""
    for together in ({"open", "denied", "patient"}, {"charge", "contract", "written-off", "patient", "denied", "open"}):
        lines = [SERIES[one].lines for one in together]
        assert len(set(lines)) == len(lines)


@given(st.text(max_size=200))
def test_lines_of_text_fit_on_a_telephone_and_lose_nothing(words):
    lines = wrapped(words)
    assert all(len(line) <= LONGEST for line in lines)
    assert "".join("".join(lines).split()) == "".join(words.split())


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"kind": "pie", "title": "x"}, "no picture 'pie'"),
        ({"title": "x"}, "no picture 'None'"),
        ({"kind": "waterfall", "start": 1, "steps": []}, "title"),
        ({"kind": "waterfall", "title": "x", "start": 1, "steps": [["shade", 1]]}, "'shade', not one of"),
        ({"kind": "waterfall", "title": "x", "start": "many", "steps": []}, "many"),
        ({"kind": "strip", "title": "x", "unit": "feet", "months": []}, "'feet', not one of"),
        ({"kind": "days", "title": "x", "events": [["soon", "Visit", ""]]}, "soon"),
        ({"kind": "days", "title": "x", "events": [["2026-05-04", "Visit", "red"]]}, "'red', not one of good, bad"),
        ({"kind": "aging", "title": "x", "rows": [{"from_days": 0}]}, "payer"),
        ({"kind": "aging", "title": "x", "rows": "many"}, "its rows"),
    ],
)
def test_a_picture_that_cannot_be_drawn_says_why(asked, told):
    with pytest.raises(CleanClaimError) as found:
        picture(asked)
    assert told in found.value.what


def test_panels_keep_their_other_blocks():
    panels = [
        {
            "heading": "One",
            "folded": True,
            "blocks": [{"p": "words"}, {"picture": {"kind": "days", "title": "x", "events": []}}],
        }
    ]
    found = drawn_panels(panels)
    assert found[0]["folded"] and found[0]["blocks"][0] == {"p": "words"}
    assert found[0]["blocks"][1]["picture"]["svg"]["tag"] == "svg"
    assert "kind" in panels[0]["blocks"][1]["picture"], "the task's own panels are left as they are"
