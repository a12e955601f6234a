"""Marking a policy question: one item for each criterion, for the coverage, for the notice and for its modifier.

One error costs once: what follows from an answer above it is told and costs nothing again.
"""

from collections.abc import Iterator
from dataclasses import replace

from sim.ground.money import dollars
from sim.learn.exercises.case import Case
from sim.learn.grading import error_kinds
from sim.learn.grading.marks import Mark, Marks
from sim.learn.grading.wording import sentences
from sim.learn.tasks.read_policy.answer import (
    COVERED,
    MET,
    MODIFIERS,
    NO,
    NONE,
    NOT_DOCUMENTED,
    NOT_MET,
    NOTICES,
    STANDS,
    YES,
    Answer,
    name_of,
)
from sim.learn.tasks.read_policy.asked_policy import Asked, Decision, asked_in
from sim.learn.tasks.read_policy.reasons import BY_DIAGNOSIS, because, shown
from sim.payer.asked.advance_notice import SIGNED, Notice, cite_of, due, modifiers
from sim.payer.asked.coverage_policy import Criterion

FOLLOWS = "It follows from what you chose above, so it costs nothing again."
WORDS = {one.id: one.words for one in (*STANDS, *COVERED)}
NOTICE_WORDS = {one.id: one.words for one in NOTICES}
OVERREAD, OVERLOOKED, ON_FILE = "criterion-overread", "criterion-missed", "criterion-on-file"
OVERSTATED, UNDERSTATED = "coverage-overstated", "coverage-understated"
NOT_DUE, MISSED, OUTSIDE, EXCLUDED, OTHER = (
    "notice-not-due",
    "notice-missed",
    "abn-outside-medicare",
    "abn-for-excluded-service",
    "wrong-notice",
)
NO_NOTICE, UNUSED, WRONG_MODIFIER = "notice-modifier-without-notice", "notice-modifier-missing", "wrong-notice-modifier"
HINTS = {
    "met": "Read the criterion again, then look for the phrase or the date that decides it.",
    "covered": "A service is covered only if every criterion is met.",
    "notice": "Which kind of payer is it: Medicare itself, a Medicare Advantage plan, or another plan?",
    "modifier": "Who takes these modifiers, and what is on file?",
}


def grade(answer: Answer, case: Case) -> Marks:
    """Marks of an answer."""
    asked = asked_in(case)
    count = len(asked.page.criteria) + 3
    if answer.is_blank:
        return Marks((), 0, count, case.exercise.points)
    marks = list(_marks(answer, asked))
    chosen = [answer.met.get(one.policy, "") for one in asked.page.criteria]
    entered = sum(bool(one) for one in (*chosen, answer.covered, answer.notice, answer.modifier))
    return Marks((*marks, *_remarks(answer, asked)), entered, count, case.exercise.points)


def _marks(answer: Answer, asked: Asked) -> Iterator[Mark]:
    for one in asked.page.criteria:
        yield _criterion(answer, asked, one)
    yield _covered(answer, asked)
    yield _notice(answer, asked)
    yield _modifier(answer, asked)


# -- what is right


def right_stands(asked: Asked, one: Criterion) -> tuple[str, ...]:
    """How a criterion stands, the best answer first. A list that no documented diagnosis is on is not met; that none is
    documented says the same."""
    if asked.is_met(one.policy):
        return (MET,)
    return (NOT_MET, NOT_DOCUMENTED) if one.policy in BY_DIAGNOSIS else (NOT_MET,)


def right_coverage(asked: Asked) -> str:
    """Covered or not, as the payer's engine decides."""
    return YES if asked.decision.is_covered else NO


def modifier_id(codes: tuple[str, ...]) -> str:
    """Modifiers as an option of the field.

    >>> modifier_id(("GX", "GY")), modifier_id(())
    ('GX GY', 'none')
    """
    return " ".join(codes) or NONE


# -- marks


def _mark(where: str, error: str, why: str, told: str, hint: str, key: str, cite: str) -> Mark:
    return Mark(
        where,
        "wrong",
        sentences(f"{why} {told}", 4),
        skill=error_kinds.skill(error),
        error=error,
        title=error_kinds.words(error),
        hint=hint,
        key=key,
        cite=cite,
        reason=sentences(why),
    )


def _fine(where: str, error: str, told: str, key: str, cite: str) -> Mark:
    """A right item; `error` is the kind that was avoided."""
    return Mark(where, "right", told, 1.0, 1.0, error_kinds.skill(error), key=key, cite=cite)


def _open(where: str, error: str, told: str, hint: str, key: str, cite: str) -> Mark:
    skill = error_kinds.skill(error)
    return Mark(where, "missing", told, 1.0, 0.0, skill, hint=hint, key=key, cite=cite)


def _following(where: str, told: str, key: str, cite: str) -> Mark:
    return Mark(where, "free", f"{FOLLOWS} {told}", 1.0, 1.0, key=key, cite=cite)


def _criterion(answer: Answer, asked: Asked, one: Criterion) -> Mark:
    where, chosen, right = name_of(one.policy), answer.met.get(one.policy, ""), right_stands(asked, one)
    why, key = because(asked, one), WORDS[right[0]].partition(":")[0]
    evidence = shown(asked, one)
    if chosen in right:
        made = _fine(where, OVERREAD, why, key, one.cite)
    elif not chosen:
        made = _open(where, OVERREAD, f"{key}. {why}", HINTS["met"], key, one.cite)
    else:
        error = OVERREAD if chosen == MET else OVERLOOKED if right[0] == MET else ON_FILE
        made = _mark(where, error, why, f"{key}.", HINTS["met"], key, one.cite)
    return replace(made, evidence=evidence)


def _covered(answer: Answer, asked: Asked) -> Mark:
    right = right_coverage(asked)
    unmet = [one for one in asked.page.criteria if not asked.is_met(one.policy)]
    why = f"Not met: {unmet[0].words[:1].lower()}{unmet[0].words[1:]}" if unmet else "Every criterion is met."
    told, cite = f"{WORDS[right]}. {why}", (unmet or asked.page.criteria)[0].cite
    if answer.covered == right:
        return _fine("covered", OVERSTATED, told, WORDS[right], cite)
    if not answer.covered:
        return _open("covered", OVERSTATED, told, HINTS["covered"], WORDS[right], cite)
    own = [answer.met.get(one.policy, "") for one in asked.page.criteria]
    if all(own) and (YES if set(own) == {MET} else NO) == answer.covered:
        return _following("covered", told, WORDS[right], cite)
    error = OVERSTATED if answer.covered == YES else UNDERSTATED
    return _mark("covered", error, why, f"{WORDS[right]}.", HINTS["covered"], WORDS[right], cite)


def _own_coverage(answer: Answer, asked: Asked) -> bool | None:
    """What the answer itself says of the coverage where that is wrong; None where it is right or open."""
    return None if answer.covered in ("", right_coverage(asked)) else answer.covered == YES


def _notice(answer: Answer, asked: Asked) -> Mark:
    kind, right = asked.page.payer.kind, [one.value for one in asked.notices]
    key, cite = NOTICE_WORDS[right[0]], cite_of(kind)
    told = f"{key}. {rule(asked)}"
    if answer.notice in right:
        return _fine("notice", MISSED, told, key, cite)
    if not answer.notice:
        return _open("notice", MISSED, told, HINTS["notice"], key, cite)
    own = _own_coverage(answer, asked)
    if own is not None and answer.notice in [one.value for one in due(kind, own, asked.page.is_excluded)]:
        return _following("notice", told, key, cite)
    return _mark("notice", _notice_error(answer.notice, asked), rule(asked), f"{key}.", HINTS["notice"], key, cite)


def _notice_error(chosen: str, asked: Asked) -> str:
    if chosen == Notice.ABN.value and asked.page.payer.kind != "medicare":
        return OUTSIDE
    if asked.decision.is_covered:
        return NOT_DUE
    if chosen == Notice.NONE.value:
        return MISSED
    return EXCLUDED if chosen == Notice.ABN.value and asked.page.is_excluded else OTHER


def rule(asked: Asked) -> str:
    """The rule of notices for this kind of payer and this decision, in one or two sentences."""
    kind, excluded = asked.page.payer.kind, asked.page.is_excluded
    if asked.decision.is_covered:
        return "A notice is for a service that the payer is expected to deny. This one is expected to be paid."
    if kind == "medicare" and excluded:
        return "The law excludes the service, so the patient owes it without a notice. A voluntary ABN is a courtesy."
    if kind == "medicare":
        return (
            "Medicare usually covers the service and is expected to deny it this time. Without an ABN that is signed"
            " before the service the patient owes nothing."
        )
    if kind == "medicare advantage" and excluded:
        return (
            "An ABN is never valid for a Medicare Advantage plan. The plan's evidence of coverage names the exclusion,"
            " so no determination is required; the plan may still be asked for one."
        )
    if kind == "medicare advantage":
        return (
            "An ABN is never valid for a Medicare Advantage plan. The plan decides before the service and sends its"
            " own denial notice; without it the patient is held harmless."
        )
    return "An ABN is Medicare's form. Under a provider contract the patient owes this only by written agreement."


def _modifier(answer: Answer, asked: Asked) -> Mark:
    kind = asked.page.payer.kind
    right = [modifier_id(one) for one in asked.modifiers]
    key, cite = MODIFIERS[right[0]], cite_of(kind)
    told = f"{key}. {came_to(asked.decided(asked.modifiers[0]))}"
    if answer.modifier in right:
        return _fine("modifier", WRONG_MODIFIER, told, key, cite)
    if not answer.modifier:
        return _open("modifier", WRONG_MODIFIER, told, HINTS["modifier"], key, cite)
    own = _own_coverage(answer, asked)
    follow = modifiers(kind, own, asked.page.is_excluded, asked.state) if own is not None else ()
    if answer.modifier in [modifier_id(one) for one in follow]:
        return _following("modifier", told, key, cite)
    why = _modifier_reason(answer.modifier, asked)
    return _mark("modifier", _modifier_error(answer.modifier, asked), why, f"{key}.", HINTS["modifier"], key, cite)


def _modifier_error(chosen: str, asked: Asked) -> str:
    if chosen == NONE:
        return UNUSED
    notice_is_on_file = asked.state == SIGNED or "GA" in asked.modifiers[0]
    return NO_NOTICE if chosen in ("GA", "GX", "GX GY") and not notice_is_on_file else WRONG_MODIFIER


def _modifier_reason(chosen: str, asked: Asked) -> str:
    """What this choice does, by the payer's own engine."""
    if asked.page.payer.kind != "medicare":
        return "GA, GX, GY and GZ tell Medicare of a notice. This is another payer."
    codes = () if chosen == NONE else tuple(chosen.split())
    came = came_to(asked.decided(codes))
    if _modifier_error(chosen, asked) == NO_NOTICE:
        return f"{came} But no notice was signed, so the line would say what is not true."
    return came


def came_to(found: Decision) -> str:
    """What the payer answers, in money.

    >>> came_to(Decision((), 7900, 2000, 0, ""))
    'The payer pays $79.00, the patient owes $20.00.'
    >>> came_to(Decision(("too_often",), 0, 0, 1100, "CO-151 M86"))
    'The line is denied with CO-151 M86: the patient owes $0.00, the clinic writes off $11.00.'
    """
    if found.is_covered:
        return f"The payer pays {dollars(found.paid)}, the patient owes {dollars(found.patient)}."
    off = f", the clinic writes off {dollars(found.written_off)}" if found.written_off else ""
    return f"The line is denied with {found.reason}: the patient owes {dollars(found.patient)}{off}."


def _remarks(answer: Answer, asked: Asked) -> Iterator[Mark]:
    """What the clinic loses where no notice was signed in time."""
    best = asked.decided(asked.modifiers[0])
    if best.written_off and not asked.decision.is_covered:
        kind = asked.page.payer.kind
        told = (
            f"Without the notice required in advance, {dollars(best.written_off)} is provider liability and not"
            " billable to the patient."
        )
        yield Mark("whole", "free", told, 0.0, 0.0, cite=cite_of(kind), counts=False)
