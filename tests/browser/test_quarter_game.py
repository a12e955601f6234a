"""The quarter, played to its end in three ways by hand and keyboard: careless, typical, careful. The three ends differ
as they should, and the page passes the accessibility check at each.
"""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from stand import live  # noqa: E402

FEW = {"Front desk": "1.0", "A/R follow-up": "0.4", "Payment poster": "1.0"}
MORE = {"Front desk": "4.2", "Coder": "4.6", "Payment poster": "2.0"}
WAYS = {
    "careless": (FEW, ["Turn the scrubber off", "Stop working denials below $75"]),
    "typical": ({}, []),
    "careful": (MORE, ["Train the staff for 10 hours", "Open an authorization desk", "Second look on modifier 25"]),
}
WAIT = 60_000


def money(text):
    return float(text.replace("$", "").replace(",", "").replace("−", "-"))


def finished(page, tmp_path, name):
    """Play a way to its end; gives the learner's column of the table by figure, and the desk."""
    from sim.learn.desk.attempt_store import Store
    from sim.ui.desks.widget import Desk

    hours, decisions = WAYS[name]
    made = Desk("quarter")
    made._session.store = Store(tmp_path / name)
    live(page, made, dark=name == "careful")
    desk = page.locator(".cc.quarter")
    for place, decision in enumerate(decisions):
        desk.get_by_role("button", name="Work the week").wait_for(timeout=WAIT)
        if place == 0:
            for label, value in hours.items():
                desk.locator(".hour", has_text=label).locator("input").fill(value)
        desk.get_by_label(decision).check()
        desk.get_by_role("button", name="Work the week").press("Enter")
        desk.locator(f".friday[aria-label^='Friday of week {place + 1},']").wait_for(timeout=WAIT)
        if desk.locator(".letter").count():
            choice = desk.locator(".letter input[type=radio]").nth(-1 if name == "careless" else 0)
            choice.focus()
            choice.press("Space")
            desk.get_by_role("button", name="Answer", exact=True).press("Enter")
    desk.get_by_role("button", name="Work all").click()
    desk.get_by_role("heading", name="The quarter is over").last.wait_for(timeout=WAIT)
    table = desk.locator("section[aria-label='The quarter is over'] table")
    cells = [row.locator("td").all_inner_texts() for row in table.locator("tbody tr").all()]
    return {row[0]: row[1:] for row in cells}, desk


@pytest.fixture(scope="module")
def ends():
    return {}


@pytest.mark.parametrize("name", WAYS)
def test_a_quarter_is_played_to_its_end(page, axe, tmp_path, ends, name):
    found, desk = finished(page, tmp_path, name)
    ends[name] = found
    assert axe(page, "main") == []
    for width in (1366, 820, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), width
    own, _, typical, _ = (money(text) for text in found["Cash"])
    assert {"careless": own < typical, "typical": own == typical, "careful": own > typical}[name]
    if name == "careless":
        figure = desk.locator("details.figure", has_text="Denied lines")
        figure.locator("summary").press("Enter")
        figure.get_by_role("button").first.press("Enter")
        story = desk.locator(".visit-story")
        story.wait_for(timeout=WAIT)
        page.wait_for_function("document.activeElement.classList.contains('visit-story')")
        assert "The decision behind it" in story.inner_text()
    if name == "careful":
        lost = [money(ends[way]["Lost for good"][0]) for way in WAYS if way in ends]
        assert lost == sorted(lost, reverse=True) and len(set(lost)) == len(lost)
