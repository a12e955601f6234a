"""Where the payer is wrong by declaration ([[payer_error]] of a scenario or an exercise): the rows that the engine
reads, and which problem it made.

The mistake stays with every claim of the visit that goes to this payer, until the payer has looked again: a reopening,
or a dispute that was won.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np

from sim.billing.claims.claim_tables import Claims
from sim.clinic.scenarios.library import scenarios
from sim.clinic.scenarios.parts import Scenario
from sim.clinic.scenarios.placeholders import fill, holds
from sim.clinic.visits.visit_context import conditions, setting_of, words
from sim.ground.joins import find_in
from sim.ground.table import Table
from sim.payer.asked.appeals import closed_door, ground_of
from sim.payer.engine.payer_errors import OUTDATED, SET_ASIDE, PayerError, error_rows
from sim.payer.rulebook.catalogue import policies


class SetAside(NamedTuple):
    """What a payer set aside after a dispute was won: a policy, at one line or (0) at all, from a claim of the visit
    on.
    """

    claim_key: int
    policy: str
    line: int


class Objection(Protocol):
    """What `behind` needs of a problem."""

    @property
    def kind(self) -> str: ...
    @property
    def policy(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def codes(self) -> tuple[str, ...]: ...


def declared(encounters: Table) -> dict[int, tuple[PayerError, ...]]:
    """Encounter key -> the mistakes that its scenario declares for it; visits without one are left out."""
    found = {}
    names = [name for name in encounters.scenario.pool if name in scenarios() and scenarios()[name].payer_errors]
    for row in encounters.take(encounters.scenario.isin(names)).rows() if names else []:
        mine = _of_visit(scenarios()[row["scenario"]], row)
        if mine:
            found[row["encounter_key"]] = mine
    return found


def _of_visit(scenario: Scenario, row: dict[str, Any]) -> tuple[PayerError, ...]:
    setting = setting_of(scenario, row)
    choices, names = conditions(scenario, setting), words(scenario, setting)
    return tuple(
        PayerError(one.kind, one.policy, one.percent, fill(one.code, names), fill(one.why, names))
        for one in scenario.payer_errors
        if holds(one.when, choices)
    )


def error_table(
    mistakes: Mapping[int, tuple[PayerError, ...]], claims: Claims, aside: Sequence[SetAside] = ()
) -> Table:
    """The table payer_errors for these claims. mistakes: by encounter key; aside: what was set aside after disputes
    that were won.
    """
    heads, rows = claims.claims, []
    groups: dict[tuple[PayerError, ...], list[int]] = {}
    for visit, errors in mistakes.items():
        groups.setdefault(tuple(errors), []).append(visit)
    wrong = (
        heads.claim_key[(heads.follows_claim_key < 0) & ~_looked_again(heads)] if groups else ()
    )  # the first payer's mistake, not the next one's
    for errors, visits in groups.items():
        lines = claims.lines.take(np.isin(claims.lines.claim_key, wrong) & np.isin(claims.lines.claim_key >> 4, visits))
        rows += [row for error in errors for row in error_rows(error, lines)]
    for first, policy, line in aside:
        later = heads.claim_key[(heads.claim_key >= first) & (heads.claim_key >> 4 == first >> 4)]
        rows += [
            {"claim_key": int(key), "claim_line_number": line, "kind_code": SET_ASIDE, "policy": policy, "percent": 0}
            for key in later
        ]
    return Table.from_rows("payer_errors", rows)


def _looked_again(heads: Table) -> np.ndarray:
    """Which claims are their visit's first reopening or later: the payer has looked again."""
    again = heads.take(heads.is_reopening & (heads.follows_claim_key < 0)).sort_by("claim_key")
    visits, first = np.unique(again.encounter_key, return_index=True)
    place = find_in(visits, heads.encounter_key)
    return (place >= 0) & (heads.claim_key >= np.append(again.claim_key[first], 0)[place])


def won_by_record(claims: Claims, answers: Table) -> Table:
    """What a dispute would set aside on true claims: denials that the record overcomes (units that were given, a level
    that is documented, documents that are there). told: the claims' remittance lines."""
    names = {name: record_decides(name) for name in answers.denial_policy.pool}
    denied = answers.take(answers.denial_policy.isin([name for name, yes in names.items() if yes]))
    rows = []
    for row in denied.rows():
        mine = claims.lines.take(claims.lines.claim_key == row["claim_key"]).rows()
        line = next((one for one in mine if one["claim_line_number"] == row["claim_line_number"]), None)
        others = tuple(one["procedure_code"] for one in mine if one is not line)
        if line and not closed_door(row["denial_policy"], line["procedure_code"], others, line["service_date"]):
            rows.append(
                {
                    "claim_key": row["claim_key"],
                    "claim_line_number": row["claim_line_number"],
                    "kind_code": SET_ASIDE,
                    "policy": row["denial_policy"],
                    "percent": 0,
                }
            )
    return Table.from_rows("payer_errors", rows)


def record_decides(policy: str) -> bool:
    """May the record alone overcome this policy's denial of a claim that was right as sent?

    >>> record_decides("units_above_limit"), record_decides("timely_filing")
    (True, False)
    """
    return policy in policies() and ground_of(policy, policies()[policy].stage.name)[1]


def is_of_file(problem: Objection, errors: Sequence[PayerError]) -> bool:
    """Does this problem rest on a provider file that the payer has not updated?"""
    found = behind(problem, errors)
    return found is not None and found.kind == OUTDATED


def behind(problem: Objection, errors: Sequence[PayerError]) -> PayerError | None:
    """The declared mistake that made this problem; None where the payer's answer follows from what was sent."""
    for error in errors:
        touches = not error.code or error.code in (problem.code, *problem.codes)
        if touches and (
            (error.kind in ("wrong denial", OUTDATED) and problem.kind == "denial" and problem.policy == error.policy)
            or (error.kind == "underpaid" and problem.kind == "short payment")
        ):
            return error
    return None
