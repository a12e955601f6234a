"""A learner's first hour from an empty home, at the desks as `serve` shows them: start page, lesson, worked example,
the same kind with steps filled in, alone, the check; and on the next day the review that is due.
"""

import json
import re
import sqlite3
import subprocess
import sys
from collections import OrderedDict
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import expect

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "browser"), str(TESTS / "ui" / "desks")]
from page_by_hand import PageByHand  # noqa: E402
from stand import live  # noqa: E402
from test_keys_through_the_page import enter  # noqa: E402

from sim.classroom.records.classes import new_class  # noqa: E402
from sim.classroom.records.entry import make_link  # noqa: E402
from sim.classroom.records.records import Records  # noqa: E402
from sim.classroom.records.roster import add_member  # noqa: E402
from sim.learn.course.choice.way import way  # noqa: E402
from sim.learn.course.record import answers  # noqa: E402
from sim.learn.desk.attempt_store import Store  # noqa: E402
from sim.learn.desk.learner_desk import act  # noqa: E402
from sim.learn.desk.seat import Seat, seated  # noqa: E402
from sim.learn.exercises.case import draw  # noqa: E402
from sim.learn.exercises.exercise import exercise  # noqa: E402
from sim.learn.tasks.contract import task_of  # noqa: E402
from sim.ui.desks.widget import Desk  # noqa: E402

CLASS, FIRST = "first_hour", "front_01_first_response"


@contextmanager
def served():
    """`cleanclaim serve` for the class; gives its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sim.cli", "serve", "--class", CLASS, "--port", "0", "--json"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield json.loads(process.stdout.readline())["serve"]
    finally:
        process.terminate()
        assert process.wait(40) == 0


def now(records, one):
    """The way of the learner, and the step that is next."""
    return way(records.store, one.learner, datetime.now().astimezone())


def work(records, one, item):
    """An item answered rightly, without the page: what the page does is seen at other items."""
    with seated(Seat(one.learner, CLASS)):
        desk = exercise(item.exercise).desk
        act(records.store, one.learner, "open_item", {"exercise": item.exercise, "variant": item.variant}, desk)
        case = draw(item.exercise, item.variant)
        act(records.store, one.learner, "submit", {"answer": task_of(case.exercise.task).key(case)}, desk)


def answer(page, item, tmp_path):
    """An item answered rightly at its page."""
    by_hand = PageByHand(item.exercise, item.variant, Store(tmp_path / item.link.replace("/", "-")))
    by_hand.enter(by_hand.key, 0)  # what is to be typed
    enter(page.locator(".cc"), by_hand)
    page.locator(".recap").wait_for()


def home(page, address):
    page.goto(f"{address}/desk/start")
    page.locator(".cc.start .begin").wait_for()
    return page.locator(".cc.start .begin")


def test_a_first_hour_and_the_next_day(page, axe, tmp_path, monkeypatch):
    page.set_default_timeout(20_000)
    records = Records()
    made = new_class(records, CLASS, "Billing 101")
    one = add_member(records, made.name, "Rosa Delgado-Synth")
    with served() as address:
        page.goto(f"{address}/join/{make_link(records, one.learner)}")
        page.get_by_role("button", name="Start").click()
        begin = page.locator(".cc.start .begin")
        expect(begin.get_by_role("heading")).to_have_text("New here? Start with this")
        assert begin.locator(".go").count() == 1 and axe(page) == []
        page.screenshot(path=tmp_path / "home.png", full_page=True)

        page.get_by_label("Track", exact=True).select_option(label="Biller")
        expect(begin.locator(".go")).to_have_text("Read the lesson: Verifying coverage")
        begin.locator(".go").press("Enter")
        lesson = page.get_by_role("region", name="Lesson: Verifying coverage")
        expect(lesson.locator("figure, .picture").first).to_be_visible()
        assert axe(page) == []
        page.screenshot(path=tmp_path / "lesson.png", full_page=True)

        begin.get_by_role("link", name=f"Start: {exercise(FIRST).title} (worked example)").click()
        page.get_by_role("button", name="Worked example").click()
        page.get_by_role("button", name="Next step").first.wait_for()

        home(page, address).locator("a.go").click()  # the same kind, three steps filled in
        expect(page.locator(".cc.front")).to_contain_text("3 fields of")
        answer(page, now(records, one).next.item, tmp_path)
        expect(page.locator(".recap")).to_contain_text("fields were filled in for you")
        while (
            (step := now(records, one).next).kind == "exercise"
            and step.item.exercise == FIRST
            and step.item.variant < 4
        ):
            work(records, one, step.item)
        alone = home(page, address)
        alone.locator("a.go").click()
        expect(page.locator(".cc.front")).not_to_contain_text("filled in")
        answer(page, step.item, tmp_path)
        page.locator(".recap").get_by_role("button", name="Next", exact=True).click()  # this desk goes on by itself
        page.get_by_role("heading", level=2, name=exercise(now(records, one).next.item.exercise).title).wait_for()

        while (step := now(records, one).next).kind == "exercise":
            work(records, one, step.item)
        check = home(page, address)
        check.get_by_role("button", name="Start the check").click()
        expect(check.get_by_role("heading")).to_have_text("Check of Verifying coverage, item 1 of 8")
        while not now(records, one).checks[-1].is_over:
            work(records, one, now(records, one).next.item)
        begin = home(page, address)
        expect(begin.get_by_role("heading")).to_have_text("Next in Prior authorization")
        expect(page.locator(".course")).to_contain_text("1 unit passed")
        expect(page.get_by_role("region", name="Reviews due today")).to_contain_text("No review is due today.")
    assert not page.outside and not page.thrown

    a_day_passes(records)
    monkeypatch.setenv("CLEANCLAIM_LEARNER", one.learner)
    monkeypatch.setattr(answers, "_kept", OrderedDict())  # another process, on another day
    start = Desk("start")
    start._session.store = records.store
    live(page, start, dark=True, width=390)
    begin = page.locator(".cc.start .begin")
    expect(begin.get_by_role("heading")).to_have_text(re.compile("^Due today: [1-8] reviews?$"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390 and axe(page, "main") == []
    page.screenshot(path=tmp_path / "next-day.png", full_page=True)
    due = now(records, one).next
    assert begin.locator("a.go").get_attribute("href").endswith(f"exercise={due.item.link.replace('/', '%2F')}")
    assert due.item.variant > 1 or due.item.exercise not in {each.exercise for each in now(records, one).past.answers}
    work(records, one, due.item)
    assert due.item not in now(records, one).review.items


def a_day_passes(records):
    """Everything that was stored was stored a day earlier."""
    with sqlite3.connect(records.database.file) as file:
        for table in ("events", "attempts", "marks"):
            for number, at in file.execute(f"select number, at from {table}").fetchall():
                earlier = datetime.fromisoformat(at) - timedelta(days=1)
                at = earlier.isoformat(timespec="microseconds")
                file.execute(f"update {table} set at = ? where number = ?", (at, number))
