"""A visit for which nothing was billed, and a line that points to nothing: the path says what happened, and no sentence
about repair contradicts another.
"""

import pytest
from a_share import share

from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercises
from sim.learn.tasks.code_visit import task
from sim.ui.desks.claim_path import path

CODER = share([name for name, one in exercises().items() if one.task == "code_visit"], 5)


@pytest.mark.parametrize("name", CODER)
@pytest.mark.parametrize("said", [True, False])
def test_codes_that_were_not_sent_are_not_in_order_and_the_visit_can_still_be_billed(name, said):
    case = draw(name, 1)
    marks = task.grade(task.parse({**task.key(case), "services": [], "nothing_more": said}), case)
    stops = {one["key"]: one for one in path(marks.journey)["stops"]}
    assert stops["codes"]["state"] == "bad" and stops["claim"]["state"] == "later"
    assert "Nothing was billed." in marks.journey["consequence"]
    assert "no compliant correction" not in marks.journey["consequence"]


def test_a_line_without_a_pointer_is_rejected():
    case = draw("coder_01_throat", 1)
    key = task.key(case)
    marks = task.grade(task.parse({**key, "services": [{**one, "pointers": []} for one in key["services"]]}), case)
    assert marks.journey["claim"]["claim_state"] == "rejected" and marks.score < 1
    assert {one.where for one in marks.marks if one.where.endswith(".pointers")}
