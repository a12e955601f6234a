"""The portfolio: what was solved alone at the production bar, as pages that stand alone, in the form's own words."""

from datetime import datetime

import pytest

from sim.classroom.handouts.portfolio import products_of, write_portfolio
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.learner_desk import act
from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercise
from sim.learn.tasks.contract import task_of

LEARNER = "L-17"
NAMES = ("query_01_which_ear", "biller_03_throat_test", "denial_14_late_filing", "audit_02_red_eye")


def solve(store, name, variant=9, change=lambda key: key):
    desk = exercise(name).desk
    case = draw(name, variant)
    act(store, LEARNER, "open_item", {"exercise": name, "variant": variant}, desk)
    act(store, LEARNER, "submit", {"answer": change(task_of(case.exercise.task).key(case))}, desk)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("portfolio"))
    for name in NAMES:
        solve(store, name)
    solve(store, "audit_01_throat", change=lambda key: {"verdict": "accept", "flags": []})
    act(store, LEARNER, "open_item", {"exercise": "coder_02_cough", "variant": 2})
    act(store, LEARNER, "hint", {})
    solve(store, "coder_02_cough", 2)
    return store


def test_only_what_was_solved_alone_is_a_work_product(store):
    found = list(products_of(store, LEARNER, datetime.now().astimezone()))
    assert [one.exercise for one in found] == list(NAMES)
    assert [one.kind for one in found] == ["Query to the provider", "Claim", "Appeal letter", "Claim audit"]
    assert all(one.score >= 0.95 and one.variant == 9 and one.entered and one.record for one in found)


def test_the_page_stands_alone_and_speaks_the_forms_words(store, tmp_path):
    (path,) = write_portfolio(store, LEARNER, tmp_path / "mine", datetime.now().astimezone())
    page = path.read_text(encoding="utf-8")
    assert path.name == "portfolio.html" and all(f'id="{name}"' in page and f'href="#{name}"' in page for name in NAMES)
    assert "http" not in page and "<script" not in page and "src=" not in page
    assert "no promise of a job" in page and "hours:minutes" in page
    assert "Box 1a" in page and "Yes, the provider has to be asked" in page


def test_nothing_done_is_said_in_words(tmp_path):
    (path,) = write_portfolio(Store(tmp_path), LEARNER, tmp_path / "mine", datetime.now().astimezone())
    assert "None yet" in path.read_text(encoding="utf-8")
