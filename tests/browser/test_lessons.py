"""The lessons in JupyterLab: what is shown there is text. JupyterLab typesets what stands between two dollar signs as a
formula, in any table of HTML that does not ask it not to.
"""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from places import Place  # noqa: E402

LESSONS = {"04_on_the_wire.ipynb": "table.cc-wire", "05_payers.ipynb": "table"}


@pytest.mark.parametrize("book", LESSONS)
def test_amounts_are_not_typeset_as_formulas(page, servers, book):
    place = Place(page, servers, "lab", f"lesson-{book[:2]}")
    page.goto(place.url(book))
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator(".lm-Menu-item", has_text="Run All Cells").first.click()
    outputs = page.locator(f".jp-OutputArea-output {LESSONS[book]}")
    outputs.first.wait_for()
    page.wait_for_timeout(3000)  # the typesetter comes after the table
    assert "$" in "".join(outputs.all_inner_texts()) or book.startswith("04")
    assert page.locator(".jp-OutputArea-output mjx-container, .jp-OutputArea-output .MathJax").count() == 0
