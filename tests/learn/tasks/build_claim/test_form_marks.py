"""What the biller's form earns: every box that had to change, less what was right and is so no longer."""

import pytest

from sim.learn.exercises.case import draw
from sim.learn.tasks.contract import task_of

ONE_BOX, COVERAGE, BLANK, CODERS = (
    "biller_03_throat_test",  # the number of box 23 is missing
    "biller_02_new_card",  # payer, member number and group number: one decision
    "biller_01_first_claim",
    "biller_06_look_twice",
)


def graded(exercise, changes=None, start="key"):
    """The marks of the right form (or of the form as it lies on the desk) with some boxes overwritten."""
    task, case = task_of("build_claim"), draw(exercise, 1)
    boxes = {**task.start_boxes(case), **(task.key(case)["boxes"] if start == "key" else {})}
    return task.grade(task.parse({"boxes": {**boxes, **(changes or {})}}), case)


@pytest.mark.parametrize(
    "exercise, changes, score",
    [
        (ONE_BOX, {}, 1),
        (ONE_BOX, {"1a": "A1"}, 1 / 2),  # one box mended and one spoiled: two entered, one right
        (ONE_BOX, {"1a": "A1", "24G.1": "2"}, 1 / 3),
        (ONE_BOX, {"1a": "A1", "4": "NOBODY, ANN", "24F.1": "1.00"}, 1 / 4),
        (ONE_BOX, {"3": "01 01 1950"}, 1),  # filled by the practice system: not the biller's
        (ONE_BOX, {"24A.1": "05/05/2026"}, 1),  # the same day, written otherwise
        (COVERAGE, {}, 1),
        (COVERAGE, {"1a": "A1"}, 2 / 3),  # two of three boxes of the one decision
        (COVERAGE, {"24F.1": "1.00"}, 1 / 2),
        (COVERAGE, {"6": "spouse"}, 1),  # a box of the decision that had to be taken is no decision of its own
        (BLANK, {"29": ""}, 13 / 14),  # boxes where blank is as right (4, 7, 11a, 11d, 20) are no items
        (BLANK, {"29": "", "28": "1.00"}, 12 / 14),
    ],
)
def test_a_form_earns_what_it_mends_less_what_it_spoils(exercise, changes, score):
    assert graded(exercise, changes).score == round(score, 4)


def test_a_box_that_is_left_wrong_earns_nothing_and_was_not_entered():
    marks = graded(ONE_BOX, start="desk")
    assert (marks.entered, marks.key, marks.score) == (0, 1, 0)


def test_a_claim_of_the_coders_error_that_goes_out_earns_nothing():
    assert graded(CODERS, start="desk").score == 0
    assert not any(mark.red_line for mark in graded(CODERS, start="desk").marks)
    recoded = graded(CODERS, {"24D-1.1": "25"}, start="desk")
    assert recoded.score == 0 and [mark.red_line for mark in recoded.marks] == [True]


def test_work_sent_back_without_need_earns_nothing():
    task, case = task_of("build_claim"), draw(ONE_BOX, 1)
    marks = task.grade(task.parse({"send_back": True}), case)
    assert marks.score == 0 and (marks.entered, marks.key) == (1, 1)
