"""The compliant repair of what went wrong, carried out: the corrected claim is sent and the payer's answer shown. Where
none exists the right ending is named (write off, bill the patient, give the money back, nothing to do).

A repair says on the claim what the record says, nothing else; it never changes the record and never adds a code to get
paid.
"""

from datetime import date
from typing import NamedTuple

import numpy as np

from sim.billing.answers.declared_payer_errors import SetAside, is_of_file, record_decides
from sim.billing.answers.payer_answers import Answered, answered
from sim.billing.answers.standing_claim import payer_label
from sim.billing.answers.supported_amounts import decisions_standing, patient_share
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.corrections import correct, lines_to_send, one, takes_replacement
from sim.billing.claims.deadlines import deadline_of
from sim.billing.claims.line_pairs import pair_lines
from sim.billing.claims.remedy_kinds import sends_claim, way_of
from sim.billing.claims.submission import payer_claim_number, worked_on
from sim.billing.denials.appeal_letters import dispute_of
from sim.billing.denials.claim_vs_record import Difference
from sim.billing.denials.remedies import of_policy, remedy_label, remedy_of
from sim.billing.denials.root_causes import Cause
from sim.clinic.people.people import People
from sim.ground.dates import to_date, us_date
from sim.ground.errors import CleanClaimError
from sim.ground.money import dollars
from sim.ground.table import Table
from sim.payer.asked.appeals import grounds, listed, needed
from sim.payer.engine.engine import Adjudication
from sim.payer.engine.payer_errors import PayerError


class Repair(NamedTuple):
    """What to do and what comes of it. `claims` and `decided` are None where no claim is sent. pays: every line is then
    paid as the record supports. `days_late`: days by which the money comes later than it would have; `never`: what must
    not be done."""

    remedy: str
    label: str
    what: str
    never: str
    deadline_date: date | None
    deadline_for: str
    days_left: int | None
    pays: bool
    days_late: int
    claims: Claims | None = None
    decided: Adjudication | None = None
    claim_key: int = -1
    brings: int = 0  # cents that come in by it; negative where money goes back


POSTING = {"contractual-to-patient": "R_WRITEOFF", "payment-to-wrong-visit": "R_NONE", "denial-written-off": "R_CORR"}
REPOST = {
    "contractual-to-patient": (
        "Remove the contractual amount from the patient's balance and write it off: the contract forbids billing it."
    ),
    "payment-to-wrong-visit": (
        "Move the payment to the visit named on the remittance; never between patients or payers."
    ),
}


class Situation(NamedTuple):
    """All that a repair depends on."""

    people: People
    claims: Claims  # all claims of the visit
    decided: Adjudication  # and what the payer said to them
    shown: int  # key of the claim that stands
    true: Claims
    told: Table  # remittance lines of the true claim
    causes: list[Cause]
    differences: list[Difference]
    payer_code: str
    payer: str
    answered: np.datetime64  # day of the payer's answer to the claim that stands
    served: np.datetime64
    today: np.datetime64
    errors: tuple[PayerError, ...] = ()  # the payer's declared mistakes
    aside: tuple[SetAside, ...] = ()  # what it set aside after a dispute


class Attempt(NamedTuple):
    """The claims that a repair would send, before the payers have answered them. way: of corrections.HOW; sent: the
    day; aside: what the payer sets aside; is_dispute: the payer is wrong, and is told so.
    """

    remedy: str
    way: str
    sent: np.datetime64
    claims: Claims
    aside: tuple[SetAside, ...]
    is_dispute: bool = False

    @property
    def key(self) -> int:
        """The key of the claim that is sent."""
        return int(self.claims.claims.claim_key.max())


class Verdict(NamedTuple):
    """What came of an attempt. pays: every line is then paid as the record supports; brings: cents that come in."""

    pays: bool
    days_late: int
    brings: int


def repair(case: Situation) -> Repair | None:
    """The repair of the first cause (one claim corrects all of them); None where nothing went wrong."""
    if not case.causes:
        return None
    tried = attempt(case)
    if tried is None:
        remedy = _remedy(case)
        return _plain(case, _ending(case, None) if _sends(case, remedy) else remedy)
    return carried_out(case, tried, answered(tried.claims, case.people, {case.shown >> 4: case.errors}, tried.aside))


def attempt(case: Situation) -> Attempt | None:
    """What the repair would send; None where no claim can be sent."""
    if not case.causes:
        return None
    if case.causes[0].cause == "payer_error" or _record_wins(case):
        return _dispute(case)
    remedy = _remedy(case)
    return _correction_sent(case, remedy) if _sends(case, remedy) else None


def carried_out(case: Situation, tried: Attempt, answers: Answered) -> Repair:
    """The repair, given the payers' answers to what was sent; the right ending where even that is not paid."""
    found = verdict(case, tried, answers)
    what = _dispute_words(case, tried) if tried.is_dispute else _what(case, tried.remedy, tried.way, tried.sent)
    made = _made(case, tried.remedy, what, found.pays, found.days_late, *answers, tried.key, found.brings)
    if tried.is_dispute or found.pays or tried.remedy == "R_REFUND":
        return made
    return _plain(case, _ending(case, made))


def verdict(case: Situation, tried: Attempt, answers: Answered) -> Verdict:
    """What the payers' answers to an attempt amount to."""
    claims, decided = answers
    lines = decided.remittance_lines
    standing = _standing(claims, decided, tried.key)
    is_answered = bool(
        len(standing) if tried.is_dispute else ((lines.claim_key == tried.key) & ~lines.is_reversal).any()
    )
    pays = _same_lines(standing, case.told) and (is_answered or tried.is_dispute)
    brings = int(standing.paid_amount.sum() - _standing(case.claims, case.decided, tried.key).paid_amount.sum())
    if tried.remedy == "R_REFUND" or not is_answered or not len(case.told):
        return Verdict(pays, 0, brings)
    late = standing.remittance_date.max() - case.told.remittance_date.max()
    return Verdict(pays, int(late.astype(int)), brings)


def _sends(case: Situation, remedy: str) -> bool:
    """Does this remedy send a claim?"""
    return sends_claim(remedy) or (remedy == "R_REFUND" and len(case.true.lines) > 0)


def _remedy(case: Situation) -> str:
    first = case.causes[0]
    problem = first.problem
    if first.error in POSTING and first.error != "denial-written-off":
        return POSTING[first.error]
    if is_of_file(problem, case.errors):
        return "R_ENROL"
    if first.error == "sent-twice" or problem.policy == "exact_duplicate":
        return "R_NONE" if not problem.excess else "R_REFUND"
    if any(one.kind == "filing" for one in case.differences) and problem.policy == "timely_filing":
        return "R_WRITEOFF"
    if first.error == "copay-not-collected":
        return "R_PATIENT"
    if (
        problem.kind == "unbilled service"
        and _correction(case) == "R_REOPEN"
        and all(one_.kind in ("missing service", "diagnoses") for one_ in case.differences)
    ):
        return "R_NEW"  # a reopening mends what was on the claim; what was never billed goes out as a claim of its own
    if problem.kind in ("unseen", "unbilled service", "short payment") and not problem.policy:
        return _correction(case)
    owed = sum(cause.problem.owed + cause.problem.patient for cause in case.causes)
    excess = 0 if owed else sum(cause.problem.excess for cause in case.causes)
    wrong_payer = any(
        one.kind == "coverage"
        and "claim.payer_code" in one.changes
        and one.changes["claim.payer_code"] != case.payer_code
        for one in case.differences
    )
    return remedy_of(
        case.payer_code, case.answered, problem.policy, problem.kind == "rejection", wrong_payer, owed, excess
    )


def _correction(case: Situation) -> str:
    return "R_CORR" if takes_replacement(case.payer_code, case.answered) else "R_REOPEN"


def _correction_sent(case: Situation, remedy: str) -> Attempt | None:
    """The claim that says what the record says."""
    way = way_of(remedy if remedy != "R_REFUND" else _correction(case))
    sent = worked_on(case.answered)
    if not len(case.true.claims):
        return None
    try:
        only = _again(case) if way == "new" else ()
        claims = correct(case.claims, case.shown, way, on=sent, content=case.true, only=only)
    except CleanClaimError:
        return None
    return Attempt(remedy, way, sent, claims, tuple(case.aside))


def _record_wins(case: Situation) -> bool:
    """A denial of a line that is right as sent, which the record overcomes."""
    problem = case.causes[0].problem
    return (
        problem.kind == "denial"
        and problem.owed + problem.patient > 0
        and not case.differences
        and record_decides(problem.policy)
    )


def _dispute(case: Situation) -> Attempt:
    """The payer is wrong: a dispute or an appeal sent the right way, and the claim decided anew."""
    problem = case.causes[0].problem
    sent = worked_on(case.answered)
    _, remedy, days = dispute_of(problem.policy, case.payer_code, sent)
    claims = correct(case.claims, case.shown, "reopening", on=sent + np.timedelta64(days, "D"))
    tried = Attempt(remedy, "reopening", sent, claims, tuple(case.aside), is_dispute=True)
    return tried._replace(aside=(*case.aside, SetAside(tried.key, problem.policy, 0)))


def _dispute_words(case: Situation, tried: Attempt) -> str:
    ground = dispute_of(case.causes[0].problem.policy, case.payer_code, tried.sent)[0]
    return (
        f"{remedy_label(tried.remedy)} on {us_date(tried.sent)}: {_small(grounds()[ground]['label'])}. Attach:"
        f" {listed(needed(ground))}. The claim itself stays as it is."
    )


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _standing(claims: Claims, decided: Adjudication, key: int) -> Table:
    """The remittance lines of the visit that hold."""
    answers = decided.remittance_lines
    return answers.take(decisions_standing(claims.claims, decided) & (answers.claim_key >> 4 == key >> 4))


def _same_lines(mine: Table, told: Table) -> bool:
    def amounts(
        table: Table,
    ) -> list[tuple[int, int]]:  # what a later payer has nothing to do with is a line of zeros, and counts for nothing
        return sorted(pair for pair in zip(table.paid_amount.tolist(), patient_share(table).tolist()) if any(pair))

    return amounts(mine) == amounts(told)


def _again(case: Situation) -> tuple[int, ...]:
    """The true lines that stand for refused ones, or were never sent: what a new claim holds where the rest was
    paid.
    """
    how, left = lines_to_send(case.claims, case.decided, case.shown)
    pairs = pair_lines(one(case.claims, case.shown).lines, case.true.lines)
    return (
        tuple(
            true["claim_line_number"]
            for line, true in pairs
            if true and (line is None or line["claim_line_number"] in left)
        )
        if left or how == "again"
        else ()
    )


def _what(case: Situation, remedy: str, how: str, sent: np.datetime64) -> str:
    words = "; ".join(dict.fromkeys(one.words for one in case.differences)) or "match the record"
    day = us_date(sent)
    to = {
        "replacement": (
            f"Send a corrected claim (frequency code 7 with {case.payer}'s claim number"
            f" {payer_claim_number(case.shown)}) on {day}"
        ),
        "reopening": f"Request a reopening of {payer_claim_number(case.shown)} from {case.payer} on {day}",
        "new": (
            f"Send a new claim on {day}"
            + (f" to {payer_label(case.true.claims.payer_code[0])}" if remedy == "R_OTHERPAYER" else "")
        ),
    }[how]
    back = " The payer recoups what was not supported." if remedy == "R_REFUND" else ""
    return f"{to}. To correct: {words}.{back}"


def _ending(case: Situation, tried: Repair | None) -> str:
    """The right ending where even the claim that the record supports is not paid: what the payer's last word leaves."""
    policy = case.causes[0].problem.policy
    told = of_policy(policy, "remedy", case.payer_code)
    if tried is not None and tried.decided is not None:
        answers = tried.decided.remittance_lines
        last = answers.take(
            (answers.claim_key == tried.claim_key) & ~answers.is_reversal & ~answers.denial_policy.is_missing
        )
        told = of_policy(last.denial_policy[0], "remedy", case.payer_code) if len(last) else told
    return told if told in ("R_PATIENT", "R_NONE", "R_APPEAL", "R_AUTH") else "R_WRITEOFF"


def _plain(case: Situation, remedy: str) -> Repair:
    """A repair that sends no claim."""
    first = case.causes[0]
    owed = sum(cause.problem.owed + cause.problem.patient for cause in case.causes)
    never = of_policy(first.problem.policy, "never", case.payer_code)
    what = REPOST.get(first.error) or {
        "R_WRITEOFF": (
            f"Write off {dollars(owed)}: no correction of the claim would get it paid."
            if owed
            else f"Let the denial stand and close line {first.problem.line}: the record does not support the service."
        ),
        "R_PATIENT": ("Verify coverage again, then bill the patient for the patient responsibility (PR)."),
        "R_NONE": (
            (
                "Nothing to send: the first claim was processed. "
                if first.problem.policy == "exact_duplicate"
                else "The outcome is correct. "
            )
            + "Post and close."
        ),
        "R_REFUND": f"Refund {dollars(first.problem.excess)}: the record does not support it.",
        "R_APPEAL": "Appeal with the medical record.",
        "R_AUTH": "Request a retroactive authorization before the deadline.",
        "R_RECON": "Request a reconsideration, with proof.",
        "R_ENROL": of_policy(first.problem.policy, "fix", case.payer_code),
    }.get(remedy, remedy_label(remedy) + ".")
    return _made(case, remedy, f"{what}{f' Never: {never}.' if never and remedy == 'R_WRITEOFF' else ''}", False, 0)


def _made(
    case: Situation,
    remedy: str,
    what: str,
    pays: bool,
    late: int,
    claims: Claims | None = None,
    decided: Adjudication | None = None,
    key: int = -1,
    brings: int = 0,
) -> Repair:
    last, words = deadline_of(remedy, case.payer_code, case.served, case.answered)
    left = None if np.isnat(last) else int((last - case.today).astype(int))
    never = of_policy(case.causes[0].problem.policy, "never", case.payer_code) or (
        "keep what the record does not support" if remedy == "R_REFUND" else ""
    )
    return Repair(
        remedy,
        remedy_label(remedy),
        what,
        never,
        to_date(last),
        words,
        left,
        pays,
        late,
        claims,
        decided,
        key,
        brings,
    )
