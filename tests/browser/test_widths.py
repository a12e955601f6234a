"""Each desk as the program draws it today (not a prepared view): at no width is a panel cut off at its side."""

import sys
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[0] / "ui")]
import take_pictures  # noqa: E402
from stand import stand  # noqa: E402

CUT = """() => [...document.querySelectorAll('.cc :is(.card, .key, .blocks, .scroll)')]
    .filter(one => one.scrollWidth > one.clientWidth + 1)
    .map(one => `${one.getAttribute('aria-label') || one.className}: ${one.scrollWidth} > ${one.clientWidth}`)"""


WIDTHS = [1366, 1160, 1000, 820, 768, 640, 390, 332]  # 332: a phone of 390, less the margins of a notebook
EXERCISES = {"coder": "coder_04_knee", "biller": "biller_02_new_card", "denial": "denial_01_knee"}
PLACES = """() => [...document.querySelectorAll('.cc .form')].map(form => [...form.querySelectorAll('.box')]
    .map(box => [Math.round(box.getBoundingClientRect().top), Math.round(box.getBoundingClientRect().left)]))"""


@cache
def shown(desk: str) -> dict:
    """The desk at work, as in the README's pictures."""
    return getattr(take_pictures, desk)(Path(mkdtemp(prefix="cleanclaim-widths-")))


@cache
def with_key(desk: str) -> dict:
    """The desk after "Show me": the key and the case worked aloud."""
    from test_desk import Page

    page = Page(desk, Path(mkdtemp(prefix="cleanclaim-widths-")), EXERCISES[desk])
    page.say("show_me")
    return page.view


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("desk", take_pictures.HEIGHTS)
def test_no_panel_is_cut_off(page, desk, width):
    stand(page, shown(desk), width=width)
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("desk", EXERCISES)
def test_nothing_is_cut_off_when_the_key_is_shown(page, desk, width):
    stand(page, with_key(desk), width=width)
    assert page.locator(".key").count() == 1 and page.evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_boxes_of_the_form_keep_their_order(page, width):
    """From left to right and from top to bottom they come as they are numbered on the form, which is how Tab goes."""
    stand(page, shown("biller"), width=width)
    for places in page.evaluate(PLACES):
        assert len(places) > 8 and places == sorted(places)
