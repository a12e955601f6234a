"""A mistake stays in the journal after it was corrected, counts once a case, and has no name while its case is open."""

import pytest

from sim.learn.course.record.answers import history
from sim.learn.course.record.mistake_journal import journal
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.learner_desk import act
from sim.learn.exercises.case import draw
from sim.learn.tasks.contract import task_of

LEARNER, NAME = "L-17", "coder_04_knee"


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path)
    act(store, LEARNER, "open_item", {"exercise": NAME})
    return store


def key(variant: int = 1) -> dict:
    return task_of("code_visit").key(draw(NAME, variant))


def wrong(variant: int = 1) -> dict:
    """Blood pressure coded as a reading, or the knee left out."""
    return {**key(variant), "diagnoses": ["R03.0"], "services": []}


def kept(store) -> dict[str, tuple[int, bool]]:
    return {one.error: (one.times, one.is_corrected) for one in journal(history(store, LEARNER))}


def test_an_open_case_names_nothing(store):
    act(store, LEARNER, "submit", {"answer": wrong()})
    assert kept(store) == {}


def test_a_corrected_mistake_is_remembered_once_a_case(store):
    for _ in range(2):
        act(store, LEARNER, "submit", {"answer": wrong()})
    act(store, LEARNER, "submit", {"answer": key()})
    found = kept(store)
    assert found["missed-service"] == (1, True) and "missed-diagnosis" in found
    act(store, LEARNER, "new_variant")
    act(store, LEARNER, "submit", {"answer": wrong(2)})
    act(store, LEARNER, "show_me")
    assert kept(store)["missed-service"] == (2, False)
    assert all(one.words and one.last and one.skill for one in journal(history(store, LEARNER)))


def test_nobody_elses_mistakes(store):
    act(store, LEARNER, "submit", {"answer": wrong()})
    act(store, LEARNER, "show_me")
    assert kept(store) and journal(history(store, "L-18")) == []
