"""What is done was right on a first try without help; the figures are those of first tries."""

import pytest

from sim.learn.course.record.answers import history
from sim.learn.course.record.progress import progress
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.desk_state import series, standing
from sim.learn.desk.learner_desk import act, current
from sim.learn.exercises.case import draw
from sim.learn.tasks.code_visit import task as code_visit

LEARNER = "L-17"
FIRST, SECOND = (one.name for one in series("coder")[:2])


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def key(variant: int = 1, name: str = FIRST) -> dict:
    return code_visit.key(draw(name, variant))


def begun(store, *kinds: str):
    """The first exercise opened, then these things done."""
    act(store, LEARNER, "open_item", {"exercise": FIRST})
    for kind in kinds:
        act(store, LEARNER, kind)


def submit(store, answer: dict):
    return act(store, LEARNER, "submit", {"answer": answer})


def made(store):
    return progress(history(store, LEARNER), "coder", series("coder"))


def test_nothing_done_is_nothing(store):
    assert [
        (one.done, one.items, one.owed_not_paid_amount)
        for one in (progress(history(store, LEARNER), desk, series(desk)) for desk in ("coder", "biller", "denial"))
    ] == [((), 0, 0)] * 3


def test_right_on_a_first_try_is_done(store):
    begun(store)
    submit(store, key())
    now = made(store)
    assert now.done == (FIRST,) and (now.right, now.items, now.paid_first_time, now.claims) == (3, 3, 1, 1)
    assert set(history(store, LEARNER).firsts[0].skills.values()) == {1.0}
    assert history(store, "L-18").answers == ()


def test_a_corrected_answer_is_not_done_and_its_first_claim_still_counts(store):
    begun(store)
    submit(store, {**key(), "diagnoses": ["I10"]})
    now = submit(store, key())
    assert now.finished and standing(now, FIRST) == "corrected"
    after = made(store)
    assert after.done == () and after.settled == (FIRST,) and after.right < after.items
    act(store, LEARNER, "new_variant")
    submit(store, key(2))
    assert made(store).done == (FIRST,)


@pytest.mark.parametrize("help_", ["hint", "show_me"])
def test_what_was_helped_is_done_only_with_a_fresh_variant(store, help_):
    begun(store, help_)
    submit(store, key())
    assert made(store).done == ()
    act(store, LEARNER, "start_again")  # the same case once more is no first try either
    submit(store, key())
    assert made(store).done == ()
    act(store, LEARNER, "new_variant")
    submit(store, key(2))
    assert made(store).done == (FIRST,)


def test_show_me_and_an_empty_answer_are_not_done(store):
    begun(store, "show_me")
    assert made(store).done == made(store).settled == ()
    act(store, LEARNER, "new_variant")
    submit(store, {})
    assert made(store).done == made(store).settled == () and made(store).paid_first_time == 0


def test_an_empty_exam_is_not_done(store):
    from sim.learn.desk.desk_state import DeskState, onward

    def sent(entered: int, mode: str = "exam"):
        data = {"answer": {}, "mode": mode, "result": {"reveals": "none", "entered": entered, "marks": []}}
        opened = {"kind": "open_item", "data": {"exercise": "x"}, "at": ""}
        return onward(DeskState("coder"), [opened, {"kind": "submit", "data": data, "at": ""}])

    assert sent(0).done == () and sent(3).done == ("x",)


def test_never_more_than_there_are(store):
    """Variants of one exercise, and work that belongs to no series, are not exercises done."""
    begun(store)
    for variant in (1, 2, 3):
        submit(store, key(variant))
        act(store, LEARNER, "new_variant")
    now = current(store, LEARNER, "coder")
    assert made(store).done == (FIRST,) and len(now.settled) == 3
    assert len(made(store).done) <= made(store).of


def test_every_first_try_counts_and_none_twice(store):
    begun(store)
    submit(store, key())
    act(store, LEARNER, "new_variant")
    for _ in range(3):
        submit(store, {"diagnoses": ["I10"]})
    submit(store, key(2))
    now = made(store)
    assert (now.paid_first_time, now.claims) == (1, 2) and now.items > 3 and now.right == 3
