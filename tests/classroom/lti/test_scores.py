"""Scores into the LMS's gradebook: one column an assignment, sent again when a mark changes, tried again when the LMS
does not take one.
"""

import threading
from datetime import timedelta

import pytest

from sim.classroom.lti.course.courses import course_code, course_of, courses_of, link_course
from sim.classroom.lti.gradebook.line_items import keep_line_item, line_item_of
from sim.classroom.lti.connection.outgoing import NotAsked
from sim.classroom.lti.connection.rows import put_once
from sim.classroom.lti.gradebook.scores import FAILED, WAITS, Score, queue_scores, send_scores, try_again, unsent

CLASS, TITLES = "fall", {"week-3": "Week 3"}


@pytest.fixture
def course(world):
    """The LMS's course, linked to the class by its instructor; two learners came from it."""
    launch = world.launched("teacher", "Instructor")
    made = link_course(world.records, launch, course_code(world.records, CLASS, "an instructor", world.now), world.now)
    with world.records.connection() as connection:
        for user, learner in (("user-1", "L-1"), ("user-2", "L-2")):
            row = {**made.named, "user_id": user, "role": "learner", "class_name": CLASS, "learner": learner}
            put_once(connection, world.records.table("lti_people"), row)
    return made


def sent(world, *scores, after=timedelta()):
    world.now += after
    queue_scores(world.records, CLASS, "week-3", scores, world.now)
    return send_scores(world.records, CLASS, TITLES, world.now)


def test_a_score_arrives_with_its_comment_in_one_column(world, course):
    done = sent(world, Score("L-1", 17.5, 20, "Late: 10% off"), Score("L-2", 20, 20), Score("L-9", 1, 20))
    assert (done.sent, done.waiting, done.failed) == (2, 0, 0)
    assert [(item["label"], item["scoreMaximum"], item["resourceId"]) for item in world.lms.items] == [
        ("Week 3", 20, "fall/week-3")
    ]
    first = world.lms.scores[0][1]
    assert (first["userId"], first["scoreGiven"], first["scoreMaximum"]) == ("user-1", 17.5, 20)
    assert (first["comment"], first["gradingProgress"]) == ("Late: 10% off", "FullyGraded")
    assert first["activityProgress"] == "Completed"


def test_a_mark_that_changes_is_sent_again_and_dated_later(world, course):
    sent(world, Score("L-1", 10, 20))
    assert sent(world, Score("L-1", 10, 20)).sent == 0  # nothing changed
    assert sent(world, Score("L-1", 12, 20, "Key corrected")).sent == 1  # within the same second
    assert sent(world, Score("L-1", 11, 20)).sent == 1
    stamps = [each["timestamp"] for _, each in world.lms.scores]
    assert [each["scoreGiven"] for _, each in world.lms.scores] == [10, 12, 11]
    assert [stamp[:19] for stamp in stamps] == sorted({stamp[:19] for stamp in stamps})
    assert "comment" not in world.lms.scores[2][1] and len(world.lms.items) == 1


def test_what_is_not_marked_yet_is_told_without_a_score(world, course):
    sent(world, Score("L-1", 0, 20, is_marked=False), Score("L-2", 0, 20, is_handed_in=False, is_marked=False))
    told = {each["userId"]: each for _, each in world.lms.scores}
    assert told["user-1"]["gradingProgress"] == "Pending" and told["user-1"]["activityProgress"] == "Submitted"
    assert told["user-2"]["gradingProgress"] == "NotReady" and told["user-2"]["activityProgress"] == "InProgress"
    assert not any("scoreGiven" in each for each in told.values())


def test_a_column_is_found_not_made_twice(world, course):
    """Another tool's columns before it, on two pages; ours was made by a process that ended before it noted it."""
    other = {"scoreMaximum": 1, "label": "x"}
    ours = {"label": "Week 3", "resourceId": "fall/week-3", "tag": "cleanclaim"}
    world.lms.items += [{**other, "id": world.lms.address + f"/course/items/o{n}"} for n in range(3)]
    world.lms.items.append({**other, **ours, "id": world.lms.address + "/course/items/ours"})
    assert sent(world, Score("L-1", 10, 20)).sent == 1
    assert len(world.lms.items) == 4 and world.lms.scores[0][0] == "/course/items/ours"


def test_two_processes_at_once_make_one_column(world, course):
    found = []

    def go():
        try:
            found.append(line_item_of(world.records, course, "week-3", "Week 3", 20, world.now))
        except NotAsked as reason:
            found.append(str(reason))

    both = [threading.Thread(target=go) for _ in range(4)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert len(world.lms.items) == 1
    addresses = {each for each in found if each.startswith("http")}
    assert addresses == {world.lms.items[0]["id"]} and set(found) <= addresses | {
        "another process is making the column"
    }


def test_a_turn_that_was_not_finished_ends(world, course):
    from sim.classroom.lti.gradebook.line_items import _my_turn

    assert _my_turn(world.records, course, "week-3", world.now)
    with pytest.raises(NotAsked, match="another process"):
        line_item_of(world.records, course, "week-3", "Week 3", 20, world.now)
    assert line_item_of(world.records, course, "week-3", "Week 3", 20, world.now + timedelta(minutes=3))


def test_the_column_that_the_lms_made_with_the_link_is_used(world, course):
    keep_line_item(world.records, course, "week-3", world.lms.address + "/course/items/theirs?type=7")
    assert sent(world, Score("L-1", 10, 20)).sent == 1
    assert world.lms.items == [] and world.lms.scores[0][0] == "/course/items/theirs"


def test_a_column_that_was_deleted_in_the_lms_is_made_again(world, course):
    sent(world, Score("L-1", 10, 20))
    world.lms.items.clear()
    world.lms.broken.append(404)
    assert sent(world, Score("L-1", 11, 20)).waiting == 1
    assert sent(world, after=WAITS[0]).sent == 1
    assert len(world.lms.items) == 1


def test_a_score_that_the_lms_does_not_take_is_tried_again_then_listed(world, course):
    world.lms.broken += [500] * (len(WAITS) + 1)
    assert sent(world, Score("L-1", 10, 20)).waiting == 1
    assert sent(world).waiting == 1 and len(world.lms.broken) == len(WAITS)  # not before its time
    for wait in WAITS[:-1]:
        assert sent(world, after=wait).waiting == 1
    assert sent(world, after=WAITS[-1]).failed == 1
    (listed,) = unsent(world.records, CLASS)
    assert (listed.state, listed.learner, listed.assignment) == (FAILED, "L-1", "week-3")
    assert listed.trouble == "the LMS answered with status 500" and listed.tries == len(WAITS) + 1
    assert sent(world, after=timedelta(days=9)).sent == 0
    assert try_again(world.records, CLASS, world.now) == 1
    assert sent(world).sent == 1 and unsent(world.records, CLASS) == []


def test_a_mark_that_changes_after_the_last_try_is_sent(world, course):
    world.lms.broken += [500] * (len(WAITS) + 1)
    sent(world, Score("L-1", 10, 20))
    for wait in WAITS:
        sent(world, after=wait)
    assert sent(world, Score("L-1", 12, 20)).sent == 1


def test_an_lms_that_is_gone_loses_nothing(world, course):
    world.lms.moved["/token"] = "https://evil.example/token"
    assert sent(world, Score("L-1", 10, 20)).waiting == 1
    assert "another address" in unsent(world.records, CLASS)[0].trouble
    world.lms.moved.clear()
    assert sent(world, after=WAITS[0]).sent == 1


def test_two_processes_send_a_score_once(world, course):
    queue_scores(world.records, CLASS, "week-3", [Score("L-1", 10, 20), Score("L-2", 9, 20)], world.now)
    line_item_of(world.records, course, "week-3", "Week 3", 20, world.now)
    both = [threading.Thread(target=send_scores, args=(world.records, CLASS, TITLES, world.now)) for _ in range(3)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(each["userId"] for _, each in world.lms.scores) == ["user-1", "user-2"]


def test_a_course_without_the_right_to_write_scores_says_so(world):
    change = {"https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": {"scope": [], "lineitems": ""}}
    launch = world.launched("teacher", "Instructor", change=change)
    made = link_course(world.records, launch, course_code(world.records, CLASS, "x", world.now), world.now)
    with pytest.raises(NotAsked, match="gradebook column"):
        line_item_of(world.records, made, "week-3", "Week 3", 20, world.now)
    again = course_of(world.records, world.launched("teacher", "Instructor"))  # allowed since then
    assert line_item_of(world.records, again, "week-3", "Week 3", 20, world.now)
    assert courses_of(world.records, CLASS) == [again]
