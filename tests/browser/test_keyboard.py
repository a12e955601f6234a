"""Work by keyboard alone: what Enter takes, where the focus stays, what is a stop for the Tab key, how large a target
is. The desks run with their own Python behind the page.
"""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]
from stand import live  # noqa: E402

from sim.learn.desk.attempt_store import Store  # noqa: E402
from sim.learn.exercises.case import draw  # noqa: E402
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


def has_focus(page) -> str:
    """What the element with the focus is called."""
    return page.evaluate(
        "(e => e.getAttribute('aria-label') || e.dataset.opens || e.textContent)(document.activeElement)"
    )


@pytest.mark.parametrize(
    "role, exercise, work",
    [
        ("coder", "coder_04_knee", "Diagnoses"),
        ("biller", "biller_02_new_card", "CMS-1500"),
        ("denial", "denial_01_knee", "Decide"),
    ],
)
def test_the_first_tab_stop_leads_past_everything_to_the_work(page, tmp_path, role, exercise, work):
    opened(page, tmp_path, role, exercise)
    page.keyboard.press("Tab")
    assert has_focus(page) == "Skip to your work"
    box = page.locator(".skip button").bounding_box()
    assert box["height"] >= 24 and page.locator(".skip button").is_visible()
    page.keyboard.press("Enter")
    assert has_focus(page) == work
    assert page.title().startswith(draw(exercise, 1).exercise.title)


def stops(page, within: str) -> list[str]:
    """The fields that Tab meets, in a part of the page."""
    return page.locator(within).evaluate_all("all => all.filter(e => e.tabIndex >= 0).map(e => e.dataset.field)")


def test_only_lines_in_use_are_tab_stops_and_a_line_can_be_added(page, tmp_path):
    opened(page, tmp_path, "biller", "biller_02_new_card")
    assert {name.split(".")[1] for name in stops(page, ".lines input, .lines select")} == {"1"}
    assert len(stops(page, ".sheet input, .sheet select")) < 60
    page.get_by_role("button", name="Add a line").press("Enter")
    assert page.evaluate("document.activeElement.dataset.field") == "24A.2"
    page.keyboard.type("08 21 2026")
    page.locator("[data-field='24D.2']").fill("87880")
    page.locator(".saved", has_text="saved ").wait_for()
    assert {name.split(".")[1] for name in stops(page, ".lines input, .lines select")} == {"1", "2"}
    for _ in range(4):
        page.get_by_role("button", name="Add a line").press("Enter")
    assert page.locator(".lines tbody tr").count() == 6 and page.get_by_role("button", name="Add a line").count() == 0


@pytest.mark.parametrize("width", [1366, 768, 390])
def test_help_stands_beside_its_field_on_the_screen_and_escape_hides_it(page, tmp_path, width):
    opened(page, tmp_path, "biller", "biller_02_new_card", width=width)
    for name in ("1a", "11", "24D.1", "29", "32a"):
        field = page.locator(f"[data-field='{name}']")
        field.focus()
        page.locator(".help:not([hidden])").wait_for()
        at, help_ = field.bounding_box(), page.locator(".help").bounding_box()
        assert help_["x"] >= 0 and help_["x"] + help_["width"] <= width and help_["y"] >= 0
        assert help_["y"] + help_["height"] <= 900, (name, help_)
        below, above = help_["y"] - at["y"] - at["height"], at["y"] - help_["y"] - help_["height"]
        assert 0 <= max(below, above) < 12, (name, at, help_)
        assert page.locator(".help").get_attribute("id") in field.get_attribute("aria-describedby")
        page.keyboard.press("Escape")
        assert page.locator(".help").is_hidden() and field.evaluate("f => f === document.activeElement")


def escape_closes(page, opener) -> None:
    """Open, go inside if there is something to go to, and leave by Escape."""
    opener.press("Enter")
    name = opener.get_attribute("data-opens")
    drawer = page.locator(f"[data-drawer='{name}']").last
    drawer.wait_for()
    page.keyboard.press("Escape")
    assert page.locator(f"[data-drawer='{name}']").count() == 0 and opener.get_attribute("aria-expanded") == "false"
    opener.press("Enter")
    inside = drawer.locator("button, input, [tabindex]").first
    if inside.count():
        inside.focus()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.opens") == name
    assert page.locator(f"[data-drawer='{name}']").count() == 0


def test_escape_closes_what_is_open_and_gives_the_focus_back(page, tmp_path):
    opened(page, tmp_path / "c", "coder", "coder_04_knee")
    escape_closes(page, page.get_by_role("button", name="Hold and ask the provider"))
    find(page, "Add a diagnosis", "I10").press("Enter")
    page.get_by_role("button", name="Send to billing").click()
    page.locator("ol.path").wait_for()
    for stop in ("Codes", "Payer", "Audit"):
        escape_closes(page, page.locator(".stop button", has_text=stop))
    escape_closes(page, page.get_by_role("button", name="How the score is made"))


@pytest.mark.parametrize("panel", ["the claim", "eligibility", "deadlines"])
def test_escape_closes_a_panel_of_the_denial_desk(page, tmp_path, panel):
    opened(page, tmp_path, "denial", "denial_01_knee")
    escape_closes(page, page.get_by_role("button", name=panel, exact=True))


TARGETS = """() => [...document.querySelectorAll('.cc :is(button, input, select, textarea, a)')]
    .filter(e => e.offsetParent && !e.closest('.skip'))
    .map(e => [e, (e.matches('[type=checkbox], [type=radio]') && e.closest('label') || e).getBoundingClientRect()])
    .filter(([e, r]) => r.width < 24 || r.height < 24)
    .map(([e, r]) => `${e.tagName} ${e.className} ${e.textContent.slice(0, 20)} ${r.width} x ${r.height}`)"""


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize(
    "role, exercise",
    [
        *(("start", ""), ("coder", "coder_04_knee"), ("biller", "biller_02_new_card"), ("denial", "denial_01_knee")),
        *(("front", "front_01_first_response"), ("coder", "level_01_baby_rash")),
    ],
)
def test_every_target_is_large_enough(page, tmp_path, role, exercise, width):
    opened(page, tmp_path, role, exercise, width=width)
    assert page.evaluate(TARGETS) == []
    if role != "start":
        page.get_by_role("button", name="Show me").click()
        page.locator(".key").wait_for()
        assert page.evaluate(TARGETS) == []
    if role == "denial":
        page.get_by_label("Send a corrected claim").check()
        page.locator("fieldset.changes").wait_for()
        assert page.evaluate(TARGETS) == []


def test_tables_and_an_example_are_beside_the_task(page, tmp_path):
    opened(page, tmp_path, "coder", "coder_04_knee")
    for words in ("Visit levels", "Modifiers", "Glossary"):
        escape_closes(page, page.get_by_role("button", name=words, exact=True))
    page.get_by_role("button", name="Worked example").press("Enter")
    example = page.get_by_role("region", name="Worked example: Knee and blood pressure, another patient")
    example.get_by_text("Step 1 of ").wait_for()
    assert example.locator(".note .section").count() > 3 and page.get_by_role("button", name="Show me").count() == 1
    page.keyboard.press("Escape")
    assert example.count() == 0 and has_focus(page) == "look-example"


def test_a_word_of_the_trade_says_what_it_means(page, tmp_path):
    opened(page, tmp_path, "coder", "coder_04_knee")
    word = page.get_by_role("button", name="first-listed diagnosis")
    word.press("Enter")
    assert "The main reason for an outpatient visit." in page.locator(".gloss").inner_text()
    box = page.locator(".gloss").bounding_box()
    assert box["y"] > word.bounding_box()["y"] and box["x"] >= 0
    page.keyboard.press("Escape")
    assert page.locator(".gloss").count() == 0 and has_focus(page) == "term-first-listed diagnosis"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_is_looked_up_has_no_barrier(page, axe, tmp_path, dark):
    opened(page, tmp_path / "c", "coder", "coder_04_knee", dark=dark)
    for words in ("Visit levels", "Glossary", "Worked example"):
        page.get_by_role("button", name=words, exact=True).click()
        page.locator(".look-up :is(.blocks, .played)").first.wait_for()
        assert axe(page, "main") == [], words
    page.get_by_role("button", name="first-listed diagnosis").click()
    page.locator(".gloss").wait_for()
    assert axe(page, "main") == [] and page.thrown == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_help_of_a_box_and_an_added_line_have_no_barrier(page, axe, tmp_path, dark):
    opened(page, tmp_path, "biller", "biller_02_new_card", dark=dark)
    page.get_by_role("button", name="Add a line").click()
    page.locator(".help:not([hidden])").wait_for()
    assert axe(page, "main") == [] and page.thrown == []
