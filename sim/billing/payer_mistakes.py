"""Where the payer is wrong by declaration ([[payer_error]] of a scenario or an exercise): the rows that the engine reads, and which problem it made.

The mistake stays with every claim of the visit that goes to this payer, until the payer has looked again: a reopening, or a dispute that was won.
"""
import numpy as np

from sim.billing.answer import answer
from sim.billing.claim import Claims
from sim.ground.table import Table
from sim.payer.payer_errors import SET_ASIDE, PayerError, error_rows


def declared(encounters: Table) -> dict[int, tuple[PayerError, ...]]:
    """Encounter key -> the mistakes that its scenario declares for it; visits without one are left out."""
    from sim.clinic.scenario import scenarios
    found = {}
    names = [name for name in encounters.scenario.pool if name in scenarios() and scenarios()[name].payer_errors]
    for row in encounters.take(encounters.scenario.isin(names)).rows() if names else []:
        mine = _of_visit(scenarios()[row["scenario"]], row)
        if mine:
            found[row["encounter_key"]] = mine
    return found


def _of_visit(scenario, row: dict) -> tuple[PayerError, ...]:
    from sim.clinic.names import fill, holds
    from sim.clinic.setting import conditions, setting_of, words
    setting = setting_of(scenario, row)
    picked, said = conditions(scenario, setting), words(scenario, setting)
    return tuple(PayerError(one.kind, one.policy, one.percent, fill(one.code, said), fill(one.why, said))
                 for one in scenario.payer_errors if holds(one.when, picked))


def error_table(declared_: dict[int, tuple], claims: Claims, aside=()) -> Table:
    """The table payer_errors for these claims. aside: (claim key from which on it holds, policy, line number or 0) for disputes that were won."""
    heads, rows = claims.claims, []
    for visit, errors in declared_.items():
        mine = heads.encounter_key == visit
        right = heads.claim_key[mine & heads.is_reopening]
        wrong = heads.claim_key[mine & (heads.claim_key < right.min())] if len(right) else heads.claim_key[mine]
        lines = claims.lines.take(np.isin(claims.lines.claim_key, wrong))
        rows += [row for error in errors for row in error_rows(error, lines)]
    for first, policy, line in aside:
        later = heads.claim_key[(heads.claim_key >= first) & (heads.claim_key >> 4 == first >> 4)]
        rows += [{"claim_key": int(key), "claim_line_number": line, "kind_code": SET_ASIDE, "policy": policy, "percent": 0} for key in later]
    return Table.from_rows("payer_errors", rows)


def decide(claims: Claims, people, visit: int, errors=(), aside=()):
    """The payers' answers to all these claims, with the mistakes declared for this visit and what was set aside since."""
    return answer(claims, people, payer_errors=error_table({visit: errors}, claims, aside)) if errors or aside else answer(claims, people)


def behind(problem, errors) -> PayerError | None:
    """The declared mistake that made this problem; None where the payer's answer follows from what was sent."""
    for error in errors:
        touches = not error.code or error.code in (problem.code, *problem.codes)
        if touches and ((error.kind == "wrong denial" and problem.kind == "denial" and problem.policy == error.policy)
                        or (error.kind == "underpaid" and problem.kind == "short payment")):
            return error
    return None
