"""Marking the follow-up: for each claim its place in the order, what was found, what is done, and the note. Of an order
in which one claim is misplaced only that one is wrong.
"""

from collections.abc import Iterator

from sim.billing.denials.follow_up import (
    STEPS,
    OpenClaim,
    by_rule,
    group,
    out_of_order,
    place,
    right_findings,
    right_step,
    right_steps,
    status_words,
    window,
)
from sim.ground.dates import us_date
from sim.ground.money import dollars
from sim.learn.exercises.case import Case, payer_label
from sim.learn.grading.marks import Consequence, Mark, Marks
from sim.learn.grading.named_marks import missing, named
from sim.learn.tasks.follow_up.aging_list import AgingList, aging_list
from sim.learn.tasks.follow_up.answer import FOUND, Answer, Row, line_id

STEP = {one.id: one for one in STEPS}
RULE = "the clinic's rule for the order of work"
NOTE = "the clinic's rule for notes on claims"
MISSING = ("not found", "rejected")
DONE = ("paid", "denied", "patient")
SENT = ("resend", "correct", "replace")


def grade(answer: Answer, case: Case) -> Marks:
    """Marks of an Answer."""
    made = aging_list(case)
    needed = sum(len(asked(one)) for one in made.open)
    if answer.is_blank:
        return Marks((), 0, needed, case.exercise.points)
    marks = tuple(_marks(answer, made))
    entered = sum(mark.counts and mark.verdict != "missing" for mark in marks)
    lost = sum(mark.consequence.owed_not_paid_amount for mark in marks if mark.consequence)
    return Marks(marks, entered, needed, case.exercise.points, owed_not_paid_amount=lost)


def asked(one: OpenClaim) -> list[str]:
    """The fields that have to be filled in for a claim."""
    fields = ["found", "action"]
    fields += ["order"] if group(one) != 4 else []
    fields += ["reference"] if one.references else []
    return fields + (["again"] if window(one) else [])


def _marks(answer: Answer, made: AgingList) -> Iterator[Mark]:
    rows = {one.claim_key: answer.claims.get(line_id(n), Row()) for n, one in enumerate(made.open, 1)}
    wrong = misplaced(made.open, rows)
    for number, one in enumerate(made.open, 1):
        row, line = rows[one.claim_key], f"claims.{line_id(number)}"
        if group(one) != 4:
            yield _order(f"{line}.order", one, row, wrong, made)
        yield _found(f"{line}.found", one, row)
        yield _action(f"{line}.action", one, row)
        yield from _reference(f"{line}.reference", one, row)
        yield from _again(f"{line}.again", one, row)


# -- the order


def misplaced(found: list[OpenClaim], rows: dict[int, Row]) -> set[int]:
    """The claims that stand in the way of the rule, in the order given. Claims with the same number count as the less
    favorable order of the two."""
    numbered = [(rows[one.claim_key].order or 0, one) for one in found if rows[one.claim_key].order and group(one) != 4]
    numbered.sort(key=lambda pair: (pair[0], *(-part for part in place(pair[1]))))
    return out_of_order([one for _, one in numbered])


def _order(where: str, one: OpenClaim, row: Row, wrong: set[int], made: AgingList) -> Mark:
    right = by_rule(made.open)
    key = str([each.claim_key for each in right].index(one.claim_key) + 1)
    why = why_here(one)
    if row.order is None:
        return missing(where, why, key, "Which last day is nearest, and which payment is largest?", RULE)
    if one.claim_key not in wrong:
        return Mark(where, "right", "", earned=1.0, key=key)
    near = any(each.is_near for each in right)
    error = (
        "deadline-overlooked" if near and (one.is_near or _before_near(one, row, made, right)) else "order-not-by-rule"
    )
    return named(where, error, why, key, RULE)


def _before_near(one: OpenClaim, row: Row, made: AgingList, right: list[OpenClaim]) -> bool:
    """Does it stand before one whose last day is near?"""
    return not one.is_near and right.index(one) >= (row.order or 0)


def why_here(one: OpenClaim) -> str:
    """Why a claim has its place."""
    part = group(one)
    if part == 1:
        return f"Its last day, {us_date(one.last_day)}, is near."
    if part == 3:
        return "It cannot be paid anymore, so it comes after what can."
    return f"No last day is near; {dollars(one.expected)} is expected."


# -- what was found, what is done


def _found(where: str, one: OpenClaim, row: Row) -> Mark:
    right = right_findings(one)
    why = because(one)
    key = next(option.words for option in FOUND if option.id == right[0])
    if not row.found:
        return missing(where, why, key, "Read the status, then the acknowledgment.", STEP[right_step(one)].cite)
    if row.found in right:
        return Mark(where, "right", why, earned=1.0, key=key, cite=STEP[right_step(one)].cite)
    return named(where, "claim-status-misread", why, key, STEP[right_step(one)].cite)


def because(one: OpenClaim) -> str:
    """What the payer and the clearinghouse say."""
    if one.found == "rejected":
        return f"The acknowledgment says: {one.rejection}. The payer finds no claim."
    if one.found == "not found":
        return "The payer finds no claim, and the clearinghouse has no acceptance of it."
    return f"{payer_label(one.payer_code)} says since {us_date(one.since)}: {status_words(one)}."


def _action(where: str, one: OpenClaim, row: Row) -> Mark:
    best = STEP[right_step(one)]
    if not row.action:
        return missing(where, best.why, best.words, "What does the status ask of the clinic?", best.cite)
    if row.action in right_steps(one):
        return Mark(where, "right", best.why, earned=1.0, key=best.words, cite=best.cite)
    mark = named(where, action_error(one, row.action), best.why, best.words, best.cite)
    lost = _lost(one, row.action)
    return Mark(**{**vars(mark), "consequence": lost}) if lost else mark


def _lost(one: OpenClaim, action: str) -> Consequence | None:
    """What is lost if nothing reaches the payer by the last day."""
    if one.last_day is None or one.is_late or action in right_steps(one) or not one.expected:
        return None
    words = (
        f"If nothing reaches {payer_label(one.payer_code)} by {us_date(one.last_day)}, {dollars(one.expected)} is lost."
    )
    return Consequence(one.expected, 0, 0, 0, words)


def action_error(one: OpenClaim, action: str) -> str:
    """The kind of a wrong step.

    >>> from sim.learn.exercises.case import draw
    >>> lost = next(one for one in aging_list(draw("follow_01_first_list", 1)).open if one.found == "not found")
    >>> action_error(lost, "wait"), action_error(lost, "write off")
    ('missing-claim-waited-for', 'written-off-too-early')
    """
    if action == "write off":
        return "written-off-too-early"
    if one.is_late and action in SENT:
        return "sent-after-limit"
    if one.found in MISSING:
        if action in ("wait", "ask"):
            return "missing-claim-waited-for"
        if one.found == "rejected" and action == "resend":
            return "rejected-sent-unchanged"
    if one.found not in MISSING and action in SENT:
        return "claim-on-file-resent"
    if one.found == "documents" and action in ("wait", "ask"):
        return "documents-not-sent"
    if one.found in DONE and action in ("wait", "ask"):
        return "answered-claim-waited-for"
    return "appeal-without-denial" if action == "appeal" and one.found != "denied" else "wrong-follow-up-step"


# -- the note


def _reference(where: str, one: OpenClaim, row: Row) -> Iterator[Mark]:
    if not one.references:
        return
    key = " or ".join(sorted(one.references, key=len))
    why = "The note names the number under which the payer finds the claim or the payment."
    if not row.reference:
        yield missing(where, why, key, "Which number does the payer's status give?", NOTE)
    elif _plain(row.reference) in {_plain(text) for text in one.references}:
        yield Mark(where, "right", "", earned=1.0, key=key)
    else:
        yield named(where, "wrong-claim-reference", why, key, NOTE)


def _plain(text: str) -> str:
    return "".join(text.upper().split())


def _again(where: str, one: OpenClaim, row: Row) -> Iterator[Mark]:
    days = window(one)
    if days is None:
        return
    key = f"{us_date(days[0])} to {us_date(days[1])}"
    why = f"{STEP[right_step(one)].words}: the next follow-up is from {us_date(days[0])} to {us_date(days[1])}."
    if row.again is None:
        yield missing(where, why, key, "When should something have happened?", NOTE)
    elif days[0] <= row.again <= days[1]:
        yield Mark(where, "right", "", earned=1.0, key=key)
    else:
        yield named(where, "wrong-follow-up-date", why, key, NOTE)
