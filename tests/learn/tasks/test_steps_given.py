"""An exercise may begin with the first steps of the worked case done: what is filled in, and when that is refused."""

from dataclasses import replace

import pytest

from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercises
from sim.learn.tasks.contract import task_of
from sim.learn.tasks.form_answers import admit, blank
from sim.learn.tasks.steps_given import begun, fields_of, given_fields, given_steps, unfit
from sim.ui.desks import form_page

GIVEN = [name for name, one in exercises().items() if one.steps_done]


def with_steps(name, done):
    case = draw(name, 1)
    return replace(case, exercise=replace(case.exercise, steps_done=done))


def test_several_tasks_have_an_exercise_that_begins_with_steps_done():
    assert len({exercises()[name].task for name in GIVEN}) >= 2


@pytest.mark.parametrize("name", GIVEN)
def test_each_further_variant_begins_with_one_step_less_until_nothing_is_given(name):
    done = exercises()[name].steps_done
    found = [len(given_steps(draw(name, variant))) for variant in (1, 2, done + 1)]
    assert found == [done, done - 1, 0]


def test_an_assignment_gives_the_same_steps_in_every_attempt():
    item = replace(exercises()["level_01_baby_rash"], attempts=3)
    assert [item.steps_at(variant) for variant in (1, 2, 3)] == [item.steps_done] * 3


@pytest.mark.parametrize("name", GIVEN)
@pytest.mark.parametrize("variant", [1, 2, 3])
def test_what_is_filled_in_is_right_and_the_rest_is_empty(name, variant):
    one = draw(name, variant)
    case = replace(one, exercise=replace(one.exercise, steps_done=one.exercise.steps_done + variant - 1))
    task, names = task_of(case.exercise.task), given_fields(case)
    form, draft = task.form(case), begun(case)
    right, empty = admit(form, task.key(case)), blank(form)
    assert names and unfit(case) == [] and len(given_steps(case)) == case.exercise.steps_at(variant)
    for control in form.controls:
        head, _, inner = control.name.partition(".")
        found, wanted = draft[head], (right if control.name in names else empty)[head]
        if inner:
            found, wanted = found.get(inner, ""), wanted.get(inner, "")
        if isinstance(found, list):
            found = [{key: value for key, value in row.items() if key != "id"} for row in found]
        assert found == wanted, control.name
    marks = task.grade(task.parse({**draft}), case)
    assert 0 < marks.score < 1


def test_the_page_begins_with_them_and_says_how_many():
    case = draw("front_01_first_response", 1)
    form = task_of("verify_coverage").form(case)
    assert form_page.to_draft({}, case)["plan"] == task_of("verify_coverage").key(case)["plan"]
    given = form_page.given(case, form)
    assert given["fields"] == ["active", "primary", "plan"] and len(given["steps"]) == 3
    assert given["words"].startswith(f"3 fields of {len(form.controls)} are filled in.")
    assert form_page.to_draft({"plan": ""}, case)["plan"] == ""  # emptied by the learner, it stays empty


def test_an_exercise_without_steps_begins_empty():
    case = draw("front_02_ended_card", 1)
    assert begun(case) == {} and given_fields(case) == () and given_steps(case) == []


@pytest.mark.parametrize(
    "name, done, found",
    [
        ("front_01_first_response", 9, "9 of 9 steps, which leaves nothing to do"),
        ("coder_02_cough", 1, "1, at a desk that draws code_visit itself"),
        ("level_06_pressure_and_kidney", 1, "1, and those steps decide no field"),
    ],
)
def test_the_linter_says_what_does_not_fit(name, done, found):
    assert [one.found for one in unfit(with_steps(name, done))] == [found]


def test_a_field_that_a_later_step_goes_on_with_is_not_filled_in():
    steps = given_steps(with_steps("level_06_pressure_and_kidney", 20))
    assert sum("problems" in step.fields for step in steps) >= 2 and fields_of(steps, 1) == ()
