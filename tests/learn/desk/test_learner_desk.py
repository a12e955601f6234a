"""The desks whose state is kept in memory: so many, the ones used last; a forgotten one is folded anew."""

from sim.learn.desk import learner_desk
from sim.learn.desk.attempt_store import Store


def test_only_the_desks_used_last_are_kept_and_a_forgotten_one_comes_back(tmp_path, monkeypatch):
    monkeypatch.setattr(learner_desk, "MOST_DESKS", 3)
    monkeypatch.setattr(learner_desk, "_folded", type(learner_desk._folded)())
    store = Store(tmp_path)
    for number in range(5):
        learner_desk.act(store, f"L-{number}", "open_item", {"exercise": "coder_02_cough"}, "coder")
    kept = [learner for _, learner, _ in learner_desk._folded]
    assert kept == ["L-2", "L-3", "L-4"]
    assert learner_desk.current(store, "L-0", "coder").exercise == "coder_02_cough"
    assert [learner for _, learner, _ in learner_desk._folded] == ["L-3", "L-4", "L-0"]


def test_a_desk_that_is_looked_at_is_not_the_next_to_be_forgotten(tmp_path, monkeypatch):
    monkeypatch.setattr(learner_desk, "MOST_DESKS", 2)
    monkeypatch.setattr(learner_desk, "_folded", type(learner_desk._folded)())
    store = Store(tmp_path)
    for learner in ("L-1", "L-2"):
        learner_desk.act(store, learner, "open_item", {"exercise": "coder_02_cough"}, "coder")
    learner_desk.current(store, "L-1", "coder")
    learner_desk.act(store, "L-3", "open_item", {"exercise": "coder_02_cough"}, "coder")
    assert [learner for _, learner, _ in learner_desk._folded] == ["L-1", "L-3"]
