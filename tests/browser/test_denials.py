"""A day at the denial desk in a real browser: a rejection, a true duplicate, an authorization, a pair of
indicator 1, a medical-necessity denial with and without support in the note, a late filing with the proof, a second
payer billed first, an underpayment. Each is worked to its end; some are first done wrongly, and answer as in life.
"""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from places import AtHand, saved  # noqa: E402

BILL = {"cause": "late_filing", "owner": "biller", "remedy": "R_PATIENT"}
APPEAL = {
    "cause": "duplicate",
    "owner": "payer",
    "remedy": "R_APPEAL",
    "letter": {"level": 1, "ground": "not_the_same", "evidence": ["medical_record"]},
}
CALL = {"cause": "no_authorization", "owner": "front desk", "remedy": "R_CALL", "letter": {"topic": "authorization"}}
SWAP = {
    "cause": "diagnosis_not_supporting",
    "owner": "coder",
    "remedy": "R_CORR",
    "changes": {"claim.diagnosis_code_1": "E11.9"},
}
DAY = [  # exercise, what is tried first (and what comes back), what the end is called
    ("denial_10_breathing", None, "", "R_NEW"),
    ("denial_06_nurse", APPEAL, "true duplicate has no appeal", "R_NONE"),
    ("denial_05_planned_knee", CALL, "Authorization on file", "R_CORR"),
    ("denial_11_breath_and_visit", None, "", "R_CORR"),
    ("denial_12_sugar_test", None, "", "R_CORR"),
    ("denial_13_sugar_test_again", SWAP, "too much", "R_WRITEOFF"),
    ("denial_14_late_filing", BILL, "a patient may not be billed for it", "R_RECON"),
    ("denial_17_coverage", None, "", "R_OTHERPAYER"),
    ("denial_15_paid_claim", None, "", "R_RECON"),
]


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """Where the screenshots are kept."""
    return tmp_path_factory.mktemp("denials")


def key(name: str) -> dict:
    """The right decision, as the desk's own draft."""
    from sim.learn.exercises.case import draw
    from sim.learn.tasks.work_denial import task as work_denial

    return work_denial.key(draw(name, 1))


def pick(desk, question: str, value: str) -> None:
    """Choose one of a fixed list; the less usual ones are behind a button."""
    radio = desk.locator(f"input[name$='-{question}'][value='{value}']")
    if not radio.count():
        desk.locator("fieldset", has=desk.page.locator(f"input[name$='-{question}']")).get_by_role(
            "button", name="another of"
        ).click()
    radio.check()


def put(desk, field: str, text: str) -> None:
    """One box of the correction; the rarer ones are behind a button."""
    box = desk.locator(f"[data-field='{field}']")
    if not box.count():
        desk.get_by_role("button", name="other boxes of the claim").click()
    box.select_option(text) if box.evaluate("dom => dom.tagName") == "SELECT" else box.fill(text)


def fill(desk, name: str, answer: dict) -> None:
    """The decision typed: cause, owner, remedy, what changes, the letter."""
    from sim.learn.exercises.case import draw
    from sim.ui.desks.denial.correction_cells import to_draft

    for question in ("cause", "owner", "remedy"):
        pick(desk, question, answer[question])
    for field, text in to_draft({"changes": {}, **answer}, draw(name, 1))["changes"].items():
        if field.endswith(".gone"):
            desk.get_by_label(f"Delete line {field.split('.')[1]}").check()
        else:
            put(desk, field, text)
    letter = answer.get("letter") or {}
    if letter.get("topic") and answer["remedy"] == "R_CALL":
        desk.get_by_label("Question", exact=True).select_option(letter["topic"])
    elif letter:
        from sim.payer.asked.appeals import evidences

        desk.get_by_label("Level", exact=True).select_option(str(letter["level"]))
        desk.get_by_label("Why it should be paid").select_option(letter["ground"])
        for one in letter["evidence"]:
            desk.get_by_label(evidences()[one]["label"], exact=True).check()
    saved(desk)


def send(desk, round_: int, words: str = "") -> str:
    """Send, wait for the answer; its text."""
    desk.get_by_role("button", name="Submit new decision" if round_ else "Submit decision", exact=True).click()
    desk.locator(".events li", has_text="Answer").nth(round_).wait_for()
    return desk.locator(".answer").inner_text()


def open_item(desk, name: str) -> None:
    """Open an item of the worklist by its account number."""
    from sim.learn.exercises.case import draw
    from sim.learn.tasks.work_denial.returned_claim import claim

    number = claim(draw(name, 1))["account_number"]
    desk.locator(".worklist").get_by_role("button", name=number, exact=True).click()
    desk.locator(".worklist tr.sel", has_text=number).wait_for()
    desk.get_by_role("button", name="Submit decision", exact=True).wait_for()


def test_a_day_at_the_denial_desk(page, axe, pictures, tmp_path):
    from sim.learn.tasks.work_denial.task import remedies

    outside, place = page.outside, AtHand(page, tmp_path)
    desk = place.open("denial")
    page = place.page
    for number, (name, first, comes_back, ending) in enumerate(DAY):
        open_item(desk, name)
        assert desk.locator("ol.path").count() == 0 and desk.locator(".answer").count() == 0  # it asks before it tells
        round_ = 0
        if first:
            fill(desk, name, first)
            assert comes_back in send(desk, 0)
            page.screenshot(path=pictures / f"{number + 1}-{name}-first.png", full_page=True)
            round_ = 1
        right = key(name)
        assert right["remedy"] == ending
        fill(desk, name, right)
        assert desk.locator(".needs").inner_text().startswith("It needs:")
        send(desk, round_)
        decided = desk.locator(".score", has_text="decided rightly").inner_text().split()
        assert decided[-3] == decided[-1] and desk.locator(".decide .verdict.bad").count() == 0, (name, decided)
        assert (
            desk.locator(".events li", has_text=remedies()[ending]["label"]).count() == 1
        )  # the history of the item tells every step
        page.screenshot(path=pictures / f"{number + 1}-{name}.png", full_page=True)
        if number in (5, 8):
            assert axe(page, ".cc") == []
    assert desk.locator(".worklist .state", has_text="closed").count() == len(DAY)
    assert outside == [] and place.thrown == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_letter_has_no_barrier_and_a_reload_brings_it_back(page, axe, dark, tmp_path):
    outside, place = page.outside, AtHand(page, tmp_path, dark, 700 if dark else 1280)
    desk = place.open("denial", exercise="denial_14_late_filing")
    fill(desk, "denial_14_late_filing", key("denial_14_late_filing"))
    desk.get_by_label("In your words").fill("Your own 277CA took it in time.")
    saved(desk)
    assert axe(place.page, ".cc") == []
    assert place.page.evaluate("document.documentElement.scrollWidth <= innerWidth")  # nothing sticks out
    desk = place.reload("denial")
    assert (
        desk.get_by_label("Why it should be paid").input_value() == "filed_in_time"
        and "277CA" in desk.get_by_label("In your words").input_value()
    )
    assert desk.get_by_label("The 277CA that accepted the claim, with its date", exact=True).is_checked()
    desk.get_by_role("button", name="Submit decision", exact=True).focus()  # the keyboard alone sends it
    place.page.keyboard.press("Enter")
    desk.locator(".events li", has_text="Overturned.").wait_for()
    assert axe(place.page, ".cc") == [] and outside == [] and place.thrown == []
