"""The first page: one thing to click, figures within what there is, each exercise once, and what is done there."""

import json
from datetime import datetime

import pytest

from sim.learn.course.record.progress import Progress
from sim.learn.desk.attempt_store import Store
from sim.learn.exercises.exercise import exercises
from sim.ui.desks.page_reply import reply
from sim.ui.desks.session import Session
from sim.ui.desks.start import desk_lists
from sim.ui.desks.start import view as start

NOW = datetime(2026, 10, 5, 9).astimezone()


def made(**more):
    known = {"desk": "coder", "done": (), "settled": (), "of": 3, "right": 0, "items": 0}
    amounts = {"paid_first_time": 0, "claims": 0, "owed_not_paid_amount": 0, "paid_not_supported_amount": 0}
    return Progress(**{**known, **amounts, **more})


@pytest.fixture(scope="module")
def empty():
    return start.view(None, "", now=NOW)


def test_figures_never_pass_what_there_is_and_claims_are_told_where_some_were_sent():
    assert desk_lists.figures(made()) == []
    assert desk_lists.figures(made(right=9, items=8)) == [["items right", "8 of 8"]]
    names = [name for name, _ in desk_lists.figures(made(right=3, items=8, claims=1))]
    assert names == ["items right", "paid first time", "owed, not paid", "paid, not supported"]


def test_somebody_new_sees_one_thing_to_click_and_how_long_it_takes(empty):
    begin = empty["begin"]
    assert begin["heading"] == "New here? Start with this" and begin["minutes"] and begin["words"]
    assert begin["go"].startswith("Read the lesson") and begin["deed"]["deed"] == "read_lesson"
    assert empty["track"]["place"].startswith("Unit 1 of 16: First visits. 0 units passed")
    assert empty["due"]["words"] == "No review is due today." and empty["journal"] is None and empty["pace"] == ""
    assert [row["name"] for row in empty["exams"]["rows"]] == ["CPC", "CPB", "CCA", "CBCS"]


def test_every_exercise_is_listed_once_and_every_strip_adds_up(empty):
    groups = [group for role in empty["roles"] for desk in role["desks"] for group in desk["groups"]]
    listed = [item["id"] for group in groups for item in group["items"]]
    assert sorted(listed) == sorted(exercises())
    for row in empty["mastered"]["rows"]:
        assert row["levels"][0] == sum(row["levels"]) > 0, row


def sent(session, kind, **data):
    answer = reply(session, {"kind": kind, "data": data})
    assert answer.fault is None, answer.fault
    return answer


def test_what_is_done_here_is_kept_and_what_is_not_there_is_said(tmp_path):
    session = Session("start", store=Store(tmp_path))
    sent(session, "hello", learner="L-1")
    lesson = sent(session, "course", deed="read_lesson", name="01_coder_desk").view
    assert lesson["lesson"]["blocks"] and lesson["begin"]["kind"] == "example"
    chosen = sent(session, "course", deed="choose_track", name="biller").view
    assert chosen["track"]["title"] == "Your track: Biller" and chosen["lesson"] is None
    check = sent(session, "course", deed="begin_check", name="02_biller_desk").view["begin"]
    assert check["heading"] == "Check of The claim, item 1 of 6" and check["id"].count("/") == 1
    for deed, name in (("begin_check", "../../x"), ("fly", "x"), ("choose_track", "<b>")):
        assert sent(session, "course", deed=deed, name=name).view is None
    again = Session("start", store=Store(tmp_path))
    assert sent(again, "hello", learner="L-1").view["track"]["title"] == "Your track: Biller"
    assert "Biller" not in json.dumps(sent(again, "hello", learner="L-2").view["track"]["title"])


def test_a_link_opens_the_variant_it_names(tmp_path):
    session = Session("coder", store=Store(tmp_path))
    assert sent(session, "hello", learner="L-1", exercise="coder_02_cough/3").view["case"] == "coder_02_cough/3"
    assert sent(session, "hello", learner="L-1", exercise="coder_02_cough").view["case"] == "coder_02_cough/3"
    assert sent(session, "hello", learner="L-1", exercise="coder_02_cough/9999999").view["notice"]
