"""Fading: an exercise may begin with the first steps of the worked case done (`steps_done` in its file), one fewer in
each further variant until nothing is. They are shown, and the fields that they decide are filled in from the key; the
learner goes on from there.

What is filled in counts in the score like any other field, since it may be changed; how many fields that were is said
on the page before and after grading. An exercise that begins so is a step towards one without: it shows nothing about
what somebody can do alone.
"""

from collections.abc import Sequence
from typing import Any

from sim.learn.exercises.case import Case
from sim.learn.tasks.contract import Finding, Step, task_of
from sim.learn.tasks.form_answers import admit

FIELD = "steps_done"


def given_steps(case: Case) -> list[Step]:
    """The steps that are done at the beginning; none in most exercises."""
    done = case.exercise.steps_at(case.variant)
    return task_of(case.exercise.task).worked(case)[:done] if done else []


def fields_of(steps: Sequence[Step], done: int) -> tuple[str, ...]:
    """The fields that the first steps decide and no later one.

    >>> steps = [Step("Card", "Acme", "Payer", fields=("payer",)), Step("Note", "a", "b", fields=("rows",)),
    ...          Step("Note", "c", "d", fields=("rows",))]
    >>> fields_of(steps, 2), fields_of(steps, 3)
    (('payer',), ('payer', 'rows'))
    """
    later = {name for step in steps[done:] for name in step.fields}
    return tuple(dict.fromkeys(name for step in steps[:done] for name in step.fields if name not in later))


def given_fields(case: Case) -> tuple[str, ...]:
    """The fields that are filled in at the beginning."""
    done = case.exercise.steps_at(case.variant)
    return fields_of(task_of(case.exercise.task).worked(case), done) if done else ()


def begun(case: Case) -> dict[str, Any]:
    """The draft with which the learner begins: the fields that are filled in, everything else empty; no draft where
    nothing is filled in."""
    names = given_fields(case)
    if not names:
        return {}
    task = task_of(case.exercise.task)
    right = task.key(case)
    draft: dict[str, Any] = {}
    for name in names:
        head, _, inner = name.partition(".")
        if inner:
            draft.setdefault(head, {})[inner] = (right.get(head) or {}).get(inner, "")
        else:
            draft[head] = _numbered(right.get(head))
    return admit(task.form(case), draft)


def _numbered(value: Any) -> Any:
    """Rows with a number each, by which the page knows them."""
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return [{"id": number, **row} for number, row in enumerate(value, 1)]
    return value


def unfit(case: Case) -> list[Finding]:
    """What is wrong with an exercise that begins with steps done: the form does not hold the answer, there are no
    such steps, they decide nothing, or nothing is left to do."""
    done = case.exercise.steps_at(case.variant)
    if not done:
        return []
    task = task_of(case.exercise.task)
    form, steps = task.form(case), task.worked(case)
    names, known = fields_of(steps, done), {control.name for control in form.controls}
    unknown = [name for name in names if name not in known]
    if not form.is_answer:
        return [Finding(FIELD, f"{done}, at a desk that draws {case.exercise.task} itself", "leave it out")]
    if unknown:
        return [Finding(FIELD, f"a step decides {unknown[0]!r}, which the form does not have", "correct worked(case)")]
    if done >= len(steps) or set(names) >= known:
        return [Finding(FIELD, f"{done} of {len(steps)} steps, which leaves nothing to do", "fewer steps")]
    if not names:
        return [Finding(FIELD, f"{done}, and those steps decide no field", "more steps, or leave it out")]
    return []
