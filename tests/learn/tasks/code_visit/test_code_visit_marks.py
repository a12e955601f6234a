"""What a row of codes earns: each fault costs its part of the row's point, and a row never earns less than nothing."""

import pytest

from sim.learn.exercises.case import draw
from sim.learn.tasks.contract import task_of

KNEE = "coder_04_knee"  # 99214 with 25, 20610 with RT, four units of J3301; M17.11 and I10: five items


def score(services=None, **answer):
    """The score of the right answer with some services changed (place -> changes) or other fields given."""
    task, case = task_of("code_visit"), draw(KNEE, 1)
    key = task.key(case)
    rows = [{**row, **(services or {}).get(place, {})} for place, row in enumerate(key["services"])]
    return task.grade(task.parse({**key, "services": rows, **answer}), case).score


@pytest.mark.parametrize(
    "services, earned",
    [
        ({}, 5),
        ({1: {"modifiers": []}}, 4.5),
        ({1: {"modifiers": ["LT"]}}, 4.5),
        ({1: {"modifiers": ["RT", "59"]}}, 4.75),  # one of two is right
        ({1: {"units": 2}}, 4.5),
        ({1: {"pointers": ["B"]}}, 4.75),
        ({1: {"modifiers": [], "units": 2}}, 4),
        ({1: {"modifiers": ["RT", "59"], "pointers": ["B"]}}, 4.5),
        ({1: {"modifiers": [], "units": 2, "pointers": ["B"]}}, 4),  # nothing is left of it, and not less
        ({0: {"units": 2}, 1: {"units": 2}}, 4),
        ({0: {"code": "99215"}}, 4),
        ({0: {"code": "99215", "modifiers": [], "units": 9}}, 4),  # a wrong code is one error, whatever else it says
    ],
)
def test_each_fault_of_a_row_costs_its_part(services, earned):
    assert score(services) == earned / 5


NO_POINTERS = {place: {"pointers": []} for place in range(3)}


@pytest.mark.parametrize(
    "diagnoses, services, earned, items",
    [
        (["M17.11"], {0: {"pointers": ["A"]}}, 4, 5),  # left out
        (["M17.11", "I10", "E78.5"], {}, 5, 6),  # added without support
        (["M17.11", "I10", "I10"], {}, 5, 6),
        (["M17.12", "I10"], {}, 4, 5),
        ([], NO_POINTERS, 3, 5),
    ],
)
def test_leaving_out_and_adding_cost_an_item(diagnoses, services, earned, items):
    assert score(services, diagnoses=diagnoses) == round(earned / items, 4)


def test_saying_that_nothing_is_billed_earns_nothing_where_something_is():
    task, case = task_of("code_visit"), draw(KNEE, 1)
    assert task.grade(task.parse({"nothing_more": True}), case).score == 0
