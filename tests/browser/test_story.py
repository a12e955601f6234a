"""The whole story in a real browser, in Voila and in JupyterLab: a visit is coded with a mistake, goes out, comes back
denied, its cause is found, the claim is corrected and paid, and every step is graded; the page is reloaded in the
middle and comes back as it was. Nothing leaves the machine.
"""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from places import AtHand, Place, enter, saved  # noqa: E402

EXERCISE = "coder_04_knee"
MISTAKE = "25"


@pytest.fixture(scope="session")
def pictures(tmp_path_factory):
    """Where the screenshots of every step are kept."""
    return tmp_path_factory.mktemp("pictures")


@pytest.fixture(scope="session")
def variant() -> int:
    """The first variant whose record supports modifier 25 and whose payer notices that it is missing."""
    from dataclasses import replace

    from sim.learn.exercises.case import draw
    from sim.learn.tasks.code_visit.task import Row, answer_of, grade

    for number in range(1, 30):
        case = draw(EXERCISE, number)
        right = answer_of(case.truth_visit)
        if not any(MISTAKE in row.modifiers for row in right.services):
            continue
        wrong = replace(
            right,
            services=tuple(
                Row(row.code, tuple(one for one in row.modifiers if one != MISTAKE), row.units, row.pointers)
                for row in right.services
            ),
        )
        if grade(wrong, case).owed_not_paid_amount:
            return number
    pytest.fail("no variant shows the mistake")


def pick(desk, name: str):
    """Open an exercise from the list of all that the desk has; titles may stand there twice."""
    from sim.learn.exercises.exercise import exercise

    title = exercise(name).title
    desk.get_by_title("All exercises of this desk").click()
    desk.get_by_role("group", name="All exercises of this desk").locator(f"[data-item='{name}']").click()
    desk.locator(f".series .these [aria-current=true][title='{title}']").wait_for()
    desk.get_by_role("heading", name=title).wait_for()


def look(page, pictures, name):
    page.screenshot(path=pictures / f"{name}.png")


def texts(desk) -> list[str]:
    return [
        desk.locator(f"[aria-label='{name}, line {n}, {code}']").input_value()
        for n, code in enumerate(desk.locator(".services tr td:nth-child(2) code").all_inner_texts(), 1)
        for name in ("Modifiers", "Units", "Diagnosis pointers")
    ]


@pytest.mark.parametrize("where", ["voila", "lab"])
def test_from_chart_to_paid_claim(page, servers, axe, pictures, variant, where):
    from sim.learn.exercises.case import draw

    place = Place(page, servers, where, f"story-{where}")
    visit = draw(EXERCISE, variant).truth_visit
    if where == "voila":  # a learner begins at the first page
        page.goto(servers.voila)
        page.locator(".cc.start .course details[open] li a").first.click()
        desk = place.wait("coder")
    else:
        desk = place.open("coder")
    pick(desk, EXERCISE)
    for number in range(2, variant + 1):
        desk.get_by_role("button", name="New variant").click()
        desk.get_by_text(f"practice, variant {number}").wait_for()

    enter(desk, visit, without=MISTAKE)  # 1 code it, with the mistake
    saved(desk)
    before = texts(desk)
    look(page, pictures, f"{where}-1-coded")

    desk = place.reload("coder")  # 2 lose the page: everything is as it was
    assert texts(desk) == before and desk.locator("ol.rows code").all_inner_texts() == list(visit.diagnoses)
    assert desk.get_by_text(f"practice, variant {variant}").is_visible()

    desk.get_by_role("button", name="Send to billing").click()  # 3 send it: denied, and graded
    desk.locator("ol.path").wait_for()
    assert (
        "97" in desk.locator(".stop", has_text="Payer").inner_text()
        and desk.locator(".stop.bad", has_text="Codes").count() == 1
    )
    assert (
        desk.get_by_text("Is a significant, separately identifiable visit documented").first.is_visible()
        and "$" in desk.locator(".score", has_text="owed, not paid").inner_text()
    )
    assert desk.locator(".story").inner_text().startswith("What happened.")
    desk.locator(".stop button", has_text="Payer").click()
    assert desk.locator(".opened").get_by_text("CO-97").first.is_visible()
    assert desk.get_by_text("25 is missing").count() == 0  # a first try is answered with a question
    desk.get_by_role("button", name="Correct and send to billing").click()
    desk.get_by_text("The hypertension work is separate").first.wait_for()  # the second with the reason
    desk.get_by_role("button", name="show in the record").last.click()
    assert desk.locator("mark.lit").count() >= 1
    look(page, pictures, f"{where}-2-denied")
    assert axe(page, ".cc") == []

    desk = place.open("denial")  # 4 the own claim comes back at the denial desk
    desk.locator(".worklist tr", has_text="your own claim").get_by_role("button").click()
    desk.locator(".worklist tr.sel", has_text="your own claim").wait_for()
    look(page, pictures, f"{where}-3-worklist")
    assert (
        desk.locator("ol.path").count() == 0 and desk.get_by_text("25 is missing").count() == 0
    )  # it asks before it tells
    desk.get_by_label("A modifier is missing").check()
    desk.get_by_label("coder", exact=True).check()
    desk.get_by_label("Send a corrected claim").check()
    line = next(n for n, one in enumerate(visit.services, 1) if MISTAKE in one.modifiers)
    field = desk.get_by_label(f"Line {line}, modifiers")
    field.fill(" ".join(visit.services[line - 1].modifiers))
    saved(desk)

    desk = place.reload("denial")  # 5 lose the page again, then send
    assert (
        desk.get_by_label("Send a corrected claim").is_checked()
        and MISTAKE in desk.get_by_label(f"Line {line}, modifiers").input_value()
    )
    desk.get_by_role("button", name="Submit decision", exact=True).click()
    desk.locator(".answer").wait_for()
    look(page, pictures, f"{where}-4-paid")
    assert (
        "The payer's answer" in desk.locator(".answer").inner_text()
        and "Everything that the record supports is settled." in desk.locator(".answer").inner_text()
    )
    assert (
        "4 of 4" in desk.locator(".score", has_text="decided rightly").inner_text()
        and desk.locator(".stop.bad").count() == 0
    )
    assert axe(page, ".cc") == []
    assert page.outside == [] and page.thrown == []


def test_the_biller_scrubs_sends_sees_the_denial_and_corrects(page, axe, pictures, tmp_path):
    from sim.learn.exercises.case import draw
    from sim.learn.exercises.coverage_answers import eligibility

    outside, place = page.outside, AtHand(page, tmp_path, dark=True)
    desk = place.open("biller")
    page = place.page
    pick(desk, "biller_02_new_card")
    desk.get_by_role("button", name="Scrub", exact=True).click()
    desk.get_by_role("button", name="go to the field").first.click()
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    look(page, pictures, "biller-5-scrubbed")
    desk.get_by_role("button", name="Submit claim").click()  # against the finding
    desk.locator("ol.path").wait_for()
    assert desk.locator(".stop.bad").count() >= 1
    look(page, pictures, "biller-6-denied")
    assert axe(page, ".cc") == []

    right = next(one for one in eligibility(draw("biller_02_new_card", 1)) if one["is_active"])
    desk.get_by_label("Payer", exact=True).select_option(right["payer_code"])
    desk.get_by_label("1a Insured's ID").fill(right["member_id"])
    desk.get_by_label("11 Insured's group number").fill(right["group_number"])
    desk.get_by_label("6 Relationship").select_option(right["relationship"])
    desk.get_by_label("4 Insured's name").fill(right["subscriber"])
    saved(desk)
    desk = place.reload("biller")
    page = place.page
    assert desk.get_by_label("1a Insured's ID").input_value() == right["member_id"]
    desk.get_by_role("button", name="Correct and submit").click()
    desk.locator(".stop.bad").first.wait_for(state="detached")
    assert "no" in desk.locator(".score", has_text="paid first time").inner_text()  # the first claim was denied
    look(page, pictures, "biller-7-paid")
    assert desk.locator(".stop.bad").count() == 0 and axe(page, ".cc") == []
    assert outside == [] and place.thrown == []


def test_pages_have_no_barrier(page, servers, axe):
    """Dark; light ones are in the story and in tests/ui/lab/test_servers.py."""
    place = Place(page, servers, "voila", "axe", dark=True)
    page.goto(place.url("00_start_here.ipynb"))
    page.locator(".cc.start .bar").wait_for()
    assert axe(page) == []
    place.open("denial")
    assert axe(page) == []
    assert page.outside == []


def test_the_address_names_the_exercise_and_no_code_is_in_sight(page, servers):
    from sim.learn.exercises.exercise import exercise

    place = Place(page, servers, "voila", "by-address")
    desk = place.open("coder", exercise="coder_05_sugar")
    assert desk.get_by_role("heading", level=2).inner_text() == exercise("coder_05_sugar").title
    pick(desk, "coder_02_cough")
    desk = place.reload("coder")  # where the learner was, not where the link led
    assert desk.get_by_role("heading", level=2).inner_text() == exercise("coder_02_cough").title
    assert page.get_by_text("sim.desk").count() == 0 and page.locator(".jp-CodeCell .jp-InputArea-editor").count() == 0


def test_hold_and_ask_the_answer_arrives_as_a_document(page, tmp_path):
    from sim.learn.desk.desk_state import series
    from sim.learn.exercises.case import draw

    name, number = next(
        (one.name, number) for one in series("coder") for number in (1, 2, 3, 4) if draw(one.name, number).question
    )
    desk = AtHand(page, tmp_path).open("coder", name)
    for step in range(2, number + 1):
        desk.get_by_role("button", name="New variant").click()
        desk.get_by_text(f"practice, variant {step}").wait_for()
    desk.get_by_role("button", name="Hold and ask the provider").click()
    desk.get_by_label("In your own words").check()
    desk.get_by_label("Your question").fill("What is missing here?")
    desk.get_by_role("button", name="Send the question").click()
    desk.get_by_text("The answer has arrived as a document of the record.").wait_for()
    assert desk.get_by_role("tab", selected=True).inner_text().startswith("Addendum")
