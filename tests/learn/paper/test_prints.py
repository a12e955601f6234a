"""What an exercise prints: the right values, and never a key where work is graded."""

from dataclasses import replace

import pytest
from pdf_text import squeezed, text_of

from sim.ground.errors import CleanClaimError
from sim.ground.money import dollars
from sim.learn.desk.attempt_store import Store
from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercises
from sim.learn.paper.forms import FORMS
from sim.learn.paper.prints import KINDS, own_answer, printed
from sim.learn.tasks.answer_patient.asked_question import lying
from sim.learn.tasks.build_claim.forms import key_boxes, start_boxes
from sim.learn.tasks.contract import task_of
from sim.payer.asked.appeals import evidences, grounds
from sim.ui.terminal.arguments import print_arguments, OneLine

WAYS = [(kind, task) for kind, tasks in FORMS.items() for task in tasks]


def first(task, number=0):
    return [name for name, one in exercises().items() if one.task == task][number]


def text(*asked, **more):
    return text_of(printed(*asked, is_packed=False, **more))


def test_the_claim_on_the_desk_is_printed_box_for_box_and_the_key_only_when_asked_for():
    case = draw("biller_02_new_card")
    start, key = start_boxes(case), key_boxes(case)
    blank, worked = squeezed(text("claim", case)), squeezed(text("claim", case, worked=True))
    assert all(squeezed(value) in blank for name, value in start.items() if name != "carrier")
    assert all(squeezed(value) in worked for name, value in key.items() if name != "carrier")
    changed = [value for name, value in key.items() if value and value not in start.values()]
    assert changed and not [value for value in changed if squeezed(value) in blank]


@pytest.mark.parametrize("kind,task", WAYS)
def test_assessed_work_prints_nothing_but_what_the_desk_shows(kind, task):
    case = draw(first(task))
    for graded in (
        replace(case, exercise=replace(case.exercise, mode="exam")),
        replace(case, exercise=replace(case.exercise, mode="homework")),
        replace(case, exercise=replace(case.exercise, attempts=1, origin=case.exercise.name)),
    ):
        with pytest.raises(CleanClaimError):
            printed(kind, graded, worked=True)
        if FORMS[kind][task].is_open:
            assert printed(kind, graded) == printed(kind, case)
        else:
            with pytest.raises(CleanClaimError):
                printed(kind, graded)


def test_what_an_open_form_holds_is_on_the_desk():
    """The letter's and the request's blanks hold no ground, no enclosure, no code of the key."""
    case = draw("denial_14_late_filing")
    letter = task_of("work_denial").key(case)["letter"]
    blank, worked = text("letter", case), text("letter", case, worked=True)
    for words in (grounds()[letter["ground"]]["label"], *(evidences()[one]["label"] for one in letter["evidence"])):
        assert words in worked and words not in blank
    case = draw("authorization_01_gel_complete")
    key = task_of("request_authorization").key(case)
    blank, worked = text("authorization", case), text("authorization", case, worked=True)
    assert key["service"] in worked and key["service"] not in blank and key["diagnosis"] not in blank


def test_the_right_statement_is_part_of_the_answer():
    case = draw("patient_01_why_owe")
    with pytest.raises(CleanClaimError, match="part of the answer"):
        printed("statement", case)
    assert f"Amount due now {dollars(lying(case).account.owed)}" in text("statement", case, worked=True)


def test_what_was_handed_in_is_printed_as_it_was_handed_in(tmp_path):
    store, case = Store(tmp_path), draw("denial_14_late_filing")
    with pytest.raises(CleanClaimError, match="nothing handed in"):
        own_answer(store, "L-17", case)
    answer = {
        **task_of("work_denial").key(case),
        "letter": {"level": 2, "ground": "contract_price", "words": "Pay us."},
    }
    row = {"learner": "L-17", "desk": "denial", "exercise": case.exercise.name, "task": "work_denial", "variant": 1}
    store.append([("attempts", {**row, "mode": "practice", "answer": answer})])
    mine = text("letter", case, own=own_answer(store, "L-17", case))
    assert "Pay us." in mine and grounds()["contract_price"]["label"] in mine and "Level of review 2" in mine
    with pytest.raises(CleanClaimError, match="nothing handed in"):
        own_answer(store, "L-18", case)


def test_a_form_that_an_exercise_does_not_have_names_one_that_has_it():
    with pytest.raises(CleanClaimError, match="such as biller_01_first_claim|such as ") as told:
        printed("claim", draw(first("code_visit")))
    assert "build_claim" in told.value.line()
    with pytest.raises(CleanClaimError, match="original Medicare"):
        printed("notice", draw("policy_03_sugar_advantage"))


def test_the_command_knows_every_form():
    command = OneLine()
    print_arguments(command)
    form = next(one for one in command._actions if one.dest == "form")
    assert tuple(form.choices) == KINDS
