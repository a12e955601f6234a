"""Marking the postings: one item a claim line, one what happens with each claim next, one a provider adjustment, and
one for the batch: payments less provider adjustments must be the deposit.
"""

from sim.billing.books import posting_rules
from sim.ground.money import dollars
from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case
from sim.learn.grading import error_kinds
from sim.learn.grading.marks import Consequence, Mark, Marks
from sim.learn.grading.wording import money_words
from sim.learn.tasks.post_remittance import reasons
from sim.learn.tasks.post_remittance.answer import BESIDE, Amounts, Answer
from sim.learn.tasks.post_remittance.due import Due, amounts, due
from sim.learn.tasks.post_remittance.slips import (
    SEQUESTRATION,
    UNBALANCED,
    Facts,
    facts,
    line_error,
    provider_error,
    then_error,
)

SKILL = "posting"


def grade(answer: Answer, case: Case) -> Marks | list[Problem]:
    """Marks of an answer; a line that this remittance does not have is told first."""
    true = due(case)
    unknown = _unknown(answer, true)
    if unknown:
        return unknown
    if answer.is_blank:
        return Marks((), 0, _count(true.right), case.exercise.points)
    marks = (
        *(_line(true, number, line, answer) for number, line in true.right.lines),
        *(_then(true, number, answer.then.get(number, frozenset())) for number in true.right.then),
        *(_provider(true, number, answer.provider.get(number, {})) for number in true.right.provider),
        _batch(true, answer),
    )
    told = [mark.consequence for mark in marks if mark.consequence]
    return Marks(
        marks,
        _count(answer),
        _count(true.right),
        case.exercise.points,
        owed_not_paid_amount=sum(one.owed_not_paid_amount for one in told),
        patient_amount=sum(one.patient_amount for one in told),
    )


def _count(answer: Answer) -> int:
    return len(answer.lines) + sum(map(bool, answer.then.values())) + len(answer.provider) + 1


def _unknown(answer: Answer, true: Due) -> list[Problem]:
    expected = "a line of this remittance"
    lines = [
        Problem(f"claim{claim}.{line}", "nothing to post there", expected)
        for claim, line in answer.lines
        if (claim, line) not in true.right.lines
    ]
    then = [
        Problem(f"then{claim}", "no such claim", expected)
        for claim, chosen in answer.then.items()
        if chosen and claim not in true.right.then
    ]
    rows = [
        Problem(f"provider.{row}", "no such adjustment", expected)
        for row in answer.provider
        if row not in true.right.provider
    ]
    return [*lines, *then, *rows]


def _line(true: Due, number: int, line: int, answer: Answer) -> Mark:
    where, given = f"claim{number}.{line}", answer.lines.get((number, line), {})
    of = facts(true, number, next(one for one in true.claims[number].lines if one.line == line))
    right, why = amounts(of.line), reasons.because(of)
    if given == right:
        return Mark(where, "right", why, earned=1.0, skill=SKILL, cite=posting_rules.BALANCE, key=reasons.said(right))
    error = line_error(of, given)
    return _wrong(
        where,
        error,
        _share(right, given),
        f"{reasons.why_not(error, of)} Post {reasons.said(right)}. {why}",
        reasons.why_not(error, of),
        reasons.said(right),
        _consequence(error, of),
        is_missing=not given,
    )


def _share(right: Amounts, given: Amounts) -> float:
    """The part of the accounts that is right."""
    both = {*right, *given}
    return round(sum(right.get(name) == given.get(name) for name in both) / len(both), 4)


def _consequence(error: str, of: Facts) -> Consequence | None:
    """What follows if it stays so: what the patient is billed too much or too little, what is owed and given up."""
    patient = {
        "contractual-to-patient": of.line.contractual,
        "sequestration-to-patient": of.adjusted(SEQUESTRATION),
        "denied-billed-to-patient": of.line.denied,
        "patient-share-written-off": -of.line.patient,
    }.get(error, 0)
    owed = max(0, of.row["supported_amount"] - of.row["paid_amount"]) if error == "denial-written-off" else 0
    return Consequence(owed, 0, 0, patient, money_words(owed, 0, 0, patient)) if patient or owed else None


def accepted(right: frozenset[str]) -> tuple[frozenset[str], ...]:
    """What may follow for a claim: while a denial is worked, a clinic may send the statement for the other lines or
    wait with it.

    >>> [sorted(one) for one in accepted(frozenset({"worklist", "patient"}))]
    [['patient', 'worklist'], ['worklist']]
    """
    return (right, right - {"patient"}) if {"worklist", "patient"} <= right else (right,)


def _then(true: Due, number: int, given: frozenset[str]) -> Mark:
    where, right = f"then{number}", true.claims[number].then
    why, cite = reasons.why_step(true, number), reasons.step_cite(right)
    if given in accepted(right):
        return Mark(where, "right", why, earned=1.0, skill=SKILL, cite=cite, key=reasons.steps_said(right))
    error = then_error(right, given)
    because = reasons.why_not_step(error, true, number)
    return _wrong(
        where,
        error,
        round(len(given & right) / len(given | right), 4),
        f"{because} {reasons.steps_said(right)}. {why}" if given else f"{reasons.steps_said(right)}. {why}",
        because,
        reasons.steps_said(right),
        is_missing=not given,
        cite=cite,
    )


def _provider(true: Due, number: int, given: Amounts) -> Mark:
    where, one = f"provider.{number}", true.provider[number]
    right, why = true.right.provider[number], reasons.why_provider(true, number)
    key = reasons.said(right)
    if given == right:
        return Mark(where, "right", why, earned=1.0, skill=SKILL, cite=posting_rules.PLB, key=key)
    error = provider_error(one.account, -one.amount, given)
    because = f"PLB {one.code} refers to {one.reference or 'another remittance'} and to no line of a claim."
    return _wrong(
        where,
        error,
        _share(right, given),
        f"Post {key}. {why}",
        because,
        key,
        is_missing=not given,
        cite=posting_rules.PLB,
    )


def _batch(true: Due, answer: Answer) -> Mark:
    """Payments and provider adjustments as entered, against the deposit."""
    deposit = true.batch.posting.deposit
    posted = sum(one.get("payment", 0) for one in answer.lines.values())
    posted += sum(row.get(name, 0) for row in answer.provider.values() for name in BESIDE)
    key = f"deposit {dollars(deposit)}"
    if posted == deposit and (answer.lines or answer.provider):
        message = f"The postings add up to the deposit of {dollars(deposit)}."
        return Mark("deposit", "right", message, earned=1.0, skill=SKILL, cite=posting_rules.BALANCE, key=key)
    because = f"{dollars(posted)} is posted of a deposit of {dollars(deposit)}: {dollars(deposit - posted)} is left."
    return _wrong("deposit", UNBALANCED, 0.0, because, because, "", cite=posting_rules.BALANCE)


def _wrong(
    where: str,
    error: str,
    earned: float,
    message: str,
    because: str,
    key: str,
    consequence: Consequence | None = None,
    is_missing: bool = False,
    cite: str = "",
) -> Mark:
    told = error_kinds.words(error)
    return Mark(
        where,
        "missing" if is_missing else "partly" if earned else "wrong",
        message,
        1.0,
        earned,
        error_kinds.skill(error) or SKILL,
        error,
        told,
        reasons.HINTS.get(error, ""),
        key,
        posting_rules.BROKEN.get(error, cite or posting_rules.GROUPS),
        consequence=consequence,
        reason=because,
    )
