"""The page of every task with its feedback: nothing is cut off at the width of a phone, a tablet and a laptop, and the
accessibility checker finds nothing serious in either theme.
"""

import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "browser"), str(TESTS / "ui" / "desks")]
from page_by_hand import PageByHand  # noqa: E402
from stand import live  # noqa: E402

from sim.learn.desk.attempt_store import Store  # noqa: E402
from sim.learn.desk.learner_desk import here  # noqa: E402
from sim.learn.exercises.exercise import exercises  # noqa: E402
from sim.learn.lint.exercise_proofs import answer_of  # noqa: E402
from sim.learn.tasks.contract import tasks  # noqa: E402
from sim.ui.desks.desk_folders import page_of  # noqa: E402
from sim.ui.desks.widget import Desk  # noqa: E402

WIDTHS = (390, 820, 1366)
# a wide table may scroll within itself, where the keyboard reaches it; nothing else may be wider than its place
CUT = """() => [...document.querySelectorAll('.cc :is(.card, .key, .blocks, .scroll, fieldset, .control)')]
    .filter(one => one.scrollWidth > one.clientWidth + 1 && !(one.matches('.scroll') && one.tabIndex === 0))
    .map(one => `${one.getAttribute('aria-label') || one.className}: ${one.scrollWidth} > ${one.clientWidth}`)"""


def last_of(task: str) -> str:
    """The hardest exercise of a task: its page says most."""
    return [one.name for one in exercises().values() if one.task == task][-1]


def answered(name: str, store: Store) -> PageByHand:
    """The page after a wrong answer, sent twice: each mark says why."""
    by_hand = PageByHand(name, 1, store)
    samples = (answer_of(one, by_hand.case) for one in by_hand.case.exercise.samples if one.earns == "less")
    wrong = next((one for one in samples if one), by_hand.key)
    for _ in range(2):
        by_hand.say("submit", answer=page_of(by_hand.task).to_draft(wrong, by_hand.case))
    return by_hand


@pytest.mark.parametrize("task", tasks())
def test_a_page_with_feedback_fits_and_has_no_barrier(task, page, axe, tmp_path):
    by_hand = answered(last_of(task), Store(tmp_path))
    desk = Desk(by_hand.session.role, by_hand.name)
    desk._session = by_hand.session
    desk.view = by_hand.session.view(here(by_hand.session.store, by_hand.session.learner, by_hand.session.role))
    for dark in (False, True):
        live(page, desk, dark=dark, width=WIDTHS[0]) if not dark else darken(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(CUT) == [], (task, width)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), (task, width)
        assert axe(page) == []


def darken(page) -> None:
    """The same page in the dark theme."""
    page.evaluate("document.body.dataset.jpThemeLight = 'false'; document.body.style.background = '#111'")
