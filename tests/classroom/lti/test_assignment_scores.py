"""What the LMS is told of an assignment's results."""

from datetime import UTC, datetime, timedelta

import pytest

from sim.classroom.assignments.assigned import assign
from sim.classroom.assignments.assignment import Assignment, Item, Late, from_content
from sim.classroom.assignments.times import Standing
from sim.classroom.lti.gradebook.assignment_scores import pass_on, score_of
from sim.classroom.lti.course.courses import course_code, link_course
from sim.classroom.lti.course.people import Person, member_of
from sim.classroom.marking.results import Attempt, Result
from sim.classroom.records.classes import new_class

NOW = datetime(2026, 12, 8, 12, 0, tzinfo=UTC)
OPEN = Standing(None, None, None, None, 1, None, True, "")
OVER = Standing(None, None, None, NOW - timedelta(hours=1), 1, None, True, "Closed.")


def given(mode="homework"):
    return Assignment(
        "week-3", "Week 3", mode, tuple(Item(number, "coder_04_knee", 1, 6.0) for number in (1, 2)), late=Late(10, 50)
    )


def result(item, state="marked", earned=4.0, dropped=False, **more):
    attempt = Attempt("A", 1, NOW, 0.8 if state == "marked" else None, earned, **more)
    tried = (attempt,) if state in ("marked", "saved") else ()
    counted = attempt if state == "marked" else None
    return Result("L-1", item, state, 0.0 if dropped else 6.0, earned if counted else 0.0, counted, tried, dropped)


@pytest.mark.parametrize(
    ("found", "times", "mode", "told"),
    [
        ([result(1), result(2)], OPEN, "homework", (8.0, 12.0, "Completed", "FullyGraded")),
        ([result(1), result(2, "saved")], OPEN, "homework", (4.0, 12.0, "Submitted", "Pending")),
        ([result(1), result(2, "open")], OPEN, "homework", (4.0, 12.0, "InProgress", "NotReady")),
        ([result(1), result(2, "open")], OVER, "homework", (4.0, 12.0, "Completed", "FullyGraded")),
        ([result(1), result(2)], OPEN, "exam", (8.0, 12.0, "InProgress", "NotReady")),
        ([result(1), result(2)], OVER, "exam", (8.0, 12.0, "Completed", "FullyGraded")),
        ([result(1), result(2, "not opened", dropped=True)], OPEN, "homework", (4.0, 6.0, "Completed", "FullyGraded")),
    ],
)
def test_a_score_is_told_when_all_is_in(found, times, mode, told):
    score = score_of(found, given(mode), times)
    assert (score.earned, score.maximum, score.activity, score.grading) == told


def test_who_handed_in_nothing_has_no_score():
    assert score_of([result(1, "open"), result(2, "not opened")], given(), OVER) is None
    assert score_of([result(1, dropped=True)], given(), OVER) is None


def test_the_comment_says_what_a_number_does_not():
    found = [result(1, days_late=2, late_percent=20.0), result(2, override=6.0, why="key corrected")]
    words = score_of(found, given(), OPEN).comment
    assert words == "Item 1: 2 days late, 20% off. Item 2: set by your instructor (key corrected)."


def handed_in(records, learner, points, earned):
    """An attempt at the one item, marked."""
    place = {"learner": learner, "class_name": "fall", "assignment": "week-3", "exercise": "week-3.1"}
    (attempt,) = records.store.append([("attempts", {**place, "desk": "coder", "variant": 1, "answer": {}})])
    marks = {"attempt_id": attempt["id"], "learner": learner, "exercise": "week-3.1", "marks": {}}
    records.store.append([("marks", {**marks, "points": points, "earned": earned})])
    return attempt["id"]


def test_a_mark_reaches_the_lms_and_an_override_follows(world):
    """From the learner's launch to the gradebook, and again when the instructor decides otherwise."""
    records = world.records
    new_class(records, "fall")
    content = {"title": "Week 3", "mode": "homework", "item": [{"exercise": "coder_04_knee"}]}
    assign(records, "fall", from_content(content, "week-3", "week-3"))
    code = course_code(records, "fall", "x", world.now)
    course = link_course(records, world.launched("teacher", "Instructor"), code, world.now)
    ana = member_of(records, course, Person("user-1", "learner", "Ana Synth"))
    assert pass_on(records, "fall", world.now).sent == 0
    attempt = handed_in(records, ana.learner, 6, 3)
    assert pass_on(records, "fall", world.now).sent == 1
    assert pass_on(records, "fall", world.now).sent == 0
    records.store.override(attempt, "Teacher Synth", "two readings of the note", 5)
    assert pass_on(records, "fall", world.now).sent == 1
    told = [(each["scoreGiven"], each["scoreMaximum"], each.get("comment", "")) for _, each in world.lms.scores]
    assert told == [(3, 6, ""), (5, 6, "Item 1: set by your instructor (two readings of the note).")]
    assert world.lms.items[0]["label"] == "Week 3" and len(world.lms.items) == 1
