"""The same store on PostgreSQL: nothing saved is lost, many desks save at once, and a desk reads only what is new."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from sim.ground.errors import CleanClaimError
from sim.learn.desk import learner_desk
from sim.learn.desk.attempt_store import Store


def draft(number, learner="L-1"):
    return {"learner": learner, "desk": "coder", "kind": "draft", "data": {"number": number}}


def numbers(events):
    return [event["data"]["number"] for event in events]


def test_what_was_saved_is_read_again_by_another_store(postgres):
    saved = [Store(url=postgres).add(draft(number)) for number in range(3)]
    assert Store(url=postgres).events("L-1", desk="coder") == saved


def test_rows_of_several_tables_are_saved_together_or_not_at_all(postgres):
    store = Store(url=postgres)
    with pytest.raises(CleanClaimError):
        store.append([("events", draft(1)), ("attempts", {"learner": "L-1", "answer": "x" * 2_000_000})])
    assert store.events() == [] and store.rows("attempts") == []


def test_hostile_text_comes_back_as_it_was(postgres):
    store = Store(url=postgres)
    document = {"a\0b": "\ud800 \0 \U0001f9fe '; DROP TABLE events; --"}
    store.add({**draft(1, "L-1\0\ud800"), "data": document})
    assert [event["data"] for event in store.events("L-1")] == [document]


def test_thirty_desks_begin_and_save_at_once_and_lose_nothing(postgres):
    """Each with a store of its own, as thirty processes have; the first ones make the tables, all at the same time."""
    start = threading.Barrier(30)

    def work(learner):
        store = Store(url=postgres)
        start.wait(60)
        return [store.add(draft(number, learner))["id"] for number in range(10)]

    with ThreadPoolExecutor(30) as desks:
        told = [name for kept in desks.map(work, [f"L-{number}" for number in range(30)]) for name in kept]
    store = Store(url=postgres)
    assert len(told) == 300 and sorted(told) == sorted(event["id"] for event in store.events())
    assert all(numbers(store.since(f"L-{number}", "coder")) == [9] for number in range(30))


SLOW = """
CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NEW; END $$;
CREATE TRIGGER slow AFTER INSERT ON events FOR EACH ROW WHEN (NEW.kind = 'hint') EXECUTE FUNCTION wait();
"""
WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


def test_a_later_number_is_never_seen_before_an_earlier_one_of_the_same_learner(postgres):
    """Two tabs of one learner, the first one slow to commit: the second one waits for it, so that a desk which reads
    from the last number on misses nothing. Another learner does not wait.
    """
    store, other = Store(url=postgres), Store(url=postgres)
    store.add(draft(0))
    with store._connection() as connection:
        connection.exec_driver_sql(SLOW)
    with ThreadPoolExecutor(2) as tabs:
        with Store(url=postgres)._connection() as held:  # a hint is not committed before this ends
            held.exec_driver_sql("SELECT pg_advisory_xact_lock(1)")
            first = tabs.submit(store.add, {**draft(1), "kind": "hint"})
            until(lambda: waiting(other) == 1)
            second = tabs.submit(other.add, draft(2))
            until(lambda: waiting(other) == 2 or second.done())
            other.add(draft(0, "L-2"))
            assert numbers(other.events("L-1")) == [0] and not first.done()
        first.result(60), second.result(60)
    assert numbers(store.events("L-1")) == [0, 1, 2]


def waiting(store):
    with store._connection(reading=True) as connection:
        return connection.exec_driver_sql(WAITING).scalar()


def until(is_so):
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_drafts_that_were_replaced_are_taken_away(postgres):
    store = Store(url=postgres)
    for number in range(5):
        store.add(draft(number))
    store.add({**draft(5), "kind": "hint"})
    store.thin("L-1", "coder")
    assert numbers(store.events("L-1")) == [4, 5]


def test_a_desk_goes_on_where_another_process_stopped_and_reads_only_what_is_new(postgres, monkeypatch):
    monkeypatch.setattr(learner_desk, "_folded", type(learner_desk._folded)())
    store = Store(url=postgres)
    learner_desk.act(store, "L-1", "open_item", {"exercise": "coder_02_cough"}, "coder")
    for code in ("I10", "J20.9", "R05.1"):
        learner_desk.act(store, "L-1", "draft", {"answer": {"diagnoses": [code]}}, "coder")
    read = []
    since = Store.since

    def counted(*given):
        found = since(*given)
        read.append(len(found))
        return found

    monkeypatch.setattr(Store, "since", counted)
    now = learner_desk.current(store, "L-1", "coder")
    assert read == [1] and now.exercise == "coder_02_cough"
    learner_desk._folded.clear()
    assert learner_desk.current(Store(url=postgres), "L-1", "coder") == now


def test_a_server_that_went_away_gives_one_line_and_comes_back(postgres_server):
    """The pool's connections are dead after a restart of the server; the next one is tried before it is used."""
    address = postgres_server.empty_database()
    store = Store(url=address)
    store.add(draft(1))
    name = address.rpartition("/")[2]
    postgres_server.tell(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    store.add(draft(2))
    assert numbers(store.events()) == [1, 2]
    wrong = Store(url=address.replace(postgres_server.password, "wrong"))
    with pytest.raises(CleanClaimError) as told:
        wrong.events()
    assert "\n" not in str(told.value) and "CLEANCLAIM_DATABASE" in str(told.value)
    assert "wrong" not in str(told.value)
