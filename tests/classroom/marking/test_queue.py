"""The queue of what was handed in: everything is marked, once, whoever takes it and whoever dies over it; what lies on
a desk at the deadline counts as handed in.
"""

from datetime import UTC, datetime, timedelta

import pytest

from sim.classroom.assignments.assigned import assign, assignment_of
from sim.classroom.assignments.assignment import Assignment, Item
from sim.classroom.assignments.seats import seat_of
from sim.classroom.assignments.times import extend, opened
from sim.classroom.marking import queue as marking_queue
from sim.classroom.marking.deadline_drafts import hand_in_drafts
from sim.classroom.marking.queue import HELD, TRIES, Queue, mark_pending, try_again, unmarkable
from sim.classroom.records.classes import class_of, new_class
from sim.classroom.records.records import Records
from sim.classroom.records.roster import add_member
from sim.ground.database import Database
from sim.learn.desk.learner_desk import act, current
from sim.learn.desk.own_work import case_of
from sim.learn.desk.seat import seated
from sim.learn.exercises.exercise import exercise
from sim.learn.tasks.code_visit import task as code_visit
from sim.learn.tasks.contract import stages, task_of

DUE = datetime(2026, 10, 5, 23, 59)
BEFORE = datetime(2026, 10, 1, tzinfo=UTC)
AFTER = datetime(2026, 10, 7, tzinfo=UTC)
ITEMS = ("coder_02_cough", "visit_01_tired")


@pytest.fixture
def records(tmp_path):
    return in_class(Records(Database(tmp_path)))


def in_class(records):
    """A class of three with one assignment of two items."""
    made = new_class(records, "spring", "Spring", time_zone="UTC")
    items = tuple(Item(number, origin, 1.0, exercise(origin).points) for number, origin in enumerate(ITEMS, 1))
    assign(records, made.name, Assignment("week_1", "Week 1", "homework", items, due=DUE, attempts=1))
    return records


@pytest.fixture
def learners(records):
    return [add_member(records, "spring", name) for name in ("Ann Synth", "Ben Synth", "Cleo Synth")]


def at_desk(records, one, kind, answer=None, now=BEFORE, item="week_1.1"):
    """Something that a learner does at the first item; the key is the answer unless one is given."""
    store, seat = records.store, seat_of(records, one, "week_1", now)
    desk = seat.exercises[item].desk
    opened(records, assignment_of(records, "spring", "week_1"), one, item, 1, now)
    with seated(seat):
        lying = current(store, one.learner, desk)
        if lying.exercise != item:
            lying = act(store, one.learner, "open_item", {"exercise": item}, desk)
        case = case_of(store, one.learner, lying)
        return act(store, one.learner, kind, {"answer": answer or task_of(case.exercise.task).key(case)}, desk)


def shares(records):
    """Learner -> the part of the points that was earned."""
    return {row["learner"]: row["earned"] / row["points"] for row in records.store.rows("marks")}


# -- the queue


def test_what_arrived_is_marked_as_one_and_nothing_waits_afterwards(records, learners):
    for one in learners:
        assert at_desk(records, one, "submit").is_waiting
    queue = Queue(records, "grader 1")
    assert len(mark_pending(queue)) == 3
    assert shares(records) == {one.learner: 1 for one in learners}
    assert mark_pending(queue) == [] and records.rows("markings") == []


def test_marks_come_after_the_deadline_too(records, learners):
    at_desk(records, learners[0], "submit")
    assert [one.error for one in mark_pending(Queue(records, "grader 1"), AFTER)] == [""]


def test_what_one_process_holds_another_does_not_take(records, learners):
    at_desk(records, learners[0], "submit")
    first, second = Queue(records, "grader 1"), Queue(records, "grader 2")
    assert len(first.take(BEFORE)) == 1 and second.take(BEFORE) == [] and first.take(BEFORE) == []
    assert len(second.take(BEFORE + 2 * HELD)) == 1  # the first one took too long


def test_a_killed_process_gives_back_what_it_held_and_nothing_is_lost(records, learners):
    for one in learners:
        at_desk(records, one, "submit")
    assert len(Queue(records, "grader 1").take(BEFORE)) == 3  # and is killed before it has marked them
    again = Queue(records, "grader 1")
    assert [len(mark_pending(again, BEFORE)) for _ in range(4)] == [
        1,
        1,
        1,
        0,
    ]  # each alone: one of them may have done it
    assert len(records.store.rows("marks")) == 3


def test_an_attempt_that_kills_every_process_is_left_for_the_instructor(records, learners):
    at_desk(records, learners[0], "submit")
    for _ in range(TRIES):
        assert len(Queue(records, "grader 1").take(BEFORE)) == 1
    queue = Queue(records, "grader 1")
    assert queue.take(BEFORE) == []
    assert [one.why for one in unmarkable(records, "spring")] == ["the grading process ended while it was marked"]
    assert try_again(records, "spring") == 1 and len(mark_pending(queue, BEFORE)) == 1
    assert unmarkable(records, "spring") == ()


def test_what_cannot_be_marked_says_why_and_is_tried_again_later(records, learners, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("nothing to divide")

    at_desk(records, learners[0], "submit")
    monkeypatch.setattr(code_visit, "grade_many", broken)
    monkeypatch.setattr(code_visit, "grade", broken)
    queue = Queue(records, "grader 1")
    assert "nothing to divide" in mark_pending(queue, BEFORE)[0].error
    assert "nothing to divide" in unmarkable(records, "spring")[0].why
    monkeypatch.undo()
    assert mark_pending(queue, BEFORE) == []
    assert len(mark_pending(queue, BEFORE + timedelta(hours=1))) == 1 and unmarkable(records, "spring") == ()


def test_the_queue_is_the_same_on_postgresql(postgres):
    records = in_class(Records(Database(url=postgres)))
    learners = [add_member(records, "spring", name) for name in ("Ann Synth", "Ben Synth")]
    for one in learners:
        at_desk(records, one, "submit")
    first, second = Queue(records, "grader 1"), Queue(records, "grader 2")
    attempts = first.take(BEFORE)
    assert len(attempts) == 2 and second.take(BEFORE) == []
    late = second.take(BEFORE + 2 * HELD)
    seats = marking_queue.seats(records)
    for mine in (attempts, late):
        marking_queue.mark(records.store, mine, seats)
    assert len(records.store.rows("marks")) == 2 and len(records.store.events(kind="marked")) == 2


# -- the deadline


def test_a_draft_counts_as_handed_in_at_the_deadline(records, learners):
    one, other, _ = learners
    drafted = at_desk(records, one, "draft")
    at_desk(records, other, "draft", answer={"diagnoses": [""]})  # nothing entered
    assert hand_in_drafts(records, BEFORE) == 0
    assert hand_in_drafts(records, AFTER) == 1 and hand_in_drafts(records, AFTER) == 0
    (attempt,) = records.store.rows("attempts")
    assert attempt["learner"] == one.learner and attempt["at"] == drafted.draft_at
    mark_pending(Queue(records, "grader 1"), AFTER)
    assert shares(records) == {one.learner: 1}


def test_what_was_submitted_is_not_handed_in_again(records, learners):
    at_desk(records, learners[0], "submit")
    assert hand_in_drafts(records, AFTER) == 0 and len(records.store.rows("attempts")) == 1


def test_an_extension_moves_the_deadline(records, learners):
    one = learners[0]
    at_desk(records, one, "draft")
    made, given = class_of(records, "spring"), assignment_of(records, "spring", "week_1")
    extend(records, made, given, one, "instructor", "ill", due=datetime(2026, 10, 20))
    assert hand_in_drafts(records, AFTER) == 0
    assert hand_in_drafts(records, datetime(2026, 10, 21, tzinfo=UTC)) == 1


def test_two_processes_at_the_deadline_hand_in_once(records, learners):
    at_desk(records, learners[0], "draft")
    hand_in_drafts(records, AFTER)
    with records.connection() as connection:  # as if the first had been killed before it wrote down that it was done
        connection.execute(records.table("hand_ins").delete())
    hand_in_drafts(records, AFTER)
    assert len(records.store.rows("attempts")) == 1


def test_a_visit_in_stages_is_handed_in_as_far_as_it_is(records, learners):
    one = learners[0]
    seat = seat_of(records, one, "week_1", BEFORE)
    with seated(seat):
        now = act(records.store, one.learner, "open_item", {"exercise": "week_1.2"}, "coder")
        case = case_of(records.store, one.learner, now)
        coding = task_of("code_visit").key(case)
    assert stages(task_of("whole_visit"))[0].name == "coding"
    at_desk(records, one, "draft", coding, item="week_1.2")
    assert hand_in_drafts(records, AFTER) == 1
    (found,) = mark_pending(Queue(records, "grader 1"), AFTER)
    assert not found.error and not found.problems
    assert 0 < shares(records)[one.learner] < 1
