"""The score is the printed formula; what a mode may not show is not in the data."""

import json

from hypothesis import given
from hypothesis import strategies as st

from sim.learn.grading.marks import Consequence, Evidence, Mark, Marks, shown

WRONG = Mark(
    "diagnoses.1",
    "wrong",
    "The provider names hypertension, so I10.",
    hint="Read the plan.",
    key="I10",
    error="symptom-for-known-disease",
    evidence=(Evidence(0, "plan", "HTN not at goal", 3, 18),),
    consequence=Consequence(500, 0, 17, 0, "$5.00 is owed and not paid."),
)


@given(earned=st.lists(st.floats(0, 1), max_size=8), entered=st.integers(0, 9), key=st.integers(0, 9))
def test_a_score_lies_between_nothing_and_all(earned, entered, key):
    marks = Marks(tuple(Mark("x", "partly", "", earned=value) for value in earned), entered, key)
    assert 0 <= marks.score <= 1
    if not max(entered, key):
        assert marks.score == 0


def test_adding_too_much_costs_as_leaving_out_does():
    right = (Mark("a", "right", "", earned=1.0), Mark("b", "right", "", earned=1.0))
    assert Marks(right, 2, 2).score == 1 and Marks(right, 4, 2).score == Marks(right, 2, 4).score == 0.5


def test_a_remark_moves_no_point():
    assert Marks((Mark("a", "right", "", earned=1.0), Mark("path", "wrong", "", counts=False)), 1, 1).score == 1


def test_homework_shows_where_to_look_and_not_the_key():
    text = json.dumps(shown(WRONG, "hint"))
    assert "Read the plan." in text and "I10" not in text and "HTN" not in text and "hypertension" not in text


def test_an_exam_shows_that_it_is_saved_and_nothing_else():
    marks = Marks(
        (WRONG, Mark("diagnoses", "missing", "E11.22 is missing.", key="E11.22")), 1, 3, extra={"key": ["E11.22"]}
    )
    text = json.dumps(marks.as_dict("none"))
    assert "I10" not in text and "E11.22" not in text and "wrong" not in text and "score" not in text
    assert "E11.22" in json.dumps(marks.as_dict("key"))


def test_homework_hides_what_the_payer_said():
    shown_ = Marks((WRONG,), 1, 1, owed_not_paid_amount=500, paid_first_time=False).as_dict("hint")
    assert shown_["paid_first_time"] is None and shown_["owed_not_paid_amount"] is None and shown_["score"] == 0
