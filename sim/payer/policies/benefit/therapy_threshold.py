"""Therapy above the year's amount.

When the allowed amounts of a year's physical and speech therapy (occupational therapy by itself) pass the threshold,
each further line must say with KX that it is medically necessary by the record.

    payer     claim  code   units  modifiers  charge    service_date | denies
    medicare  1      97110  1      GP         95.00     2026-05-04   | no
    medicare  2a     97110  200    GP         19000.00  2026-05-04   | PR-119   one line passes it alone
    medicare  3a     97110  200    GP,KX      19000.00  2026-05-04   | no       the record supports it, and says so
    medicare  3b     97110  1      GO         95.00     2026-05-05   | no   occupational therapy is counted by itself
    medicare  4      97110  200    GP         2480.00   2026-05-04   | no   to the cent
    medicare  5      97110  200    GP         2480.01   2026-05-04   | PR-119

Not modeled: the reduction for several therapies of a day inside the count; amounts of other providers (the payer knows
them, this table does not).
"""

import numpy as np

from sim.payer.engine.payer_rules import of_kind
from sim.payer.money.pricing import price
from sim.payer.rulebook.policy import PR

stage = "benefit"
title = "The yearly therapy amount is used up and KX is missing"
fix = (
    "If the record shows that more is necessary, request a reopening with KX. Do not bill the patient for a missing KX."
)
adjustments = [PR("119", "N640")]
cite = "SSA 1833(g); CMS Claims Processing Manual ch. 5 10.3"
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "append KX without support in the record"
cause = "missing_modifier"
row = "E3"


def denies(lines):
    """Above the threshold with the own claim, without KX."""
    therapy = of_kind(lines, "therapy")
    out = np.zeros(len(lines), bool)
    if not therapy.any():
        return out
    amount, most = (
        np.minimum(price(lines), lines.charge_amount),
        lines.param("therapy_threshold", missing=np.iinfo(np.int64).max),
    )
    for modifiers in (("GP", "GN"), ("GO",)):
        mine = therapy & lines.has_modifier(*modifiers)
        out |= mine & (lines.total(amount, ("patient_key", "year"), where=mine) > most)
    return out & ~lines.has_modifier("KX")
