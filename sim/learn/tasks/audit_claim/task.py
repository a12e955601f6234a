"""The coder's task: audit a claim that somebody else coded before it is billed: accept it, or flag each error with its
place, its reason and its correction. The answer is described in sim/learn/tasks/audit_claim/answer.py.

Not modeled: an audit of a sample of claims with a rate for the coder, an auditor's questions to the coder, a query to
the provider (exercises take records that leave nothing open).
"""

from dataclasses import replace
from typing import Any

from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case
from sim.learn.exercises.open_record import open_record
from sim.learn.grading.consequence import consequences, with_money
from sim.learn.grading.difference import by_row
from sim.learn.grading.marks import Marks
from sim.learn.grading.outcome import travel
from sim.learn.exercises.coded_answer import visit_of
from sim.learn.tasks.audit_claim import marks as audit_marks
from sim.learn.tasks.audit_claim.answer import Answer, form_of, parse
from sim.learn.tasks.audit_claim.audit_result import remarks
from sim.learn.tasks.audit_claim.claim_as_sent import sent_in
from sim.learn.tasks.audit_claim.flags_judged import corrections_of, returned
from sim.learn.tasks.audit_claim.given import given
from sim.learn.tasks.audit_claim.panels import panels
from sim.learn.tasks.audit_claim.places import options
from sim.learn.tasks.audit_claim.slips import mistaken, right_audit
from sim.learn.tasks.audit_claim.worked_audit import worked
from sim.learn.tasks.contract import Finding
from sim.learn.tasks.form import Form

__all__ = [
    "Answer",
    "faults",
    "form",
    "given",
    "grade",
    "judge",
    "key",
    "mistaken",
    "mistakes",
    "opens",
    "parse",
    "unreadable",
    "worked",
]

role, desk, title = "coder", "coder", "Audit a claim"
mistakes = (
    audit_marks.MISSED,
    audit_marks.FALSE_ALARM,
    audit_marks.REASON,
    audit_marks.CORRECTION,
    audit_marks.FAULTY_ACCEPTED,
    audit_marks.CLEAN_RETURNED,
)


def opens(case: Case) -> dict[str, Any]:
    """The record and the claim as it was coded."""
    return {**open_record(case), "panels": panels(case)}


def form(case: Case) -> Form:
    """The verdict, and rows of errors at the places of this claim."""
    return form_of(options(sent_in(case).answer))


def unreadable(answer: Answer, case: Case) -> list[Problem]:
    """Corrections that cannot be read."""
    return corrections_of(answer.flags, sent_in(case).answer)[1]


def judge(answer: Answer, case: Case) -> Marks | list[Problem]:
    """The marks alone."""
    return audit_marks.grade(answer, case)


def grade(answer: Answer, case: Case) -> Marks | list[Problem]:
    """Marks of an answer, with what each error alone would have done, and what comes of the claim as it was returned or
    accepted."""
    sent = sent_in(case)
    ordered = [one.error for row in by_row(sent.errors) for one in row]
    alone = dict(zip(ordered, consequences(case, sent.answer, sent.errors)))
    marks = audit_marks.grade(answer, case, alone)
    if not isinstance(marks, Marks) or answer.is_blank:
        return marks
    made, _ = corrections_of(answer.flags, sent.answer)
    billed = returned(sent.answer, made, case)
    told = replace(marks, marks=(*marks.marks, *remarks(case)))
    return with_money(told, travel(case, visit_of(billed))) if billed.services else told


def key(case: Case) -> dict[str, Any]:
    """The answer that earns everything, as a desk sends it."""
    return right_audit(case).as_dict()


def faults(case: Case) -> list[Finding]:
    """A record that leaves a question open is one for another task; a mistake has to show on the claim."""
    found = []
    if case.question:
        found.append(Finding("scenario", "a record that needs a query", "a scenario without a query"))
    sent = sent_in(case)
    if len(sent.errors) < len(sent.traps):
        found.append(Finding("given.sent", "errors that do not show on the claim", "errors that the traps can make"))
    return found
