"""Appeals from the clinic's side: what is at issue, what can be attached, what the right letter is, and the payer's
decision on the letter sent.

facts_of(made)              what the payer sees of the claim that stands        at_hand(made)      the evidence there is
                            in the file
right_letter(made)          ground, route, level and evidence that win, or the best there is
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.billing.answers.declared_payer_errors import behind
from sim.billing.denials.claim_vs_record import CODING
from sim.billing.denials.root_causes import Problem
from sim.billing.denials.worked_claim import WorkedClaim
from sim.ground.dates import Day, day_of
from sim.ground.table import Table
from sim.payer.asked.appeals import (
    Appeal,
    Decision,
    Facts,
    closed_door,
    days_to_review,
    decide,
    evidences,
    ground_of,
    levels,
    needed,
    route_of,
)
from sim.payer.rulebook.catalogue import policies
from sim.payer.rulebook.payers import payers

ALWAYS = (
    "medical_record",
    "policy_citation",
    "claim_copy",
    "contract_page",
    "plan_document",
    "enrolment_letter",
    "literature",
    "provider_letter",
    "whole_chart",
    "record_written_now",
)
NO_STAGE = "pricing"
ROUTE_KINDS = {"R_APPEAL": "appeal", "R_RECON": "reconsideration", "R_REOPEN": "reopening", "R_DOCS": "documents"}


def kind_of(payer_code: str) -> str:
    """The kind of a payer: medicare, commercial ..."""
    return payers()[payer_code].kind if payer_code in payers() else "*"


def stage_of(policy: str) -> str:
    """The stage of a policy; without one the money itself is at issue.

    >>> stage_of("timely_filing"), stage_of("")
    ('filing', 'pricing')
    """
    return policies()[policy].stage.name if policy in policies() else NO_STAGE


def dispute_of(policy: str, payer_code: str, on: Day) -> tuple[str, str, int]:
    """(ground, route, days until it is decided) of the right dispute of a denial by this policy, or of a price.

    >>> dispute_of("timely_filing", "acme_ppo", "2026-06-01")
    ('filed_in_time', 'R_RECON', 45)
    """
    ground, _ = ground_of(policy, stage_of(policy))
    route = route_of(ground, kind_of(payer_code))
    first = next(iter(levels(kind_of(payer_code), route, on)), None)
    return ground, route, first.decision_days if first else days_to_review(payer_code, on)


def at_issue(made: WorkedClaim) -> Problem:
    """What a letter would be about: the first problem, else a line that was rightly not paid, else the price."""
    if made.causes:
        return made.causes[0].problem
    answers = made.decided.remittance_lines
    mine = answers.take((answers.claim_key == made.shown) & ~answers.is_reversal)
    denied = mine.take(~mine.denial_policy.is_missing).rows()
    if not denied:
        return Problem("short payment", 0, "", "", "", 0, 0)
    line = denied[0]
    codes = made.claims.lines.take(
        (made.claims.lines.claim_key == made.shown) & (made.claims.lines.claim_line_number == line["claim_line_number"])
    ).procedure_code
    return Problem("denial", line["claim_line_number"], codes[0] if len(codes) else "", line["denial_policy"], "", 0, 0)


def facts_of(made: WorkedClaim, answered: Day = None, decided_levels: int = 0, problem: Problem | None = None) -> Facts:
    """The payer's side of the claim that stands (a Journey). answered: the day of the level before, where there was
    one; problem: what is at issue (default: the first)."""
    problem, head = (
        problem or at_issue(made),
        made.claims.claims.take(made.claims.claims.claim_key == made.shown).rows()[0],
    )
    lines = made.claims.lines.take(made.claims.lines.claim_key == made.shown)
    others = tuple(
        code
        for code, number in zip(lines.procedure_code.texts(), lines.claim_line_number.tolist())
        if number != problem.line
    )
    refusal = _refusal(made, problem)
    supports = not any(one.line in (0, problem.line) and one.kind in CODING for one in made.differences)
    served = lines.service_date[0] if len(lines) else made.encounters.service_date[0]
    return Facts(
        head["payer_code"],
        kind_of(head["payer_code"]),
        problem.policy,
        stage_of(problem.policy),
        refusal[0],
        refusal[1],
        day_of(answered if answered is not None else made.today),
        decided_levels,
        problem.owed + problem.patient or _charge(lines, problem),
        problem.kind == "rejection",
        behind(problem, made.errors) is not None,
        supports,
        closed_door(problem.policy, problem.code, others, served) if problem.code else "",
    )


def _refusal(made: WorkedClaim, problem: Problem) -> tuple[str, tuple[str, ...]]:
    """(CARC, remarks) of the line at issue."""
    rows = made.decided.adjustments
    here = (
        (rows.claim_key == made.shown) & (rows.claim_line_number == problem.line)
        if not problem.policy
        else rows.policy == problem.policy
    )
    mine = rows.take(here & (rows.claim_key >> 4 == made.shown >> 4) & rows.is_denial & ~rows.is_reversal).rows()
    return (mine[-1]["carc"], tuple(filter(None, (mine[-1]["rarc_1"], mine[-1]["rarc_2"])))) if mine else ("", ())


def _charge(lines: Table, problem: Problem) -> int:
    return int(lines.charge_amount[lines.claim_line_number == problem.line].sum())


def at_hand(made: WorkedClaim) -> tuple[str, ...]:
    """The evidence that is in the file of this claim; what is not there cannot be attached."""
    acknowledgements = made.decided.acknowledgements.take(
        made.decided.acknowledgements.claim_key >> 4 == made.shown >> 4
    )
    head = made.claims.claims.take(made.claims.claims.claim_key == made.shown).rows()[0]
    visit = made.encounters.rows()[0]
    there = {
        "acceptance_report": bool(acknowledgements.is_accepted.any()),
        "rejection_report": bool((~acknowledgements.is_accepted).any()),
        "authorization_letter": bool(visit.get("prior_authorization_number")),
        "referral": bool(head.get("referral_number")),
        "proof_of_coverage": _covered(made, head),
        "primary_eob": bool(len(getattr(made.claims, "other_payments", ()))),
    }
    return tuple(one for one in evidences() if one in ALWAYS or there.get(one))


def _covered(made: WorkedClaim, head: dict[str, Any]) -> bool:
    """Was the patient a member of the claim's own coverage on the day?"""
    mine = made.people.coverages.take(made.people.coverages.coverage_key == head["coverage_key"])
    day = made.encounters.service_date[0]
    return any(
        row["coverage_start_date"] <= day.item()
        and (row["coverage_end_date"] is None or day.item() <= row["coverage_end_date"])
        for row in mine.rows()
    )


def right_letter(made: WorkedClaim) -> dict[str, Any]:
    """What a right dispute of this denial says: {level, ground, evidence}."""
    problem = at_issue(made)
    ground, _ = ground_of(problem.policy, stage_of(problem.policy))
    return {"level": 1, "ground": ground, "evidence": list(needed(ground))}


def decided_on(
    made: WorkedClaim,
    route: str,
    letter: Mapping[str, Any],
    sent: np.datetime64,
    answered: Day = None,
    decided_levels: int = 0,
    problem: Problem | None = None,
) -> tuple[Decision, dict[str, Any]]:
    """(the payer's Decision on a letter, the row for the table appeals)."""
    problem = problem or at_issue(made)
    facts = facts_of(made, answered, decided_levels, problem)
    sent_ = day_of(sent)
    appeal = Appeal(
        route, sent_, int(letter.get("level") or 1), letter.get("ground") or "", tuple(letter.get("evidence") or ())
    )
    decision = decide(appeal, facts)
    row = {
        "claim_key": made.shown,
        "claim_line_number": problem.line,
        "level": appeal.level,
        "kind_code": ROUTE_KINDS[route],
        "sent_date": str(sent_),
        "decision_date": str(decision.date),
        "argument": appeal.ground,
        "evidence": " ".join(appeal.evidence),
        "decision_code": decision.decision,
        "policy": problem.policy,
        "carc": decision.carc,
        "amount": 0,
        "reason": decision.reason,
    }
    return decision, row
