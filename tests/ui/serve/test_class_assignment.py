"""Assignments on the instructor's pages: written without losing a word, changed, extended; the board and one answer."""

import re
import tomllib
from datetime import UTC, datetime

import pytest
from class_of_learners import CLASS, assignment, people
from class_stand import Stand, words

from sim.classroom.assignments.assigned import assignment_of, assignments
from sim.classroom.assignments.assignment import from_content
from sim.classroom.assignments.seats import seat_of
from sim.classroom.assignments.times import opened
from sim.classroom.marking.queue import Queue, mark_pending
from sim.classroom.privacy.views import views
from sim.classroom.records.classes import new_class
from sim.classroom.records.records import Records
from sim.classroom.records.roster import add_member
from sim.learn.desk.learner_desk import act
from sim.learn.desk.seat import seated
from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercise
from sim.learn.tasks.contract import mistaken, task_of

NEW = "/class/new"
BAD = "<script>alert(1)</script>"
FORM = {"title": "Week 4", "mode": "homework", "attempts": "2", "counts": "best", "most_percent": "100"}


@pytest.fixture
def stand(tmp_path):
    records = Records.at(tmp_path)
    new_class(records, CLASS, "Billing 101", "America/Chicago")
    made = Stand(records)
    yield made
    made.close()


@pytest.fixture
def teacher(stand):
    return stand.visitor(add_member(stand.records, CLASS, "Dana Whitfield-Synth", role="instructor"))


def test_a_due_date_that_is_past_is_said(stand, teacher):
    form = {**FORM, "name": "week_0", "due": "2020-12-08T23:59", "item": ["coder_04_knee"]}
    onward = teacher.post(NEW, do="assign", **form).onward
    assert onward == "/class/assignment/week_0/edit?done=past" and "date is past" in words(teacher.get(onward))


def test_an_assignment_is_written_and_read_again_from_its_file(stand, teacher):
    form = {
        **FORM,
        "due": "2096-12-08T23:59",
        "percent_per_day": "10",
        "item": ["coder_04_knee", "level_02_throat"],
        "weight.coder_04_knee": "2",
    }
    assert teacher.post(NEW, do="assign", **form).onward == "/class/assignment/week_4/edit?done=saved"
    made = assignment_of(stand.records, CLASS, "week_4")
    assert [(one.origin, one.weight) for one in made.items] == [("coder_04_knee", 2), ("level_02_throat", 1)]
    assert made.due == datetime(2096, 12, 8, 23, 59) and made.late.percent_per_day == 10
    file = teacher.get("/class/assignment/week_4.toml").text
    assert from_content(tomllib.loads(file), "week_4", "week_4.toml") == made
    page = teacher.get("/class/assignment/week_4/edit?done=saved")
    assert "Assigned." in words(page) and 'value="2096-12-08T23:59"' in page.text


def test_errors_stand_at_their_fields_and_nothing_is_lost(stand, teacher):
    form = {**FORM, "title": "", "due": "soon", "minutes": "many", "item": ["coder_04_knee"], "name": BAD}
    told = teacher.post(NEW, do="assign", **form)
    assert told.status == 400 and not assignments(stand.records, CLASS)
    for name in ("title", "due", "minutes", "name"):
        assert f'id="{name}-fault"' in told.text, name
    assert "4 fields need a correction" in told.text
    assert 'value="soon"' in told.text and 'value="many"' in told.text and BAD not in told.text
    assert 'name="item" value="coder_04_knee" checked' in told.text


@pytest.mark.parametrize(
    "change, field",
    [
        ({"opens": "2026-12-09T08:00", "due": "2026-12-08T08:00"}, "due"),
        ({"attempts": "99"}, "attempts"),
        ({"percent_per_day": "10"}, "percent_per_day"),
        ({"weight.coder_04_knee": "0"}, "items"),
        ({"mode": "quiz"}, "mode"),
    ],
)
def test_what_the_file_would_be_refused_for_is_said_at_the_field(teacher, change, field):
    told = teacher.post(NEW, do="assign", **{**FORM, "item": ["coder_04_knee"], **change})
    assert told.status == 400 and f'id="{field}-fault"' in told.text


def test_items_are_added_drawn_and_taken_out(teacher):
    page = teacher.post(NEW, do="add", **FORM, item=["coder_04_knee"], add=["level_02_throat", "nothing_like_it"])
    assert re.findall(r'name="item" value="(\w+)"', page.text) == ["coder_04_knee", "level_02_throat"]
    page = teacher.post(NEW, do="draw", **FORM, item=["coder_04_knee"], draw="3", competence="B4", level="3")
    assert len(re.findall(r'name="item" value="(\w+)"', page.text)) == 4
    page = teacher.post(NEW, do="draw", **FORM, draw="90", competence="B4", level="3")
    assert "90 exercises wanted" in page.text and 'value="Week 4"' in page.text
    page = teacher.post(NEW, do="update", **FORM, item=[])
    assert 'name="item"' not in page.text


def test_a_second_assignment_never_takes_the_place_of_a_first(stand, teacher):
    assert teacher.post(NEW, do="assign", **FORM, item=["coder_04_knee"]).status == 303
    told = teacher.post(NEW, do="assign", **FORM, item=["level_02_throat"])
    assert told.status == 400 and "There is an assignment week_4 already" in told.text
    assert assignment_of(stand.records, CLASS, "week_4").items[0].origin == "coder_04_knee"


def test_items_that_were_opened_do_not_change(stand, teacher):
    one, given = people(stand.records, 1)[0], assignment(stand.records, "week_3", "Week 3", 2)
    opened(stand.records, given, one, "week_3.1", 1, datetime.now(UTC))
    told = teacher.post("/class/assignment/week_3/edit", do="assign", **FORM, item=["level_02_throat"])
    assert told.status == 400 and "learners have opened them" in told.text


def test_a_preview_shows_the_item_without_its_key(teacher):
    page = teacher.get("/class/preview/coder_04_knee?mode=exam")
    assert page.status == 200 and "There are no hints" not in page.text and "Item 1" in page.text
    assert "M17.11" not in page.text and "M17.12" not in page.text
    assert teacher.get("/class/preview/no_such_one").status == 404
    assert teacher.get("/class/preview/coder_04_knee?mode=quiz").status == 400


def test_an_extension_needs_a_reason_and_is_listed(stand, teacher):
    one, given = people(stand.records, 1)[0], assignment(stand.records, "week_3", "Week 3", 2)
    path = f"/class/assignment/{given.name}/extend"
    told = teacher.post(path, learner=one.learner, due="2026-12-20T12:00", why=" ")
    assert told.status == 400 and "reason" in told.text and "2026-12-20T12:00" in told.text
    assert teacher.post(path, learner=one.learner, attempts="x", why=BAD).status == 400
    assert teacher.post(path, learner=one.learner, due="2026-12-20T12:00", why=BAD).status == 303
    page = teacher.get(path)
    assert "Dec 20, 2026, 12:00 PM" in page.text and BAD not in page.text and one.name in page.text


@pytest.fixture
def handed_in(stand):
    """One learner with one marked answer: a knee coded as the key has it."""
    records = stand.records
    given = assignment(records, "week_3", "Week 3", 2)
    one, other = people(records, 2)
    seat = seat_of(records, one, given.name, datetime.now(UTC))
    with seated(seat):
        opened(records, given, one, "week_3.1", 1, datetime.now(UTC))
        act(records.store, one.learner, "open_item", {"exercise": "week_3.1"}, "coder")
        key = task_of("code_visit").key(draw("week_3.1"))
        act(records.store, one.learner, "submit", {"answer": key, "page": "p"}, exercise("week_3.1").desk)
    mark_pending(Queue(records, "test"))
    return one, other


def test_the_board_says_how_each_item_stands(stand, teacher, handed_in):
    one, other = handed_in
    page = teacher.get("/class/assignment/week_3")
    assert "6 of 6" in words(page) and "not opened" in words(page) and "working now" in words(page)
    part = teacher.get("/class/assignment/week_3/rows")
    assert "<html" not in part.text and one.name in part.text
    assert f"/work/{one.learner}/1" in part.text and f"/work/{other.learner}/1" not in part.text


def test_an_answer_is_shown_with_its_key_and_the_look_is_noted(stand, teacher, handed_in):
    one, other = handed_in
    page = teacher.get(f"/class/assignment/week_3/work/{one.learner}/1")
    assert '"What the record supports"' in page.text and "20610" in page.text and "Read only" in page.text
    assert '"homework, attempt 1 of 1"' in page.text and "practice, variant" not in page.text
    looks = [view for view in views(stand.records, CLASS, one.learner) if view.who != one.learner]
    assert [view.what for view in looks] == ["week_3, item 1, attempt 1"]
    empty = teacher.get(f"/class/assignment/week_3/work/{other.learner}/1")
    assert "Nothing handed in yet" in empty.text
    assert teacher.get(f"/class/assignment/week_3/work/{one.learner}/9").status == 404


def test_points_are_changed_with_a_reason(stand, teacher, handed_in):
    one, _ = handed_in
    path = f"/class/assignment/week_3/work/{one.learner}/1"
    attempt = stand.records.store.brief("attempts")[0]["id"]
    for points, why in (("7", "x"), ("nan", "x"), ("3", " "), ("-1", "x")):
        told = teacher.post(path, attempt=attempt, points=points, why=why)
        assert told.status == 400 and f'value="{points}"' in told.text
    assert teacher.post(path, attempt="another", points="3", why="x").status == 404
    assert teacher.post(path, attempt=attempt, points="3.5", why=BAD).status == 303
    page = teacher.get(path)
    assert "3.5 of 6" in words(page) and "changed by hand" in page.text and BAD not in page.text


@pytest.fixture
def wrong(stand):
    """One learner whose knee is on the wrong side, in a homework."""
    given = assignment(stand.records, "week_3", "Week 3", 2)
    one = people(stand.records, 1)[0]
    seat = seat_of(stand.records, one, given.name, datetime.now(UTC))
    with seated(seat):
        act(stand.records.store, one.learner, "open_item", {"exercise": "week_3.1"}, "coder")
        answer = mistaken(task_of("code_visit"), draw("week_3.1"), "wrong-side")
        act(stand.records.store, one.learner, "submit", {"answer": answer, "page": "p"}, "coder")
    mark_pending(Queue(stand.records, "test"))
    return one


def test_a_learner_disputes_a_mark_and_the_instructor_rules_once(stand, teacher, wrong):
    learner, records = stand.visitor(wrong), stand.records
    assert "/results/week_3" in learner.get("/results").text
    page = learner.get("/results/week_3").text
    assert "Dispute this mark" in page and "Key:" not in page
    attempt, mark = re.search(
        r'name="attempt" value="([\w-]+)"><input type="hidden" name="mark" value="(\d+)"', page
    ).groups()
    assert learner.post("/results/week_3", attempt=attempt, mark="99", why=BAD).status == 400
    assert learner.post("/results/week_3", attempt=attempt, mark=mark, why=BAD).status == 303
    assert "not ruled on yet" in learner.get("/results/week_3").text
    assert "1 dispute open" in words(teacher.get("/class"))
    queue = teacher.get("/class/disputes").text
    assert [view.what for view in views(records, CLASS, wrong.learner)][-1] == "disputed mark 1"
    assert BAD not in queue and "applies to 1 of 1 learners" in queue
    number = re.search(r'name="number" value="(\d+)"', queue)[1]
    assert teacher.post("/class/disputes", number=number, what="accept", why=" ").status == 400
    before = records.store.brief("marks")[-1]["earned"]
    assert teacher.post("/class/disputes", number=number, what="accept", why="Both sides hurt.").status == 303
    assert records.store.brief("marks")[-1]["earned"] > before
    assert "Both sides hurt." in learner.get("/results/week_3").text
    assert "dispute ruled" in teacher.get("/class/trail").text


def test_nobody_disputes_or_sees_the_marks_of_another(stand, wrong):
    other = stand.visitor(add_member(stand.records, CLASS, "Ada Byron-Synth"))
    attempt = stand.records.store.brief("attempts")[0]["id"]
    assert attempt not in other.get("/results/week_3").text
    assert other.post("/results/week_3", attempt=attempt, mark="0", why="x").status == 400


def test_an_exam_shows_nothing_before_it_is_over(stand):
    given = assignment(stand.records, "final", "Final", 2, "exam")
    one = people(stand.records, 1)[0]
    with seated(seat_of(stand.records, one, given.name, datetime.now(UTC))):
        act(stand.records.store, one.learner, "open_item", {"exercise": "final.1"}, "coder")
        key = task_of("code_visit").key(draw("final.1"))
        act(stand.records.store, one.learner, "submit", {"answer": key, "page": "p"}, "coder")
    mark_pending(Queue(stand.records, "test"))
    page = stand.visitor(one).get("/results/final").text
    assert "handed in" in page and "points are shown when" in page
    assert (
        "20610" not in page and "6 of 6" not in page and "right" not in words(stand.visitor(one).get("/results/final"))
    )


def test_statistics_and_gradebook_are_pages_and_a_file(stand, teacher, handed_in):
    page = teacher.get("/class/assignment/week_3/statistics")
    assert page.status == 200 and "Fewer than 20 learners" in page.text and "<svg" in page.text
    assert "style=" not in page.text
    grades = teacher.get("/class/gradebook")
    assert handed_in[0].name in grades.text and "Week 3" in grades.text
    file = teacher.get("/class/gradebook.csv")
    assert handed_in[0].name in file.text and "attachment" in file.headers["Content-Disposition"]


def test_an_exam_names_its_public_items(teacher):
    page = teacher.post(NEW, do="update", **{**FORM, "mode": "exam"}, item=["coder_04_knee"])
    assert "Exam with public items: Knee and blood pressure" in words(page)
