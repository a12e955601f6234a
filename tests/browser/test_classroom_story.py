"""The story of a class in a real browser: an instructor and her learners, from the roster to the gradebook of the
school's learning platform.

Thirty people are pasted into the roster; six items are assigned; two learners work in the browser, one of them on a
phone, the others hand in without one; all are marked by the running server. One learner disputes a mark, the instructor
accepts the answer for everybody who answered so, and results, statistics and gradebooks follow.
"""

import csv
import io
import json
import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from playwright.sync_api import expect

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "browser"), str(TESTS / "classroom" / "lti")]
from classroom_by_hand import EXPORTS, ItemByHand, answered, hand_in, without_side  # noqa: E402
from loopback_lms import Lms  # noqa: E402
from test_keys_through_the_page import OWN, enter  # noqa: E402

from sim import cli  # noqa: E402
from sim.classroom.assignments.assigned import assignment_of  # noqa: E402
from sim.classroom.disputes.entries import case_of  # noqa: E402
from sim.classroom.lti.connection import tool_keys  # noqa: E402
from sim.classroom.lti.gradebook.assignment_scores import pass_on  # noqa: E402
from sim.classroom.lti.course.courses import course_code, course_of, link_course  # noqa: E402
from sim.classroom.lti.launching.launch import launch  # noqa: E402
from sim.classroom.lti.launching.log_in import Sent, log_in  # noqa: E402
from sim.classroom.lti.course.people import Person, member_of  # noqa: E402
from sim.classroom.lti.registering.platforms import Platform, add_platform  # noqa: E402
from sim.classroom.marking.results import results, totals  # noqa: E402
from sim.classroom.records.classes import class_of, new_class  # noqa: E402
from sim.classroom.records.entry import make_link  # noqa: E402
from sim.classroom.records.records import Records  # noqa: E402
from sim.classroom.records.roster import add_member, members  # noqa: E402
from sim.learn.tasks.contract import task_of  # noqa: E402

CLASS, TITLE, WORK = "story_101", "Week 3: knees and coverage", "week_3_knees_and_coverage"
KNEE, COVERAGE = 1, 2  # the items that are worked in the browser
FIRST = {KNEE: "Knee and blood pressure: Code a visit", COVERAGE: "Red eye: before the visit: Verify coverage"}
ANA, BEN = "Ana Delgado-Synth", "Ben Okafor-Synth"
REASON, RULING = "The payer takes the side from the diagnosis.", "Two readings of the payer's rule are possible."
PEOPLE = [ANA, BEN, *(f"Learner {number:02} Ames-Synth" for number in range(3, 31))]
DESK = {"code_visit": "coder", "verify_coverage": "front"}
PICTURES = os.environ.get("CLEANCLAIM_PICTURES")  # a folder for pictures of every page


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """`cleanclaim serve` for a class that has an instructor and nobody else."""
    records = Records()
    made = new_class(records, CLASS, "Billing and coding 101")
    teacher = add_member(records, made.name, "Dana Whitfield-Synth", role="instructor")
    command = [sys.executable, "-m", "sim.cli", "serve", "--class", made.name, "--port", "0", "--json"]
    complaints = (tmp_path_factory.mktemp("story") / "complaints").open("w+")
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints, text=True)
    try:
        address = json.loads(process.stdout.readline())["serve"]
        link = f"{address}/join/{make_link(records, teacher.learner)}"
        yield SimpleNamespace(address=address, records=records, link=link)
    finally:
        process.terminate()
        assert process.wait(40) == 0
        complaints.seek(0)
        assert "Traceback" not in complaints.read()


class Story:
    """The instructor's window and the learners' windows; every page is looked at once."""

    def __init__(self, browser, axe, server) -> None:
        self.browser, self.axe, self.server, self.records = browser, axe, server, server.records
        self.outside, self.thrown, self.seen = [], [], set()

    def window(self, width: int):
        """A browser of somebody's own."""
        context = self.browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
        context.set_default_timeout(30_000)
        context.route(lambda url: not url.startswith(self.server.address), self._away)
        page = context.new_page()
        page.on("pageerror", lambda error: self.thrown.append(str(error)))
        return page

    def _away(self, route) -> None:
        self.outside.append(route.request.url)
        route.abort()

    def look(self, page, name: str) -> None:
        """Nothing keeps anybody out, and nothing is wider than the page; each page is looked at once."""
        width = page.viewport_size["width"]
        if (name, width) in self.seen:
            return
        self.seen.add((name, width))
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert self.axe(page) == [], name

    # -- what people do

    def join(self, page, link: str) -> None:
        page.goto(link)
        page.get_by_role("button", name="Start").click()

    def roster(self, page) -> dict[str, str]:
        """Thirty people are pasted; gives everybody's personal link."""
        page.get_by_role("navigation", name="Class").get_by_role("link", name="Roster").click()
        lines = [f"{name},person{number}@example.edu,S-{number:03}" for number, name in enumerate(PEOPLE)]
        page.get_by_label("Paste a list").fill("\n".join(lines))
        page.get_by_role("button", name="Add to roster").click()
        page.get_by_role("heading", name="30 new, 0 known, 0 left out").wait_for()
        self.look(page, "roster")
        page.get_by_role("button", name="Print links: not signed in yet (30)").click()
        self.look(page, "links")
        slips = page.locator(".slips li").all()
        return {one.locator("b").inner_text(): one.locator("code.long").inner_text() for one in slips}

    def assign(self, page) -> None:
        """Two items from the list, four by competence and level."""
        page.get_by_role("link", name="New assignment").first.click()
        page.get_by_label("Title").fill(TITLE)
        page.get_by_label("Due", exact=True).fill((datetime.now() + timedelta(days=5)).strftime("%Y-%m-%dT23:59"))
        for words in FIRST.values():
            page.get_by_role("searchbox", name="Find").fill(words.rpartition(":")[0])
            page.get_by_role("checkbox", name=f"Add {words}", exact=True).check()
        page.get_by_role("button", name="Add checked exercises").click()
        for competence, level in (("C5", "1"), ("B1", "2")):
            group = page.get_by_role("group", name="Draw items")
            group.get_by_label("How many").fill("2")
            group.get_by_label("Competence").select_option(competence)
            group.get_by_label("Level").select_option(level)
            group.get_by_role("button", name="Draw").click()
        expect(page.get_by_role("region", name="Chosen items").locator("tbody tr")).to_have_count(6)
        self.look(page, "assignment")
        page.get_by_role("button", name="Assign", exact=True).click()
        page.get_by_text("Assigned. Learners see it on their first page.").wait_for()

    def work(self, page, name: str, number: int, change=None) -> str:
        """An item from the first page on: its key, or a mistake, is typed and handed in; the marks come by themselves.
        Gives the id of the attempt.
        """
        page.goto(f"{self.server.address}/desk/start")
        page.locator(".cc.start .bar").wait_for()
        self.look(page, "start")
        page.locator(f"a[href*='{WORK}.{number}']").first.click()
        desk = page.locator("#desk .cc")
        desk.locator(".bar").wait_for()
        by_hand = ItemByHand(self.records, self.person(name), WORK, f"{WORK}.{number}")
        if change:
            change(by_hand.draft)
        OWN.get(by_hand.task, enter)(desk, by_hand)
        expect(desk.locator(".score").first).not_to_contain_text("–", timeout=60_000)
        self.look(page, f"desk-{number}")
        (attempt,) = self.records.store.rows("attempts", learner=by_hand.session.learner, exercise=by_hand.name)
        return attempt["id"]

    def person(self, name: str):
        """Somebody of the roster."""
        return next(one for one in members(self.records, CLASS) if one.name == name)

    def others(self, attempt: str) -> int:
        """Twenty-eight hand in the knee and some of the others: who has the case of this attempt leaves out the side,
        and so do some with another. Gives how many have the case.
        """
        rng, store = np.random.default_rng(5), self.records.store
        wanted, same = case_of(store.rows("attempts", id=attempt)[0]), []

        def choose(item, case):
            if item.name != f"{WORK}.{KNEE}":
                return answered(item, case, rng, ability) if rng.random() < 0.4 else {}
            has_it = case_of({"scenario": case.row["scenario"], "draws": {"choices": case.row["choices"]}}) == wanted
            same.append(has_it)
            key = task_of(item.task).key(case)
            return without_side(key) if has_it or rng.random() < 0.2 else key

        for name in PEOPLE[2:]:
            ability = rng.uniform(0.3, 0.95)
            hand_in(self.records, self.person(name), WORK, choose)
        return sum(same)

    def all_marked(self) -> None:
        """The server's own grading process marks what was handed in."""
        until = time.monotonic() + 120
        while self.records.store.unmarked(0, 1):
            assert time.monotonic() < until, "not marked"
            time.sleep(0.5)

    # -- a mark in dispute

    def dispute(self, page) -> None:
        """The learner says on her results why a mark is wrong."""
        page.get_by_role("navigation", name="Pages").get_by_role("link", name="Results").click()
        page.get_by_role("link", name=TITLE).click()
        self.look(page, "results")
        item = page.get_by_role("region", name=re.compile("^Item 1"))
        item.get_by_text("Dispute this mark").first.click()
        item.get_by_label("Why is the mark wrong?").first.fill(REASON)
        item.get_by_role("button", name="Send dispute").first.click()
        page.get_by_text("Sent to your instructor.").wait_for()
        self.look(page, "results-disputed")

    def rule(self, page, same: int) -> None:
        """The instructor reads whom a ruling reaches, and accepts the answer for all of them."""
        page.goto(f"{self.server.address}/class")
        self.look(page, "class-disputed")
        page.get_by_role("link", name="1 dispute open").click()
        expect(page.get_by_text(REASON)).to_be_visible()
        expect(page.get_by_role("heading", name=f"{TITLE}, item 1: Line, modifiers")).to_be_visible()
        self.look(page, "disputes")
        page.get_by_role("radio", name=re.compile(f"^Accept this answer: applies to {same} of ")).check()
        page.get_by_label("Reason (everybody affected reads it)").fill(RULING)
        page.get_by_role("button", name="Rule", exact=True).click()
        page.get_by_text("Everybody affected was marked again").wait_for()
        self.look(page, "disputes-ruled")

    # -- numbers

    def found(self) -> dict[str, tuple[float, float]]:
        """(points earned, points there are) of every learner, as the classroom's results say."""
        made, given = class_of(self.records, CLASS), assignment_of(self.records, CLASS, WORK)
        return totals(results(self.records, made, given, datetime.now(UTC)))

    def board(self, page) -> None:
        """Everybody is on the board with the points that the results say."""
        page.goto(f"{self.server.address}/class/assignment/{WORK}")
        found = self.found()
        for name in (ANA, BEN, PEOPLE[-1]):
            row = page.locator(f"tr#{self.person(name).learner}")
            expect(row.locator("td").first).to_have_text(f"{round(found[self.person(name).learner][0], 2):g} of 32")
        expect(page.locator("#board tbody tr")).to_have_count(30)
        self.look(page, "board")

    def statistics(self, page) -> None:
        """The pictures are drawn, and the disputed item is told from the others."""
        page.get_by_role("link", name="Statistics").click()
        expect(page.get_by_text(re.compile(r"^30 learners, \d+ with every item, 32 points\."))).to_be_visible()
        pictures = page.locator("figure.cc-picture svg")
        assert pictures.count() >= 3 and all(one.bounding_box()["width"] > 200 for one in pictures.all())
        self.look(page, "statistics")

    def gradebook(self, page, folder: Path) -> None:
        """Downloaded, and filled into what four platforms export: the numbers are those of the results."""
        page.get_by_role("navigation", name="Class").get_by_role("link", name="Gradebook").click()
        self.look(page, "gradebook")
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Download as CSV").click()
        text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
        people, points = [self.person(name) for name in PEOPLE], self.found()
        found = {one.name: points[one.learner][0] for one in people}
        rows = list(csv.DictReader(io.StringIO(text)))
        read = {row["Name"]: float(row[f"{TITLE} (of 32)"]) for row in rows}
        assert read == pytest.approx(found, abs=0.006)
        for name, export in EXPORTS.items():
            theirs, ours = folder / f"{name}.csv", folder / f"{name}-filled.csv"
            theirs.write_bytes(export.file(people, TITLE, 32))
            done = cli.main(["class", "gradebook", CLASS, "--into", str(theirs), "--out", str(ours), "--json"])
            written = map(float, export.points(ours.read_bytes()))
            assert done == 0 and dict(zip(PEOPLE, written, strict=True)) == pytest.approx(found, abs=0.006), name

    def into_the_lms(self, lms, name: str) -> None:
        """A learner comes by the course that the instructor linked; what she earned is in the course's gradebook."""
        now, here = datetime.now(UTC), self.server.address

        def came(user: str, role: str):
            away = log_in(self.records, Sent(lms.log_in(user)), here, now)
            form = lms.launch(away.address, user, role)
            return launch(self.records, Sent(form, {away.cookie: away.state}), here, now)

        course = link_course(self.records, came("dana", "Instructor"), course_code(self.records, CLASS, "x", now), now)
        assert course_of(self.records, came("ana", "Learner")) == course
        one = self.person(name)
        assert member_of(self.records, course, Person("ana", "learner", name, one.email)) == one
        until = datetime.now(UTC) + timedelta(days=7)  # past the due date in every zone: the rest is never handed in
        assert pass_on(self.records, CLASS, until).sent == 1
        ((_, score),) = lms.scores
        told = (score["userId"], score["scoreGiven"], score["scoreMaximum"], score["gradingProgress"])
        assert told == ("ana", round(self.found()[one.learner][0], 2), 32, "FullyGraded")
        assert [item["label"] for item in lms.items] == [TITLE]


@pytest.fixture
def lms(server):
    """A learning platform at this machine that knows the server."""
    made = Lms(tool_keys.new_key(), server.address)
    ways = {"log_in": "/log-in", "token": "/token", "keys": "/keys"}
    platform = Platform(
        "Loopback", made.address, made.client_id, **{one: made.address + at for one, at in ways.items()}
    )
    add_platform(server.records, platform, CLASS, [made.deployment], "an operator")
    made.knows(tool_keys.key_set(server.records))
    yield made
    made.close()


@pytest.mark.long
def test_a_class_from_its_roster_to_the_gradebook(browser, axe, server, lms, tmp_path):
    story = Story(browser, axe, server)
    dana, ana, ben = story.window(1280), story.window(1280), story.window(390)
    story.join(dana, server.link)
    story.look(dana, "class")
    links = story.roster(dana)
    story.assign(dana)

    for page, name in ((ana, ANA), (ben, BEN)):
        story.join(page, links[name])
    wrong = story.work(ana, ANA, KNEE, no_side)
    story.work(ana, ANA, COVERAGE)
    story.work(ben, BEN, KNEE)
    story.work(ben, BEN, COVERAGE)
    same = 1 + story.others(wrong)
    story.all_marked()
    story.board(dana)

    before = story.found()
    story.dispute(ana)
    story.rule(dana, same)
    after = story.found()
    risen = {learner for learner, (earned, _) in after.items() if earned > before[learner][0]}
    assert len(risen) == same and story.person(ANA).learner in risen
    assert all(after[learner] == before[learner] for learner in set(after) - risen)
    ana.goto(f"{server.address}/results/{WORK}")
    earned = after[story.person(ANA).learner][0]
    expect(ana.get_by_text(f"{round(earned, 2):g} of 32 points")).to_be_visible()
    expect(ana.get_by_text(f"Answer accepted: {RULING}")).to_be_visible()
    story.look(ana, "results-ruled")

    story.board(dana)
    story.statistics(dana)
    story.gradebook(dana, tmp_path)
    story.into_the_lms(lms, ANA)
    assert story.outside == [] and story.thrown == []


def no_side(draft: dict) -> None:
    """The side's modifier left out, as the page has it."""
    for line in draft["services"]:
        line["modifiers"] = " ".join(one for one in line["modifiers"].split() if one not in ("LT", "RT"))
