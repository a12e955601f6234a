"""The right answer, and the same with one mistake that people make."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sim.learn.exercises.case import Case
from sim.learn.tasks.read_policy import marks as policy_marks
from sim.learn.tasks.read_policy.answer import MODIFIERS, NO, STANDS, YES, Answer
from sim.learn.tasks.read_policy.asked_policy import Asked, asked_in
from sim.learn.tasks.read_policy.marks import modifier_id, right_coverage, right_stands
from sim.payer.asked.advance_notice import Notice


def right_answer(case: Case) -> Answer:
    """What the page, the record and the payer's engine say."""
    asked = asked_in(case)
    return Answer(
        {one.policy: right_stands(asked, one)[0] for one in asked.page.criteria},
        right_coverage(asked),
        asked.notices[0].value,
        modifier_id(asked.modifiers[0]),
    )


def mistaken(case: Case, error: str) -> dict[str, Any] | None:
    """The right answer with this one mistake; None where it can't be made."""
    asked, right = asked_in(case), right_answer(case)
    for wrong in _slips(asked, right):
        marks = policy_marks.grade(wrong, case).marks
        if any(mark.error == error for mark in marks):
            return wrong.as_dict()
    return None


def _slips(asked: Asked, right: Answer) -> Iterator[Answer]:
    """Every answer that differs from the right one in one field."""
    for policy in right.met:
        for one in STANDS:
            yield replace(right, met={**right.met, policy: one.id})
    for chosen in (YES, NO):
        yield replace(right, covered=chosen)
    for notice in Notice:
        yield replace(right, notice=notice.value)
    for modifier in MODIFIERS:
        yield replace(right, modifier=modifier)
