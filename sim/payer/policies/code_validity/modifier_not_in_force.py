"""A modifier of another year.

Modifiers, too, begin and end on days of their own. What counts is the date of service.

    payer       code   modifiers  service_date  received_date  coverage_start_date | denies
    medicare    J7325  JZ         2023-01-01    2023-01-05     2020-01-01          | no       its first day
    medicare    J7325  JZ         2022-12-31    2023-01-05     2020-01-01          | CO-182
    commercial  99213  21         2026-05-04    2026-05-08     2024-01-01          | CO-182   ended long ago
    commercial  99213  21         2008-12-31    2009-01-05     2000-01-01          | no   its last day

Not modeled: modifiers that the library does not list.
"""

import numpy as np

from sim.payer.engine.line_codes import MODIFIERS, modifier_pool
from sim.payer.rulebook.policy import CO
from sim.reference import codes as library

stage = "code validity"
title = "A modifier was not valid on the date of service"
fix = "Use the modifier that was valid on that date, or leave it off."
adjustments = [CO("182", "N823")]
cite = "45 CFR 162.1002; CMS HCPCS modifier file"
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "change the date of service"
cause = "wrong_modifier"
box = "claim_lines.hcpcs_modifier_1"
row = "F3"


def denies(lines):
    """Any of the four before its first or after its last day."""
    out = np.zeros(len(lines), bool)
    if not lines.batch.once(
        "modifiers that may not be in force", lambda: _any_at_risk(lines.batch, modifier_pool(lines))
    ):
        return out
    first, last = (
        np.append(library.modifiers()[name], np.datetime64(missing))
        for name, missing in (("start_date", "1900-01-01"), ("end_date", "2999-12-31"))
    )
    for name in MODIFIERS:
        row = lines[name].rows(library.modifier_rows(lines[name].pool))
        out |= (lines.service_date < first[row]) | (lines.service_date > last[row])
    return out


def _any_at_risk(batch, pool) -> bool:
    rows = library.modifier_rows(pool)
    rows, days = rows[rows >= 0], batch.lines.service_date[~np.isnat(batch.lines.service_date)]
    table = library.modifiers()
    return bool(len(days)) and bool(
        (table.start_date[rows] > days.min()).any() or (table.end_date[rows] < days.max()).any()
    )
