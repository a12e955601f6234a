"""The instructor's pages in a browser: no width cuts them, an accessibility checker finds nothing."""

from class_of_learners import CLASS, assignment, people
from class_stand import Stand

from sim.classroom.records.classes import new_class
from sim.classroom.records.entry import begin_visit
from sim.classroom.records.records import Records
from sim.classroom.records.roster import add_member
from sim.ui.serve.page import COOKIE

PAGES = (
    "/class",
    "/class/roster",
    "/class/assignment/week_3",
    "/class/assignment/week_3/edit",
    "/class/gradebook",
    "/class/readiness",
)

CUT = "part => part.scrollWidth - part.clientWidth"  # the last competence and the baseline are in sight


def test_pages_fit_and_are_accessible(page, axe, tmp_path):
    records = Records.at(tmp_path)
    new_class(records, CLASS, "Billing 101")
    teacher = add_member(records, CLASS, "Dana Whitfield-Synth", role="instructor")
    learner = people(records, 8)[0].learner
    assignment(records, "week_3", "Week 3", 2)
    stand = Stand(records)
    page.context.add_cookies([{"name": COOKIE, "value": begin_visit(records, teacher.learner), "url": stand.address}])
    faults = []
    page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    for number, address in enumerate((*PAGES, f"/class/readiness/{learner}")):
        page.emulate_media(color_scheme=("light", "dark")[number % 2])
        page.goto(stand.address + address, timeout=60_000)
        page.locator(".rating").evaluate_all("all => all.forEach(one => (one.textContent = '◐ Developing'))")
        for width in (1366, 820, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, width)
            assert address != "/class/readiness" or page.locator(".people").evaluate(CUT) <= 0, width
        assert axe(page) == [], address
    page.goto(f"{stand.address}/class/roster")
    page.get_by_label("Find").fill("rosa")
    assert page.locator("#people tbody tr:visible").count() == 1
    assert faults == []
    stand.close()
