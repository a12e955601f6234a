"""What an error cost beside the others: never more than the whole claim lost; the patient's share is a cost too."""

from dataclasses import replace

import pytest

from sim.learn.exercises.case import draw
from sim.learn.exercises.coded_answer import Answer, Row, answer_of
from sim.learn.grading.consequence import with_outcome
from sim.learn.grading.marks import Consequence, Mark, Marks
from sim.learn.grading.outcome import Outcome
from sim.learn.tasks.code_visit.task import grade
from sim.ui.desks.marks import consequence as shown


def test_an_error_that_another_kept_from_costing_says_what_it_would_have_cost_alone():
    case = draw("coder_04_knee", 1)
    right = answer_of(case.truth_visit)
    bare = Answer(right.diagnoses, tuple(replace(row, modifiers=()) for row in right.services))
    marks = grade(bare, case)
    paid = {line["procedure_code"]: line["paid_amount"] for line in marks.journey["remittance"]["lines"]}
    visit = next(mark for mark in marks.marks if mark.error == "missing-modifier-25")
    assert paid["99214"] > 0 and marks.owed_not_paid_amount == 0  # the line was paid: 20610 was denied first
    assert visit.consequence.owed_not_paid_amount == 0 and visit.consequence.alone_owed_amount > 0
    words = shown(vars(visit.consequence))
    assert words.startswith("Alone it would leave $") and "Cost:" not in words
    for mark in marks.marks:
        if mark.consequence:
            assert mark.consequence.owed_not_paid_amount <= marks.owed_not_paid_amount
            assert mark.consequence.paid_not_supported_amount <= marks.paid_not_supported_amount


@pytest.mark.parametrize(
    "alone, whole, kept",
    [
        ((100, 0), (100, 0), (100, 0, 0, 0)),
        ((100, 0), (99, 0), (0, 0, 100, 0)),
        ((100, 0), (250, 0), (100, 0, 0, 0)),
        ((0, 70), (0, 69), (0, 0, 0, 70)),
        ((100, 70), (100, 0), (100, 0, 0, 70)),
    ],
)
def test_never_more_than_the_whole_claim_lost(alone, whole, kept):
    made = Marks((Mark("x", "wrong", "", consequence=Consequence(*alone, 5, 0, "")),), 1, 1)
    (mark,) = with_outcome(made, Outcome(*whole, 0, False)).marks
    found = mark.consequence
    assert kept == (
        found.owed_not_paid_amount,
        found.paid_not_supported_amount,
        found.alone_owed_amount,
        found.alone_unsupported_amount,
    )


def test_what_the_patient_is_billed_too_much_is_a_cost():
    case = next(
        made
        for made in (draw("coder_10_ankle", number) for number in range(1, 20))
        if made.row["payer_code"] == "boxwood_hdhp"
    )
    right = answer_of(case.truth_visit)
    marks = grade(Answer(right.diagnoses, (*right.services, Row("A6449", (), 1, (1,)))), case)
    assert marks.patient_amount > 0 and marks.as_dict("question")["patient_amount"] == marks.patient_amount
    assert "too much" in marks.journey["consequence"] and "cost nothing" not in marks.journey["consequence"]
    extra = next(mark for mark in marks.marks if mark.where == f"services.{len(right.services)}")
    assert extra.consequence.patient_amount == marks.patient_amount
