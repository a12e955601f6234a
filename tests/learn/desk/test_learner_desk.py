"""The desks whose state is kept in memory: so many, the ones used last; a forgotten one is folded anew."""

import time
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor

from sim.learn.desk import learner_desk
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.desk_state import DeskState


def test_only_the_desks_used_last_are_kept_and_a_forgotten_one_comes_back(tmp_path, monkeypatch):
    monkeypatch.setattr(learner_desk, "MOST_DESKS", 3)
    monkeypatch.setattr(learner_desk, "_folded", type(learner_desk._folded)())
    store = Store(tmp_path)
    for number in range(5):
        learner_desk.act(store, f"L-{number}", "open_item", {"exercise": "coder_02_cough"}, "coder")
    kept = [place[1] for place in learner_desk._folded]
    assert kept == ["L-2", "L-3", "L-4"]
    assert learner_desk.current(store, "L-0", "coder").exercise == "coder_02_cough"
    assert [place[1] for place in learner_desk._folded] == ["L-3", "L-4", "L-0"]


def test_a_desk_that_is_looked_at_is_not_the_next_to_be_forgotten(tmp_path, monkeypatch):
    monkeypatch.setattr(learner_desk, "MOST_DESKS", 2)
    monkeypatch.setattr(learner_desk, "_folded", type(learner_desk._folded)())
    store = Store(tmp_path)
    for learner in ("L-1", "L-2"):
        learner_desk.act(store, learner, "open_item", {"exercise": "coder_02_cough"}, "coder")
    learner_desk.current(store, "L-1", "coder")
    learner_desk.act(store, "L-3", "open_item", {"exercise": "coder_02_cough"}, "coder")
    assert [place[1] for place in learner_desk._folded] == ["L-1", "L-3"]


class Slow(OrderedDict):
    """Desks in memory, where other threads have their turn after each is put there."""

    def __setitem__(self, place, folded):
        super().__setitem__(place, folded)
        time.sleep(0.001)


def test_threads_share_the_desks_in_memory(monkeypatch):
    """A server answers many learners at once: what one thread keeps, another one must not be forgetting."""
    monkeypatch.setattr(learner_desk, "MOST_DESKS", 1)
    monkeypatch.setattr(learner_desk, "_folded", Slow())
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(keep_often, range(8)))
    assert len(learner_desk._folded) == 1


def keep_often(number):
    for _ in range(10):
        learner_desk._keep(("", f"L-{number}", "coder", ""), learner_desk.Folded(1, "x", DeskState("coder")))


def test_a_draft_is_kept_though_the_desk_was_forgotten_meanwhile(tmp_path, monkeypatch):
    monkeypatch.setattr(learner_desk, "MOST_DESKS", 0)
    store = Store(tmp_path)
    learner_desk.act(store, "L-1", "open_item", {"exercise": "coder_02_cough"}, "coder")
    draft = {"answer": {"diagnoses": [{"code": "R05.9"}]}}
    assert learner_desk.act(store, "L-1", "draft", draft, "coder").exercise == "coder_02_cough"
    assert [row["kind"] for row in store.since("L-1", "coder", 0)][-1] == "draft"
