"""What a learner finds without asking: what to do next on the first page, every exercise of a desk, a worked example
that unfolds, steps that are done, words of the trade with their tables, marks that stay, and the recap.
"""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from stand import live, sent, stand  # noqa: E402

from sim.learn.desk.attempt_store import Store  # noqa: E402
from sim.learn.desk.desk_state import series  # noqa: E402
from sim.learn.exercises.case import draw  # noqa: E402
from sim.learn.tasks.contract import task_of  # noqa: E402
from sim.ui.desks.widget import Desk  # noqa: E402

LEVEL, FRONT = "level_01_baby_rash", "front_02_ended_card"


def opened(page, folder, role, exercise=None, width=1366, dark=False):
    desk = Desk(role, exercise)
    desk._session.store = Store(folder)
    live(page, desk, dark, width)
    page.wait_for_function("document.querySelector('.cc .card')")
    return page.locator(".cc")


def submit(page, words="Submit"):
    before = len(sent(page, "submit"))
    page.get_by_role("button", name=words, exact=True).click()
    page.wait_for_function("n => window.sent.filter(m => m.kind === 'submit').length > n", arg=before)
    page.wait_for_function("!document.querySelector('.cc [aria-disabled=true]')")


# -- the first page


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 820, 1366])
def test_the_first_page_has_one_thing_to_do_and_no_list_that_drowns(page, axe, width, dark):
    stand(page, "start", dark, width)
    go = page.locator(".begin .go")
    assert go.count() == 1 and go.inner_text().startswith("Read the lesson: ") and go.bounding_box()["y"] < 300
    assert page.locator(".course details").count() == 16 and page.locator("details[open]").count() == 1
    assert page.locator("details[open] li a").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert axe(page, "main") == [] and page.thrown == []


def test_what_is_done_at_the_first_page_is_sent_from_the_keyboard(page):
    stand(page, "start")
    page.locator(".begin .go").press("Enter")
    folded = page.locator(".course details:not([open])").first
    folded.locator("summary").press("Enter")
    page.locator(".course details[open]").nth(1).get_by_role("button", name="Take the check").press("Enter")
    page.get_by_label("Track", exact=True).select_option("biller")
    deeds = [(one["data"]["deed"], one["data"]["name"]) for one in sent(page, "course")]
    assert [deed for deed, _ in deeds] == ["read_lesson", "begin_check", "choose_track"] and deeds[2][1] == "biller"


def test_the_portfolio_is_made_and_saved(page, axe, tmp_path):
    desk = opened(page, tmp_path, "start")
    desk.get_by_role("button", name="Make my portfolio").press("Enter")
    link = desk.get_by_role("link", name="Save portfolio.html")
    link.wait_for()
    assert axe(page, "main") == []
    with page.expect_download() as waiting:
        link.press("Enter")
    assert waiting.value.suggested_filename == "portfolio.html"
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>") and "None yet" in text and page.thrown == []


def test_the_folded_exercises_open_by_keyboard_and_stay_open(page):
    stand(page, "start")
    page.locator(".every > summary").press("Enter")
    folded = page.locator(".every details:not([open])").first
    name = folded.locator(".what").first.inner_text()
    folded.locator("summary").press("Enter")
    group = page.locator(".every details", has=page.locator("summary", has_text=name)).first
    assert group.get_attribute("open") is not None and group.locator("li a").first.is_visible()
    page.evaluate("window.model.put({...window.model.view, rev: 9})")  # drawn again
    assert group.get_attribute("open") is not None


def test_both_roles_and_all_worked_desks_are_listed(page):
    from sim.ui.desks import desk_folders

    stand(page, "start")
    page.locator(".every > summary").press("Enter")
    names = page.locator(".desks a.role").all_inner_texts()
    assert sorted(names) == sorted(desk_folders.label(desk) for desk in desk_folders.worked_desks())
    assert page.locator(".whose > h3").all_inner_texts() == ["Coder", "Biller"]


# -- the series of a desk


def test_all_exercises_of_a_desk_are_listed_by_task_and_open(page, tmp_path):
    opened(page, tmp_path, "coder", "coder_04_knee")
    assert page.locator(".series .these li").count() < len(series("coder"))
    toggle = page.locator("[data-opens=series]")
    toggle.press("Enter")
    assert page.locator(".series .all li").count() == len(series("coder"))
    page.locator(".series .all button").first.press("Escape")
    assert page.locator(".series .all").count() == 0
    assert page.evaluate("document.activeElement.dataset.opens") == "series"
    toggle.click()
    page.locator(".series .all").get_by_role("button", name="A rash on a baby").click()
    page.get_by_role("heading", level=2, name="A rash on a baby").wait_for()


# -- the worked example


@pytest.mark.parametrize("width", [390, 1366])
@pytest.mark.parametrize("role, exercise", [("coder", "coder_04_knee"), ("front", FRONT)])
def test_an_example_unfolds_and_lights_its_place(page, axe, tmp_path, role, exercise, width):
    opened(page, tmp_path, role, exercise, width)
    page.get_by_role("button", name="Worked example").press("Enter")
    page.locator(".player h4", has_text="Step 1 of ").wait_for()
    last = int(page.locator(".player h4").inner_text().split()[-1])
    lit = 0
    for number in range(2, last + 1):
        page.get_by_role("button", name="Next step").press("Enter")
        page.locator(".player h4", has_text=f"Step {number} of {last}").wait_for()
        page.wait_for_function(
            "n => document.querySelector('.cc-voice').textContent.startsWith(`Step ${n} of`)", arg=number
        )
        assert page.evaluate("document.activeElement.textContent") == "Next step"
        lit += page.locator(".stage .lit").count() > 0
    assert lit >= (last - 1) / 2
    assert page.get_by_text("That was the last step.").is_visible()
    page.get_by_role("button", name="Back", exact=True).press("Enter")
    page.locator(".player h4", has_text=f"Step {last - 1} of {last}").wait_for()
    assert axe(page, "main") == [] and page.thrown == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


IN_VIEW = """() => { const lit = document.querySelector('.stage .lit').getBoundingClientRect();
    const frame = document.querySelector('.look-up').getBoundingClientRect();
    return lit.top >= frame.top && lit.bottom <= frame.bottom && lit.bottom <= innerHeight }"""


def test_the_place_of_a_step_is_brought_into_view(page, tmp_path):
    page.emulate_media(reduced_motion="reduce")
    opened(page, tmp_path, "coder", "coder_04_knee")
    page.get_by_role("button", name="Worked example").click()
    page.get_by_role("button", name="Next step").click()
    page.get_by_role("button", name="Next step").click()
    page.wait_for_function(IN_VIEW)
    words = page.locator(".player .quoted").inner_text()
    assert page.locator(".stage mark.lit").first.inner_text() in words


# -- steps that are done


def test_an_exercise_begins_with_steps_done_and_says_so(page, axe, tmp_path):
    opened(page, tmp_path, "coder", LEVEL)
    case = draw(LEVEL, 1)
    assert page.locator(".given summary").inner_text() == "2 steps of this case are done for you"
    assert page.locator(".given li").count() == 2 and page.get_by_text("filled in for you").count() == 2
    key = task_of("em_level").key(case)
    assert page.get_by_label("Kind of problem, problem 1").input_value() == key["problems"][0]["kind"]
    assert page.get_by_label("Risk: the riskiest decision").input_value() == ""
    assert axe(page, "main") == []


# -- marks


def test_a_mark_stays_until_its_own_field_is_changed(page, tmp_path):
    opened(page, tmp_path, "coder", LEVEL)
    submit(page)
    risk = page.locator("fieldset", has_text="Level of the risk")
    data = page.locator("fieldset", has_text="Level of the data")
    assert "missing" in risk.inner_text() and "missing" in data.inner_text()
    risk.get_by_label("Low", exact=True).check()
    assert "missing" not in risk.inner_text() and "missing" in data.inner_text()
    row = page.locator("tr.reason").first
    assert "right" in row.inner_text()
    page.get_by_label("Problem (your note, not graded), problem 1").fill("diaper rash")
    assert "right" in page.locator("tr.reason").first.inner_text()


@pytest.mark.parametrize("width", [390, 1366])
def test_the_reason_of_a_cell_has_the_width_of_its_table(page, tmp_path, width):
    opened(page, tmp_path, "coder", LEVEL, width)
    submit(page)
    table, reason = page.locator("table.entries").first, page.locator("tr.reason .why").first
    assert reason.bounding_box()["width"] > 0.85 * table.bounding_box()["width"]


# -- words and tables


def test_a_word_on_a_form_has_its_meaning_and_its_table(page, tmp_path):
    opened(page, tmp_path, "coder", LEVEL)
    page.get_by_role("button", name="level of the visit").press("Enter")
    page.locator(".gloss").get_by_role("button", name="Show the table").press("Enter")
    page.get_by_role("region", name="Levels of an office visit").wait_for()
    assert page.evaluate("document.activeElement.dataset.drawer") == "look-levels"


def test_words_of_labels_help_and_panels_are_marked(page, tmp_path):
    opened(page, tmp_path, "front", FRONT)
    assert page.locator(".beside .term", has_text="Member ID").count() == 1
    assert page.locator("legend .term", has_text="Prior authorization").count() == 1
    assert page.locator("label .term").count() == 0  # a button in a label would be pressed in its place
    page.locator("legend .term", has_text="Prior authorization").click()
    assert page.locator(".gloss").inner_text().startswith("authorization: The payer agrees before the service.")


# -- the recap


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_finished_item_is_recapped(page, axe, tmp_path, dark):
    opened(page, tmp_path, "coder", LEVEL, dark=dark)
    assert page.locator(".recap").count() == 0
    submit(page)
    page.get_by_role("button", name="Show me").click()
    recap = page.get_by_role("region", name="Recap")
    recap.wait_for()
    assert (
        "First submission: 2 of 8 right. 2 fields were filled in for you. The answer was shown." in recap.inner_text()
    )
    assert "sim/reference/calculators/decision.py" in recap.inner_text()
    assert recap.locator("a").first.get_attribute("href").startswith("https://")
    page.get_by_role("button", name="This case, step by step").click()
    page.get_by_role("region", name="This case, step by step: A rash on a baby").wait_for()
    assert axe(page, "main") == [] and page.thrown == []
    recap.get_by_role("button", name="Next", exact=True).click()  # the unit goes on with another exercise
    page.get_by_role("heading", level=2, name="A sore throat").wait_for()


def test_a_task_without_a_claim_has_no_dashes_for_money(page, tmp_path):
    opened(page, tmp_path, "front", FRONT)
    assert page.locator(".score dt").all_inner_texts() == ["items right"]
