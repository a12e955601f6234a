"""A check is not passed by guessing: somebody who chooses at random at the forms that can be guessed earns far less."""

import math
import random
from statistics import mean, pstdev

import pytest

from sim.learn.course.plan.unit import units
from sim.learn.exercises.case import draw
from sim.learn.grading.marks import Marks
from sim.learn.tasks.contract import task_of
from sim.learn.tasks.form import Choice, Choices, Code, Money, Number, Phrases, Rows, Tick

GUESSED = ("policy_04_once_a_year", "level_06_pressure_and_kidney", "drill_03_modifiers", "query_02_lab_value")
GUESSES, LEAST_ITEMS, LEAST_PASS = 12, 6, 0.85


def guess(control, dice):
    """A choice at random; what has to be typed or marked stays empty."""
    if isinstance(control, Choice):
        return dice.choice(control.options).id
    if isinstance(control, Choices):
        return [one.id for one in control.options if dice.random() < 0.5]
    if isinstance(control, Number):
        return str(dice.randint(control.least, min(control.most, control.least + 5)))
    if isinstance(control, Tick):
        return dice.random() < 0.5
    return [] if isinstance(control, Rows | Phrases) else "" if isinstance(control, Code | Money) else ""


def guessed(name):
    """Scores of random answers to cases of an exercise."""
    dice, scores = random.Random(name), []
    for variant in range(1, GUESSES + 1):
        case = draw(name, variant)
        task = task_of(case.exercise.task)
        answer = {}
        for control in task.form(case).controls:
            head, _, inner = control.name.partition(".")
            value = guess(control, dice)
            answer.setdefault(head, {})[inner] = value if inner else None
            if not inner:
                answer[head] = value
        marks = task.grade(task.parse(answer), case)
        scores.append(marks.score if isinstance(marks, Marks) else 0.0)
    return scores


@pytest.mark.parametrize("name", GUESSED)
def test_four_deviations_below_what_passes(name):
    scores = guessed(name)
    assert any(scores), "the guesser answers nothing, so that nothing is shown"
    assert mean(scores) + 4 * pstdev(scores) / math.sqrt(LEAST_ITEMS) < LEAST_PASS, scores


def test_no_unit_asks_for_less():
    assert all(one.gate.items >= LEAST_ITEMS and one.gate.passes >= LEAST_PASS for one in units().values())
