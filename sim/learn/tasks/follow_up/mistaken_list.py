"""Wrong follow-ups that people make: the right one with one mistake."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sim.billing.denials.follow_up import (
    IN_WORDS,
    STEPS,
    OpenClaim,
    by_rule,
    right_findings,
    right_step,
    right_steps,
    window,
)
from sim.learn.exercises.case import Case
from sim.learn.tasks.follow_up.aging_list import AgingList, aging_list
from sim.learn.tasks.follow_up.answer import Answer, Row, line_id
from sim.learn.tasks.follow_up.marks import action_error, grade

mistakes = (
    "deadline-overlooked",
    "order-not-by-rule",
    "claim-status-misread",
    "missing-claim-waited-for",
    "rejected-sent-unchanged",
    "claim-on-file-resent",
    "documents-not-sent",
    "answered-claim-waited-for",
    "appeal-without-denial",
    "written-off-too-early",
    "sent-after-limit",
    "wrong-follow-up-step",
    "wrong-claim-reference",
    "wrong-follow-up-date",
)
Made = tuple[str, Answer]


def right_answer(made: AgingList) -> Answer:
    """The follow-up that earns everything."""
    order = {one.claim_key: number for number, one in enumerate(by_rule(made.open), 1)}
    return Answer({line_id(n): _right(one, order.get(one.claim_key)) for n, one in enumerate(made.open, 1)})


def _right(one: OpenClaim, order: int | None) -> Row:
    days = window(one)
    reference = one.trace_number or one.payer_claim_number
    return Row(order, right_findings(one)[0], right_step(one), reference, days[0] if days else None)


def mistaken(case: Case, error: str) -> dict[str, Any] | None:
    """The right answer with this one mistake; None where it cannot be made."""
    made = aging_list(case)
    for kind, answer in _wrong(made):
        if kind == error:
            return answer.as_dict()
        if not kind and error in {mark.error for mark in grade(answer, case).marks}:
            return answer.as_dict()
    return None


def _wrong(made: AgingList) -> Iterator[Made]:
    """Every follow-up with one mistake, with the mistake's kind; without a kind for a changed order, which its marks
    name."""
    right = right_answer(made)
    for number, one in enumerate(made.open, 1):
        line = line_id(number)
        row = right.claims[line]
        yield "claim-status-misread", _with(right, line, replace(row, found=_other(one)))
        for step in STEPS:
            if step.id not in right_steps(one):
                yield action_error(one, step.id), _with(right, line, replace(row, action=step.id))
        if row.reference:
            yield (
                "wrong-claim-reference",
                _with(right, line, replace(row, reference=made.account_numbers[one.claim_key])),
            )
        if (days := window(one)) is not None:
            yield "wrong-follow-up-date", _with(right, line, replace(row, again=days[1] + timedelta(days=30)))
    work = by_rule(made.open)
    lines = {one.claim_key: line_id(n) for n, one in enumerate(made.open, 1)}
    for order in (
        sorted(work, key=lambda one: -one.expected),
        sorted(work, key=lambda one: one.submitted_date),
        work[1:] + work[:1],
        work[:1] + work[2:] + work[1:2],
    ):
        yield "", _ordered(right, {lines[one.claim_key]: n for n, one in enumerate(order, 1)})


def _other(one: OpenClaim) -> str:
    """Another thing that might have been found."""
    return next(name for name in IN_WORDS if name not in (*right_findings(one), "not found", "rejected"))


def _with(right: Answer, line: str, row: Row) -> Answer:
    return Answer({**right.claims, line: row})


def _ordered(right: Answer, order: dict[str, int]) -> Answer:
    return Answer({line: replace(row, order=order.get(line)) for line, row in right.claims.items()})
