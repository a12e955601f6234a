"""A slip on a right form is named where it is made, and never costs more than its own item."""

import pytest

from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercises
from sim.learn.tasks.build_claim import task
from sim.learn.tasks.build_claim.forms import key_boxes
from sim.learn.tasks.build_claim.typical_slips import SLIPS, slipped

FORMS = [one.name for one in exercises().values() if one.task == "build_claim"]


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("error", SLIPS)
def test_a_slip_on_a_right_form_is_one_wrong_item_named_at_its_box(name, error):
    case = draw(name, 2)
    form = slipped(error, key_boxes(case))
    if form is None:
        return
    box = next(box for box, text in form.items() if text != key_boxes(case).get(box, ""))
    marks = task.grade(task.parse({"boxes": form}), case)
    wrong = [mark for mark in marks.marks if mark.verdict not in ("right", "free")]
    assert len(wrong) <= 1
    if wrong and case.trap is None:
        assert (wrong[0].where, wrong[0].error) == (f"boxes.{box}", error)


def test_a_form_that_goes_back_to_the_coder_has_no_slip_of_the_billers():
    case = draw("biller_06_look_twice", 1)
    assert task.mistaken(case, "wrong-member-id") is None
    assert task.mistaken(case, "missing-modifier-25") is not None


def test_a_total_of_one_line_cannot_be_that_of_the_first():
    assert slipped("wrong-total", {"24F.1": "300.00", "28": "300.00"}) is None and slipped("no-such", {}) is None
