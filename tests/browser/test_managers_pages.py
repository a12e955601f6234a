"""The manager's pages by keyboard alone: two strategies are changed with sliders and choices and compared, a visit that
made the difference is opened; the board is shown. Both fit a laptop and a telephone, in the light and the dark theme,
and the accessibility check finds nothing.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from stand import live, put, sent, stand, tell  # noqa: E402

from sim.learn.desk.attempt_store import Store  # noqa: E402
from sim.ui.desks.strategies import asked  # noqa: E402
from sim.ui.desks.strategies import view as page_view  # noqa: E402
from sim.ui.desks.strategies.view import view  # noqa: E402
from sim.ui.desks.widget import Desk  # noqa: E402

VISITS = "400"  # charges of six digits
UNNAMED = """() => [...document.querySelectorAll('.cc-picture')].filter(figure => {
    const svg = figure.querySelector('svg'), says = name => document.getElementById(svg.getAttribute(name));
    return svg.getAttribute('role') !== 'img' || !says('aria-labelledby')?.textContent
        || !says('aria-describedby')?.textContent || !figure.querySelector('details table')
        || figure.querySelector('summary').textContent !== 'Show the numbers';
}).map(figure => figure.textContent.slice(0, 80))"""
HAS_FOCUS = "document.activeElement"
NAME_OF_FOCUS = f"(e => e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.innerText)({HAS_FOCUS})"
CUT = """all => all.filter(e => e.scrollWidth > e.clientWidth + 1)
    .map(e => `${e.ariaLabel} ${e.scrollWidth} > ${e.clientWidth}`)"""
# words of a picture that stand one over the other
OVER = """() => [...document.querySelectorAll('.cc-picture svg')].flatMap(svg => {
    const words = [...svg.querySelectorAll('text')].map(one => [one.textContent, one.getBoundingClientRect()]);
    const under = (a, b) => a.left < b.right - 0.5 && a.top < b.bottom - 3;
    const meet = (a, b) => a.width && b.width && under(a, b) && under(b, a);
    return words.flatMap(([said, a], at) => words.slice(at + 1).filter(([_, b]) => meet(a, b))
        .map(([other]) => `${said} | ${other}`));
})"""
# an id must stand for one thing alone
TWICE = """() => [...document.querySelectorAll('[id]')].map(one => one.id)
    .filter((id, at, all) => all.indexOf(id) !== at)"""


def opened(page, folder, name):
    """The page of somebody new, with its own Python behind it; and every view that it is sent."""
    made, views = Desk(name), []
    made._session.store = Store(folder)
    made.observe(lambda change: views.append(change["new"]), "view")
    live(page, made)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # Skip to your work
    return made, views


def shown(views, name):
    """What was shown last under this name: a page that waited long greets again, and is sent a view without it."""
    return [view[name] for view in views if view.get(name)][-1]


def tab_to(page, label, most=60):
    """Press Tab until the element with this label, or these words, has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        told = (
            f"{HAS_FOCUS}.getAttribute('aria-label') || {HAS_FOCUS}.labels?.[0]?.textContent || {HAS_FOCUS}.innerText"
        )
        if page.evaluate(told) == label:
            return
    raise AssertionError(f"no stop of the Tab key at {label}")


def keys(page, *pressed):
    for key in pressed:
        page.keyboard.press(key)


def value(page):
    return page.evaluate(f"{HAS_FOCUS}.value")


def sound(page, axe):
    """Every picture is named and has its numbers; it all fits, light at 1366 and dark at 390; no barrier in either."""
    assert page.locator(".cc-picture").count() >= 4 and page.evaluate(UNNAMED) == []
    assert page.evaluate(TWICE) == []
    for width, light in ((1366, "true"), (390, "false")):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(f"document.body.dataset.jpThemeLight = '{light}'")
        page.evaluate(f"document.body.style.background = '{'#fff' if light == 'true' else '#111'}'")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), width
        assert page.evaluate(OVER) == [], width
        assert axe(page, "main") == [], width
    assert page.thrown == [] and page.locator(".said").count() == 0


def test_two_strategies_are_changed_and_compared_by_keyboard(page, axe, tmp_path, monkeypatch):
    monkeypatch.setattr(page_view, "play_ahead", lambda *_: None)
    monkeypatch.setattr(asked, "AT_ONCE", 199)  # in steps, which the page asks for one after another
    made, views = opened(page, tmp_path, "strategies")
    tab_to(page, "Coding, Coders, strategy B")
    keys(page, "ArrowDown")
    assert value(page) == "expert"
    tab_to(page, "Coding, Training before the quarter, strategy B")
    keys(page, "ArrowRight", "ArrowRight", "ArrowLeft")
    assert value(page) == "45" and page.evaluate(f"{HAS_FOCUS}.getAttribute('aria-valuetext')") == "45 hours"
    tab_to(page, "Front desk")
    keys(page, "Enter")
    tab_to(page, "Front desk, Coverage verified, strategy A, as a number")
    page.keyboard.type("100")
    tab_to(page, "Visits")
    page.keyboard.press("Control+A")
    page.keyboard.type(VISITS)
    tab_to(page, "Compare")
    keys(page, "Enter")
    outcome = page.locator("section.outcome")
    page.locator("section.outcome:focus").wait_for()
    steps = [view["progress"]["step"] for view in views if view.get("progress")]
    assert steps == [1, 2, 3] and page.locator("progress").count() == 0
    draft = made.view["draft"]
    assert draft["second"]["values"] == {"skill": "expert", "training_hours": "45"}
    assert draft["first"]["values"]["verified_percent"] == "100"
    assert page.get_by_text("2 changed").count() == 1 and page.get_by_text("1 changed").count() == 1
    visit = shown(views, "result")["items"][0]
    tab_to(page, visit["title"])
    keys(page, "Enter")
    journey = outcome.locator("li details[open]")
    journey.locator("svg").nth(1).wait_for()
    assert visit["why"] in journey.inner_text()
    tab_to(page, "Show the numbers")
    keys(page, "Enter")
    journey.locator("tbody tr").nth(1).wait_for()
    sound(page, axe)
    # on the telephone, too, the last column of each table is in sight: it says what is otherwise
    assert outcome.locator("section > .blocks .scroll").evaluate_all(CUT) == []
    page.locator(".saved", has_text="saved ").wait_for()
    page.evaluate("window.model.send({ kind: 'hello', data: {} })")  # as a page that was lost and is back
    page.get_by_text("2 changed").wait_for()
    assert outcome.count() == 1
    again = Desk("strategies")
    again._session.store = made._session.store
    again.receive({"kind": "hello", "data": {}})
    assert again.view["draft"] == draft  # a reload brings the page back


def test_the_board_is_shown_by_keyboard(page, axe, tmp_path):
    made, views = opened(page, tmp_path, "board")
    tab_to(page, "Strategy")
    keys(page, "ArrowDown")
    chosen = value(page)
    tab_to(page, f"Visits, at most {made.view['most']:,}")
    page.keyboard.press("Control+A")
    page.keyboard.type(VISITS)
    keys(page, "Enter")
    page.locator("section.board-of:focus").wait_for()
    assert made.view["draft"]["strategy"] == chosen
    figures = [row["value"] for group in shown(views, "board")["groups"] for row in group["rows"]]
    assert page.locator(".tile .value").all_inner_texts() == figures
    tab_to(page, "Show the numbers")
    keys(page, "Enter")
    page.locator(".board-part details[open] tbody tr").nth(1).wait_for()
    tab_to(page, "Week by week")
    keys(page, "Enter")
    page.locator("details.board-part[open] svg").nth(1).wait_for()
    sound(page, axe)


def test_a_manager_finds_the_pages_from_the_first_page(page, axe, tmp_path):
    opened(page, tmp_path, "start")
    tab_to(page, "Run the clinic")
    keys(page, "Enter")
    place = page.locator("section.clinic:focus")
    place.wait_for()
    for name in ("A quarter", "Compare strategies", "Manager's board", "Manager's table", "New staff"):
        tab_to(page, name, most=1)
    assert axe(page, "section.clinic") == []


def test_a_fold_that_was_just_opened_stays_open_when_a_message_comes(page):
    stand(page, {**view(None, ""), "role": "strategies"})
    turned = """fold => { fold.querySelector('summary').click(); window.model.tell({ kind: 'said', words: 'Saved.' });
        return fold.open; }"""
    fold = page.locator("details.settings").nth(2)
    assert fold.evaluate(turned) is True
    assert fold.evaluate(turned) is False


def test_a_comparison_that_was_lost_with_the_line_is_asked_again(page):
    blank = {**view(None, ""), "role": "strategies"}
    stand(page, blank)
    page.get_by_role("button", name="Compare", exact=True).click()
    for times in (2, 3, 4):  # what arrives after the line was lost is the page without an answer
        put(page, blank)
        page.wait_for_function(f"window.sent.filter(one => one.kind === 'submit').length === {times}")
        assert page.get_by_text("The connection was lost. Asked again").count() == 1
    assert [one["data"]["answer"]["deed"] for one in sent(page, "submit")] == ["compare"] * 4
    put(page, blank)
    page.locator(".said", has_text="The comparison was lost. Choose Compare again").wait_for()
    assert len(sent(page, "submit")) == 4 and page.get_by_text("Asked again").count() == 0


def test_a_comparison_that_was_refused_is_not_asked_again(page):
    blank = {**view(None, ""), "role": "strategies"}
    stand(page, blank)
    page.get_by_role("button", name="Compare", exact=True).click()
    tell(page, {"kind": "said", "words": "Visits: found '7'."})
    put(page, blank)
    page.get_by_role("button", name="Compare", exact=True).click()
    page.wait_for_timeout(100)
    assert len(sent(page, "submit")) == 2
    step = {"step": 1, "of": 4, "words": "1 of 4 steps done."}
    put(page, {**blank, "progress": step})
    page.wait_for_function("window.sent.filter(one => one.kind === 'submit').length === 3")
    assert sent(page, "submit")[-1]["data"]["answer"]["step"] == 1
    page.wait_for_timeout(100)
    assert len(sent(page, "submit")) == 3
