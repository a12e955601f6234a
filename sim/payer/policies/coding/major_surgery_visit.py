"""A visit around a major operation.

An operation with 90 global days holds the visit of the day before, of the day itself, and the usual visits of the 90
days after. The visit at which it was decided says so with 57, a visit for another problem with 24 (on the day itself
also 25).

    payer     claim  past  code   modifiers  place  service_date | denies
    medicare  1      yes   20692  RT         21     2026-05-04   | -
    medicare  1      -     99213  -          11     2026-08-02   | CO-97    the ninetieth day
    medicare  2      yes   20692  RT         21     2026-05-04   | -
    medicare  2      -     99213  -          11     2026-08-03   | no
    medicare  3      yes   20692  RT         21     2026-05-04   | -
    medicare  3      -     99213  24         11     2026-05-20   | no
    medicare  4a     -     20692  RT         21     2026-05-04   | no
    medicare  4b     -     99222  -          21     2026-05-03   | yes      the day before
    medicare  5a     -     20692  RT         21     2026-05-04   | no
    medicare  5b     -     99222  57         21     2026-05-03   | no       it was decided there
    medicare  6      yes   20692  RT         21     2026-05-04   | -
    medicare  6      -     99213  -          11     2026-05-04   | yes   the day itself
    medicare  7a     -     20692  RT         21     2026-05-04   | no
    medicare  7b     -     99222  -          21     2026-05-02   | no   two days before

Not modeled: complications that need no operating room (Medicare holds them included, CPT does not); the operation
arriving after its visit.
"""

import numpy as np

from sim.payer.engine.payer_rules import of_codes
from sim.payer.rulebook.policy import CO
from sim.reference import codes as library

stage = "global period"
title = "The visit is part of a major surgery"
fix = (
    "Read the record. Was surgery decided at this visit (57), or was it for another problem (24)? Otherwise it is"
    " already paid."
)
adjustments = [CO("97", "M144")]
cite = {"medicare": "CMS Claims Processing Manual ch. 12 40.1; MPFS global days", "*": "provider manual, global days"}
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "use 24 or 57 without support in the record"
row = "G3"

DAYS, WHO = 90, ("patient_key", "billing_npi", "specialty_code")


def major(lines):
    """Operations with ninety global days."""
    return lines.procedure.global_day_count == DAYS


def denies(lines):
    """From the day before to the ninetieth day after."""
    operation = of_codes(
        lines, "major operations", lambda: np.append(library.procedures().global_day_count == DAYS, False)
    )
    out = np.zeros(len(lines), bool)
    if not operation.any() and not lines.batch.once("past operations", lambda: _any_past(lines.batch)):
        return out
    visit = lines.procedure.is_evaluation & ~lines.has_modifier("24", "57")
    done = lines.last(major, WHO, where=visit)
    days = (lines.service_date - done).astype(np.int64)
    out |= ~np.isnat(done) & (days >= 0) & (days <= DAYS)
    this, that = lines.pairs(WHO, where=visit, other=operation)
    between = (lines.service_date[this] - lines.service_date[that]).astype(np.int64)
    out[this[(between >= -1) & (between <= DAYS)]] = True
    return out & ~(lines.has_modifier("25") & np.where(np.isnat(done), True, days == 0))


def _any_past(batch) -> bool:
    rows = library.procedure_rows(batch.past.procedure_code.pool)
    return bool((np.append(library.procedures().global_day_count, 0)[rows] == DAYS).any())
