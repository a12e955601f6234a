"""Words of the record are marked for a code in three ways: with the mouse, by touch, by keyboard. What is marked is lit
and carries the code's name; it can be shown and taken out again."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from stand import live  # noqa: E402

NAME = "evidence_05_knee"
SIDE = "Line 2. Modifier RT on 20610: right side"
UNITS = "Line 3. 6 units of J3301"


def variant() -> int:
    """The first patient whose chart says it in the words of these tests: a right knee, 60 mg."""
    from sim.learn.exercises.case import draw

    told = (draw(NAME, number).row["choices"] for number in range(1, 400))
    wanted = ("side=right", "steroid_mg=60", "told=one")
    return next(number for number, text in enumerate(told, 1) if set(wanted) <= set(text.split(";")))


@pytest.fixture
def opened(tmp_path):
    """The desk of the exercise, opened on a page."""
    from sim.learn.desk.attempt_store import Store
    from sim.ui.desks.widget import Desk

    def open_on(page, width=1366, dark=False):
        made = Desk("coder", f"{NAME}/{variant()}")
        made._session.store = Store(tmp_path)
        live(page, made, dark, width)
        return page.locator(".cc.coder")

    return open_on


@pytest.fixture
def phone(browser):
    """A page with a touch screen."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def field(desk, label: str):
    return desk.locator("fieldset.control", has=desk.page.locator("legend", has_text=label))


def line(desk, words: str):
    return desk.locator(".record [data-line]", has_text=words).first


def place_of(line, words: str) -> dict[str, float]:
    """The middle of these words on the screen, from the line's own corner."""
    return line.evaluate(
        """(dom, words) => {
          const walk = document.createTreeWalker(dom, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const at = walk.currentNode.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(walk.currentNode, at);
            range.setEnd(walk.currentNode, at + words.length);
            const [box, own] = [range.getBoundingClientRect(), dom.getBoundingClientRect()];
            return { x: box.left + box.width / 2 - own.left, y: box.top + box.height / 2 - own.top,
                     left: box.left + 1, right: box.right - 1, middle: box.top + box.height / 2 };
          }
        }""",
        words,
    )


def is_marked(desk, label: str, words: str, tag: str) -> None:
    """The chip at the field, the lit words in the record with the code's name, and the answer that is kept."""
    assert field(desk, label).locator(".phrases q").all_inner_texts() == [words]
    lit = desk.locator(".record mark:not([data-pick])", has_text=words)
    assert lit.count() == 1
    assert tag in lit.locator("xpath=following-sibling::sup[1]").inner_text()
    assert desk.locator(".picker q").count() == 0


def test_with_the_mouse_words_are_dragged_over(page, opened, axe):
    desk = opened(page)
    spot = line(desk, "22 g needle")
    spot.evaluate("dom => dom.scrollIntoView({ block: 'center' })")  # what lies at the foot of the page may cover it
    at = place_of(spot, "acetonide 60 mg")
    page.mouse.move(at["left"], at["middle"])
    page.mouse.down()
    page.mouse.move(at["right"], at["middle"], steps=8)
    page.mouse.up()
    desk.locator(".picker q").wait_for()
    chosen = desk.locator(".picker q").inner_text().strip("“”")
    assert "acetonide 60" in chosen
    field(desk, UNITS).get_by_role("button", name="Mark the chosen words").click()
    is_marked(desk, UNITS, chosen, "J3301 x 6")
    assert axe(page, "main") == []


def test_a_click_takes_a_word_and_a_second_one_all_between(page, opened):
    desk = opened(page)
    spot = line(desk, "R knee prepped")
    spot.click(position=place_of(spot, "prepped"))
    spot.click(position=place_of(spot, "R knee"))
    assert desk.locator("mark[data-pick]").inner_text().endswith("knee prepped")
    desk.get_by_role("button", name="Clear", exact=True).click()
    assert desk.locator("mark[data-pick]").count() == 0


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_by_touch_the_first_and_the_last_word_are_tapped(phone, opened, axe, dark):
    desk = opened(phone, 390, dark)
    spot = line(desk, "1. Primary OA R knee")
    spot.scroll_into_view_if_needed()
    spot.tap(position=place_of(spot, "OA"))
    spot.tap(position=place_of(spot, "knee"))
    assert desk.locator("mark[data-pick]").inner_text() == "OA R knee"
    desk.get_by_label("Mark for", exact=True).select_option(label=SIDE)
    desk.get_by_role("button", name="Mark", exact=True).tap()
    is_marked(desk, SIDE, "OA R knee", "20610-RT")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert axe(phone, "main") == []
    small = "[...document.querySelectorAll('.picker button, .phrases button')].filter(b => b.offsetHeight < 24).length"
    assert phone.evaluate(small) == 0


def test_by_keyboard_sentences_and_words_are_walked_and_extended(page, opened, axe):
    desk = opened(page)
    button = field(desk, SIDE).get_by_role("button", name="Choose words in the record")
    button.focus()
    page.keyboard.press("Enter")
    pick = desk.locator("mark[data-pick]")
    assert pick.inner_text() == "right knee pain"  # the first sentence of the record
    for _ in range(40):
        if pick.inner_text().startswith("R knee prepped"):
            break
        page.keyboard.press("ArrowDown")
    assert pick.inner_text() == "R knee prepped w/ chlorhexidine."
    assert pick.evaluate("dom => dom === document.activeElement")
    assert pick.get_attribute("aria-label") == pick.inner_text()
    for _ in range(4):
        page.keyboard.press("Shift+ArrowLeft")
    page.wait_for_function("document.querySelector('.cc-voice').textContent === 'R'")  # what is taken in is announced
    assert pick.inner_text() == "R"
    page.keyboard.press("Shift+ArrowRight")
    assert pick.inner_text() == "R knee"
    page.keyboard.press("ArrowRight")  # into the phrase, word by word
    assert pick.inner_text() == "R"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert pick.inner_text() == "prepped"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowRight")
    assert pick.inner_text() == "R knee" and axe(page, "main") == []
    page.keyboard.press("Enter")
    page.wait_for_function(f"document.querySelector('.cc-voice').textContent === 'Marked for {SIDE}: R knee'")
    is_marked(desk, SIDE, "R knee", "20610-RT")
    assert button.evaluate("dom => dom === document.activeElement")  # back at the field, ready for the next one


def test_escape_gives_up_the_words_and_goes_back_to_the_field(page, opened):
    desk = opened(page)
    button = field(desk, UNITS).get_by_role("button", name="Choose words in the record")
    button.press("Enter")
    page.keyboard.press("Escape")
    assert desk.locator("mark[data-pick]").count() == 0
    assert button.evaluate("dom => dom === document.activeElement")


def test_a_sentence_chosen_from_the_list_needs_no_pointer_and_no_arrow_keys(page, opened):
    desk = opened(page)
    sentence = desk.get_by_label("A sentence of the record")
    wanted = next(one for one in sentence.locator("option").all_inner_texts() if "HTN not at goal" in one)
    sentence.select_option(label=wanted)
    desk.get_by_label("Mark for", exact=True).select_option(label="B. I10 Essential (primary) hypertension")
    desk.get_by_role("button", name="Mark", exact=True).press("Enter")
    assert "HTN not at goal" in field(desk, "B. I10").locator(".phrases q").inner_text()


def test_a_marked_phrase_is_shown_in_the_record_and_taken_out_again(page, opened):
    desk = opened(page)
    field(desk, UNITS).get_by_role("button", name="Choose words in the record").press("Enter")
    page.keyboard.press("Enter")
    field(desk, UNITS).get_by_role("button", name="show in record").click()
    lit = desk.locator(".record mark.lit")
    assert lit.inner_text() == "right knee pain" and lit.evaluate("dom => dom === document.activeElement")
    field(desk, UNITS).get_by_role("button", name="Remove “right knee pain”").click()
    assert field(desk, UNITS).locator(".phrases q").count() == 0 and desk.locator(".record mark").count() == 0
    page.wait_for_function("document.querySelector('.cc .saved').textContent.startsWith('saved ')")


def test_both_a_phrase_and_none_is_told_at_the_field_and_costs_nothing(page, opened):
    desk = opened(page)
    field(desk, UNITS).get_by_role("button", name="Choose words in the record").press("Enter")
    page.keyboard.press("Enter")
    desk.locator("[data-field='line_3_units.absent']").check()
    desk.get_by_role("button", name="Submit", exact=True).click()
    problem = desk.locator(".control.tick .problem")
    problem.wait_for()
    assert "Expected: one of the two" in problem.inner_text() and desk.locator(".verdict").count() == 0
