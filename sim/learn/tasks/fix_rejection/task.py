"""The biller's task when a front end sends claims back: a 277CA, a 999 or a TA1 in plain words beside the claims and
what is on file. The answer is described in sim/learn/tasks/fix_rejection/answer.py, the batch in the exercise's
[given].

Not modeled: rejections by a clearinghouse's own edits before the payer has the file; a front end that reports several
errors of a claim at once; a filing limit that has passed already; partial files.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sim.billing.claims.rejections import NEVER_RECEIVED, PROOF_OF_FILING
from sim.ground.dates import us_date
from sim.learn.exercises.case import Case
from sim.learn.exercises.exercise import Exercise
from sim.learn.grading.marks import Marks
from sim.learn.tasks.contract import Finding, Step
from sim.learn.tasks.fix_rejection import marks as claim_marks
from sim.learn.tasks.fix_rejection.answer import (
    ENROLLMENT,
    FILE,
    WAYS,
    Answer,
    Correction,
    Worked,
    form_of,
    label_of,
    parse,
)
from sim.learn.tasks.fix_rejection.given import MOST, given
from sim.learn.tasks.fix_rejection.marks import owner_name
from sim.learn.tasks.fix_rejection.panels import panels
from sim.learn.tasks.fix_rejection.right_work import (
    Right,
    days_left,
    filing_cite,
    limit_words,
    right_work,
)
from sim.learn.tasks.fix_rejection.sent_batch import Batch, cell, sent_batch, shown_cell
from sim.learn.tasks.form import Form

__all__ = ["Answer", "form", "given", "grade", "judge", "key", "lacks", "mistaken", "opens", "parse", "worked"]

role, desk, title = "biller", "biller", "Fix a rejection"
mistakes = (
    "rejection-called-denial",
    "rejection-overlooked",
    "accepted-claim-reworked",
    "wrong-box-for-rejection",
    "wrong-correction-value",
    "second-error-overlooked",
    "correction-invented",
    "wrong-owner-of-rejection",
    "frequency-7-after-rejection",
    "rejection-appealed",
    "patient-billed-for-rejection",
    "filing-counted-from-report",
    "filing-day-miscounted",
    "rejection-as-proof",
)


def opens(case: Case) -> dict[str, Any]:
    """The report, the claims as sent, and what is on file."""
    batch = sent_batch(case)
    return {"variant": case.variant, "payer": batch.payer.label, "panels": panels(case)}


def form(case: Case) -> Form:
    """The same questions for every claim."""
    batch = sent_batch(case)
    lines = max(len(claim.sent.lines) for claim in batch.claims)
    return form_of([(right.number, right.called) for right in right_work(batch)], lines)


def grade(answer: Answer, case: Case) -> Marks:
    """Marks of an answer."""
    return claim_marks.grade(answer, case)


def judge(answer: Answer, case: Case) -> Marks:
    """The marks alone."""
    return claim_marks.judge(answer, case)


def key(case: Case) -> dict[str, Any]:
    """The answer that earns everything, as a desk sends it."""
    return _whole([right.worked() for right in right_work(sent_batch(case))]).as_dict()


def _whole(worked: list[Worked]) -> Answer:
    return Answer((*worked, *(Worked(),) * (MOST - len(worked))))


def mistaken(case: Case, error: str) -> dict[str, Any] | None:
    """The right answer with this one mistake; None where it cannot be made."""
    rights = right_work(sent_batch(case))
    best = [right.worked() for right in rights]
    for at, right in enumerate(rights):
        for wrong in _slips(case, right, best[at]):
            answer = _whole([*best[:at], wrong, *best[at + 1 :]])
            if error in [mark.error for mark in claim_marks.judge(answer, case).marks]:
                return answer.as_dict()
    return None


def _slips(case: Case, right: Right, best: Worked) -> Iterator[Worked]:
    """What people enter in its place."""
    rows = best.corrections
    if right.state == "accepted":
        yield replace(best, state="rejected", way="new")
        return
    for state in ("denied", "accepted"):
        yield replace(best, state=state)
    if len(rows) > 1:
        yield replace(best, corrections=rows[:1])
    yield replace(best, corrections=(replace(rows[0], place="11" if rows[0].place != "11" else "1a"), *rows[1:]))
    if right.errors[0].value is not None:
        sent, box = right.claim.sent, rows[0].place
        as_sent = replace(rows[0], right=shown_cell(sent, box), value=cell(sent, box))
        yield replace(best, corrections=(as_sent, *rows[1:]))
    yield replace(best, corrections=(*rows, Correction(len(rows), "24B.1", "11", "biller", "11")))
    other = "provider" if "provider" not in right.errors[0].owners else "payer"
    yield replace(best, corrections=(replace(rows[0], owner=other), *rows[1:]))
    for way in ("replacement", "appeal", "bill"):
        yield replace(best, way=way)
    batch = sent_batch(case)
    for last in (*claim_marks.from_report(batch, right)[:1], right.last + timedelta(1) if right.last else None):
        yield replace(best, last=last)
    yield replace(best, proof="yes")


def lacks(one: Exercise) -> Finding | None:
    """A batch needs its claims and one payer."""
    if not one.given:
        return Finding("given", "a batch without [given]", 'add [given] with claims = [["member-id"], []]')
    if not one.payer:
        return Finding("payer", "a batch without a payer", "name the payer that the file goes to")
    return None


def faults(case: Case) -> list[Finding]:
    """Every wrong claim is rejected, every right one accepted unless the whole file or practice is turned away; the
    right work is taken, and in time."""
    batch = sent_batch(case)
    found = []
    for right in right_work(batch):
        claim = right.claim
        turned_away = batch.file_error is not None or batch.enrolled_date is not None
        if claim.is_accepted == (bool(claim.slips) or turned_away):
            found.append(
                Finding("given, claims", f"{claim.slips} that the front end answers otherwise", "another slip")
            )
        elif days_left(batch, claim) < 0 or right.state == "rejected" and batch.resend_date > batch.last_day(claim):
            found.append(Finding("given, days_unread", "a filing limit that has passed", "fewer days"))
        elif right.state == "rejected" and not batch.sent_right(claim, batch.resend_date).is_accepted:
            found.append(Finding("given, claims", "a corrected claim that is rejected again", "another slip"))
    return found


def worked(case: Case) -> list[Step]:
    """Claim by claim: what the report says, what is wrong, what is sent, by when."""
    batch = sent_batch(case)
    return [step for right in right_work(batch) for step in _steps(batch, right)]


def _steps(batch: Batch, right: Right) -> Iterator[Step]:
    """The steps of one claim, each with the panel it reads and the fields that it decides."""
    number, on = right.number, "file" if batch.report is not None else "claims"
    report, rules = f"Report of {batch.payer.label} on the {on}", f"{batch.payer.label}: claim submission"
    state = "accepted: nothing to send" if right.state == "accepted" else "rejected, never adjudicated"
    yield Step(report, f"{right.called}: {right.report}", state, NEVER_RECEIVED, (f"state_{number}",))
    for error in right.errors:
        entry = f": {error.shown}" if error.shown else ""
        fixes = f"{label_of(error.place)}{entry}. Who fixes it: {owner_name(error)}"
        at = rules if error.place == ENROLLMENT else report if error.place == FILE else f"{right.called}: as sent"
        yield Step(at, error.why, fixes, error.cite, (f"corrections_{number}",))
    if right.last is None:
        yield Step(report, "The payer has the claim.", "Wait for the remittance", NEVER_RECEIVED, (f"way_{number}",))
        yield Step(report, "It accepts the claim.", "Proof of timely filing", PROOF_OF_FILING, (f"proof_{number}",))
        return
    yield Step(report, "The payer never had the claim.", WAYS[0].words, NEVER_RECEIVED, (f"way_{number}",))
    served = (
        f"An original claim is accepted within {limit_words(batch, right.claim)} of the date of service,"
        f" {us_date(right.claim.service_date)}; a rejection doesn't stop the clock."
    )
    yield Step(rules, served, f"Last day for receipt {us_date(right.last)}", filing_cite(batch), (f"last_{number}",))
    yield Step(report, "It rejects the claim.", "No proof of timely filing", PROOF_OF_FILING, (f"proof_{number}",))
