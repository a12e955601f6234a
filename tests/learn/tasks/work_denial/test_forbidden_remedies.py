"""What the denial desk marks as a red line: a case for each forbidden remedy, and one beside it that is only wrong."""

import pytest

from sim.learn.exercises.case import draw
from sim.learn.tasks.contract import task_of

BUNDLED, REJECTED, OTHER_COVERAGE = "denial_01_knee", "denial_10_breathing", "denial_02_red_eye"
RIGHTLY, DUPLICATE, UNDERPAID = "denial_08_lump", "denial_06_nurse", "denial_15_paid_claim"


def remedy_mark(exercise, remedy):
    task = task_of("work_denial")
    return next(
        mark for mark in task.grade(task.parse({"remedy": remedy}), draw(exercise, 1)).marks if mark.where == "remedy"
    )


@pytest.mark.parametrize(
    "exercise, remedy, is_red",
    [
        (BUNDLED, "R_NEW", True),  # decided already: a new claim is a duplicate
        (RIGHTLY, "R_NEW", True),
        (REJECTED, "R_NEW", False),  # never adjudicated: a new claim is right
        (OTHER_COVERAGE, "R_NEW", False),  # another payer: a new claim is nearly right
        (BUNDLED, "R_PATIENT", True),  # group CO
        (OTHER_COVERAGE, "R_PATIENT", False),  # group PR: wrong, and no breach of contract
        (RIGHTLY, "R_APPEAL", True),  # the denial follows from what was sent
        (DUPLICATE, "R_APPEAL", True),
        (BUNDLED, "R_APPEAL", False),  # a correction is owed: an appeal is only the slower way
        (BUNDLED, "R_WRITEOFF", False),
        (BUNDLED, "R_CORR", False),
    ],
)
def test_a_remedy_that_crosses_a_line_is_marked_as_such(exercise, remedy, is_red):
    assert remedy_mark(exercise, remedy).red_line is is_red


@pytest.mark.parametrize(
    "exercise, remedy, earned",
    [
        (BUNDLED, "R_CORR", 1.0),
        (BUNDLED, "R_QUERY", 0.5),  # asking the coder first is half of it, where a coder's correction is then sent
        (BUNDLED, "R_REOPEN", 0.0),
        (OTHER_COVERAGE, "R_QUERY", 0.0),  # nothing for the coder
        (RIGHTLY, "R_QUERY", 0.0),  # nothing is sent
        (RIGHTLY, "R_WRITEOFF", 1.0),
        (RIGHTLY, "R_NONE", 1.0),  # closed without an entry comes to the same: nothing is owed
        (UNDERPAID, "R_WRITEOFF", 0.0),
    ],
)
def test_a_remedy_earns_the_whole_the_half_or_nothing(exercise, remedy, earned):
    assert remedy_mark(exercise, remedy).earned == earned


@pytest.mark.parametrize(
    "changes, earned, is_red",
    [
        ({"line.1.hcpcs_modifier_1": "25"}, 1.0, False),
        ({"line.2.hcpcs_modifier_1": "LT"}, 0.0, False),  # as the line stands already: nothing was corrected
        ({"line.1.hcpcs_modifier_1": "25", "line.2.hcpcs_modifier_2": "59"}, 0.0, True),  # more than the record says
        ({}, 0.0, False),
    ],
)
def test_a_correction_earns_what_it_takes_away(changes, earned, is_red):
    task, case = task_of("work_denial"), draw(BUNDLED, 1)
    mark = next(
        one
        for one in task.grade(task.parse({"remedy": "R_CORR", "changes": changes}), case).marks
        if one.where == "changes"
    )
    assert (mark.earned, mark.red_line) == (earned, is_red)
