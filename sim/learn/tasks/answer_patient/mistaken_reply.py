"""Wrong replies that people give: the right one with one mistake."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sim.billing.books.reply_actions import ACTIONS, REQUESTS, declined
from sim.billing.books.reply_sentences import error_of, verdict
from sim.learn.exercises.case import Case
from sim.learn.tasks.answer_patient.answer import AMOUNTS, SCOPES, Answer
from sim.learn.tasks.answer_patient.asked_question import Lying, lying
from sim.learn.tasks.answer_patient.marks import GENERAL, action_error, mistake, scope_error, taken

mistakes = (
    "charge-told-as-owed",
    "payment-not-subtracted",
    "statement-believed",
    "denied-charge-owed",
    "contract-amount-billed",
    "protected-patient-billed",
    "share-parts-mixed",
    "refund-of-whole-payment",
    "balance-not-divided",
    "patient-amount-wrong",
    "reply-fact-left-out",
    "reply-not-true",
    "outcome-promised",
    "cost-share-waived",
    "code-changed-for-coverage",
    "payment-asked-too-early",
    "collection-threatened",
    "credit-kept",
    "reply-without-authorization",
    "reply-before-verifying",
    "reply-more-than-necessary",
    "caller-turned-away",
    "request-granted",
    "request-invented",
    "wrong-next-step",
)


def mistaken(case: Case, error: str) -> dict[str, Any] | None:
    """The right answer with this one mistake; None where it cannot be made."""
    said = lying(case)
    return next((wrong.as_dict() for kind, wrong in _wrong(said) if kind == error), None)


def _wrong(said: Lying) -> Iterator[tuple[str, Answer]]:
    """Every reply with one mistake, with the mistake's kind."""
    right = said.right
    if said.may_know:
        for name in AMOUNTS:
            for _, amount in taken(name, said):
                yield mistake(name, amount, said), _with(right, name, amount)
        yield GENERAL, replace(right, owed=said.account.owed + 1)
    for one in said.question.offers:
        told = verdict(one, said.asked)
        if told == "must":
            yield "reply-fact-left-out", replace(right, says=tuple(each for each in right.says if each != one))
        elif told != "may":
            yield error_of(one, said.asked), replace(right, says=(*right.says, one))
    for scope in SCOPES:
        if kind := scope_error(scope, said):
            yield kind, replace(right, may_tell=scope)
    asked = declined(said.asked)
    if "none" not in asked:
        yield "request-granted", replace(right, declined="none")
    yield "request-invented", replace(right, declined=next(one for one in REQUESTS if one not in (*asked, "none")))
    for action in ACTIONS:
        if kind := action_error(action.id, said):
            yield kind, replace(right, action=action.id)


def _with(right: Answer, name: str, amount: int) -> Answer:
    fields: dict[str, Any] = {name: amount}
    return replace(right, **fields)
