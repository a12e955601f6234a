"""The page of a quarter: kept as it goes, and everything that is sent is read as hostile."""

import pytest

from sim.learn.desk.attempt_store import Store
from sim.manager.game.decided import usual_hours
from sim.manager.strategies.strategy import ROLES
from sim.ui.desks.page_reply import reply
from sim.ui.desks.quarter import view as page
from sim.ui.desks.session import Session

HOURS = {role: f"{hours:.1f}" for role, hours in zip(ROLES, usual_hours(), strict=True)}


@pytest.fixture
def session(tmp_path):
    made = Session("quarter", store=Store(tmp_path))
    said(made, "hello", learner="L-1", exercise="", case="")
    return made


def said(session, kind, **data):
    answer = reply(session, {"kind": kind, "data": data})
    assert answer.fault is None
    return answer.view or answer.message


def does(session, **answer):
    return said(session, "submit", case="", seq=1, page="p", base=None, answer=answer)


def test_the_first_page_costs_nothing_and_shows_no_figures():
    shown = page.view(None, "")
    assert shown["phase"] == "monday" and "friday" not in shown and shown["monday"]["left"] == 13


def test_a_quarter_is_kept_and_gone_on_with(session, tmp_path):
    shown = does(session, do="week", decision="train_staff", **HOURS)
    assert shown["friday"]["week"] == 1 and shown["phase"] in ("friday", "monday")
    again = Session("quarter", store=Store(tmp_path))
    found = said(again, "hello", learner="L-1", exercise="", case="")
    assert found["case"] == shown["case"] and found["friday"] == shown["friday"] and found["saved"]
    other = said(again, "hello", learner="L-2", exercise="", case="")
    assert other["case"] == "quarter/1/1/monday" and "friday" not in other


def test_what_is_typed_is_kept(session):
    told = said(session, "draft", case="quarter/1/1/monday", seq=3, page="p", base=None, draft={"coder": "5.2", "x": 1})
    assert told["kind"] == "saved" and told["saved"]
    shown = said(session, "hello", learner="L-1", exercise="", case="")
    assert (
        shown["draft"]["coder"] == "5.2" and shown["draft"]["biller"] == HOURS["biller"] and "x" not in shown["draft"]
    )


def test_a_visit_opens_with_the_decision_behind_it(session):
    shown = does(session, do="week", decision="", **HOURS)
    visit = next(one for one in shown["friday"]["figures"] if one["name"] == "open")["behind"][0]["visit"]
    opened = does(session, do="open", visit=visit)["opened"]
    assert opened["visit"] == visit and any("picture" in block for block in opened["blocks"])
    assert does(session, do="close")["opened"] is None


@pytest.mark.parametrize(
    "answer",
    [
        {"do": "week", **HOURS, "coder": "many"},
        {"do": "week", **HOURS, "coder": "99"},
        {"do": "week", **HOURS, "coder": "nan"},
        {"do": "week", **HOURS, "decision": "rob a bank"},
        {"do": "answer", "answer": "0"},
        {"do": "new", "seed": "-4"},
        {"do": "new", "seed": "٣"},
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(session, answer):
    told = does(session, **answer)
    assert told["kind"] == "said" and "To do:" in told["words"]
    assert said(session, "hello", learner="L-1", exercise="", case="")["case"] == "quarter/1/1/monday"


@pytest.mark.parametrize(
    "answer", [{"do": "open", "visit": "77"}, {"do": ["x"]}, {"do": "open", "visit": {"a": 1}}, {}]
)
def test_what_is_not_understood_leaves_the_page_as_it_is(session, answer):
    assert does(session, **answer)["case"] == "quarter/1/1/monday"


def test_a_new_quarter_has_its_number(session):
    assert does(session, do="new", seed="12")["bar"]["chips"] == ["quarter 12"]
