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


@pytest.mark.parametrize("book", ["00_start_here.ipynb", "04_on_the_wire.ipynb"])
def test_jupyterlab_says_how_to_run_the_cell_and_a_plain_page_does_not(page, servers, book):
    page.goto(Place(page, servers, "lab", f"how-{book[:2]}").url(book))
    page.locator(".jp-MarkdownOutput", has_text="Run All Cells").first.wait_for()
    page.goto(Place(page, servers, "voila", f"how-{book[:2]}").url(book))
    page.locator(".cc .bar, table.cc-wire").first.wait_for()
    assert page.get_by_text("Run All Cells").count() == 0


def test_a_long_file_is_not_a_wall(page, servers):
    page.goto(Place(page, servers, "voila", "wall").url("04_on_the_wire.ipynb"))
    page.locator("table.cc-wire").nth(2).wait_for()
    heights = [view.bounding_box()["height"] for view in page.locator(".cc-wire-view").all()]
    assert max(heights) < 700 and page.evaluate("document.documentElement.scrollHeight") < 5000


def test_a_long_page_scrolls_and_what_is_read_stays_beside_the_form(page, servers):
    """By the wheel, on the screen of a cheap laptop: nothing that scrolls or sticks is clipped by Voila's own boxes."""
    page.set_viewport_size({"width": 1366, "height": 700})
    place = Place(page, servers, "voila", "scrolling")
    page.goto(place.url("06_front_desk.ipynb", exercise="front_03_what_is_left"))
    desk = place.wait("front")
    page.mouse.move(900, 400)
    top = desk.locator(".two").bounding_box()["y"]
    page.mouse.wheel(0, 500)
    page.wait_for_function("top => document.querySelector('.cc .two').getBoundingClientRect().top < top - 300", arg=top)
    assert 0 <= desk.locator(".beside").bounding_box()["y"] < 60
    page.keyboard.press("End")
    page.wait_for_function("document.querySelector('.cc .foot').getBoundingClientRect().bottom <= innerHeight")
