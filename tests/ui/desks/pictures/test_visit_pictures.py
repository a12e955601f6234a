"""The pictures of a visit agree with its books and its dates, for right answers and for wrong ones."""

import re

import pytest

from sim.learn.exercises.case import draw
from sim.learn.grading.error_kinds import kinds
from sim.learn.tasks.contract import mistaken, task_of
from sim.ui.desks.pictures.visit_pictures import money_pictures, what_happened, where_it_went


def journeys(name: str):
    """The journey of the key, and of every mistake that can be made."""
    case = draw(name, 1)
    task = task_of(case.exercise.task)
    for error in (None, *kinds()):
        given = task.key(case) if error is None else mistaken(task, case, error)
        if given is not None and (found := task.grade(task.parse(given), case).journey):
            yield error, found


@pytest.mark.parametrize("name", ["coder_04_knee", "denial_01_knee"])
def test_what_the_steps_leave_is_what_the_books_have_open_with_payers(name):
    seen = 0
    for error, made in journeys(name):
        seen += 1
        steps, charged = where_it_went(made["ledger"])
        assert charged == -made["balances"]["revenue"], error
        assert charged - sum(amount for _, amount in steps) == made["balances"]["payer"], error
        assert len(money_pictures(made)) in ((0,) if not charged else (1, 2)), error
        events = what_happened(made)
        assert str(events[0].day) == made["service_date"] and events[0].words == "Visit"
    assert seen


def test_the_denial_of_the_first_claim_is_on_the_calendar():
    _, made = next(journeys("denial_01_knee"))
    words = [one.words for one in what_happened(made)]
    assert words[0] == "Visit" and any(
        re.fullmatch(r"Claim 1 adjudicated, \d of \d lines denied", one) for one in words
    )
    assert words[-1] == "Claim 2 adjudicated, no line denied"
