"""One story through all desks, in a browser: coverage is verified, authorization asked for, the visit coded and its
claim sent, a claim rejected and corrected, a remittance posted, the denied line disputed and paid, and the statement
explained. Every desk is worked through its own fields, leaves no barrier, and fits a phone, a tablet and a wide screen.

The patient is one and the same where coverage, visit, claim, dispute and statement are worked ("day_..." exercises draw
their patient under one name). The request for authorization, the rejection and the remittance of several claims draw
patients of their own: they are exercises of many claims or of an order.
"""

import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "browser"), str(TESTS / "ui" / "desks")]
from page_by_hand import PageByHand  # noqa: E402
from stand import live  # noqa: E402
from test_keys_through_the_page import OWN, REVERSED, enter  # noqa: E402

from sim.learn.desk.attempt_store import Store  # noqa: E402
from sim.learn.exercises.case import draw  # noqa: E402
from sim.ui.desks.widget import Desk  # noqa: E402

COVERAGE, VISIT, STATEMENT = "day_01_coverage", "day_02_visit", "day_03_statement"
AUTHORIZATION, REJECTION, POSTING = "authorization_01_gel_complete", "rejection_01_first", "posting_03_a_denied_line"
WIDTHS = (1366, 820, 390)
ONE_PATIENT = (COVERAGE, VISIT, STATEMENT)


class Day:
    """A day of one learner: a store, one browser, and pictures of every desk."""

    def __init__(self, page, axe, folder: Path) -> None:
        self.context, self.axe, self.folder = page.context, axe, folder
        self.store, self.by_hand, self.thrown = Store(folder / "kept"), Store(folder / "by hand"), []

    def open(self, name: str):
        """A desk in a window of its own, at an exercise: (the page's desk, the same by hand)."""
        by_hand = PageByHand(name, 1, self.by_hand)
        desk = Desk(by_hand.session.role, name)
        desk._session.store = self.store
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.thrown.append(str(error)))
        live(page, desk)
        return page.locator(".cc"), by_hand, desk

    def look(self, here, name: str) -> None:
        """A picture at each width; nothing is wider than the page, and nothing keeps anybody out."""
        page = here.page
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=self.folder / f"{name}-{width}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (name, width)
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        assert self.axe(page, "main") == [], name

    def work(self, name: str) -> dict:
        """An exercise of a task that is worked at once, by its key; gives the result."""
        here, by_hand, desk = self.open(name)
        by_hand.enter(by_hand.key, REVERSED)
        OWN.get(by_hand.task, enter)(here, by_hand)
        here.locator(".score", has_text="right").first.wait_for()
        here.page.wait_for_function("!document.querySelector('.cc .score').innerText.includes('–')")
        self.look(here, name)
        result = desk._session.here().result
        assert result and result["score"] == 1, (name, [one for one in result["marks"] if one["verdict"] != "right"])
        return result

    def stage(self, here, by_hand, next_one: str) -> None:
        """One part of the visit, by its key."""
        part = by_hand.at_stage()
        OWN[part.task](here, part)
        by_hand.say("submit", answer=by_hand.draft)
        here.locator(".stages [aria-current=step]", has_text=next_one).wait_for()
        self.look(here, f"visit-{next_one.split()[0].lower()}")


def test_one_patient_is_at_all_the_desks():
    cases = [draw(name, variant) for variant in (1, 2, 3) for name in ONE_PATIENT]
    seen = [(one.patient["family_name"], one.row["service_date"], one.row["choices"]) for one in cases]
    assert len({str(one) for one in seen}) == 3 and seen[0] == seen[1] == seen[2]


def test_a_whole_day(page, axe, tmp_path):
    day = Day(page, axe, tmp_path)
    day.work(COVERAGE)  # a patient calls, and coverage is verified
    day.work(AUTHORIZATION)  # what needs authorization is asked for, and granted
    here, by_hand, desk = day.open(VISIT)
    day.stage(here, by_hand, "Send the claim")  # the visit is coded
    box = here.locator("[data-field='23']")
    assert box.input_value() == ""  # the front desk has the number, and did not write it down
    day.stage(here, by_hand, "Work the payer's answer")  # the claim goes out, with the number; paid in part
    assert here.locator(".stop").count() == 0  # nothing is told before all is graded
    assert here.get_by_text("CO-197").first.is_visible() and "J7325" in here.inner_text()
    here.page.close()

    day.work(REJECTION)  # another claim of the day is rejected, corrected and sent as new
    day.work(POSTING)  # a remittance is posted, a denied line kept apart

    again, _, desk = day.open(VISIT)  # the visit lies where it was left
    again.locator(".stages [aria-current=step]", has_text="Work the payer's answer").wait_for()
    day.stage(again, by_hand, "Result")  # the denied line is disputed, with the payer's own letter, and paid
    result = desk._session.here().result
    assert result["score"] == 1 and result["paid_first_time"] is False and result["owed_not_paid_amount"] == 0
    assert again.get_by_text("It began at the payer.").is_visible()

    due = desk._session.here().journey["statement"]["due_amount"]
    assert due > 0
    day.work(STATEMENT)  # the patient's share of the same visit is explained
    key = PageByHand(STATEMENT, 1, day.by_hand).key
    assert f"{due / 100:,.2f}" in {str(one).replace("$", "") for one in key.values()}
    assert day.thrown == []
