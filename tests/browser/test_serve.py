"""A learner on a phone at the server of a class: in by the link, at work when the web process is killed, nothing lost,
and the page is back by itself.
"""

import json
import re
import subprocess
import sys
from types import SimpleNamespace

import psutil
import pytest
from playwright.sync_api import expect

from sim.classroom.assignments.assigned import assign_file
from sim.classroom.records.classes import new_class
from sim.classroom.records.entry import make_link
from sim.classroom.records.records import Records
from sim.classroom.records.roster import add_member

HOMEWORK = 'title = "Week 1"\nmode = "homework"\n[[item]]\nexercise = "biller_02_new_card"\n'
FIELD = "1a Insured's ID"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """`cleanclaim serve` for a class with one learner and one assignment, in the folder of all tests, which has the
    library of codes.
    """
    home = tmp_path_factory.mktemp("serve")
    records = Records()
    made = new_class(records, "served_in_a_browser", "Billing 101")
    one = add_member(records, made.name, "Rosa Delgado-Synth")
    (home / "week_1.toml").write_text(HOMEWORK)
    assign_file(records, made.name, home / "week_1.toml")
    process = subprocess.Popen(
        [sys.executable, "-m", "sim.cli", "serve", "--class", made.name, "--port", "0", "--json"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address = json.loads(process.stdout.readline())["serve"]
        yield SimpleNamespace(process=process, address=address, records=records, learner=one.learner)
    finally:
        process.terminate()
        assert process.wait(40) == 0


def kill_the_web_process(server):
    """As a full memory does. The process that watches starts another."""
    web = min(psutil.Process(server.process.pid).children(), key=lambda one: one.create_time())
    web.kill()


def test_a_learner_joins_works_and_loses_nothing(page, server, axe):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server.address}/join/{make_link(server.records, server.learner)}")
    assert not axe(page)
    page.get_by_role("button", name="Start").click()
    page.locator(".cc.start .bar").wait_for()
    assert not axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    page.get_by_role("link", name="Start: Item 1").click()
    desk = page.locator(".cc.biller")
    field = desk.get_by_label(FIELD)
    field.press("End")
    field.press_sequentially("A1")
    kill_the_web_process(server)
    page.get_by_role("alert").wait_for()
    field.press_sequentially("B2")  # typed while nobody answers
    page.get_by_role("alert").wait_for(state="detached")
    field.press_sequentially("C3")
    expect(desk.locator(".saved")).to_have_text(re.compile(r"^saved \d"), timeout=30_000)
    typed = field.input_value()
    assert typed.endswith("A1B2C3")
    page.reload()
    assert desk.get_by_label(FIELD).input_value() == typed
    assert not axe(page)

    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()
    assert not axe(page)
    page.go_back()
    page.get_by_role("heading", name="Sign in").wait_for()
    assert not page.outside and not page.thrown
