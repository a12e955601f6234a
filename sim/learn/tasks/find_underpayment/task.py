"""The biller's task after posting: compare a remittance with the contract's fees. Which lines are short, by how much,
and is there still time to dispute them? The answer is described in sim/learn/tasks/find_underpayment/answer.py, what an
exercise may ask for in given.py.

Not modeled: a contract amended within the edition, a charge below the fee (no charge of the clinic is), outlier and
carve-out clauses, what the payer answers to the dispute (the denial desk has disputes).
"""

from dataclasses import replace
from typing import Any

from sim.ground.dates import us_date
from sim.ground.money import dollars
from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case, payer_label
from sim.learn.grading import error_kinds
from sim.learn.grading.marks import Consequence, Mark, Marks
from sim.learn.grading.wording import money_words
from sim.learn.tasks.contract import Finding, Step
from sim.learn.tasks.find_underpayment import reasons
from sim.learn.tasks.find_underpayment.answer import Answer, Judged, claim_sheet, parse
from sim.learn.tasks.find_underpayment.compared import errs, Compared, Line, compared
from sim.learn.tasks.find_underpayment.given import given, wanted
from sim.learn.tasks.find_underpayment.panels import panels
from sim.learn.tasks.find_underpayment.slips import ERRORS, LEFT_OUT, error_of, same, slips
from sim.learn.tasks.form import Form
from sim.learn.tasks.form import Line as Row
from sim.learn.tasks.remittance_panels import claim_words, service

__all__ = ["Answer", "faults", "form", "given", "grade", "key", "mistaken", "mistakes", "opens", "parse", "worked"]

role, desk, title = "biller", "payments", "Find what was underpaid"
mistakes = (*ERRORS, LEFT_OUT)
SKILL = "underpayments"
PENNY = 1  # cents by which a percentage may be rounded the other way


def opens(case: Case) -> dict[str, Any]:
    """The contract and the remittance. No record: nobody needs it here."""
    payer = payer_label(case.exercise.payer)
    paid_on = us_date(compared(case).remittance.payment["payment_date"])
    return {
        "label": f"Remittance of {payer}, {paid_on}",
        "variant": case.variant,
        "payer": payer,
        "panels": panels(case),
    }


def form(case: Case) -> Form:
    """A sheet for each claim."""
    true = compared(case)
    controls = []
    for number, one in true.claims.items():
        lines = tuple(_row(at, line) for (claim, at), line in true.lines.items() if claim == number)
        if lines:
            controls.append(claim_sheet(number, claim_words(true.remittance, number, one), lines))
    return Form(tuple(controls))


def _row(at: int, line: Line) -> Row:
    facts = (str(line.sent["service_unit_quantity"]), dollars(line.expected.allowed))
    return Row(str(at), f"Line {at}: {service(line.sent)}", facts)


def grade(answer: Answer, case: Case) -> Marks | list[Problem]:
    """One mark a line; a line that is not asked about is told first."""
    true = compared(case)
    unknown = [
        Problem(f"claim{claim}.{line}", "not a line to check", "a line of this remittance")
        for claim, line in answer.lines
        if (claim, line) not in true.lines
    ]
    if unknown:
        return unknown
    if answer.is_blank:
        return Marks((), 0, len(true.lines), case.exercise.points)
    marks = tuple(_mark(true, at, answer.lines.get(at), case) for at in true.lines)
    owed = sum(mark.consequence.owed_not_paid_amount for mark in marks if mark.consequence)
    return Marks(marks, len(answer.lines), len(true.lines), case.exercise.points, owed_not_paid_amount=owed)


def _mark(true: Compared, at: tuple[int, int], entered: Judged | None, case: Case) -> Mark:
    line, where = true.lines[at], f"claim{at[0]}.{at[1]}"
    why, key_words = reasons.because(line, true, case), reasons.said(line.right)
    if entered is not None and is_right(line, entered):
        return Mark(where, "right", why, earned=1.0, skill=SKILL, cite=reasons.cite(line), key=key_words)
    error = error_of(line, entered, true.is_late)
    told, because = error_kinds.words(error), reasons.why_not(error, line, true)
    earned = _share(line, entered)
    return Mark(
        where,
        "missing" if entered is None else "partly" if earned else "wrong",
        f"{because} Right: {key_words}. {why}",
        1.0,
        earned,
        error_kinds.skill(error) or SKILL,
        error,
        told,
        reasons.HINTS.get(error, ""),
        key_words,
        reasons.cite(line, error),
        consequence=_consequence(line, error),
        reason=because,
    )


def is_right(line: Line, entered: Judged) -> bool:
    """The right amounts and action; where a percentage was rounded, a cent either way."""
    if same(entered, line.right):
        return True
    if not line.is_reduced or entered.contract is None or entered.action != line.right.action:
        return False
    near = abs(entered.contract - line.expected.contract_allowed) <= PENNY
    return near and abs(entered.shortfall - line.expected.short) <= PENNY


def _share(line: Line, entered: Judged | None) -> float:
    """A third each for the contract's amount, the shortfall and what to do; a wrong amount that was taken for the
    contract's makes the others wrong too.
    """
    if entered is None or entered.contract != line.right.contract:
        return 0.0
    right = 1 + (entered.shortfall == line.right.shortfall) + (entered.action == line.right.action)
    return round(right / 3, 4)


def _consequence(line: Line, error: str) -> Consequence | None:
    """What the payer keeps."""
    owed = line.expected.owed_by_payer if error in ("underpayment-missed", "dispute-given-up") else 0
    return Consequence(owed, 0, 0, 0, money_words(owed, 0)) if owed > 0 else None


def key(case: Case) -> dict[str, Any]:
    """What the payer's own pricing says, as a desk sends it."""
    return compared(case).right.as_dict()


def mistaken(case: Case, error: str) -> dict[str, Any] | None:
    """The right answer with this one mistake; None where it cannot be made."""
    true = compared(case)
    right = true.right
    for at, line in true.lines.items():
        found = slips(line, true.is_late)
        if error in found:
            return replace(right, lines={**right.lines, at: found[error]}).as_dict()
        if error == LEFT_OUT and len(true.lines) > 1:
            return replace(right, lines={place: one for place, one in right.lines.items() if place != at}).as_dict()
    return None


def faults(case: Case) -> list[Finding]:
    """Claims that are missing in the remittance; a payer's declared mistake that meets no line."""
    true, wished = compared(case), wanted(case).visits.claims
    found = []
    if len(true.claims) < wished:
        told = f"{len(true.claims)} of {wished} claims in the remittance"
        found.append(Finding("given", told, "other mistakes or scenarios"))
    if errs(case) and not any(line.expected.short for line in true.lines.values()):
        found.append(Finding("payer_error", "a mistake that meets no line", "the code of a service in these visits"))
    return found


def worked(case: Case) -> list[Step]:
    """Line by line: the fee, what was allowed, what follows."""
    true = compared(case)
    return [
        Step(
            f"{claim_words(true.remittance, number, true.claims[number])}, line {at}",
            reasons.because(line, true, case),
            f"Line {at}: {reasons.said(line.right)}",
            reasons.cite(line),
        )
        for (number, at), line in true.lines.items()
    ]
