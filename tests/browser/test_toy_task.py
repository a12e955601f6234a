"""A task is a folder: one that the house has never heard of is added in a temporary folder, with an exercise in the
user's own folder, opened at a page in a real browser, filled in, submitted and marked. Nothing else is touched.
"""

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from stand import live  # noqa: E402

TOY = Path(__file__).parent / "toy"


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """The toy's two files, each where an author would put it; gives a function that adds a task of another name."""
    exercises = tmp_path / "home" / "exercises" / "own"
    exercises.mkdir(parents=True)
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CLEANCLAIM_TASKS", str(tmp_path / "tasks"))

    def add(name: str, without: str = ""):
        folder = tmp_path / "tasks" / name
        folder.mkdir(parents=True)
        shutil.copy(TOY / "count_units.py", folder / "task.py")
        if without:
            text = (folder / "task.py").read_text(encoding="utf-8")
            (folder / "task.py").write_text(text.replace(f"def {without}(", f"def not_{without}("), encoding="utf-8")
        text = (TOY / "toy_units.toml").read_text(encoding="utf-8").replace("count_units", name)
        (exercises / f"toy_{name}.toml").write_text(text, encoding="utf-8")
        return f"toy_{name}"

    return add


def opened(folder, exercise: str):
    """The desk of an exercise, with a store of its own."""
    from sim.learn.desk.attempt_store import Store
    from sim.learn.exercises.exercise import exercise as known
    from sim.ui.desks.widget import Desk

    desk = Desk(known(exercise).desk, exercise)
    desk._session.store = Store(folder)
    return desk


def saved(page) -> None:
    page.wait_for_function("document.querySelector('.cc .saved').textContent.startsWith('saved ')")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_task_of_ones_own_is_worked_in_the_browser(page, toy, axe, tmp_path, dark):
    from sim.learn.exercises.case import draw
    from sim.learn.exercises.exercise import exercise
    from sim.learn.lint.exercise_proofs import check
    from sim.learn.tasks.contract import task_of

    name = toy(f"count_units_{'dark' if dark else 'light'}")
    assert check(exercise(name)) == []
    case = draw(name, 1)
    right = task_of(case.exercise.task).key(case)
    live(page, opened(tmp_path, name), dark)
    desk = page.locator(".cc.poster")
    assert desk.locator(".bar").inner_text().startswith("Poster desk") and desk.get_by_text("Price list").is_visible()
    assert axe(page, "main") == []

    desk.get_by_label("Billing units", exact=True).fill("hundred")
    desk.get_by_role("button", name="Submit", exact=True).click()  # a wrong format is told at its field, and is free
    problem = desk.locator(".control", has=page.get_by_label("Billing units")).locator(".problem")
    problem.wait_for()
    assert "whole number from 1 to 99" in problem.inner_text()
    assert desk.get_by_label("Billing units").get_attribute("aria-invalid") == "true"
    assert axe(page, "main") == []

    desk.get_by_label("Billing units", exact=True).fill("99")
    desk.get_by_label("Right", exact=True).check()
    desk.get_by_label("Office note", exact=True).check()
    desk.get_by_label("Date of service", exact=True).fill("2026-06-01")
    desk.get_by_label("Amount paid").fill("20.00")
    desk.get_by_label("23 Authorization").fill("AUTH1")
    assert desk.get_by_label("26 Account").get_attribute("readonly") is not None
    desk.get_by_role("button", name="Add line").press("Enter")
    page.keyboard.type("J3301")  # the focus went to the new row
    desk.get_by_label("Units, line 1").fill("4")
    assert "Left to post\n$20.00" in desk.locator(".deposit").inner_text()
    desk.get_by_label("Insurance payment, Line 1: 99213").fill("20.00")
    assert "Balances to the deposit" in desk.locator(".deposit").inner_text()
    assert "$60.00" in desk.locator(".prepared .left").inner_text()
    desk.get_by_role("combobox", name="Drug code").fill("J3301")
    desk.get_by_role("option", name="J3301").first.click()
    sentence = desk.get_by_label("A sentence of the record")
    wanted = next(one for one in sentence.locator("option").all_inner_texts() if " mg" in one)
    sentence.select_option(label=wanted)
    desk.get_by_role("button", name="Mark", exact=True).click()
    assert " mg" in desk.locator(".record mark").first.inner_text()
    desk.get_by_label("Ready to post").check()
    desk.get_by_label("Note", exact=True).fill("posted")
    saved(page)
    page.screenshot(path=tmp_path / "filled.png", full_page=True)

    desk.get_by_role("button", name="Submit", exact=True).click()
    units = desk.locator(".control", has=page.get_by_label("Billing units"))
    units.locator(".verdict.bad").wait_for()
    assert "HCPCS Level II" not in units.inner_text()  # a first try earns a question, the second the reason
    assert desk.locator(".control .verdict.good").count() == 1
    assert desk.locator(".score", has_text="items right").inner_text().endswith("1 of 2")
    assert axe(page, "main") == []

    desk.get_by_label("Billing units", exact=True).fill(right["units"])
    assert units.locator(".verdict").count() == 0  # the mark spoke about what was sent
    desk.get_by_role("button", name="Correct and submit").click()
    units.locator(".verdict.good").wait_for()
    assert desk.locator(".score", has_text="items right").inner_text().endswith("2 of 2")
    assert page.thrown == []

    again = opened(tmp_path, name)  # a reload brings everything back
    again.receive({"kind": "hello", "data": {"learner": "", "exercise": ""}})
    assert (
        again.view["draft"]["entries"]["1"]["payment"] == "20.00" and again.view["draft"]["lines"][0]["code"] == "J3301"
    )


@pytest.mark.parametrize("width", [390, 640])
def test_the_form_fits_a_narrow_page(page, toy, tmp_path, width):
    live(page, opened(tmp_path, toy(f"count_units_{width}")), width=width)
    page.get_by_role("button", name="Add line").click()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")


def test_text_selected_with_the_pointer_is_marked(page, toy, tmp_path):
    live(page, opened(tmp_path, toy("count_units_pointer")))
    words = page.locator(".record [data-line]", has_text=" mg").first
    words.evaluate(
        "p => { const r = document.createRange(); r.setStart(p.firstChild, 3); r.setEnd(p.firstChild, 12);"
        " getSelection().removeAllRanges(); getSelection().addRange(r); }"
    )
    chosen = page.evaluate("getSelection().toString()")
    page.get_by_role("button", name="Mark", exact=True).click()
    assert page.locator(".phrases q").inner_text() == chosen and page.locator(".record mark").inner_text() == chosen


def test_a_task_that_does_not_say_what_is_open_shows_nothing_of_the_case(page, toy, tmp_path):
    from sim.learn.exercises.case import draw

    name = toy("count_units_closed", without="opens")
    live(page, opened(tmp_path, name))
    case, text = draw(name, 1), page.locator("main").inner_text() + page.evaluate("JSON.stringify(model.view)")
    assert "does not say what may be shown" in text and page.locator(".record").count() == 0
    assert page.locator("input, select, textarea").count() == 0
    for secret in (case.patient["family_name"], case.payer_label, str(case.row["service_date"]), case.scenario.label):
        assert secret not in text
    for document in case.documents_when(False):
        assert not [line for lines in document.sections.values() for line in lines if line in text]
