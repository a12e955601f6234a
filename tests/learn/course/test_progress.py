"""The figures of the bar and of the start page come from the latest submission of each item."""

import pytest

from sim.learn.course.progress import progress
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.desk_state import series
from sim.learn.desk.learner_desk import act
from sim.learn.exercises.case import draw
from sim.learn.tasks.code_visit import task as code_visit

LEARNER = "L-17"


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def test_nothing_done_is_nothing(store):
    assert [
        (one.done, one.items, one.owed_not_paid_amount)
        for one in (progress(store, LEARNER, desk) for desk in ("coder", "biller", "denial"))
    ] == [(0, 0, 0)] * 3
    assert progress(store, LEARNER, "coder").next_exercise == series("coder")[0].name


def test_the_latest_submission_counts(store):
    name = series("coder")[0].name
    act(store, LEARNER, "open_item", {"exercise": name})
    key = code_visit.key(draw(name, 1))
    act(store, LEARNER, "submit", {"answer": {**key, "diagnoses": ["I10"]}})
    assert progress(store, LEARNER, "coder").done == 0
    act(store, LEARNER, "submit", {"answer": key})
    now = progress(store, LEARNER, "coder")
    assert (now.done, now.right, now.items, now.paid_first_time, now.claims) == (1, 3, 3, 1, 1)
    assert now.next_exercise == series("coder")[1].name and all(right == of for right, of in now.skills.values())
    assert progress(store, "L-18", "coder").done == 0


def test_variants_are_items_of_their_own(store):
    name = series("coder")[0].name
    act(store, LEARNER, "open_item", {"exercise": name})
    act(store, LEARNER, "submit", {"answer": code_visit.key(draw(name, 1))})
    act(store, LEARNER, "new_variant")
    act(store, LEARNER, "submit", {"answer": {"diagnoses": ["I10"]}})
    now = progress(store, LEARNER, "coder")
    assert now.done == 1 and now.items > 3 and now.right == 3
