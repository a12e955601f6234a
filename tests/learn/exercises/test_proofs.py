"""The proof of an exercise says what does not hold, and where."""

from dataclasses import replace

from sim.learn.exercises.exercise import Sample, exercise
from sim.learn.lint.exercise_proofs import check, prove


def found(name, **changes):
    return [(place, text) for place, text, _ in prove(replace(exercise(name), **changes), 1)]


def test_an_exercise_that_holds_has_no_findings():
    assert check(exercise("coder_04_knee"), 1) == []


def test_a_sample_that_earns_something_else_is_told():
    wrong = Sample("too much", {"diagnoses": ["I10"]}, "full")
    assert [place for place, _ in found("coder_02_cough", samples=(wrong,))] == [1]
    points = Sample("points", "truth", 3.5)
    assert "4 of 4 points" in found("coder_02_cough", samples=(points,))[0][1]


def test_a_hint_that_gives_the_answer_away_is_told():
    assert [place for place, _ in found("denial_01_knee", hints=("Put modifier 25 on 99214.",))] == ["hints"]


def test_a_form_with_nothing_to_mend_and_a_denial_that_is_none_are_told():
    assert "trap" in {place for place, _ in found("biller_02_new_card", trap={})}
    assert "trap" in {place for place, _ in found("denial_02_red_eye", task="work_denial", trap={}, samples=())}
    assert (
        found("denial_01_knee", trap={"error": "wrong-side"}, samples=()) == []
    )  # a wrong side is something to mend, paid or not


def test_a_sample_that_cannot_be_read_is_told_in_one_line():
    import pytest

    from sim.ground.errors import CleanClaimError

    with pytest.raises(CleanClaimError, match="cannot be read"):
        found("coder_02_cough", samples=(Sample("broken", {"diagnoses": "M17.11"}, "none"),))
