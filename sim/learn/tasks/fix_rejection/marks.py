"""Marking the work on a batch. For each claim one item for what became of it, two for each error (the place with the
right entry, and who fixes it), one each for what is done, the last day and what the report proves. An error costs once:
what follows from a claim that was taken for accepted costs nothing again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sim.billing.claims.rejections import NEVER_RECEIVED, PROOF_OF_FILING
from sim.ground.dates import us_date
from sim.learn.exercises.case import Case
from sim.learn.grading import error_kinds
from sim.learn.grading.marks import Mark, Marks
from sim.learn.tasks.fix_rejection.answer import OWNERS, PROOF, STATES, WAYS, Answer, Correction, Worked, label_of
from sim.learn.tasks.fix_rejection.right_work import (
    Right,
    TrueError,
    filing_cite,
    limit_words,
    right_work,
)
from sim.learn.tasks.fix_rejection.sent_again import came_back, clock
from sim.learn.tasks.fix_rejection.sent_batch import Batch, sent_batch
from sim.learn.tasks.form import Option

HALF = 0.5


class Pair(NamedTuple):
    """An error with the row that was entered for it; None where none was."""

    error: TrueError
    row: Correction | None
    at: int


def grade(answer: Answer, case: Case) -> Marks:
    """Marks of an Answer, with what the front end answers to each claim."""
    found, batch = judge(answer, case), sent_batch(case)
    if answer.is_blank:
        return found
    work = list(zip(right_work(batch), answer.claims, strict=False))
    backs = [came_back(batch, right, worked) for right, worked in work]
    replies = tuple(
        _reply(right, back.words, not back.lost_amount and worked.way == right.way)
        for (right, worked), back in zip(work, backs, strict=True)
    )
    lost = sum(back.lost_amount for back in backs)
    return replace(found, marks=(*found.marks, *replies), owed_not_paid_amount=lost)


def judge(answer: Answer, case: Case) -> Marks:
    """The marks alone."""
    batch = sent_batch(case)
    rights = right_work(batch)
    key = sum(4 + 2 * len(right.errors) - (right.last is None) for right in rights)
    if answer.is_blank:
        return Marks((), 0, key, case.exercise.points)
    work = list(zip(rights, answer.claims, strict=False))
    marks = tuple(mark for right, worked in work for mark in _claim(batch, right, worked))
    return Marks(marks, sum(_entered(*one) for one in work), key, case.exercise.points)


def _entered(right: Right, worked: Worked) -> int:
    """How many items hold something; the last day of a claim that is not sent again counts nowhere."""
    single = [worked.state, worked.way, worked.proof, worked.last if right.last is not None else None]
    rows = sum(1 + bool(row.owner or not row.place) for row in worked.corrections)
    return sum(one not in ("", None) for one in single) + rows


def _claim(batch: Batch, right: Right, worked: Worked) -> Iterator[Mark]:
    number = right.number
    yield _state(right, worked)
    pairs = paired(right, worked)
    for pair in pairs:
        yield from _error(right, pair, worked)
    used = {pair.row.row for pair in pairs if pair.row is not None}
    for row in worked.corrections:
        if row.row not in used:
            yield _stray(right, row)
    yield _way(batch, right, worked)
    if right.last is not None:
        yield _last(batch, right, worked)
    words = f"This report {'accepts' if right.proof == 'yes' else 'does not accept'} the claim."
    wrong = "rejection-as-proof" if right.proof == "no" else "acceptance-not-proof"
    yield _single(f"proof_{number}", worked.proof, right.proof, PROOF, wrong, words, PROOF_OF_FILING)


def _single(where: str, given: str, right: str, options: Iterable[Option], error: str, why: str, cite: str) -> Mark:
    """A mark of a choice."""
    shown = next(one.words for one in options if one.id == right)
    if given == right:
        return Mark(where, "right", why, earned=1.0, cite=cite, key=shown)
    if not given:
        return Mark(where, "missing", f"{shown}. {why}", hint="Read the report.", key=shown, cite=cite, reason=why)
    return wrong_mark(where, error, shown, why, cite)


def wrong_mark(where: str, error: str, shown: str, why: str, cite: str, earned: float = 0.0) -> Mark:
    """A mark of something wrong, with the kind of error."""
    told = error_kinds.words(error)
    return Mark(
        where,
        "partly" if earned else "wrong",
        f"{told}. {why} Right: {shown}.",
        earned=earned,
        skill=error_kinds.skill(error),
        error=error,
        title=told,
        hint=error_kinds.hint(error),
        key=shown,
        cite=cite,
        reason=f"{told}. {why}",
    )


def _state(right: Right, worked: Worked) -> Mark:
    error = {"denied": "rejection-called-denial", "accepted": "rejection-overlooked"}.get(worked.state, "")
    error = "accepted-claim-reworked" if right.state == "accepted" else error
    why = f"The report says: {right.report}"
    return _single(f"state_{right.number}", worked.state, right.state, STATES, error, why, NEVER_RECEIVED)


def paired(right: Right, worked: Worked) -> list[Pair]:
    """Each error with the row of its place, else with a row that names no error's place."""
    rows = list(worked.corrections)
    found: dict[int, Correction] = {}
    for at, error in enumerate(right.errors):
        row = next((row for row in rows if row.place == error.place), None)
        if row is not None:
            found[at] = row
            rows.remove(row)
    for at in range(len(right.errors)):
        if at not in found and rows:
            found[at] = rows.pop(0)
    return [Pair(error, found.get(at), at) for at, error in enumerate(right.errors)]


def _error(right: Right, pair: Pair, worked: Worked) -> Iterator[Mark]:
    error, row = pair.error, pair.row
    where = f"corrections_{right.number}"
    shown = label_of(error.place) + (f": {error.shown}" if error.shown else "")
    if row is None:
        is_second = any(one.row is not None for one in paired(right, worked))
        kind = "second-error-overlooked" if is_second else ""
        hint = error_kinds.hint(kind) if kind else "Compare the claim with what is on file, box by box."
        skill = error_kinds.skill(kind) if kind else ""
        fixes = owner_words(error)
        rows = ((shown, f"{shown}. {error.why}", error.why), (owner_name(error), fixes, fixes))
        for key, words, reason in rows:
            yield Mark(
                where, "missing", words, skill=skill, error=kind, hint=hint, key=key, cite=error.cite, reason=reason
            )
        return
    at = f"{where}.{row.row}"
    if row.place != error.place:
        yield wrong_mark(f"{at}.place", "wrong-box-for-rejection", shown, error.why, error.cite)
    elif error.value is not None and row.value != error.value:
        yield wrong_mark(f"{at}.right", "wrong-correction-value", shown, error.why, error.cite, HALF)
    else:
        yield Mark(f"{at}.place", "right", error.why, earned=1.0, cite=error.cite, key=shown)
    owner, why = owner_name(error), owner_words(error)
    if row.owner in error.owners:
        yield Mark(f"{at}.owner", "right", why, earned=1.0, cite=error.cite, key=owner)
    elif not row.owner:
        yield Mark(
            f"{at}.owner",
            "missing",
            why,
            hint="Where does this entry come from?",
            key=owner,
            cite=error.cite,
            reason=why,
        )
    else:
        yield wrong_mark(f"{at}.owner", "wrong-owner-of-rejection", owner, why, error.cite)


OWNS = {
    "front desk": "Registration data belong to the front desk.",
    "coder": "Codes, units and what they point to belong to the coder.",
    "biller": "The biller fills in this entry.",
    "credentialing": "Enrollment with the payer belongs to credentialing.",
    "clearinghouse": "The software vendor or the clearinghouse writes the file.",
}


def owner_name(error: TrueError) -> str:
    """Who fixes it, as the form says it."""
    return next(one.words for one in OWNERS if one.id == error.owners[0])


def owner_words(error: TrueError) -> str:
    """Why this desk fixes it, and who else may."""
    words = OWNS.get(error.owners[0], f"This entry belongs to the {owner_name(error)}.")
    if "biller" not in error.owners[1:]:
        return words
    return f"{words} Its record is right and only the claim differs, so the biller may correct the claim as well."


def _stray(right: Right, row: Correction) -> Mark:
    """A row for which the claim has no error."""
    why = f"{label_of(row.place)} agrees with what is on file."
    kind = "accepted-claim-reworked" if right.state == "accepted" else "correction-invented"
    where = f"corrections_{right.number}.{row.row}.place"
    return wrong_mark(where, kind, "No correction here", why, NEVER_RECEIVED)


def _way(batch: Batch, right: Right, worked: Worked) -> Mark:
    where, given = f"way_{right.number}", worked.way
    if right.state == "accepted":
        why = "The payer has the claim. A second one would be a duplicate."
        return _single(where, given, "wait", WAYS, "accepted-claim-reworked", why, NEVER_RECEIVED)
    why = "The payer never had the claim: there is nothing to replace, to void or to appeal."
    if batch.enrolled_date is not None:
        why = f"{why} Send it once the enrollment is in force, from {us_date(batch.enrolled_date)} on."
    if given == "wait" and worked.state == "accepted":
        words = f"It follows from what you entered above, so it costs nothing again. {why}"
        return Mark(where, "right", words, earned=1.0, cite=NEVER_RECEIVED, key=WAYS[0].words)
    error = {"replacement": "frequency-7-after-rejection", "void": "frequency-7-after-rejection"}.get(given, "")
    error = error or {"appeal": "rejection-appealed", "bill": "patient-billed-for-rejection"}.get(given, "")
    return _single(where, given, "new", WAYS, error or "rejection-not-worked", why, NEVER_RECEIVED)


def _last(batch: Batch, right: Right, worked: Worked) -> Mark:
    where, last, cite = f"last_{right.number}", right.last, filing_cite(batch)
    served = us_date(right.claim.service_date)
    why = (
        f"{batch.payer.label} accepts an original claim within {limit_words(batch, right.claim)} of the date of"
        f" service, {served}; a rejection doesn't stop the clock. {clock(batch, right)}"
    )
    if worked.last == last:
        return Mark(where, "right", why, earned=1.0, cite=cite, key=us_date(last))
    if worked.last is None:
        hint = "Which limit does the payer set, and from which day?"
        return Mark(where, "missing", why, hint=hint, key=us_date(last), cite=cite, reason=why)
    kind = "filing-counted-from-report" if worked.last in from_report(batch, right) else "filing-day-miscounted"
    return wrong_mark(where, kind, us_date(last), why, cite)


def from_report(batch: Batch, right: Right) -> tuple[date, ...]:
    """The last days that come out when one counts from the report or from the day the claim was sent."""
    sent = right.claim.sent.claims
    starts = (batch.reported_date, batch.today, sent.submitted_date[0], sent.received_date[0])
    length = batch.last_day(right.claim) - right.claim.service_date
    return tuple((start + length).astype(date) for start in starts)


def _reply(right: Right, words: str, is_fine: bool) -> Mark:
    """What came back; moves no point."""
    told = f"{right.called}: {words}"
    return Mark(
        f"reply_{right.number}",
        "right" if is_fine else "wrong",
        told,
        0.0,
        hint="What does the front end answer to this?",
        reason=told,
        counts=False,
        cite=NEVER_RECEIVED,
    )
