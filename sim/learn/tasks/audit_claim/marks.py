"""Marking an audit. Every error of the claim is three items: its place, its reason, its correction. The verdict is one.
A false alarm counts as one item entered, a change that the record supports as well counts as none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case
from sim.learn.grading import error_kinds, feedback
from sim.learn.grading.anticipated_errors import anticipated_in
from sim.learn.grading.checked_reasons import checked
from sim.learn.grading.difference import CodingError, Difference
from sim.learn.grading.marks import Consequence, Mark, Marks
from sim.learn.grading.wording import alone_words, sentences
from sim.learn.tasks.audit_claim.answer import ACCEPT, RETURN, Answer
from sim.learn.tasks.audit_claim.claim_as_sent import Sent, record_for, sent_in
from sim.learn.tasks.audit_claim.flags_judged import Is, Judged, corrections_of, judged
from sim.learn.tasks.audit_claim.key_flags import correction_words
from sim.learn.tasks.audit_claim.places import place_of, places
from sim.learn.tasks.audit_claim.reasons import REASONS, Accepted, accepted

PARTS = 3  # of an error: place, reason, correction
MISSED, FALSE_ALARM, REASON, CORRECTION = (
    "audit-error-missed",
    "audit-false-alarm",
    "audit-wrong-reason",
    "audit-wrong-correction",
)
FAULTY_ACCEPTED, CLEAN_RETURNED = "audit-faulty-claim-accepted", "audit-clean-claim-returned"
CITE = (
    "AHIMA Standards of Ethical Coding; OIG Compliance Program for Individual and Small Group Physician Practices,"
    " 65 FR 59434: auditing and monitoring"
)
HALF = 0.5  # what a reason keeps that is true and too general
Alone = dict[CodingError, Consequence | None]  # what each error of the claim does alone


@dataclass(frozen=True, eq=False)
class Looked:
    """A claim with its errors, as the marks speak about them."""

    case: Case
    sent: Sent
    alone: Alone

    def told(self, one: Difference) -> Mark:
        """The mark that a coder gets for this error: what is wrong, why, by which rule, with the phrase that shows
        it."""
        claim = self.sent.answer
        trap = anticipated_in(self.case).traps.get(one.error)
        documents = self.case.documents_when(True)
        return feedback.wrong(one, record_for(claim, self.case), documents, trap, self.alone.get(one.error))

    def reasons(self, one: Difference) -> Accepted:
        """The reasons that are right for this error."""
        trap = anticipated_in(self.case).traps.get(one.error)
        found = checked(one, record_for(self.sent.answer, self.case), self.case.documents_when(True))
        return accepted([trap.error, found.kind] if trap else [found.kind], one.kind)


def grade(answer: Answer, case: Case, alone: Alone | None = None) -> Marks | list[Problem]:
    """Marks of an answer; problems where a correction can't be read. `alone`: what each error does."""
    looked = Looked(case, sent_in(case), alone or {})
    made, problems = corrections_of(answer.flags, looked.sent.answer)
    if problems:
        return problems
    found = judged(answer.flags, made, looked.sent, case)
    hit = {error.error: one for one in found if one.what is Is.HIT for error in one.errors}
    missed = [one for one in looked.sent.errors if one.error not in hit]
    alarms = sum(one.what in (Is.ALARM, Is.REPEATED) for one in found)
    marks = [
        _verdict(answer, looked, found),
        *(mark for one in found for mark in _flag(one, looked)),
        *(_missed(one, looked) for one in missed if not answer.is_blank),
    ]
    entered = bool(answer.verdict) + PARTS * len(hit) + alarms
    return Marks(tuple(marks), entered, 1 + PARTS * len(looked.sent.errors), case.exercise.points)


def _wrong(
    where: str, error: str, message: str, hint: str, key: str = "", reason: str = "", earned: float = 0.0
) -> Mark:
    return Mark(
        where,
        "partly" if earned else "wrong",
        sentences(message),
        1.0,
        earned,
        error_kinds.skill(error),
        error,
        error_kinds.words(error),
        hint,
        key,
        CITE,
        reason=sentences(reason or message),
    )


def _verdict(answer: Answer, looked: Looked, found: Sequence[Judged]) -> Mark:
    """Accept or return. Returning a claim that is right only to add what is optional is no mistake."""
    errors = len(looked.sent.errors)
    right = RETURN if errors else ACCEPT
    told = f"The claim has {errors} error{'s' * (errors != 1)}." if errors else "Every code is supported by the record."
    only_optional = bool(found) and all(one.what is Is.OPTIONAL for one in found)
    if answer.verdict == right or (answer.verdict == RETURN and only_optional):
        skill = error_kinds.skill(FAULTY_ACCEPTED)
        return Mark("verdict", "right", told, 1.0, 1.0, skill, key=right, cite=CITE)
    if not answer.verdict:
        hint = "Does the record support every code, modifier, unit and pointer?"
        return Mark("verdict", "missing", told, 1.0, 0.0, error_kinds.skill(MISSED), hint=hint, key=right, cite=CITE)
    if errors:
        why = (
            "The record does not support the claim as it was coded. Compare each code with the phrase that supports it."
        )
        return _wrong("verdict", FAULTY_ACCEPTED, f"{told} {why}", error_kinds.hint(FAULTY_ACCEPTED), right, why)
    why = "Nothing on this claim differs from what the record supports. A right claim that is returned is billed late."
    return _wrong("verdict", CLEAN_RETURNED, f"{told} {why}", error_kinds.hint(CLEAN_RETURNED), right, why)


def _flag(one: Judged, looked: Looked) -> Iterator[Mark]:
    """The marks of a row."""
    where = f"flags.{one.flag.row}"
    if one.what is Is.HIT:
        yield from _hit(one, looked, where)
    elif one.what is Is.PART:
        told = "This belongs to an error that another row names. It counts there."
        yield Mark(f"{where}.place", "free", told, 0.0, 0.0, counts=False)
    elif one.what is Is.OPTIONAL:
        told = "The record supports the claim with this change and without it. It moves no point."
        yield Mark(f"{where}.place", "free", told, 0.0, 0.0, counts=False)
    else:
        yield _alarm(one, looked, where)


def _hit(one: Judged, looked: Looked, where: str) -> Iterator[Mark]:
    first = one.errors[0]
    for number, error in enumerate(one.errors):
        told = looked.told(error)
        if one.is_corrected:
            told = replace(told, consequence=_kept_from(told.consequence))
        yield replace(
            told,
            where=f"{where}.place",
            verdict="right",
            points=1.0,
            earned=1.0,
            error="",
            title="",
            hint="",
            reason="",
        )
        if number:  # the same correction corrects this error too
            yield replace(
                told, where=f"{where}.correction", verdict="right", points=2.0, earned=2.0, error="", title=""
            )
    yield _reason(one, looked.reasons(first), f"{where}.reason")
    yield _correction(one, looked, first, f"{where}.correction")


def _kept_from(alone: Consequence | None) -> Consequence | None:
    """What an error would have done that was found and corrected."""
    if alone is None:
        return None
    owed, unsupported = alone.owed_not_paid_amount, alone.paid_not_supported_amount
    return Consequence(0, 0, 0, 0, alone_words(owed, unsupported), owed, unsupported) if owed or unsupported else None


def _reason(one: Judged, right: Accepted, where: str) -> Mark:
    best = REASONS[right.right[0]]
    chosen = one.flag.reason
    if chosen in right.right:
        skill = error_kinds.skill(REASON)
        return Mark(where, "right", REASONS[chosen].words + ".", 1.0, 1.0, skill, key=REASONS[chosen].words)
    told = f"The reason here: {best.words[:1].lower()}{best.words[1:]}."
    if not chosen:
        hint = error_kinds.hint(REASON)
        return Mark(where, "missing", told, 1.0, 0.0, error_kinds.skill(REASON), hint=hint, key=best.words)
    if chosen in right.general:
        why = "True, but a closer reason is known. An audit report says what the coder has to change."
        return _wrong(where, REASON, f"{why} {told}", error_kinds.hint(REASON), best.words, why, HALF)
    why = f"{REASONS[chosen].takes} That is not so here."
    return _wrong(where, REASON, f"{why} {told}", error_kinds.hint(REASON), best.words, why)


def _correction(one: Judged, looked: Looked, error: Difference, where: str) -> Mark:
    right = correction_words(error, looked.sent, looked.case)
    if one.is_corrected:
        return Mark(where, "right", f"Corrected: {right}.", 1.0, 1.0, error_kinds.skill(CORRECTION), key=right)
    told = f"The correction: {right}."
    if not one.flag.correction:
        hint = error_kinds.hint(CORRECTION)
        return Mark(where, "missing", told, 1.0, 0.0, error_kinds.skill(CORRECTION), hint=hint, key=right)
    why = _still_wrong(one, looked)
    return _wrong(where, CORRECTION, f"{told} {why}", error_kinds.hint(CORRECTION), right, why)


def _still_wrong(one: Judged, looked: Looked) -> str:
    """What is wrong with the claim after a correction, from the comparison with the record."""
    if one.claim is None or one.claim == looked.sent.answer:
        return "With this correction the claim stays as it was."
    if not one.arisen:
        return "With this correction the error is still there."
    told = feedback.wrong(one.arisen[0], record_for(one.claim, looked.case), looked.case.documents_when(True))
    return f"With this correction: {told.reason or told.message}"


def _alarm(one: Judged, looked: Looked, where: str) -> Mark:
    """A flag where nothing is wrong, with what the record supports there."""
    place = f"{where}.place"
    if one.what is Is.REPEATED:
        why = "Another row flags this error already. One error is flagged once, with one correction."
        return replace(_wrong(place, FALSE_ALARM, why, error_kinds.hint(FALSE_ALARM)), points=0.0)
    why = f"Nothing is wrong there. {_supported_there(one, looked)}".strip()
    made = _wrong(place, FALSE_ALARM, why, error_kinds.hint(FALSE_ALARM))
    return replace(made, points=0.0)


def _supported_there(one: Judged, looked: Looked) -> str:
    """Why what was flagged is right: the reason of the item there, else what the proposed change would make wrong."""
    head = ".".join(one.flag.place.split(".")[:2])
    items = [*looked.sent.compared.right, *looked.sent.compared.free]
    item = next((met.item for met in items if met.where == head), None)
    if item is not None:
        return feedback.right(head, item, looked.case.documents_when(True)).message
    if one.arisen and one.claim is not None:
        return feedback.wrong(
            one.arisen[0], record_for(one.claim, looked.case), looked.case.documents_when(True)
        ).message
    return ""


def _missed(one: Difference, looked: Looked) -> Mark:
    """An error that no row names."""
    told = looked.told(one)
    place = places(looked.sent.answer)[place_of(one)]
    right = correction_words(one, looked.sent, looked.case)
    return replace(
        told,
        where="flags",
        verdict="missing",
        message=sentences(f"{place}. {told.message}"),
        points=float(PARTS),
        earned=0.0,
        skill=error_kinds.skill(MISSED),
        error=MISSED,
        title=error_kinds.words(MISSED),
        key=f"{place}: {right}",
        consequence=looked.alone.get(one.error),
    )
