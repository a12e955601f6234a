"""Both roles in one sitting: code a visit, send its claim, and work what the payer answers. Three stages, each with the
page, the form and the marks of its own task (stage_cases.py); one answer, graded as the sum of the parts.

A stage shows what was sent before it and nothing that comes after: the payer's answer is there once the claim is sent,
what the record supports once everything was graded.

Not modeled: a visit that waits for the provider's answer to a query, one for which nothing is billed, and a second
answer of the payer that is worked again (the denial desk has both).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case
from sim.learn.exercises.coded_answer import parse as parse_coding
from sim.learn.exercises.open_record import open_record
from sim.learn.grading.marks import Marks
from sim.learn.tasks.build_claim import task as build_claim
from sim.learn.tasks.build_claim.marks import CODES
from sim.learn.tasks.code_visit import task as code_visit
from sim.learn.tasks.contract import Finding, Step
from sim.learn.tasks.form import Form
from sim.learn.tasks.whole_visit import marks as visit_marks
from sim.learn.tasks.whole_visit.answer import Answer, parse
from sim.learn.tasks.whole_visit.slips import SLIPS, slipped
from sim.learn.tasks.whole_visit.stage_cases import STAGES, claim_case, coding_case, work_case
from sim.learn.tasks.work_denial import task as work_denial

__all__ = ["Answer", "form", "grade", "judge", "key", "mistaken", "opens", "parse", "worked"]

role, desk, title = "both", "coder", "A whole visit"
stages = STAGES
mistakes = SLIPS
Given = dict[str, Any]  # JSON: the answer of a stage, or of all


def opens(case: Case) -> Given:
    """The record. What a later stage shows is opened by its own task (staged)."""
    return open_record(case)


def form(case: Case) -> Form:
    """Nothing of its own: each stage has the form of its own task."""
    return Form((), is_answer=False)


def judge(answer: Answer, case: Case) -> Marks | list[Problem]:
    """The marks of all parts, without what each error did to the money."""
    return visit_marks.judge(answer, case)


def grade(answer: Answer, case: Case) -> Marks | list[Problem]:
    """The marks of all parts, where the two roles met, and the way of the claim to its end."""
    return visit_marks.grade(answer, case)


def key(case: Case) -> Given:
    """Coded from the record, sent on the right form, and what then comes back worked."""
    return finished(case, code_visit.key(coding_case(case)))


def finished(case: Case, coding: Given, boxes: Given | None = None) -> Given:
    """The rest done rightly after this was coded and, where `boxes` are given, sent on this form."""
    coded = parse_coding(coding)
    assert not isinstance(coded, list)
    form_boxes = boxes or build_claim.key(claim_case(case, coded))["boxes"]
    lying = work_case(case, coded, tuple(sorted(form_boxes.items())))
    return {"coding": coding, "claim": {"boxes": form_boxes}, "work": work_denial.key(lying)}


def mistaken(case: Case, error: str) -> Given | None:
    """The answer of somebody who makes this mistake: the coder's of the scenario; the one on the form, left there; or
    one in what was decided when the payer had answered. What follows is done rightly."""
    if error in SLIPS:
        return slipped(case, error, [key(case), *(finished(case, one) for one in _miscoded(case))])
    if case.trap is not None and case.trap.error == error:
        right = code_visit.key(coding_case(case))
        coded = parse_coding(right)
        assert not isinstance(coded, list)
        return finished(case, right, build_claim.start_boxes(claim_case(case, coded)))
    wrong = code_visit.mistaken(coding_case(case), error)
    return finished(case, wrong) if wrong is not None and wrong["services"] else None


def _miscoded(case: Case) -> list[Given]:
    """What a coder sends who falls into a trap of the scenario."""
    kinds = dict.fromkeys(trap.error for trap in case.scenario.traps if trap.at == "coder")
    found = [code_visit.mistaken(coding_case(case), kind) for kind in kinds]
    return [one for one in found if one is not None and one["services"]]


def worked(case: Case) -> list[Step]:
    """The three parts aloud, each by its own task."""
    right = key(case)
    read = parse(right)
    assert isinstance(read, Answer)
    lying = work_case(case, read.coding, read.boxes)
    rows = (
        ("Coding", code_visit.worked(coding_case(case))),
        ("Claim", build_claim.worked(claim_case(case, read.coding))),
        ("Answer", work_denial.worked(lying)),
    )
    return [replace(step, place=f"{part}: {step.place}") for part, steps in rows for step in steps]


def faults(case: Case) -> list[Finding]:
    """A visit that this task cannot take: one with a query, one for which nothing is billed, or with a mistake that
    was planted where the learner himself works."""
    if case.question is not None or not case.truth_visit.services:
        return [Finding("scenario", f"a query, or nothing to bill, in variant {case.variant}", "another scenario")]
    if case.trap is not None and case.trap.at == "coder":
        return [
            Finding("trap", "a mistake of the coder, who is the learner", "one of the front desk, or a payer_error")
        ]
    return []


# -- the stages


def staged(case: Case, sent: Sequence[Given]) -> Case:
    """The case after these stages were sent; the whole once all were."""
    if not sent:
        return coding_case(case)
    if len(sent) >= len(STAGES):
        return case
    coded = parse_coding(sent[0])
    assert not isinstance(coded, list)
    if len(sent) == 1:
        return claim_case(case, coded)
    return work_case(case, coded, tuple(sorted(_whole_form(case, sent).items())))


def part(case: Case, sent: Sequence[Given], answer: Given) -> Given:
    """What is kept of a stage: of the form the boxes that were changed, and none that the codes fill."""
    if len(sent) != 1:
        return answer
    start = build_claim.start_boxes(staged(case, sent))
    typed = answer.get("boxes") if isinstance(answer.get("boxes"), dict) else {}
    return {
        "boxes": {box: text for box, text in (typed or {}).items() if not is_code(box) and text != start.get(box, "")}
    }


def is_code(box: str) -> bool:
    """Is this a box that the coder fills?

    >>> is_code("24D.1"), is_code("21A"), is_code("24F.1")
    (True, True, False)
    """
    return box.startswith(CODES)


def _whole_form(case: Case, sent: Sequence[Given]) -> dict[str, str]:
    """The form as it was sent: as it lay there, with what was changed."""
    return {**build_claim.start_boxes(staged(case, sent[:1])), **sent[1].get("boxes", {})}


def lacking(stage: int, answer: Any) -> list[Problem]:
    """A stage in which nothing was done goes nowhere."""
    if stage == 0 and not answer.services:
        return [Problem("services", "found no service", "at least one: this visit is billed")]
    if stage == len(STAGES) - 1 and answer.is_blank:
        return [Problem("remedy", "found no decision", "what caused it, who fixes it, and what to do now")]
    return []


def joined(case: Case, sent: Sequence[Given]) -> Given:
    """The whole answer of all stages."""
    return {"coding": sent[0], "claim": {"boxes": _whole_form(case, sent)}, "work": sent[2]}
