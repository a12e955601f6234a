"""Verifying coverage: what each field earns, which wrong entries have a reason of their own, and what is not
told before grading."""

import json
from pathlib import Path

import pytest

from sim.ground.money import dollars
from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercises
from sim.learn.lint.exercise_files import lint_exercise
from sim.learn.tasks.contract import task_of
from sim.learn.tasks.shown_before_grading import public
from sim.learn.tasks.verify_coverage.asked_coverage import verified
from sim.learn.tasks.verify_coverage.marks import taken

FIRST, ENDED, LEFT, PLANNED, CARDS, COPAYS, REFERRAL = (
    "front_01_first_response",
    "front_02_ended_card",
    "front_03_what_is_left",
    "front_04_planned_injection",
    "front_05_two_cards",
    "front_06_two_copays",
    "front_07_referral",
)
TASK = task_of("verify_coverage")


def graded(name, **changes):
    """The marks of the right answer with some fields overwritten."""
    case = draw(name, 1)
    return TASK.grade(TASK.parse({**TASK.key(case), **changes}), case)


def errors(marks):
    return [mark.error for mark in marks.marks if mark.verdict != "right"]


def test_every_exercise_of_the_desk_is_one_of_these():
    mine = {name for name, one in exercises().items() if one.task == "verify_coverage" and one.unit == "06_front_desk"}
    assert mine == {FIRST, ENDED, LEFT, PLANNED, CARDS, COPAYS, REFERRAL}


@pytest.mark.parametrize("name", [FIRST, ENDED, CARDS, COPAYS])
def test_the_key_earns_everything_and_nothing_earns_nothing(name):
    assert graded(name).score == 1
    assert TASK.grade(TASK.parse({}), draw(name, 1)).score == 0


def test_one_wrong_field_costs_one_field():
    marks = graded(FIRST, active="no")
    assert marks.score == round(8 / 9, 4) and errors(marks) == ["active-coverage-turned-away"]


def test_a_field_left_out_is_told_as_missing_and_costs_one_field():
    marks = graded(FIRST, estimate="")
    assert [mark.verdict for mark in marks.marks if mark.where == "estimate"] == ["missing"]
    assert marks.score == round(8 / 9, 4)


@pytest.mark.parametrize(
    "name, changes, error",
    [
        (ENDED, {"active": "yes"}, "coverage-not-verified"),
        (CARDS, {"primary": "lantern_medigap"}, "card-payer-for-primary"),
        (CARDS, {"primary": "medicaidcare"}, "wrong-primary-payer"),
        (CARDS, {"plan": "lantern_medigap/plan_g"}, "wrong-plan"),
        (LEFT, {"deductible": "3,400.00"}, "year-amount-for-remaining"),
        (LEFT, {"copay": "30"}, "copay-not-due"),
        (FIRST, {"copay": "0"}, "copay-left-out"),
        (FIRST, {"copay": "26"}, "wrong-copay"),
        (FIRST, {"deductible": "1.00"}, "wrong-benefit-amount"),
        (COPAYS, {"estimate": "35"}, "estimate-copay-only"),
        (COPAYS, {"estimate": "35.01"}, "wrong-estimate"),
        (PLANNED, {"authorization": "none"}, "requirement-missed"),
        (PLANNED, {"authorization": "missing"}, "requirement-number-misread"),
        (REFERRAL, {"authorization": "on_file"}, "requirement-invented"),
    ],
)
def test_a_typical_mistake_has_a_reason_of_its_own(name, changes, error):
    marks = graded(name, **changes)
    assert errors(marks) == [error] and marks.score < 1
    assert all(
        mark.title and mark.hint and mark.cite and mark.reason and mark.skill for mark in marks.marks if mark.error
    )


def test_an_estimate_is_right_to_the_cent():
    right = verified(draw(LEFT, 1)).right.estimate
    assert graded(LEFT, estimate=dollars(right)).score == 1
    assert errors(graded(LEFT, estimate=dollars(right + 1))) == ["wrong-estimate"]
    assert errors(graded(LEFT, estimate=dollars(verified(draw(LEFT, 1)).priced.charge_amount))) == [
        "estimate-from-charge"
    ]


@pytest.mark.parametrize("name", [FIRST, LEFT, COPAYS])
def test_no_amount_that_is_taken_for_the_right_one_is_the_right_one(name):
    true = verified(draw(name, 1))
    assert all(amount != right for field, right in true.right.entries() for amount in taken(true, field).values())


def test_what_a_plan_does_not_have_is_not_asked():
    names = [control.name for control in TASK.form(draw(CARDS, 1)).controls]
    assert "out_of_pocket" not in names and "deductible" in names  # Medicare has no out-of-pocket maximum


@pytest.mark.parametrize(
    "given", [None, "x", ["a"], {"gold": 1}, {"copay": "ten"}, {"plan": "gold"}, {"active": ["yes"]}]
)
def test_what_cannot_be_read_is_told_and_is_not_graded(given):
    assert isinstance(TASK.parse(given), list)


def test_before_grading_the_share_of_the_patient_is_not_shown():
    shown = json.dumps(public(draw(COPAYS, 1)))
    assert dollars(verified(draw(COPAYS, 1)).right.estimate) not in shown
    assert "ISA*" in shown and "Copay, procedure" in shown  # the response is there, in plain words and as received


def test_the_responses_name_only_the_patient():
    case = draw(LEFT, 1)
    others = [row for row in case.people.patients.rows() if row["patient_key"] != case.row["patient_key"]]
    shown = json.dumps(public(case))
    assert not [row for row in others if f"*{row['first_name'].upper()}*" in shown]


def test_the_linter_takes_the_tasks_own_mistakes_and_no_others(tmp_path):
    text = Path(exercises()[FIRST].path).read_text(encoding="utf-8")
    assert 'answer = "mistake copay-left-out"' in text
    file = tmp_path / "front_desk" / "front_own.toml"
    file.parent.mkdir()
    file.write_text(text.replace("mistake copay-left-out", "mistake missed-drug"), encoding="utf-8")
    assert [found.found for found in lint_exercise(file) if "missed-drug" in found.found]
