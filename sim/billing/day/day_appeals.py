"""A dispute or an appeal on a day's work of a notebook (sim.verbs), and the worklist as it stood on a day.

    answered(day, claim, line, route, ...)      the payer's decision on a letter         items(day, on)      what is
                                                open, under appeal too

The payer decides by its rules (sim.payer.asked.appeals). Won: the claim is adjudicated again, the first answer
reversed; both stand in day.remittance_lines.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.billing.answers.declared_payer_errors import SetAside, declared
from sim.billing.answers.standing_claim import acknowledged
from sim.billing.answers.supported_amounts import as_supported
from sim.billing.claims.claim import clean
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.claim_versions import effective, standing
from sim.billing.claims.corrections import correct, whole
from sim.billing.claims.submission import worked_on
from sim.billing.day.day import Day
from sim.billing.denials.appeal_letters import ROUTE_KINDS, at_hand, decided_on
from sim.billing.denials.claim_states import known_by
from sim.billing.denials.claim_vs_record import Difference, differences
from sim.billing.denials.root_causes import Cause, Problem
from sim.billing.denials.worklist import worklist
from sim.billing.visit.visit_record import allowed_by
from sim.clinic.people.people import People
from sim.ground.dates import Day as Date
from sim.ground.dates import day_of
from sim.ground.errors import CleanClaimError
from sim.ground.table import Table
from sim.payer.asked.appeals import ROUTES, evidences, grounds
from sim.payer.engine.engine import Adjudication
from sim.payer.engine.payer_errors import PayerError


class Standing(NamedTuple):
    """One claim of a day's work as the payer and the clinic see it: the fields of a Journey that a letter is about."""

    people: People
    encounters: Table
    claims: Claims
    decided: Adjudication
    shown: int
    differences: list[Difference]
    causes: list[Cause]
    today: np.datetime64
    errors: tuple[PayerError, ...]


class Answered(NamedTuple):
    """The row of the table appeals; where it was won the claims with the one decided anew, and what was set aside from
    it on (claim key, policy, line).
    """

    row: dict[str, Any]
    claims: Claims | None
    aside: SetAside | None


def answered(
    day: Day,
    claim: int,
    line: int,
    route: str,
    level: int,
    ground: str,
    evidence: Sequence[str],
    on: Date = None,
) -> Answered:
    """The payer's decision on a letter about one line of a day's work (see sim.appeal). Raises CleanClaimError for what
    cannot be sent.
    """
    _known(route, ground, evidence)
    case, problem = _case(day, int(claim), int(line))
    _there(case, evidence)
    last, levels = _levels(day.letters, case, problem.line, route)
    earliest = last or case.today
    sent = day_of(on) if on is not None else worked_on(earliest)
    if sent < earliest:
        raise CleanClaimError(
            f"sent on {sent}", "sim.appeal", f"{earliest} or later: the day of the answer", "give a later day"
        )
    decision, row = decided_on(
        case, route, {"level": int(level), "ground": ground, "evidence": tuple(evidence)}, sent, last, levels, problem
    )
    if decision.decision != "overturned":
        return Answered(row, None, None)
    claims = correct(day.claims_sent(), case.shown, "reopening", on=decision.date)
    new = int(np.setdiff1d(claims.claims.claim_key, day.claims_sent().claims.claim_key)[0])
    return Answered(row, claims, SetAside(new, problem.policy, problem.line))


def items(day: Day, on: Date = None) -> Table:
    """The worklist of a day's work as the clinic knew it on a day (see sim.worklist)."""
    sent, decided = day.claims_sent(), day.answers()
    if on is not None:
        sent, decided = known_by(sent, decided, on)
    return worklist(day.visits, sent, decided, on, appeals=day.letters)


def _known(route: str, ground: str, evidence: Sequence[str]) -> None:
    for given, known, what in (
        (route, ROUTES, "route"),
        *((one, evidences(), "evidence") for one in evidence),
        (ground or next(iter(grounds())), grounds(), "ground"),
    ):
        if given not in known:
            raise CleanClaimError(
                f"unknown {what} {str(given)[:40]!r}", "sim.appeal", ", ".join(known), "choose one of these"
            )


def _there(case: Standing, evidence: Sequence[str]) -> None:
    missing = [one for one in evidence if one not in at_hand(case)]
    if missing:
        raise CleanClaimError(
            f"{missing[0]} is not in the file of this claim",
            "sim.appeal",
            ", ".join(at_hand(case)),
            "attach what there is",
        )


def _case(day: Day, key: int, line: int) -> tuple[Standing, Problem]:
    """(the claim as it stands, what is at issue at the line)."""
    sent, decided = day.claims_sent(), day.answers()
    heads = effective(sent.claims, decided.acknowledgements)
    place = np.flatnonzero(heads.claim_key == key)
    if not len(place):
        raise CleanClaimError(f"no claim {key}", "sim.appeal", "a claim_key of day.claims", "check the number")
    if not standing(heads)[place[0]]:
        raise CleanClaimError(
            f"claim {key} no longer holds",
            "sim.appeal",
            "the claim that took its place",
            "look at day.claims.replaces_claim_key",
        )
    visits = day.visits.take(day.visits.encounter_key == heads.encounter_key[place[0]])
    visit = visits.encounter_key[0]
    true = clean(
        as_supported(visits),
        type(day.truth)(*(table.take(table.encounter_key == visit) for table in day.truth)),
        day.people,
    )
    acknowledgement = acknowledged(decided, key)
    problem, answered = _issue(day, key, line, acknowledgement)
    found = differences(whole(sent, decided, key), true, allowed_by(visits))
    return Standing(
        day.people, visits, sent, decided, key, found, [], answered, declared(visits).get(int(visit), ())
    ), problem


def _issue(day: Day, key: int, line: int, acknowledgement: dict[str, Any] | None) -> tuple[Problem, np.datetime64]:
    lines_sent = day.claims_sent().lines
    lines = lines_sent.take((lines_sent.claim_key == key) & (lines_sent.claim_line_number == line))
    if acknowledgement and not acknowledgement["is_accepted"]:
        return Problem("rejection", 0, "", acknowledgement["policy"], "", 0, 0), day_of(
            acknowledgement["acknowledgement_date"]
        )
    answers = day.answers().remittance_lines
    mine = answers.take((answers.claim_key == key) & (answers.claim_line_number == line) & ~answers.is_reversal)
    if not len(lines) or not len(mine):
        raise CleanClaimError(
            f"no decided line {line} on claim {key}",
            "sim.appeal",
            "a line of day.remittance_lines",
            "check the number of the line",
        )
    row = mine.rows()[0]
    kind = "denial" if row["denial_policy"] else "short payment"
    owed = max(0, row["supported_amount"] - row["paid_amount"])
    patient = row["supported_patient_amount"] if row["denial_policy"] else 0
    return Problem(kind, line, lines.procedure_code[0], row["denial_policy"], "", owed, patient), mine.remittance_date[
        0
    ]


def _levels(letters: Table | None, case: Standing, line: int, route: str) -> tuple[np.datetime64 | None, int]:
    """(day of the last decision on a letter of this route, how many were decided); a dismissed letter was not looked
    at.
    """
    if letters is None:
        return None, 0
    mine = letters.take(
        (letters.claim_key == case.shown)
        & (letters.claim_line_number == line)
        & (letters.kind_code == ROUTE_KINDS[route])
        & (letters.decision_code != "dismissed")
    )
    return (mine.decision_date.max(), len(mine)) if len(mine) else (None, 0)
