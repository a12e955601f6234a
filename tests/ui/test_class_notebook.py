"""A class in a notebook: every call may be repeated, what is shown is escaped and true, what is wrong is said."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sim.classroom.assignments.assigned import assign, assignment_of
from sim.classroom.assignments.assignment import Late
from sim.classroom.assignments.seats import seat_of
from sim.classroom.records.entry import use_link
from sim.classroom.records.records import Records
from sim.classroom.records.roster import members
from sim.classroom.records.trail import trail
from sim.ground.errors import CleanClaimError
from sim.learn.desk.learner_desk import act
from sim.learn.desk.seat import seated
from sim.learn.exercises.case import draw
from sim.learn.tasks.contract import task_of
from sim.ui.class_notebook import MyClass

PEOPLE = """
Rosa Delgado-Synth, rosa@example.edu, S-1042
Ben Okafor-Synth
"""
BAD = "<script>alert(1)</script>"


@pytest.fixture
def records(tmp_path):
    return Records.at(tmp_path)


@pytest.fixture
def mine(records):
    return MyClass(records, "billing_101", "Billing 101", "America/Chicago")


def test_a_class_is_made_once_and_opened_afterwards(records, mine):
    again = MyClass(records, "billing_101", "Another title")
    assert "Billing 101 (made)" in repr(mine) and "Billing 101 (opened)" in repr(again)
    assert "America/Chicago" in again._repr_html_()


def test_who_is_there_is_not_entered_again(records, mine):
    assert mine.enter(PEOPLE).words == ("2 new, 0 known.",)
    assert mine.enter(PEOPLE).words == ("0 new, 2 known.",)
    assert len(members(records, "billing_101")) == len(mine.roster().rows) == 2


def test_a_file_of_people_is_read(mine, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("name,id\nRosa Delgado-Synth,S-1\n,S-2\n", encoding="utf-8")
    shown = mine.enter(str(file))
    assert shown.words[0] == "1 new, 0 known." and "line 3: no name" in shown.words[1]


def test_an_assignment_of_this_title_is_changed_and_keeps_what_was_not_told(records, mine):
    mine.assign("Week 1", "coder_04_knee, level_02_throat", due="2036-12-08", attempts=2)
    made = assignment_of(records, "billing_101", "week_1")
    assert made.due == datetime(2036, 12, 8, 23, 59) and (made.mode, made.attempts) == ("homework", 2)
    closes = datetime(2036, 12, 10, 23, 59)
    items = tuple(replace(one, weight=2.0, points=2 * one.points) for one in made.items)
    late = assign(records, "billing_101", replace(made, late=Late(10.0, 50.0), closes=closes, items=items))
    before = len(trail(records, "billing_101"))
    mine.assign("Week 1", "coder_04_knee, level_02_throat")
    assert assignment_of(records, "billing_101", "week_1") == late and len(trail(records, "billing_101")) == before
    mine.assign("Week 1", "coder_04_knee", mode="exam")
    changed = assignment_of(records, "billing_101", "week_1")
    assert changed.mode == "exam" and changed.late == late.late and [one.weight for one in changed.items] == [1]


def test_work_goes_from_the_board_to_the_gradebook(records, mine):
    mine.enter(PEOPLE)
    mine.assign("Week 1", "coder_04_knee")
    ben, rosa = members(records, "billing_101")
    with seated(seat_of(records, rosa, "week_1", datetime.now(UTC))):
        act(records.store, rosa.learner, "open_item", {"exercise": "week_1.1"}, "coder")
        key = task_of("code_visit").key(draw("week_1.1"))
        act(records.store, rosa.learner, "submit", {"answer": key, "page": "p"}, "coder")
    assert "saved" in mine.board("week_1").rows[1][1] and mine.gradebook().rows[1][2] == "being marked"
    assert mine.mark().words == ("Answers marked: 1.",)
    assert [row[1] for row in mine.board("Week 1").rows] == ["– not opened", "● 6 of 6"]
    assert [row[2:] for row in mine.gradebook().rows] == [("not handed in", "0"), ("6", "6")]
    assert ben.name in mine.gradebook().table.iloc[0, 0]


def test_a_link_of_ones_own_is_made_for_one_instructor(records, mine):
    assert "/join/" not in repr(mine.how_to_serve()) and not members(records, "billing_101")
    lost = mine.how_to_serve("Dana Whitfield-Synth").rows[-1][1]
    address = mine.how_to_serve("dana whitfield-synth").rows[-1][1]
    assert len(members(records, "billing_101")) == 1
    assert use_link(records, lost.rpartition("/")[2]) is None  # the new link takes its place
    assert use_link(records, address.rpartition("/")[2]).is_instructor


def test_what_others_wrote_is_escaped_and_whole(mine):
    long = "Maximiliana Theodora Konstantina de la Cruz y Montenegro-Synth"
    mine.enter(f"{BAD}\n{long}")
    mine.assign(f"Week {BAD}", "coder_04_knee")
    for shown in (mine, mine.roster(), mine.board(f"Week {BAD}"), mine.gradebook()):
        assert "<script" not in shown._repr_html_() and BAD in repr(shown)
    assert long in mine.roster()._repr_html_()


@pytest.mark.parametrize(
    "call, told",
    [
        (lambda mine: mine.assign("Week 1", "no_such"), "no_such"),
        (lambda mine: mine.assign("Week 1", ""), "item"),
        (lambda mine: mine.assign("Week 1", "coder_04_knee", due="soon"), "due time"),
        (lambda mine: mine.assign("Week 1", "coder_04_knee", mode="test"), "mode"),
        (lambda mine: mine.assign("!", "coder_04_knee"), "name"),
        (lambda mine: mine.board("Week 9"), "no assignment"),
        (lambda mine: mine.enter("no_such_file.csv"), "cannot read the roster"),
    ],
)
def test_what_cannot_be_done_is_said(mine, call, told):
    with pytest.raises(CleanClaimError, match=told):
        call(mine)


def test_exercises_are_found_by_a_word(mine):
    every, knees = mine.exercises(), mine.exercises("KNEE")
    assert len(every.rows) > len(knees.rows) > 0 and "coder_04_knee" in {row[0] for row in knees.rows}
