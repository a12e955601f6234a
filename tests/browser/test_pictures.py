"""Pictures in a browser: drawn as SVG and nothing else, named for those who don't see them, with their numbers behind a
click, at every width and in both themes.
"""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
from prepared import view  # noqa: E402
from stand import put, stand  # noqa: E402

from sim.ui.desks.pictures.blocks import drawn_panels  # noqa: E402

SHARP = "<img src=x onerror=\"window.broken = 1\"> & 'more'"
AGES = [
    {"from_days": 0, "to_days": 30, "payer": 123_456_78, "denied": 900_00, "patient": 77, "total": 0, "credit": 0},
    {"from_days": 31, "to_days": None, "payer": 0, "denied": 400_00, "patient": 0, "total": 400_00, "credit": 25_00},
]
ASKED = [
    {"kind": "waterfall", "title": SHARP, "start": 10000, "steps": [["contract", 4500], ["payer", 8000]]},
    {"kind": "aging", "title": "Open", "rows": AGES},
    {"kind": "days", "title": "Days", "events": [["2026-05-04", SHARP, ""], ["2026-06-04", "Denied", "bad"]]},
    {
        "kind": "strip",
        "title": "Paid",
        "unit": "money",
        "months": [["Jan", 100], ["Feb", None], ["Mar", -50]],
        "goal": 90,
    },
]
OUTSIDE = """() => [...document.querySelectorAll('.cc-picture svg')].flatMap(svg => {
    const frame = svg.getBoundingClientRect();
    return [...svg.querySelectorAll('text, rect:not(pattern rect), circle')].map(one => one.getBoundingClientRect())
        .filter(box => box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1)
        .map(box => `${box.left} ${box.right} ${box.bottom} of ${frame.left} ${frame.right} ${frame.bottom}`); })"""
CROSSING = """() => [...document.querySelectorAll('.cc-picture svg')].flatMap(svg => {
    const boxes = [...svg.querySelectorAll('text:not(.pic-number)')].map(one => [one, one.getBoundingClientRect()]);
    return boxes.flatMap(([one, a], n) => boxes.slice(n + 1)
        .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4)
        .map(([other]) => `${one.textContent} | ${other.textContent}`)); })"""


def shown() -> dict:
    """A page of a form with a panel of pictures."""
    blocks = [{"picture": one} for one in ASKED]
    return {
        **view("biller_held"),
        "drawing": "form",
        "record": None,
        "path": None,
        "fields": [],
        "draft": {},
        "marks": {},
        "panels": drawn_panels([{"heading": "Pictures", "blocks": blocks}]),
    }


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1366, 820, 390, 332])
def test_pictures_fit_and_have_no_barrier(page, axe, width, dark):
    stand(page, shown(), dark=dark, width=width)
    pictures = page.locator(".cc-picture svg[role=img]")
    assert pictures.count() == len(ASKED)
    assert page.evaluate("[...document.querySelectorAll('.cc-picture svg *')].every(e => e instanceof SVGElement)")
    assert page.evaluate(OUTSIDE) == [] and page.evaluate(CROSSING) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    for summary in page.get_by_text("Show the numbers").all():
        summary.click()
    assert page.locator(".cc-picture table").first.is_visible()
    assert axe(page, ".cc-picture") == [] and page.thrown == []


def test_words_of_a_picture_are_text_and_what_does_not_draw_is_left_out(page):
    sent = shown()
    tree = sent["panels"][0]["blocks"][0]["picture"]["svg"]
    tree["inside"].append({"tag": "script", "attributes": {}, "inside": ["window.broken = 1"]})
    tree["inside"].append({"tag": "rect", "attributes": {"onclick": "window.broken = 1", "href": "x"}, "inside": []})
    stand(page, sent)
    assert page.locator(".cc-picture figcaption").first.inner_text() == SHARP
    assert page.locator(".cc-picture script, .cc-picture img, .cc-picture [onclick], .cc-picture [href]").count() == 0
    assert page.evaluate("window.broken") is None and page.thrown == []


def test_a_picture_changes_in_its_place(page):
    stand(page, shown())
    page.get_by_text("Show the numbers").first.click()
    later = shown()
    later["rev"] = 2
    put(page, later)
    assert page.locator(".cc-picture details[open]").count() == 1, "what was open stays open"
