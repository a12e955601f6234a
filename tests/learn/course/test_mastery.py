"""Mastery rises by fresh variants alone and by checks on later days, and a mistake in a check takes one level."""

from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from sim.learn.course.record.mastery import ATTEMPTED, FAMILIAR, MASTERED, PROFICIENT, mastery
from tests.learn.course.course_answers import answer


def level(*answers, checks=()):
    names = set(checks)
    found = mastery(answers, lambda one: one.exercise in names, UTC)
    return found["laterality"].level


def test_shares_make_levels():
    assert level(answer(score=0.69)) == ATTEMPTED
    assert level(answer(score=0.70)) == FAMILIAR
    assert level(answer(score=1.0), answer(variant=2)) == FAMILIAR
    assert level(*(answer(variant=n, score=0.95) for n in (1, 2, 3))) == PROFICIENT
    assert level(*(answer(variant=n, score=0.94) for n in range(1, 9))) == FAMILIAR


def test_help_shows_no_more_than_that_it_was_met():
    assert level(*(answer(variant=n, is_alone=False) for n in (1, 2, 3))) == ATTEMPTED
    assert mastery([answer(is_first=False), answer(case=("knee", 1, "own:1"))], lambda one: False) == {}


def test_mastered_needs_a_check_on_a_later_day():
    three = [answer(variant=n) for n in (1, 2, 3)]
    assert level(*three, answer("check", 4), checks=["check"]) == PROFICIENT  # the same day
    assert level(*three, answer("check", 4, day=1), checks=["check"]) == MASTERED
    assert level(*three, answer(variant=4, day=40)) == MASTERED  # it was due: a review
    assert level(*three, answer("check", 4, day=1, is_alone=False), checks=["check"]) == PROFICIENT


def test_a_mistake_in_a_check_takes_one_level_and_three_more_bring_it_back():
    three = [answer(variant=n) for n in (1, 2, 3)]
    right, wrong = answer("check", 4, day=1), answer("check", 5, day=2, score=0.9)
    assert level(*three, right, wrong, checks=["check"]) == PROFICIENT
    lost = [*three, wrong]
    assert level(*lost, checks=["check"]) == FAMILIAR
    again = [answer(variant=n, day=2) for n in (6, 7)]
    assert level(*lost, *again, checks=["check"]) == FAMILIAR
    assert level(*lost, *again, answer(variant=8, day=2), checks=["check"]) == PROFICIENT
    assert level(answer(score=0.5), answer("check", 2, day=0, score=0), checks=["check"]) == ATTEMPTED


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), st.booleans(), st.booleans()), max_size=15))
def test_never_proficient_without_three_right_ones(rows):
    ordered = sorted(rows, key=lambda row: row[1])
    made = [
        answer("check" if check else "knee", n, score, day, is_alone=alone)
        for n, (score, day, alone, check) in enumerate(ordered, 1)
    ]
    found = mastery(made, lambda one: one.exercise == "check", UTC)
    right = sum(score >= 0.95 and alone for score, _, alone, _ in ordered)
    if found and found["laterality"].level >= PROFICIENT:
        assert right >= 3
    if found and found["laterality"].level == MASTERED:
        assert right >= 4 and len({day for _, day, _, _ in ordered}) >= 2


def test_what_is_right_comes_back_later_each_time_and_a_mistake_brings_it_back_soon():
    days, day, made = [], 0, []
    for n in range(1, 5):
        made.append(answer(variant=n, day=day))
        card = mastery(made, lambda one: False, UTC)["laterality"].card
        days.append((card.due - card.last_review).days)
        day += days[-1]
    assert days == sorted(days) and days[-1] > days[0] >= 1
    made.append(answer(variant=9, day=day, score=0))
    card = mastery(made, lambda one: False, UTC)["laterality"].card
    assert (card.due - card.last_review).days < days[-1]
