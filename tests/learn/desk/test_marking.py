"""Saved, then marked: what is marked later has the marks, the desk and the rows that it has when it is marked at once;
it is marked once, whoever marks it, and what cannot be marked stops nobody else.
"""

import json
from dataclasses import replace

import pytest

from sim.ground.errors import CleanClaimError
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.desk_state import DeskState
from sim.learn.desk.learner_desk import act, current
from sim.learn.desk.marking import mark, submitted
from sim.learn.desk.own_work import case_of
from sim.learn.desk.seat import Seat, seated
from sim.learn.desk.submission import saved
from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import draw_from
from sim.learn.exercises.exercise import exercise, exercises
from sim.learn.lint.exercise_proofs import answer_of
from sim.learn.tasks.code_visit import task as code_visit
from sim.learn.tasks.contract import stages, task_of

FIRST = {one.task: one for one in reversed(exercises().values())}  # an exercise of each task
COUGH = "coder_02_cough"


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def item(origin=COUGH, **changes):
    """An exercise as an assignment gives it."""
    return replace(exercise(origin), **{"name": "week 1.1", "origin": origin, "mode": "homework", **changes})


def seat_with(one, learner="L-1"):
    return Seat(learner, "spring", "week 1", {one.name: one}, marks_later=True)


def sent(store, one, answer=None, learner="L-1"):
    """The desk after an answer (the key, if none is given) was handed in, and its attempt."""
    with seated(seat_with(one, learner)):
        now = act(store, learner, "open_item", {"exercise": one.name}, one.desk)
        given = task_of(one.task).key(case_of(store, learner, now)) if answer is None else answer
        return act(store, learner, "submit", {"answer": given}, one.desk)


def at_seat(one):
    return lambda attempt: seat_with(one, attempt["learner"])


def answers(one, case):
    """The key, and the answers of the samples that can be given here."""
    task = task_of(one.task)
    yield task.key(case)
    for sample in one.samples:
        answer = None if sample.choices else answer_of(sample, case)
        if answer is not None:
            yield answer


@pytest.mark.parametrize("task", sorted(FIRST))
@pytest.mark.parametrize("mode", ["practice", "homework"])
def test_saved_then_marked_is_marked_at_once(store, task, mode):
    one = item(FIRST[task].name, mode=mode)
    case = draw_from(one, 1)
    now, later = DeskState(one.desk, one.name), []
    expected = []
    for answer in list(answers(one, case))[:3]:
        (_, attempt), (_, marks), (_, event) = submitted(case, "L-1", now, answer)
        expected.append((attempt["answer"], marks, event["data"]))
        with seated(seat_with(one)):
            later += saved(case, "L-1", now, answer)
    store.append(later)
    attempts = store.rows("attempts")
    found = mark(store, attempts, at_seat(one))
    assert [one.attempt_id for one in found if not one.error and not one.problems] == [row["id"] for row in attempts]
    told = {row["data"]["attempt_id"]: row["data"] for row in store.events(kind="marked")}
    whole = {row["attempt_id"]: row for row in store.rows("marks")}
    for attempt, (answer, marks, event) in zip(attempts, expected, strict=True):
        mine = whole[attempt["id"]]
        assert attempt["answer"] == answer
        assert (mine["points"], mine["earned"]) == (marks["points"], marks["earned"])
        assert plain(told[attempt["id"]]["result"]) == plain(event["result"])
        assert plain(told[attempt["id"]]["journey"]) == plain(event["journey"])
        assert "key" in mine["marks"] and mine["marks"]["reveals"] == "key"


def plain(value):
    """As it comes back from a store."""
    return json.loads(json.dumps(value))


# -- at a desk


def test_a_submission_is_there_before_its_marks_and_has_them_afterwards(store):
    one = item()
    waiting = sent(store, one)
    assert waiting.is_waiting and waiting.result is None and not waiting.finished and not waiting.done
    assert store.rows("marks") == []
    mark(store, store.rows("attempts"), at_seat(one))
    with seated(seat_with(one)):
        marked = current(store, "L-1", one.desk)
    assert not marked.is_waiting and marked.finished and marked.result["score"] == 1
    assert marked.result["reveals"] == "hint" and marked.journey is None
    assert marked.done == (one.name,) and marked.saved_at == waiting.saved_at


def test_marks_find_a_case_that_was_put_away(store):
    one, other = item(), item("coder_04_knee", name="week 1.2")
    seat = Seat("L-1", "spring", "week 1", {one.name: one, other.name: other}, marks_later=True)
    sent(store, one)
    with seated(seat):
        act(store, "L-1", "open_item", {"exercise": other.name}, one.desk)
        mark(store, store.rows("attempts"), lambda attempt: seat)
        now = current(store, "L-1", one.desk)
        assert now.exercise == other.name and now.result is None and now.done == (one.name,)
        assert act(store, "L-1", "open_item", {"exercise": one.name}, one.desk).result["score"] == 1


def test_help_that_came_after_a_submission_takes_nothing_from_it(store):
    one = item(mode="practice")
    sent(store, one)
    with seated(seat_with(one)):
        act(store, "L-1", "hint", {}, one.desk)
        act(store, "L-1", "show_me", {}, one.desk)
        mark(store, store.rows("attempts"), at_seat(one))
        now = current(store, "L-1", one.desk)
    assert now.done == (one.name,) and now.result["reveals"] == "key"


def test_an_exam_tells_that_it_was_marked_and_nothing_else(store):
    one = item(mode="exam")
    sent(store, one)
    mark(store, store.rows("attempts"), at_seat(one))
    (told,) = store.events(kind="marked")
    assert told["data"]["result"]["marks"] == [] and "score" not in told["data"]["result"]
    assert store.rows("marks")[0]["marks"]["score"] == 1


def test_a_page_cannot_mark_itself(store):
    one = item()
    with seated(seat_with(one)), pytest.raises(CleanClaimError, match="unknown event"):
        act(store, "L-1", "marked", {"result": {"score": 1}}, one.desk)


def test_a_format_that_cannot_be_read_is_told_at_once_and_costs_nothing(store):
    now = sent(store, item("biller_02_new_card"), {"boxes": {"24D.1": "99213", "24A.1": "yesterday"}})
    assert now.problems and not now.submitted and store.rows("attempts") == []


def test_an_answer_that_grading_cannot_read_is_given_back(store, monkeypatch):
    one = item(attempts=1)
    monkeypatch.setattr(
        code_visit, "grade_many", lambda answers, cases: [[Problem("codes", "found ?", "a code")] for _ in answers]
    )
    sent(store, one)
    (found,) = mark(store, store.rows("attempts"), at_seat(one))
    assert found.problems
    (row,) = store.rows("marks")
    assert row["points"] is None and row["earned"] is None
    with seated(seat_with(one)):
        now = current(store, "L-1", one.desk)
        assert now.problems and not now.submitted and not now.done
        assert sent(store, one).is_waiting


# -- once, and nobody stops the others


def test_two_graders_at_once_give_one_mark(store):
    one = item()
    sent(store, one)
    (attempt,) = store.rows("attempts")
    assert [mark(store, [attempt], at_seat(one))[0].error for _ in range(2)] == ["", ""]
    assert len(store.rows("marks")) == len(store.events(kind="marked")) == 1


def test_one_answer_that_no_grader_takes_stops_no_other(store, monkeypatch):
    one = item()
    for learner in ("L-1", "L-2", "L-3"):
        sent(store, one, learner=learner)
    grade = code_visit.grade

    def broken(answer, case):
        if case.exercise.patient == "bad":
            raise ZeroDivisionError("nothing to divide")
        return grade(answer, case)

    def broken_many(answers, cases):
        return [broken(answer, case) for answer, case in zip(answers, cases, strict=True)]

    monkeypatch.setattr(code_visit, "grade", broken)
    monkeypatch.setattr(code_visit, "grade_many", broken_many)

    def seat_of(attempt):
        mine = replace(one, patient="bad", choices=one.choices) if attempt["learner"] == "L-2" else one
        return seat_with(mine, attempt["learner"])

    found = mark(store, store.rows("attempts"), seat_of)
    assert [bool(one.error) for one in found] == [False, True, False]
    assert {row["learner"] for row in store.rows("marks")} == {"L-1", "L-3"}


# -- attempts of an assignment


def test_an_attempt_is_submitted_once_and_the_next_one_is_a_fresh_case(store):
    one = item(attempts=2)
    first = sent(store, one)
    with seated(seat_with(one)):
        for kind in ("submit", "start_again"):
            with pytest.raises(CleanClaimError, match="allows 2 attempts"):
                act(store, "L-1", kind, {"answer": {}}, one.desk)
        second = act(store, "L-1", "new_variant", {}, one.desk)
        assert (first.variant, second.variant) == (1, 2) and not second.submitted
        for wanted in (3, 7):
            with pytest.raises(CleanClaimError, match="allows 2 attempts"):
                act(store, "L-1", "open_item", {"exercise": one.name, "variant": wanted}, one.desk)
        with pytest.raises(CleanClaimError, match="allows 2 attempts"):
            act(store, "L-1", "new_variant", {}, one.desk)  # the second is not submitted, and there is no third
        assert act(store, "L-1", "open_item", {"exercise": one.name, "variant": 1}, one.desk).submitted


def test_the_next_attempt_waits_for_this_one_and_so_does_the_answer(store):
    one = item(attempts=2, mode="practice")
    with seated(seat_with(one)):
        act(store, "L-1", "open_item", {"exercise": one.name}, one.desk)
        for kind in ("new_variant", "show_me"):
            with pytest.raises(CleanClaimError, match="submit"):
                act(store, "L-1", kind, {}, one.desk)
        with pytest.raises(CleanClaimError, match="allows 2 attempts"):
            act(store, "L-1", "open_item", {"exercise": one.name, "variant": 2}, one.desk)


def test_a_whole_visit_is_saved_stage_by_stage_and_marked_as_one(store):
    one = item(FIRST["whole_visit"].name, attempts=1)
    with seated(seat_with(one)):
        now = act(store, "L-1", "open_item", {"exercise": one.name}, one.desk)
        whole = task_of(one.task).key(draw_from(one, 1))
        for stage in stages(task_of(one.task)):
            now = act(store, "L-1", "submit", {"answer": whole[stage.name]}, one.desk)
        assert now.is_waiting and now.stage == 3
    mark(store, store.rows("attempts"), at_seat(one))
    with seated(seat_with(one)):
        assert current(store, "L-1", one.desk).result["score"] == 1
