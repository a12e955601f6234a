"""The audit that finds everything, and the same with one mistake that auditors make."""

from dataclasses import replace
from typing import Any

from sim.learn.exercises.case import Case
from sim.learn.grading.difference import What
from sim.learn.tasks.audit_claim import marks as audit_marks
from sim.learn.tasks.audit_claim.answer import ACCEPT, RETURN, Answer, Flag
from sim.learn.tasks.audit_claim.claim_as_sent import Sent, sent_in
from sim.learn.tasks.audit_claim.corrections import NONE, REMOVE
from sim.learn.tasks.audit_claim.key_flags import flag_of
from sim.learn.tasks.audit_claim.marks import Looked
from sim.learn.tasks.audit_claim.reasons import REASONS
from sim.reference.diagnosis_letters import LETTERS


def right_audit(case: Case) -> Answer:
    """Every error flagged with its reason and its correction; a claim without errors accepted."""
    sent = sent_in(case)
    looked = Looked(case, sent, {})
    flags = tuple(
        flag_of(row, error, looked.reasons(error).right[0], sent, case) for row, error in enumerate(sent.errors)
    )
    return Answer(RETURN if flags else ACCEPT, flags)


def mistaken(case: Case, error: str) -> dict[str, Any] | None:
    """The right audit with this one mistake; None where it can't be made."""
    make = MADE.get(error)
    sent, right = sent_in(case), right_audit(case)
    made = make(case, sent, right) if make else None
    return made.as_dict() if made is not None else None


def _missed(case: Case, sent: Sent, right: Answer) -> Answer | None:
    return replace(right, flags=right.flags[:-1]) if right.flags else None


def _false_alarm(case: Case, sent: Sent, right: Answer) -> Answer | None:
    alarm = _alarm(sent, len(right.flags))
    return replace(right, flags=(*right.flags, alarm)) if right.flags and alarm else None


def _alarm(sent: Sent, row: int) -> Flag | None:
    """A right code flagged as not documented."""
    places = [met.where for met in sent.compared.right]
    found = next((place for place in places if place.startswith("services.")), "")
    return Flag(row, f"{found}.code", "not-documented", REMOVE) if found else None


def _wrong_reason(case: Case, sent: Sent, right: Answer) -> Answer | None:
    if not right.flags:
        return None
    fits = Looked(case, sent, {}).reasons(sent.errors[0])
    other = next(name for name in reversed(REASONS) if name not in (*fits.right, *fits.general))
    return replace(right, flags=(replace(right.flags[0], reason=other), *right.flags[1:]))


def _wrong_correction(case: Case, sent: Sent, right: Answer) -> Answer | None:
    """What was sent, once more."""
    if not right.flags:
        return None
    return replace(right, flags=(replace(right.flags[0], correction=_as_it_was(sent)), *right.flags[1:]))


def _as_it_was(sent: Sent) -> str:
    error, claim = sent.errors[0], sent.answer
    what = error.error.what
    if what is What.SEQUENCE:
        return LETTERS[: len(claim.diagnoses)]
    if what is What.MISSING_DIAGNOSIS:
        return claim.diagnoses[0]
    if what is What.MISSING_SERVICE:
        return claim.services[0].code
    at = int(error.where.split(".")[1])
    if error.where.startswith("diagnoses."):
        return claim.diagnoses[at]
    row = claim.services[at]
    parts = {
        What.MODIFIERS: " ".join(row.modifiers) or NONE,
        What.UNITS: str(row.units),
        What.POINTERS: "".join(LETTERS[place - 1] for place in row.pointers),
    }
    return parts.get(what, row.code)


def _faulty_accepted(case: Case, sent: Sent, right: Answer) -> Answer | None:
    return Answer(ACCEPT) if sent.errors else None


def _clean_returned(case: Case, sent: Sent, right: Answer) -> Answer | None:
    alarm = _alarm(sent, 0)
    return Answer(RETURN, (alarm,)) if not sent.errors and alarm else None


MADE = {
    audit_marks.MISSED: _missed,
    audit_marks.FALSE_ALARM: _false_alarm,
    audit_marks.REASON: _wrong_reason,
    audit_marks.CORRECTION: _wrong_correction,
    audit_marks.FAULTY_ACCEPTED: _faulty_accepted,
    audit_marks.CLEAN_RETURNED: _clean_returned,
}
