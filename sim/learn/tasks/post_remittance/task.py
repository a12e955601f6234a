"""The payment poster's task: post a remittance of several claims to the ledger, so that it balances to the deposit. The
answer is described in sim/learn/tasks/post_remittance/answer.py, what an exercise may ask for in given.py.

Not modeled: payments by paper check, a deposit that differs from its remittance, one deposit for several remittances,
posting to the wrong patient's account.
"""

from dataclasses import replace
from typing import Any

from sim.billing.books import posting_rules
from sim.ground.dates import us_date
from sim.ground.money import dollars
from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case, payer_label
from sim.learn.grading.marks import Marks
from sim.learn.tasks.contract import Finding, Step
from sim.learn.tasks.form import AnyControl, Form, Line
from sim.learn.tasks.post_remittance import marks as posting_marks
from sim.learn.tasks.post_remittance import reasons
from sim.learn.tasks.post_remittance.answer import Answer, claim_ledger, parse, provider_ledger, then_choices
from sim.learn.tasks.post_remittance.due import Due, amounts, due
from sim.learn.tasks.post_remittance.given import given
from sim.learn.tasks.post_remittance.panels import claim_words, panels
from sim.learn.tasks.post_remittance.slips import (
    LEFT_OUT,
    LINE_ERRORS,
    PROVIDER_ERRORS,
    PROVIDER_LEFT_OUT,
    THEN_ERRORS,
    facts,
    line_slips,
    provider_slips,
    then_slips,
)

__all__ = ["Answer", "faults", "form", "given", "grade", "key", "mistaken", "mistakes", "opens", "parse", "worked"]

role, desk, title = "biller", "payments", "Post a remittance"
mistakes = (*LINE_ERRORS, LEFT_OUT, *THEN_ERRORS, *PROVIDER_ERRORS, PROVIDER_LEFT_OUT)
SIGNS = (
    "Enter each amount as it changes the deposit: + where it raises the payment, - where it lowers it. That is the"
    " opposite of the sign on the remittance."
)


def opens(case: Case) -> dict[str, Any]:
    """The deposit and the remittance. No record: a poster reads none."""
    paid = due(case).batch.payment
    return {
        "label": f"Remittance of {payer_label(paid['payer_code'])}, {us_date(paid['payment_date'])}",
        "variant": case.variant,
        "payer": payer_label(paid["payer_code"]),
        "panels": panels(case),
    }


def form(case: Case) -> Form:
    """A ledger for each claim, what happens with it next, the provider adjustments; the deposit above them."""
    true = due(case)
    controls: list[AnyControl] = []
    for number, claim in true.claims.items():
        lines = tuple(
            Line(
                str(line.line),
                f"Line {line.line}: {true.batch.sent(true.reported(number))[line.line]['procedure_code']}",
                (dollars(line.open_amount),),
                line.open_amount,
            )
            for line in true.open_lines(claim)
        )
        if lines:
            controls.append(claim_ledger(number, claim_words(true, number), lines))
        if claim.then:
            controls.append(then_choices(number, f"Claim {number}: what happens next?"))
    if true.provider:
        controls.append(provider_ledger(_provider_lines(true), SIGNS))
    return Form(tuple(controls), deposit=true.batch.posting.deposit)


def _provider_lines(true: Due) -> tuple[Line, ...]:
    return tuple(
        Line(str(number), f"Line {number}: PLB {one.code}", (dollars(one.amount),), -one.amount)
        for number, one in true.provider.items()
    )


def grade(answer: Answer, case: Case) -> Marks | list[Problem]:
    """Marks of an answer."""
    return posting_marks.grade(answer, case)


def key(case: Case) -> dict[str, Any]:
    """What the ledger has, as a desk sends it."""
    return due(case).right.as_dict()


def mistaken(case: Case, error: str) -> dict[str, Any] | None:
    """The right postings with this one mistake; None where it cannot be made."""
    true = due(case)
    found = _line_mistaken(true, error) or _then_mistaken(true, error) or _provider_mistaken(true, error)
    return found.as_dict() if found else None


def _line_mistaken(true: Due, error: str) -> Answer | None:
    right = true.right
    for number, claim in true.claims.items():
        for line in true.open_lines(claim):
            slips = line_slips(facts(true, number, line))
            if error in slips:
                return replace(right, lines={**right.lines, (number, line.line): slips[error]})
            if error == LEFT_OUT:
                return replace(right, lines={at: one for at, one in right.lines.items() if at != (number, line.line)})
    return None


def _then_mistaken(true: Due, error: str) -> Answer | None:
    for number, chosen in true.right.then.items():
        slips = then_slips(chosen)
        if error in slips and slips[error] not in posting_marks.accepted(chosen):
            return replace(true.right, then={**true.right.then, number: slips[error]})
    return None


def _provider_mistaken(true: Due, error: str) -> Answer | None:
    right = true.right
    for number, one in true.provider.items():
        slips = provider_slips(one.account, -one.amount)
        if error in slips:
            return replace(right, provider={**right.provider, number: slips[error]})
        if error == PROVIDER_LEFT_OUT:
            return replace(right, provider={at: row for at, row in right.provider.items() if at != number})
    return None


def faults(case: Case) -> list[Finding]:
    """A remittance with fewer claims than the exercise asks for: some were rejected, or wait for something."""
    true = due(case)
    wished = given_claims(case)
    visits = {true.batch.claim(claim.claim_key)["encounter_key"] for claim in true.claims.values()}
    found = []
    if len(visits) + len(true.provider) < wished:
        told = f"{len(visits)} of {wished} claims in the remittance"
        found.append(Finding("given", told, "other mistakes or scenarios"))
    if any(error.days for error in case.exercise.payer_errors) and not true.provider:
        found.append(
            Finding("payer_error", "a late payment without interest", "more days: interest runs after the limit")
        )
    return found


def given_claims(case: Case) -> int:
    """How many claims the exercise asks for."""
    return int(case.exercise.given["claims"])


def worked(case: Case) -> list[Step]:
    """Line by line: what the remittance says, what is posted; then what follows for each claim, and the deposit."""
    true = due(case)
    steps = []
    for number, claim in true.claims.items():
        for line in true.open_lines(claim):
            of = facts(true, number, line)
            steps.append(
                Step(
                    f"{claim_words(true, number)}, line {line.line}",
                    reasons.because(of),
                    f"Post {reasons.said(amounts(line))}",
                    posting_rules.GROUPS,
                )
            )
        if claim.then:
            follows = f"Claim {number}: {reasons.steps_said(claim.then)}"
            steps.append(
                Step(claim_words(true, number), reasons.why_step(true, number), follows, reasons.step_cite(claim.then))
            )
    for number in true.provider:
        posted = f"Post {reasons.said(true.right.provider[number])}"
        steps.append(
            Step(f"Provider adjustment {number}", reasons.why_provider(true, number), posted, posting_rules.PLB)
        )
    deposit = dollars(true.batch.posting.deposit)
    steps.append(
        Step("Deposit", f"{deposit} arrived", "Payments and provider adjustments add up to it", posting_rules.BALANCE)
    )
    return steps
