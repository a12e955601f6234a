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

CUT = """() => [...document.querySelectorAll('.cc .card')]
    .filter(one => one.scrollWidth > one.clientWidth + 1)
    .map(one => `${one.getAttribute('aria-label') || one.className}: ${one.scrollWidth} > ${one.clientWidth}`)"""


@cache
def shown(desk: str) -> dict:
    """The desk at work, as in the README's pictures."""
    return getattr(take_pictures, desk)(Path(mkdtemp(prefix="cleanclaim-widths-")))


@pytest.mark.parametrize(
    "width", [1366, 1160, 1000, 820, 390, 332]
)  # 332: a phone of 390, less the margins of a notebook
@pytest.mark.parametrize("desk", take_pictures.HEIGHTS)
def test_no_panel_is_cut_off(page, desk, width):
    stand(page, shown(desk), width=width)
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
