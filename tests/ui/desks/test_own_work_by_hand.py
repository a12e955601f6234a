"""A learner's own visit goes on at the next desks: coded with its services in another order and with what is
optional, the form that follows is right as it lies there; coded wrongly, it comes back, and the correction has a
field for everything.
"""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from a_share import share

sys.path.insert(0, str(Path(__file__).parent))
from page_by_hand import denial_fields  # noqa: E402

from sim.learn.exercises.case import draw  # noqa: E402
from sim.learn.exercises.coded_answer import Answer  # noqa: E402
from sim.learn.exercises.exercise import exercises  # noqa: E402
from sim.learn.tasks.build_claim import task as build_claim  # noqa: E402
from sim.learn.tasks.code_visit import task as code_visit  # noqa: E402
from sim.learn.tasks.form_answers import admit  # noqa: E402
from sim.learn.tasks.work_denial import task as work_denial  # noqa: E402
from sim.ui.desks.denial import story  # noqa: E402
from sim.ui.desks.denial.correction_cells import to_answer, to_draft  # noqa: E402
from sim.ui.desks.denial.decision import decide  # noqa: E402

CODER = share([name for name, one in exercises().items() if one.task == "code_visit"], 10)


def own(name: str, task, coded: Answer):
    """The learner's own coded visit at the next desk."""
    case = draw(name, 1)
    return replace(case, exercise=task.as_own(case.exercise), own=coded)


@pytest.mark.parametrize("name", CODER)
def test_a_visit_coded_in_another_order_leaves_nothing_to_correct(name):
    right = code_visit.parse(code_visit.key(draw(name, 1)))
    for services in (right.services[::-1], right.services[1:] + right.services[:1]):
        if not services:
            continue
        case = own(name, build_claim, replace(right, services=services))
        marks = build_claim.judge(build_claim.parse({"boxes": build_claim.start_boxes(case)}), case)
        assert marks.score == 1, [(one.where, one.message) for one in marks.marks if one.verdict != "right"]


def mistakes(right: Answer):
    """Work of a coder who left out, took too much, or pointed elsewhere."""

    def each(**change):
        return replace(right, services=tuple(replace(one, **change) for one in right.services))

    yield replace(right, services=right.services[:1])
    yield replace(each(pointers=(1,)), diagnoses=right.diagnoses[:1])
    yield each(modifiers=())
    yield each(units=7)
    yield each(pointers=())


@pytest.mark.parametrize("name", CODER[::2])
def test_the_correction_of_an_own_claim_has_a_field_for_everything(name):
    right = code_visit.parse(code_visit.key(draw(name, 1)))
    for coded in mistakes(right):
        if coded == right or not coded.services:
            continue
        case = own(name, work_denial, coded)
        key, claim = work_denial.key(case), work_denial.opens(case)["claim"]
        shown = {
            "decide": {
                **decide(claim),
                "letter": story.letter(claim["payer_code"], claim["submitted_date"]),
                "note": [],
            }
        }
        fields = dict(denial_fields(shown))
        draft = to_draft(key, case)
        assert set(draft["changes"]) <= set(fields)
        for place, text in draft["changes"].items():
            assert not fields[place].options or text in fields[place].options, (place, text)
        answer = work_denial.parse(to_answer(admit(work_denial.form(case), draft), case))
        marks = work_denial.judge(answer, case)
        assert not isinstance(marks, list), [one.line() for one in marks]
        assert marks.score == 1, [(one.where, one.message) for one in marks.marks if one.verdict != "right"]
