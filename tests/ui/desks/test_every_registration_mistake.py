"""Every mistake of the front desk and the biller that a scenario knows, as an exercise of the biller's desk: the key
goes through the form's own boxes and earns everything, whoever writes the exercise.
"""

from dataclasses import replace

import pytest
from a_share import of_scenarios

from sim.clinic.scenarios.library import scenario
from sim.learn.exercises.case import draw_from
from sim.learn.exercises.exercise import exercise
from sim.learn.tasks.build_claim import task
from sim.learn.tasks.form_answers import admit
from sim.ui.desks.biller.view import to_answer, to_draft

MISTAKES = [
    (name, trap.error)
    for name in of_scenarios(30)
    for trap in scenario(name).traps
    if trap.at in ("front desk", "biller")
]


@pytest.mark.parametrize("scenario, error", dict.fromkeys(MISTAKES))
def test_the_form_has_a_box_for_its_correction(scenario, error):
    base = exercise("biller_02_new_card")
    trap = {"error": error}
    case = draw_from(replace(base, name=f"{scenario} {error}", scenarios=(scenario,), trap=trap, payer="", choices={}))
    key = task.key(case)
    draft = {**admit(task.form(case), to_draft(key, case)), "send_back": key["send_back"]}
    marks = task.judge(task.parse(to_answer(draft, case)), case)
    assert not isinstance(marks, list) and marks.score == 1
