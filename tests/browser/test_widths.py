"""Each desk as the program draws it today (not a prepared view): at no width is a panel cut off at its side."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
from prepared import MAKERS  # noqa: E402
from stand import stand  # noqa: E402

CUT = """() => [...document.querySelectorAll('.cc :is(.card, .key, .blocks, .scroll)')]
    .filter(one => one.scrollWidth > one.clientWidth + 1)
    .map(one => `${one.getAttribute('aria-label') || one.className}: ${one.scrollWidth} > ${one.clientWidth}`)"""


WIDTHS = [1366, 1160, 1000, 820, 768, 640, 390, 332]  # 332: a phone of 390, less the margins of a notebook
PLACES = """() => [...document.querySelectorAll('.cc .form')].map(form => [...form.querySelectorAll('.box')]
    .map(box => [Math.round(box.getBoundingClientRect().top), Math.round(box.getBoundingClientRect().left)]))"""


@pytest.mark.parametrize("state", MAKERS)
def test_no_panel_is_cut_off(page, state):
    stand(page, state, width=WIDTHS[0])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(CUT) == [], width
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), width


def test_the_boxes_of_the_form_keep_their_order(page):
    """From left to right and from top to bottom they come as they are numbered on the form, which is how Tab goes."""
    stand(page, "biller_held", width=WIDTHS[0])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for places in page.evaluate(PLACES):
            assert len(places) > 8 and places == sorted(places), width
