"""Exercises solved at their page by hand in a browser: the key is typed into the page's own fields, the button is
pressed, and everything is earned. The rows go in another order than the key's. Of each task the last exercise;
every one of them where CLEANCLAIM_EVERYTHING is set.

What of this needs no browser (every exercise, several variants and orders, facts that stand on the page) is in
tests/ui/desks/test_solvable_from_the_page.py.
"""

import os
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "browser"), str(TESTS / "ui" / "desks")]
from page_by_hand import PageByHand  # noqa: E402
from stand import live  # noqa: E402

from sim.learn.desk.attempt_store import Store  # noqa: E402
from sim.learn.exercises.exercise import exercises  # noqa: E402
from sim.learn.tasks.contract import stages, task_of  # noqa: E402
from sim.ui.desks.widget import Desk  # noqa: E402

REVERSED = 1  # order of rows
FEW = 6  # options that stand as buttons; more are a list


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """One store for all of them."""
    return Store(tmp_path_factory.mktemp("typed"))


def typed() -> list[str]:
    """The exercises that are typed: the last one of each task, or all."""
    if os.environ.get("CLEANCLAIM_EVERYTHING"):
        return list(exercises())
    return list({one.task: one.name for one in exercises().values()}.values())


@pytest.mark.parametrize("name", typed())
def test_the_key_typed_into_the_page_earns_everything(page, store, tmp_path, name):
    by_hand = PageByHand(name, 1, store)  # what is to be typed, and that the page has a place for it
    by_hand.enter(by_hand.key, REVERSED)
    desk = Desk(by_hand.session.role, name)
    desk._session.store = Store(tmp_path)
    page.set_default_timeout(15_000)
    live(page, desk)
    here = page.locator(".cc")
    if stages(task_of(by_hand.task)):
        stage_by_stage(here, by_hand)
    else:
        OWN.get(by_hand.task, enter)(here, by_hand)
    here.locator(".score", has_text="right").first.wait_for()
    page.wait_for_function("!document.querySelector('.cc .score').innerText.includes('–')")
    result = desk._session.here().result
    assert result and result["score"] == 1, result and [one for one in result["marks"] if one["verdict"] != "right"]


def press(here, words: str) -> None:
    """A button by what stands on it."""
    here.get_by_role("button", name=words, exact=True).click()


# -- the coder's desk


def code(here, by_hand) -> None:
    draft = by_hand.draft
    if by_hand.key["query"]:
        press(here, "Hold and ask the provider")
        here.get_by_label("Your question").fill(by_hand.key["query"])
        press(here, "Send the question")
        here.get_by_text("You asked").wait_for()
    for row in draft["diagnoses"]:
        add(here, "Add a diagnosis", row["code"])
        here.locator("ol.rows code", has_text=row["code"]).first.wait_for()
    for number, row in enumerate(draft["services"], 1):
        add(here, "Add a service", row["code"])
        for field, words in (("modifiers", "Modifiers"), ("units", "Units"), ("pointers", "Diagnosis pointers")):
            here.get_by_label(f"{words}, line {number}, {row['code']}").fill(row[field])
    for flag in by_hand.view["coder"]["flags"]:
        if flag["id"] in draft["flags"]:
            here.get_by_label(flag["words"]).check()
    press(here, "Send to billing")


def add(here, label: str, wanted: str) -> None:
    """A code by the search."""
    field = here.get_by_label(label, exact=False).first
    field.fill(wanted)
    row = here.locator(".drop li").filter(has=here.page.get_by_text(wanted, exact=True)).first
    row.wait_for()
    row.dispatch_event("mousedown")


# -- the biller's desk


def fill(here, by_hand) -> None:
    if by_hand.key["send_back"]:
        press(here, "Send back to the coder")
        return
    for name, text in by_hand.draft["fields"].items():
        put(here, name, text)
    press(here, "Scrub")
    here.get_by_role("heading", name="Scrub: 0 findings").wait_for()
    press(here, "Submit claim")


def put(here, name: str, text: str) -> None:
    """One field by its name."""
    field = here.locator(f"[data-field='{name}']")
    field.select_option(text) if field.evaluate("dom => dom.tagName") == "SELECT" else field.fill(text)


# -- the denial desk


def decide(here, by_hand) -> None:
    draft = by_hand.draft
    for question in ("cause", "owner", "remedy"):
        radio = here.locator(f"input[name$='-{question}'][value='{draft[question]}']")
        if not radio.count():
            group = here.locator("fieldset", has=here.page.locator(f"input[name$='-{question}']"))
            group.get_by_role("button", name="another of").click()
        radio.check()
    for name, text in draft["changes"].items():
        if name.endswith(".gone"):
            here.get_by_label(f"Delete line {name.split('.')[1]}").check()
            continue
        if not here.locator(f"[data-field='{name}']").count():
            press(here, "other boxes of the claim …")
        put(here, name, text)
    write(here, by_hand)
    for field in by_hand.view["decide"]["note"]:
        here.locator(f"[data-field='{field['name']}']").select_option(draft[field["name"]])
    press(here, "Submit decision")


def write(here, by_hand) -> None:
    """The letter, or the question of a call."""
    letter, view = by_hand.draft["letter"], by_hand.view["decide"]["letter"]
    labels = {one["id"]: one["words"] for one in view["evidence"]}
    if by_hand.draft["remedy"] == "R_CALL":
        here.get_by_label("Question", exact=True).select_option(letter["topic"])
    elif letter:
        here.get_by_label("Level", exact=True).select_option(str(letter["level"]))
        here.get_by_label("Why it should be paid").select_option(letter["ground"])
        for one in letter["evidence"]:
            here.get_by_label(labels[one], exact=True).check()


OWN = {"code_visit": code, "build_claim": fill, "work_denial": decide}


def stage_by_stage(here, by_hand) -> None:
    """Each stage at the page of its own desk; the next one opens when it is sent."""
    words = [*(one.words for one in stages(task_of(by_hand.task))), "Result"]
    for place, name in enumerate(words[1:]):
        page = by_hand.at_stage()
        OWN[page.task](here, page)
        by_hand.say("submit", answer=by_hand.draft)
        here.locator(".stages [aria-current=step]", has_text=name).wait_for()
        assert here.locator(".stages .done").count() == place + 1


# -- a task without a page of its own: the controls of its Form


def enter(here, by_hand) -> None:
    for control in by_hand.view["fields"]:
        head, _, inner = control["name"].partition(".")
        value = by_hand.draft[head].get(inner) if inner else by_hand.draft[head]
        if control["kind"] == "rows":
            for number, row in enumerate(value, 1):
                press(here, f"Add {control['one']}")
                for field in control["fields"]:
                    cell = here.get_by_label(f"{field['label']}, {control['one']} {number}", exact=True)
                    cell.select_option(row[field["name"]]) if field["kind"] == "choice" else cell.fill(
                        row[field["name"]]
                    )
        elif control["kind"] in ("sheet", "ledger"):
            for line, cells in value.items():
                for name, text in cells.items():
                    put(here, f"{control['name']}.{line}.{name}", text)
        elif control["kind"] == "code" and value:
            add(here, control["label"], value)
            here.locator(".picked code", has_text=value).wait_for()
        elif control["kind"] == "choices":
            words = {one["id"]: one["words"] for one in control["options"]}
            group = here.get_by_role("group", name=control["label"], exact=True)
            for one in value or []:
                group.get_by_label(words[one], exact=True).check()
        elif control["kind"] == "phrases":
            for spot in value or []:
                mark(here, control, spot)
        elif control["kind"] == "tick":
            if value:
                here.locator(f"[data-field='{control['name']}']").check()
        elif value and control["kind"] == "choice" and len(control["options"]) <= FEW:
            here.locator(f"input[name$='-{control['name'].replace('.', '-')}'][value='{value}']").check()
        elif value:
            put(here, control["name"], str(value))
    press(here, "Submit")


def mark(here, control, spot) -> None:
    """Words of the record, selected with the pointer, marked for a field."""
    tabs = here.locator(".tabs [role=tab]")
    if tabs.count():
        tabs.nth(spot["document"]).click()
    line = here.locator(f"[data-line='{spot['document']} {spot['section']} {spot['line']}']")
    line.evaluate(SELECT, [spot["start"], spot["end"]])
    here.locator(".picker q").wait_for()
    here.locator(f"button[data-field='{control['name']}']").click()


SELECT = """(line, ends) => {
  const range = document.createRange();
  const texts = [];
  const walk = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (!walk.currentNode.parentElement.closest("sup")) texts.push(walk.currentNode);
  const place = (at) => {
    for (const text of texts) {
      if (at <= text.data.length) return [text, at];
      at -= text.data.length;
    }
  };
  range.setStart(...place(ends[0]));
  range.setEnd(...place(ends[1]));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
