"""What payers do wrong and when they answer, as rows of the table payer_errors: from what life drew for each visit and
from what its scenario declares. A payer that has looked again (a reopening, a dispute that was won) denies wrongly no
more.
"""

import numpy as np

from sim.billing.answers.declared_payer_errors import declared, error_table
from sim.billing.claims.claim_tables import Claims
from sim.ground.joins import find_rows
from sim.ground.table import Table, conform, empty
from sim.manager.calendar.life import error_rows, late_days, late_rows
from sim.manager.calendar.scene import Scene

WRONG = "wrong denial"
FIRST_LINE = "line"


def errors_of(scene: Scene, claims: Claims, stage: int) -> Table:
    """The payers' mistakes and delays on these claims of the visits' first payers. stage: which sending it is, so that
    each has days of its own."""
    heads = claims.claims
    if not len(heads):
        return empty("payer_errors")
    visit = find_rows(scene.visits.encounter_key, heads.encounter_key)
    days = late_days(scene.seed, heads.encounter_key, stage, heads.payer_code.texts(), scene.given)
    parts = [late_rows(heads.claim_key, days)]
    policy = np.where(heads.is_reopening, -1, scene.life.wrong_policy[visit])
    for number, one in enumerate(scene.given.wrong_denials):
        mine = heads.claim_key[policy == number]
        if len(mine):
            parts.append(error_rows(mine, WRONG, one.policy, np.full(len(mine), int(one.of == FIRST_LINE), np.int64)))
    mistakes = declared(scene.visits.take(np.unique(visit)))
    if mistakes:
        parts.append(error_table(mistakes, claims))
    rows = [conform("payer_errors", part) for part in parts if len(part)]
    return Table.concat(rows) if rows else empty("payer_errors")
