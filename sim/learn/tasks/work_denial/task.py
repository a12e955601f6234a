"""The denial desk's task: why was it not paid, who fixes it, what now, and what exactly is sent. The answer is
described in sim/learn/tasks/work_denial/answer.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sim.billing.actions.outcomes import TOPICS
from sim.billing.visit.journeys_together import answer_truths
from sim.ground.strict_toml import Field, Place, flag, record
from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case
from sim.learn.exercises.coverage_answers import eligibility
from sim.learn.exercises.exercise import Exercise
from sim.learn.exercises.open_record import check_in, clinic_card, open_record
from sim.learn.grading.consequence import with_money, with_outcome
from sim.learn.grading.marks import Marks
from sim.learn.grading.outcome import outcome
from sim.learn.tasks.coded_work import coder_sent
from sim.learn.tasks.contract import Finding
from sim.learn.tasks.form import Boxes, Choice, Choices, Form, Option, Text
from sim.learn.tasks.work_denial import account_note, right_decision
from sim.learn.tasks.work_denial import marks as denial_marks
from sim.learn.tasks.work_denial.answer import MOST_STEPS, OWNERS, Answer, causes, parse, remedies
from sim.learn.tasks.work_denial.correction_boxes import correction_boxes
from sim.learn.tasks.work_denial.credentialing_log import credentialing_log
from sim.learn.tasks.work_denial.returned_claim import claim
from sim.learn.tasks.work_denial.steps import played, standing, standing_together, unreadable
from sim.learn.tasks.work_denial.worked_denial import worked
from sim.payer.asked.appeals import evidences, grounds

__all__ = [
    "OWNERS",
    "Answer",
    "causes",
    "form",
    "grade",
    "grade_many",
    "judge",
    "key",
    "opens",
    "parse",
    "remedies",
    "unreadable",
    "worked",
]

role, desk, title = "biller", "denial", "Work a denial"
follows = ("code_visit", "build_claim")
LEVELS = 5
Given = dict[str, Any]  # what an exercise says below [given]
OWN_ASK = (
    "This claim is your own work, and it came back. Read the remittance and the record. Decide what caused it, who"
    " fixes it and what to do now. If a claim is to be sent again, enter what changes."
)
OWN_HINTS = ("What does the payer say about each line?", "Compare the claim with the record, line by line.")


def opens(case: Case) -> dict[str, Any]:
    """The record, what the coder sent, what the payers say of the patient, the clinic's card, the
    claim that came back."""
    return {
        **open_record(case),
        "coder_sent": coder_sent(case),
        "eligibility": eligibility(case),
        "clinic": clinic_card(case),
        "check_in": check_in(case),
        "claim": claim(case),
        "credentialing": credentialing_log(case),
    }


def form(case: Case) -> Form:
    """The three questions, what a correction may change, and the letter."""
    return Form(
        (
            Choice("cause", "What caused it?", "", _options(causes(), "label")),
            Choice("owner", "Who fixes it?", "", tuple(Option(name, name) for name in OWNERS)),
            Choice("remedy", "What now?", "", _options(remedies(), "label")),
            Boxes("changes", "What changes on the claim", "", correction_boxes(claim(case))),
            Choice("letter.level", "Level", "", tuple(Option(str(n), str(n)) for n in range(1, LEVELS + 1))),
            Choice("letter.ground", "Why it should be paid", "", _options(grounds(), "label")),
            Choice("letter.topic", "Question", "", tuple(Option(name, words) for name, (words, _) in TOPICS.items())),
            Choices("letter.evidence", "What you attach", "", _options(evidences(), "label")),
            Text("letter.words", "In your words (kept, not graded)", "", 2_000, 3),
            *(account_note.controls(case) if account_note.is_asked(case) else ()),
        ),
        is_answer=False,
    )


def _options(rows: Mapping[str, Mapping[str, str]], words: str) -> tuple[Option, ...]:
    return tuple(Option(name, row[words]) for name, row in rows.items())


def judge(answer: Answer, case: Case) -> Marks | list[Problem]:
    """The marks alone; a change that names no place of this claim, or cannot stand there, is told first."""
    return unreadable(answer, case) or denial_marks.grade(answer, case)


def grade(answer: Answer, case: Case) -> Marks | list[Problem]:
    """Marks of an answer, with what came back to everything that was done."""
    marks = judge(answer, case)
    if isinstance(marks, list) or answer.is_blank:
        return marks
    done = played(answer, case)
    return with_money(marks, done.journey, [reply.as_dict() for reply in done.replies])


def grade_many(answers: Sequence[Answer], cases: Sequence[Case]) -> list[Marks | list[Problem]]:
    """The same of many answers, without what came back to each: the claims as they lie on the desks are answered as one
    table, and so are the true ones."""
    answer_truths([made.visit for made in standing_together(cases)])
    return [_figures(answer, case) for answer, case in zip(answers, cases, strict=True)]


def _figures(answer: Answer, case: Case) -> Marks | list[Problem]:
    """Marks with the outcome of everything that was done."""
    marks = judge(answer, case)
    if isinstance(marks, list) or answer.is_blank:
        return marks
    return with_outcome(marks, outcome(played(answer, case).journey))


def key(case: Case) -> dict[str, Any]:
    """The answer that earns everything, as a desk sends it."""
    right = right_decision.key(case).answer
    return (account_note.noted(right, case) if account_note.is_asked(case) else right).as_dict()


def continued(answer: Mapping[str, Any], question: str, before: list[dict[str, Any]]) -> dict[str, Any]:
    """The answer with what was done with this item before, which stays done."""
    history = [
        {"remedy": step.get("remedy") or "", "changes": step.get("changes") or {}, "letter": step.get("letter") or {}}
        for step in before[-MOST_STEPS:]
    ]
    return {**answer, "history": history}


def given(table: Mapping[str, Any], where: Place) -> Given:
    """What an exercise may ask beside the decision: a note of closed facts ([given] note = true)."""
    return record(table, where, {"note": Field(flag, False)})


def lacks(one: Exercise) -> Finding | None:
    """A denial exercise needs what was wrong before it."""
    if one.trap or one.payer_errors or one.registered or one.credentialing:
        return None
    add = 'add [trap] with error = "..." (error = "none" for a denial that is nobody\'s mistake)'
    return Finding("trap", "a denial exercise without [trap]", add)


def faults(case: Case) -> list[Finding]:
    """A mistake that changes nothing leaves nothing to work on."""
    if account_note.is_asked(case) and not account_note.right_note(case).fact:
        write = "an exercise without [given] note, or another cause"
        return [Finding("given", f"no deciding fact of the closed list in variant {case.variant}", write)]
    error = case.exercise.trap.get("error", "no mistake" if case.exercise.credentialing is None else "none")
    if error == "none" or standing(case).causes:
        return []
    return [Finding("trap", f"that {error} changes nothing at {case.payer_label}", "another payer, choice or mistake")]


def as_own(one: Exercise) -> Exercise:
    """The exercise under which an own claim is worked at the denial desk."""
    return replace(
        one,
        title=f"Your claim: {one.title}",
        task="work_denial",
        ask=OWN_ASK,
        trap={},
        hints=(*OWN_HINTS, *one.hints),
        samples=(),
    )
