"""The denial desk's task: letters are read strictly, marked by what they prove, and every step stays as history."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.learn.desk.attempt_store import Store
from sim.learn.desk.learner_desk import act
from sim.learn.exercises.case import draw
from sim.learn.tasks.work_denial import marks as denial_marks
from sim.learn.tasks.work_denial.steps import unreadable as problems
from sim.learn.tasks.work_denial.task import Answer, parse

IN_TIME, LEARNER = "denial_14_late_filing", "L-7"
RIGHT = {
    "cause": "payer_error",
    "owner": "biller",
    "remedy": "R_RECON",
    "letter": {"level": 1, "ground": "filed_in_time", "evidence": ["acceptance_report"]},
}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text() | st.sampled_from(["level", "ground", "evidence", "topic", "words"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "attempts.sqlite")


@given(ANYTHING, ANYTHING)
def test_any_letter_and_any_history_are_read_or_refused(letter, history):
    found = parse({"remedy": "R_APPEAL", "letter": letter, "history": history})
    if isinstance(found, Answer):
        assert json.dumps(found.as_dict()) and parse(found.as_dict()) == found
    else:
        assert found and all(one.where and one.expected for one in found)


@pytest.mark.parametrize(
    "letter",
    [
        {"level": 6},
        {"level": "first"},
        {"ground": "because"},
        {"evidence": ["a good feeling"]},
        {"evidence": "medical_record"},
        {"topic": "weather"},
        {"stamp": "yes"},
        ["medical_record"],
    ],
)
def test_a_letter_of_another_form_is_told_and_costs_nothing(letter):
    assert isinstance(parse({"remedy": "R_APPEAL", "letter": letter}), list)


def test_what_is_not_in_the_file_cannot_be_attached():
    case = draw(IN_TIME, 1)
    sent = parse({**RIGHT, "letter": {**RIGHT["letter"], "evidence": ["primary_eob"]}})
    assert problems(sent, case) and problems(parse(RIGHT), case) == []


@pytest.mark.parametrize(
    "letter, share",
    [
        (RIGHT["letter"], 1),
        ({**RIGHT["letter"], "evidence": ["claim_copy"]}, 0.5),
        ({**RIGHT["letter"], "ground": "contract_price"}, 0.5),
        ({**RIGHT["letter"], "evidence": ["acceptance_report", "whole_chart"]}, 0.5),
        ({}, 0),
        ({**RIGHT["letter"], "evidence": ["acceptance_report", "record_written_now"]}, 0),
    ],
)
def test_a_letter_earns_what_it_proves(letter, share):
    marks = denial_marks.grade(parse({**RIGHT, "letter": letter}), draw(IN_TIME, 1)).marks
    mark = next(one for one in marks if one.where == "letter")
    assert mark.earned == share and mark.red_line == ("record_written_now" in letter.get("evidence", ()))


def test_every_step_stays_and_the_next_level_is_open(store):
    act(store, LEARNER, "open_item", {"exercise": IN_TIME}, "denial")
    weak = {**RIGHT, "letter": {**RIGHT["letter"], "evidence": ["claim_copy"]}}
    now = act(store, LEARNER, "submit", {"answer": weak}, "denial")
    assert [one["appeal"]["decision_code"] for one in now.journey["replies"]] == ["upheld"] and not now.finished
    again = act(store, LEARNER, "submit", {"answer": RIGHT}, "denial")  # the same level once more is not looked at
    assert again.journey["replies"][-1]["appeal"]["reason"] == "wrong level" and not again.finished
    won = act(store, LEARNER, "submit", {"answer": {**RIGHT, "letter": {**RIGHT["letter"], "level": 2}}}, "denial")
    assert (
        [one["tone"] for one in won.journey["replies"]] == ["bad", "bad", "good"]
        and won.finished
        and won.journey["money"]["owed_not_paid"] == 0
    )
    dates = [one["answered"] for one in won.journey["replies"]]
    assert dates == sorted(dates)


def test_a_format_that_cannot_be_read_is_no_step(store):
    act(store, LEARNER, "open_item", {"exercise": IN_TIME}, "denial")
    now = act(
        store,
        LEARNER,
        "submit",
        {"answer": {**RIGHT, "letter": {**RIGHT["letter"], "evidence": ["primary_eob"]}}},
        "denial",
    )
    assert now.problems and now.submitted == () and "holds none" in now.problems[0]["what"]
    assert len(act(store, LEARNER, "submit", {"answer": RIGHT}, "denial").journey["replies"]) == 1


def test_the_desk_does_not_call_a_refused_share_settled():
    from sim.learn.tasks.work_denial.task import grade
    from sim.ui.desks.denial.payer_reply import closing

    journey = grade(
        parse(
            {
                "cause": "no_authorization",
                "owner": "front desk",
                "remedy": "R_CALL",
                "letter": {"topic": "authorization"},
            }
        ),
        draw("denial_05_planned_knee", 1),
    ).journey
    assert "cannot be billed" in closing(journey) and "settled" not in closing(journey)
