"""Every problem of one visit with its cause. A simulated mistake is known; where a learner changed the claim, each
difference from the record is tried on its own.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sim.billing.answers.declared_payer_errors import behind
from sim.billing.answers.standing_claim import acknowledged, payer_of
from sim.billing.answers.supported_amounts import Supported, decisions_standing
from sim.billing.claims.claim_mistakes import mistakes
from sim.billing.claims.claim_tables import Claims
from sim.billing.denials.claim_vs_record import Difference
from sim.billing.denials.root_causes import Cause, Problem, by_file, by_payer, cause, find_cause, problems
from sim.clinic.people.people import People
from sim.clinic.scenarios.library import scenario
from sim.clinic.scenarios.parts import Trap
from sim.clinic.scenarios.placeholders import fill
from sim.clinic.visits.visit_context import setting_of, words
from sim.ground.table import Table
from sim.payer.engine.engine import Adjudication
from sim.payer.engine.payer_errors import OUTDATED, PayerError


class MadeMistake(NamedTuple):
    """The mistake that was made on a visit, and why it is one."""

    trap: Trap
    why: str


class SentClaim(NamedTuple):
    """What was sent for a visit and what came back. shown: the claim that is looked at; differences: what it says
    otherwise than the record; is_changed: did somebody work on it beside the simulated coder and biller?
    """

    people: People
    encounters: Table
    claims: Claims
    decided: Adjudication
    supported: Supported
    shown: int
    differences: Sequence[Difference]
    errors: tuple[PayerError, ...]
    is_changed: bool


def causes_of(sent: SentClaim, search: bool = True) -> list[Cause]:
    """Every problem of the visit with its cause, worst first; none where everything was paid as owed. search: try which
    difference from the record each objection rests on.
    """
    made = mistake_of(sent.encounters)
    found = _problems(sent, made)
    if made is not None and sent.is_changed and not _still_there(made.trap, sent.differences, found):
        made = None
    payer_code, label = payer_of(sent.claims, sent.shown)
    return [
        (by_file if wrong.kind == OUTDATED else by_payer)(problem, label, payer_code, wrong)
        if (wrong := behind(problem, sent.errors))
        else cause(
            problem,
            label,
            payer_code,
            made.trap if made else None,
            made.why if made else "",
            None if made or not search else find_cause(problem, sent.differences, sent.claims, sent.shown, sent.people),
        )
        for problem in found
    ]


def mistake_of(encounters: Table) -> MadeMistake | None:
    """The mistake that was made on this visit; None where none was."""
    made = mistakes(encounters)
    if not made:
        return None
    trap, shape = made[0][0], scenario(encounters.scenario[0])
    return MadeMistake(trap, fill(trap.why, words(shape, setting_of(shape, encounters.rows()[0]))))


def _problems(sent: SentClaim, made: MadeMistake | None) -> list[Problem]:
    answers = sent.decided.remittance_lines.take(decisions_standing(sent.claims.claims, sent.decided))
    found = [
        problem
        for problem in problems(
            sent.claims,
            answers,
            sent.decided.adjustments,
            acknowledged(sent.decided, sent.shown),
            sent.supported.truth,
            sent.supported.missing,
        )
        if problem.kind != "rightly not paid"
    ]
    if not found and made is not None and _is_of_the_books(made.trap) and len(answers):
        return [Problem("posting", 0, "", "", "", 0, 0)]
    if not found and sent.differences:
        return [Problem("unseen", sent.differences[0].line, "", "", "", 0, 0)]
    return found


def _is_of_the_books(trap: Trap) -> bool:
    return trap.at == "poster" or trap.error == "copay-not-collected"


def _still_there(trap: Trap, differences: Sequence[Difference], found: list[Problem]) -> bool:
    """Is the simulated mistake still on the claim after somebody worked on it?"""
    return (
        trap.at == "poster"
        or any(difference.desk == trap.at for difference in differences)
        or (trap.error == "sent-twice" and bool(found))
    )


def at_its_desk(difference: Difference, encounters: Table) -> Difference:
    """Who wrote a wrong coverage or authorization: the front desk if it was registered so, the biller if she changed
    it.
    """
    if difference.desk != "front desk":
        return difference
    row = encounters.rows()[0]
    is_wrong = {
        "coverage": row["registered_coverage_key"] != row["coverage_key"],
        "authorization": row["registered_authorization_number"] != row["prior_authorization_number"],
    }.get(difference.kind, False)
    return difference._replace(desk="front desk" if is_wrong or row["mistake_at"] == "front desk" else "biller")
