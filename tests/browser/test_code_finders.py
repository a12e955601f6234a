"""Codes that are looked up for a field of words: what is picked stands in the first row that has none, else in a new
row.
"""

import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "browser"), str(TESTS / "ui" / "desks")]
from page_by_hand import PageByHand  # noqa: E402
from stand import live  # noqa: E402
from test_keys_through_the_page import add, press  # noqa: E402

from sim.learn.desk.attempt_store import Store  # noqa: E402
from sim.ui.desks.widget import Desk  # noqa: E402

NAME = "audit_05_knee"


def test_a_code_that_was_found_stands_in_the_correction(page, tmp_path):
    assert PageByHand(NAME, 1, Store(tmp_path / "warm")).view["fields"]  # the first view makes the code library
    desk = Desk("coder", NAME)
    desk._session.store = Store(tmp_path / "desk")
    page.set_default_timeout(15_000)
    live(page, desk)
    here = page.locator(".cc")
    press(here, "Add error")
    add(here, "Find a diagnosis code", "M17.11")
    first = here.get_by_label("Correction, error 1", exact=True)
    page.wait_for_function("document.querySelector('.cc .entries input').value === 'M17.11'")
    assert first.input_value() == "M17.11"
    add(here, "Find a service code", "20610")
    here.get_by_label("Correction, error 2", exact=True).wait_for()
    assert here.get_by_label("Correction, error 2", exact=True).input_value() == "20610"
    assert first.input_value() == "M17.11"
