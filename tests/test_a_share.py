"""The share of the bank that the tests take."""

from a_share import of_each_task, share

from sim.learn.exercises.exercise import exercises

NAMES = [f"visit_{number:02}" for number in range(40)]


def test_a_share_is_the_same_each_time_and_keeps_the_order(monkeypatch):
    monkeypatch.delenv("CLEANCLAIM_EVERYTHING", raising=False)
    found = share(NAMES, 10)
    assert len(found) == 10 and found == sorted(found) == share(reversed(NAMES), 10)[::-1]
    assert len(set(share([*NAMES, "one_more"], 10)) - set(found)) <= 1
    assert share(NAMES, 99) == NAMES


def test_everything_is_taken_where_it_is_asked_for(monkeypatch):
    monkeypatch.setenv("CLEANCLAIM_EVERYTHING", "1")
    assert share(NAMES, 1) == NAMES


def test_every_task_is_among_them(monkeypatch):
    monkeypatch.delenv("CLEANCLAIM_EVERYTHING", raising=False)
    assert {exercises()[name].task for name in of_each_task(1)} == {one.task for one in exercises().values()}
