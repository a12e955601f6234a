"""Proving an exercise: what it says of itself must be true, for several variants. Used by the linter and by tests.

    check(exercise("coder_04_knee"))        findings in words; empty where everything holds

The truth earns full marks, a blank answer none, each sample what it says, and a denial exercise really has something to
work on.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.learn.exercises.case import Case, draw_from
from sim.learn.exercises.exercise import Exercise, Sample
from sim.learn.grading.marks import Marks
from sim.learn.tasks.contract import Task, faults, judge, mistaken, task_of
from sim.learn.tasks.shown_before_grading import public
from sim.learn.tasks.steps_given import unfit

VARIANTS = 3
Answer = dict[str, Any]  # JSON: as a desk sends it
Unproven = tuple[str | int, str, str]  # which sample or field, what was found, what to write
CLOSE = 0.011  # points: samples are written with two decimals


def check(one: Exercise, variants: int = VARIANTS) -> list[str]:
    """What does not hold, each with file, field, what was found and what to write.

    >>> from sim.learn.exercises.exercise import exercise
    >>> check(exercise("coder_02_cough"), 1)
    []
    """
    return [
        f"{one.path}: sample {place}: found {found}; write: {write}" for place, found, write in prove(one, variants)
    ]


def prove(one: Exercise, variants: int = VARIANTS) -> Iterator[Unproven]:
    """(which sample, what was found, what to write) for everything that does not hold. Raises CleanClaimError where no
    patient suits.
    """
    seen = set()
    for variant in range(1, variants + 1):
        case = draw_from(one, variant)
        right = _truth(case)  # worked out once: of some tasks it is a whole day's work
        for found in (
            *_holds(one, case, right),
            *(
                wrong
                for place, sample in enumerate(one.samples, 1)
                for wrong in _sample(one, place, sample, case_of(one, sample, case), right)
            ),
        ):
            if found not in seen:
                seen.add(found)
                yield found


def _holds(one: Exercise, case: Case, right: Answer) -> Iterator[Unproven]:
    full, blank = _score(case, right), _score(case, {})
    if full != 1:
        yield (
            "truth",
            f"that the truth earns {full:.0%} in variant {case.variant}",
            "a key that earns everything: look at the scenario",
        )
    if blank:
        yield (
            "blank",
            f"that a blank answer earns {blank:.0%} in variant {case.variant}",
            "nothing here: a grader is wrong",
        )
    told = [
        code
        for code in (*case.truth_visit.diagnoses, *(line.code for line in case.truth_visit.services))
        if any(code in hint for hint in one.hints)
    ]
    if told:
        yield "hints", f"the answer {', '.join(told)} in a hint", "where to look, not what to write"
    task = task_of(one.task)
    yield from ((fault.field, fault.found, fault.write) for fault in (*faults(task, case), *unfit(case)))
    yield from _worked(task, case)


def _worked(task: Task, case: Case) -> Iterator[Unproven]:
    """The case worked aloud says something, and nothing of it can be read before grading."""
    steps = task.worked(case)
    if not steps or not all(step.place and step.says and step.follows for step in steps):
        yield (
            "worked",
            f"a case worked aloud without steps, or a step without words, in variant {case.variant}",
            "what one looks at, what it says, what follows",
        )
    shown = json.dumps(public(case), ensure_ascii=False)
    for step in steps:
        if step.follows in shown:
            yield "worked", f"{step.follows[:60]!r} before grading in variant {case.variant}", "an opens that hides it"


def _truth(case: Case) -> Answer:
    return task_of(case.exercise.task).key(case)


def _score(case: Case, answer: Answer) -> float:
    """The share of the points; an answer that cannot be read earns nothing."""
    task = task_of(case.exercise.task)
    read = task.parse(answer)
    marks = read if isinstance(read, list) else judge(task, read, case)
    if not isinstance(marks, Marks):
        raise CleanClaimError(
            f"the answer cannot be read: {marks[0].line()}",
            case.exercise.path,
            "an answer as a desk sends it",
            "correct the sample",
        )
    return marks.score


def _sample(one: Exercise, place: int, sample: Sample, case: Case, right: Answer) -> Iterator[Unproven]:
    is_right = sample.answer == "truth" and not sample.choices
    answer = right if is_right else answer_of(sample, case)
    if answer is None:
        return
    score = _score(case, answer)
    points = score * one.points
    is_earned = (
        {"full": score == 1, "none": score == 0, "less": score < 1}.get(sample.earns)
        if isinstance(sample.earns, str)
        else abs(points - sample.earns) < CLOSE
    )
    if not is_earned:
        yield (
            place,
            f"{points:.4g} of {one.points:g} points in variant {case.variant}, not {sample.earns}",
            "what it earns, or another answer",
        )


def case_of(one: Exercise, sample: Sample, case: Case) -> Case:
    """The case itself, or, for a sample with choices of its own, one that was drawn with them."""
    return draw_from(replace(one, choices={**one.choices, **sample.choices}), case.variant) if sample.choices else case


def answer_of(sample: Sample, case: Case) -> Answer | None:
    """The sample's answer for this case; None where its mistake cannot be made on it."""
    if isinstance(sample.answer, dict):
        return sample.answer
    if sample.answer == "blank":
        return {}
    if sample.answer == "truth":
        return _truth(case)
    return mistaken(task_of(case.exercise.task), case, str(sample.answer).removeprefix("mistake ").strip())
