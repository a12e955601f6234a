"""The case of a whole visit as it lies on the desk at each stage. Every stage is an exercise of the task that does that
work at its own desk, with what was sent before as the learner's own work: nothing is drawn or graded a second way.

    coding     code_visit     the record
    claim      build_claim    the form made of the learner's own codes; what the front desk got wrong is still on it
    work       work_denial    the payer's answer to the claim as it was sent
"""

from dataclasses import replace

from sim.ground.files import remembered_up_to
from sim.learn.exercises.case import Case
from sim.learn.exercises.coded_answer import Answer as Coded
from sim.learn.exercises.exercise import Exercise
from sim.learn.tasks.build_claim import task as build_claim
from sim.learn.tasks.contract import Stage
from sim.learn.tasks.work_denial import task as work_denial

STAGES = (
    Stage("coding", "Code the visit", may_return=True),
    Stage("claim", "Send the claim"),
    Stage("work", "Work the payer's answer"),
)
TASKS = {"coding": "code_visit", "claim": "build_claim", "work": "work_denial"}
ASKS = {
    "coding": "Part 1 of 3. Code the visit from the record, then send it to billing.",
    "claim": (
        "Part 2 of 3. The form was filled from the registration and from your codes. Check it against the eligibility"
        " response and the clinic card, scrub, and submit the claim. To change a code, go back to the coding first."
    ),
    "work": (
        "Part 3 of 3. The payer answered. Compare the answer with the contract and the record. Decide what caused what"
        " was not paid, who fixes it and what to do now. A claim that was paid as expected needs no action."
    ),
}


@remembered_up_to(128)
def coding_case(case: Case) -> Case:
    """The visit as the coder gets it."""
    return replace(case, exercise=_exercise(case.exercise, 0))


@remembered_up_to(128)
def claim_case(case: Case, coded: Coded) -> Case:
    """The claim as it lies on the biller's desk after this was coded."""
    return replace(
        case, exercise=_exercise(build_claim.as_own(case.exercise), 1, case.exercise), own=coded, codes_stand=True
    )


@remembered_up_to(128)
def work_case(case: Case, coded: Coded, boxes: tuple[tuple[str, str], ...]) -> Case:
    """The claim with the payer's answer after this was coded and sent on this form."""
    exercise = _exercise(work_denial.as_own(case.exercise), 2, case.exercise)
    return replace(case, exercise=exercise, own=coded, boxes=boxes)


def _exercise(one: Exercise, stage: int, whole: Exercise | None = None) -> Exercise:
    """An exercise of one stage: title and start of the whole, its own words, and the hints that belong to this stage
    and those before it."""
    whole, name = whole or one, STAGES[stage].name
    each = max(1, len(whole.hints) // len(STAGES))
    hints = whole.hints if stage == len(STAGES) - 1 else whole.hints[: each * (stage + 1)]
    return replace(one, title=whole.title, task=TASKS[name], ask=ASKS[name], start=whole.start, hints=hints)
