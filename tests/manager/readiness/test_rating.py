"""Ratings by hand, and what holds for all of them: a right fresh case never lowers a rating, a mistake may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.manager.readiness.evidence import by_competence, fresh_cases, paid_at_once
from sim.manager.readiness.rating import DEVELOPING, NOT_READY, NOT_SHOWN, RATINGS, READY, rating, why
from sim.manager.readiness.thresholds import thresholds
from sim.learn.course.plan.shelf import shelf
from tests.learn.course.course_answers import answer, past

LIMITS, SHELF = thresholds(), shelf()
ORDER = {word: place for place, word in enumerate(RATINGS)}


def rated(shares, competence="C2", bar=95, skill="laterality", **more):
    """The rating after fresh cases that earned these shares of a skill; a pair says (share, was it alone)."""
    made = []
    for number, one in enumerate(shares, 1):
        share, alone = one if isinstance(one, tuple) else (one, True)
        made.append(answer("coder_04_knee", number, share, skills={skill: share}, is_alone=alone, **more))
    shown = by_competence(fresh_cases(past(*made), SHELF)).get(competence, [])
    return rating(competence, shown, bar, LIMITS), why(competence, shown, bar, LIMITS)


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([], NOT_SHOWN),
        ([0.0], NOT_READY),  # 0 %
        ([0.5, 0.6, 0.6], NOT_READY),  # 56.67 % together, less than 60
        ([0.6, 0.6, 0.6], DEVELOPING),  # 60 % together
        ([1.0, 1.0], DEVELOPING),  # two of three
        ([1.0, 1.0, 0.0], DEVELOPING),  # 66.67 % together, one below the bar
        ([1.0, 1.0, 0.94], DEVELOPING),  # 98 % together, one below the bar
        ([0.95, 0.95, 0.95], READY),  # at the bar
        ([0.0, 1.0, 1.0, 1.0], READY),  # only the last three count
        ([1.0, 1.0, 1.0, 0.5], DEVELOPING),
        ([1.0, 1.0, (1.0, False)], DEVELOPING),  # the last was helped and earns nothing: 66.67 %
        ([(1.0, False)] * 3, NOT_READY),  # nothing was done alone
    ],
)
def test_by_hand(shares, expected):
    assert rated(shares)[0] == expected


def test_specialists_are_held_to_more():
    assert rated([0.96, 0.96, 0.96], bar=95)[0] == READY and rated([0.96, 0.96, 0.96], bar=97)[0] == DEVELOPING


def test_claims_have_to_be_paid_at_the_first_submission_where_that_is_asked():
    claim = {"competence": "B2", "skill": "claim-form"}
    assert rated([1.0] * 3, **claim)[0] == DEVELOPING  # no claim was sent
    assert rated([1.0] * 3, paid_first_time=True, **claim)[0] == READY
    found, told = rated([1.0] * 3, paid_first_time=False, **claim)
    assert found == DEVELOPING and "0 of 3 claims paid at the first submission" in told
    assert rated([1.0] * 3, paid_first_time=False)[0] == READY  # C2 asks for no claims


def test_19_of_the_latest_20_claims_are_95_percent():
    paid = [answer("x", n, skills={"claim-form": 1.0}, paid_first_time=n != 5) for n in range(1, 24)]
    shown = by_competence(fresh_cases(past(*paid), SHELF))["B2"]
    assert paid_at_once(paid, 20) == (19, 20) and rating("B2", shown, 95, LIMITS) == READY
    two = [*paid, answer("x", 24, skills={"claim-form": 1.0}, paid_first_time=False)]
    assert paid_at_once(two, 20) == (18, 20)


def test_what_shows_nothing_is_left_out():
    is_open = answer("coder_04_knee", 1, None, skills={})
    guessed = [answer("drill_03_modifiers", n, skills={"modifiers": 1.0}) for n in (1, 2, 3)]
    again = answer("coder_04_knee", 2, is_first=False)
    known = SHELF.exercises
    assert known["rejection_01_first"].steps_at(1) and known["drill_03_modifiers"].task == "quick_check"
    stepped = answer("rejection_01_first", 1, skills={"rejections": 1.0})
    alone = answer("rejection_01_first", 4, skills={"rejections": 1.0})
    assert fresh_cases(past(is_open, *guessed, again, stepped, alone), SHELF) == [alone]


def cases():
    """Fresh cases of any kind: (share, was it alone, was its claim paid)."""
    share = st.sampled_from([0.0, 0.3, 0.6, 0.94, 0.95, 0.97, 1.0]) | st.floats(0, 1)
    return st.tuples(share, st.booleans(), st.sampled_from([None, True, False]))


def shown_of(rows, skill):
    made = [
        answer("x", number, share, skills={skill: share}, is_alone=alone, paid_first_time=paid)
        for number, (share, alone, paid) in enumerate(rows, 1)
    ]
    return [each for shown in by_competence(made).values() for each in shown]


@given(st.lists(cases(), max_size=30), st.integers(1, 6), st.sampled_from([True, None]), st.sampled_from(["C2", "B2"]))
def test_a_right_fresh_case_never_lowers_a_rating(rows, more, paid, competence):
    skill = {"C2": "laterality", "B2": "claim-form"}[competence]
    before = rating(competence, shown_of(rows, skill), 95, LIMITS)
    for _ in range(more):
        rows = [*rows, (1.0, True, paid)]
        after = rating(competence, shown_of(rows, skill), 95, LIMITS)
        assert ORDER[after] >= ORDER[before]
        before = after


@given(st.lists(cases(), max_size=30))
def test_three_right_in_a_row_are_ready_whatever_came_before(rows):
    assert rating("C2", shown_of([*rows, *[(1.0, True, None)] * 3], "laterality"), 95, LIMITS) == READY


@given(st.lists(cases(), min_size=1, max_size=30))
def test_who_made_a_mistake_in_the_last_case_is_not_ready(rows):
    assert rating("C2", shown_of([*rows, (0.5, True, None)], "laterality"), 95, LIMITS) != READY
