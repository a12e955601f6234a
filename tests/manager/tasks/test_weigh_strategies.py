"""A question about two strategies is answered from a quarter that is played, never from a file."""

import sim
from sim.ground.money import dollars
from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercises
from sim.learn.tasks.contract import task_of
from sim.manager.tasks.weigh_strategies.given import QUESTIONS
from sim.manager.tasks.weigh_strategies.played import found, more_or_less, wanted
from sim.manager.tasks.weigh_strategies.work_questions import ASKED

NAMES = [name for name, one in exercises().items() if one.task == "weigh_strategies"]


def test_ten_exercises_ask_every_question():
    assert len(NAMES) == 10
    assert {wanted(draw(name)).question for name in NAMES} == set(QUESTIONS) == set(ASKED)


def test_the_key_is_what_the_two_quarters_say():
    case = draw("weigh_01_verify")
    asked = wanted(case)
    made = sim.compare(asked.first, asked.second, visits=asked.visits, seed=1)
    right = task_of("weigh_strategies").key(case)["answer"]
    options = {one.id: one.words for one in task_of("weigh_strategies").form(case).controls[0].options}
    assert options[right] == more_or_less(made.difference["net_amount"])
    assert len(set(options.values())) == len(options) == 4


def test_the_page_shows_the_numbers_and_not_the_difference():
    case = draw("weigh_01_verify")
    shown = str(task_of("weigh_strategies").opens(case))
    made = found(case)
    assert dollars(made.outcomes[0].cash_amount) in shown and dollars(made.outcomes[1].work_cost_amount) in shown
    assert dollars(abs(made.difference["net_amount"])) not in shown
    assert dollars(made.outcomes[1].net_amount) not in shown


def test_the_patients_change_with_the_variant():
    first, second = (found(draw("weigh_01_verify", variant)) for variant in (1, 2))
    assert first.outcomes[0].cash_amount != second.outcomes[0].cash_amount
