"""Work by keyboard alone: what Enter takes, where the focus stays, what is a stop for the Tab key, how large a target
is. The desks run with their own Python behind the page.
"""

import sys
from pathlib import Path


HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]
from stand import live  # noqa: E402

from sim.learn.desk.attempt_store import Store  # noqa: E402
from sim.ui.desks.widget import Desk  # noqa: E402


def opened(page, folder, role: str, exercise: str = "", **more):
    """A desk at an exercise, with nothing done before."""
    desk = Desk(role, exercise or None)
    desk._session.store = Store(folder)
    live(page, desk, **more)
    page.locator(".cc .foot").wait_for()


def find(page, label: str, text: str):
    """Type into a search and wait for its list."""
    field = page.get_by_role("combobox", name=label)
    field.fill(text)
    page.get_by_role("option").first.wait_for()
    return field


def diagnoses(page) -> list[str]:
    return page.locator("ol.rows code").all_inner_texts()


def test_a_code_entered_twice_is_said_and_the_desk_goes_on(page, tmp_path):
    opened(page, tmp_path, "coder", "coder_04_knee")
    for _ in range(2):
        find(page, "Add a diagnosis", "I10").press("Enter")
    page.get_by_text("I10 is on the list already.").first.wait_for()
    find(page, "Add a service", "99213").press("Enter")
    page.get_by_label("Modifiers, line 1, 99213").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Modifiers, line 1, 99213"
    assert diagnoses(page) == ["I10"] and page.locator(".said").count() == 0 and page.thrown == []


def test_enter_takes_a_code_typed_whole_and_nothing_that_was_not_chosen(page, tmp_path):
    opened(page, tmp_path, "coder", "coder_04_knee")
    find(page, "Add a diagnosis", "M99.999").press("Enter")
    page.locator("ol.rows code", has_text="M99.999").wait_for()
    field = find(page, "Add a diagnosis", "pain in the knee")
    assert page.locator("[role=option][aria-selected=true]").count() == 0
    field.press("Enter")
    page.get_by_text("Choose one with the arrow keys, then press Enter.").wait_for()
    assert diagnoses(page) == ["M99.999"] and field.input_value() == "pain in the knee"
    field.fill("cough")
    field.press("Enter")  # before the list has come
    page.get_by_text("Choose one with the arrow keys, then press Enter.").wait_for()
    assert diagnoses(page) == ["M99.999"]
    field.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true] code").inner_text()
    field.press("Enter")
    page.locator("ol.rows code", has_text=chosen).wait_for()
    assert diagnoses(page) == ["M99.999", chosen]
