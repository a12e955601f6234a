"""Proving an exercise: what it says of itself must be true, for several variants. Used by the linter and by tests.

    check(exercise("coder_04_knee"))        findings in words; empty where everything holds

The truth earns full marks, a blank answer none, each sample what it says, and a denial exercise really has something to
work on.
"""

from collections.abc import Iterator
from dataclasses import replace

from sim.ground.errors import CleanClaimError
from sim.learn.exercises.case import Case, draw_from
from sim.learn.exercises.exercise import Exercise, Sample
from sim.learn.tasks import task_of

VARIANTS = 3
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


def prove(one: Exercise, variants: int = VARIANTS) -> Iterator[tuple]:
    """(which sample, what was found, what to write) for everything that does not hold. Raises CleanClaimError where no
    patient suits.
    """
    seen = set()
    for variant in range(1, variants + 1):
        case = draw_from(one, variant)
        for found in (
            *_holds(one, case),
            *(
                wrong
                for place, sample in enumerate(one.samples, 1)
                for wrong in _sample(one, place, sample, _case(one, sample, case))
            ),
        ):
            if found not in seen:
                seen.add(found)
                yield found


def _holds(one: Exercise, case: Case):
    full, blank = _score(case, _truth(case)), _score(case, {})
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
    if one.task == "build_claim" and _score(case, {"boxes": task_of(one.task).start_boxes(case)}) == 1:
        yield (
            "trap",
            f"that the form is right as it lies on the desk in variant {case.variant}",
            "a mistake to find, or an empty form (start)",
        )
    if one.task == "work_denial" and one.trap.get("error") != "none":
        from sim.learn.tasks.work_denial.steps import standing

        if not standing(case).causes:
            yield (
                "trap",
                f"that {one.trap.get('error', 'no mistake')} changes nothing at {case.payer_label}",
                "another payer, choice or mistake",
            )


def _truth(case: Case) -> dict:
    return task_of(case.exercise.task).key_answer(case)


def _score(case: Case, answer) -> float:
    """The share of the points; an answer that cannot be read earns nothing."""
    from sim.learn.tasks.code_visit import marks as code_marks
    from sim.learn.tasks.work_denial import marks as denial_marks
    from sim.learn.tasks.build_claim import marks as form_marks

    marking = {"code_visit": code_marks, "build_claim": form_marks, "work_denial": denial_marks}[case.exercise.task]
    read = task_of(case.exercise.task).parse(answer)
    if isinstance(read, list):
        raise CleanClaimError(
            f"the answer cannot be read: {read[0].line()}",
            case.exercise.path,
            "an answer as a desk sends it",
            "mend the sample",
        )
    return marking.grade(read, case).score


def _sample(one: Exercise, place: int, sample: Sample, case: Case):
    answer = answer_of(sample, case)
    if answer is None:
        return
    score = _score(case, answer)
    points = score * one.points
    right = (
        {"full": score == 1, "none": score == 0, "less": score < 1}.get(sample.earns)
        if isinstance(sample.earns, str)
        else abs(points - sample.earns) < CLOSE
    )
    if not right:
        yield (
            place,
            f"{points:.4g} of {one.points:g} points in variant {case.variant}, not {sample.earns}",
            "what it earns, or another answer",
        )


def _case(one: Exercise, sample: Sample, case: Case) -> Case:
    """The case itself, or, for a sample with choices of its own, one that was drawn with them."""
    return draw_from(replace(one, choices={**one.choices, **sample.choices}), case.variant) if sample.choices else case


def answer_of(sample: Sample, case: Case):
    """The sample's answer for this case; None where its mistake cannot be made on it."""
    if isinstance(sample.answer, dict):
        return sample.answer
    if sample.answer == "blank":
        return {}
    if sample.answer == "truth":
        return _truth(case)
    return _mistake(sample.answer.removeprefix("mistake ").strip(), case)


def _mistake(error: str, case: Case):
    from sim.learn.grading.anticipated_errors import wrong_work
    from sim.learn.tasks.build_claim import task as build_claim
    from sim.learn.tasks.code_visit import task as code_visit

    if case.exercise.task == "build_claim":
        return {"boxes": build_claim.start_boxes(case)}
    asked = case.question.question if case.question and error != "query-not-asked" else ""
    made = next((coded for trap, coded in wrong_work(case.scenario, case.row) if trap.error == error), None)
    return code_visit.answer_of(made, asked).as_dict() if made is not None else None
