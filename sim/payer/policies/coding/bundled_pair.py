"""One service is part of the other.

National pairs (NCCI): of two codes by the same group on the same day the second is part of the first and is not paid,
whichever costs more. Indicator 0: always. Indicator 1: a modifier may say that they were distinct, if the record
supports it: 25 or its kin on a visit; 59, an X modifier or the like on either procedure; or anatomic modifiers on both
that differ.

    payer       claim  code   modifiers | denies
    medicare    1      11901  -         | no
    medicare    1      11900  -         | CO-236   indicator 0
    medicare    2      11901  -         | no
    medicare    2      11900  59        | yes      no modifier opens indicator 0
    commercial  3      10060  -         | no
    commercial  3      12001  -         | CO-97    this payer's own code
    commercial  4      10060  -         | no
    commercial  4      12001  XS        | no       a cut elsewhere, and the line says so
    commercial  5      10060  59        | no
    commercial  5      12001  -         | no       the modifier may stand on either code
    medicare    6      96372  -         | no
    medicare    6      99211  25        | yes      a nurse visit is part of the injection, indicator 0
    medicare    7      96372  -         | no
    medicare    7      99213  25        | no
    medicare    8      96372  -         | no
    medicare    8      99213  -         | yes
    medicare    9      20610  RT        | no
    medicare    9      99213  -         | no   beside a procedure with 0 global days: another policy's
    medicare    10     10060  -         | no
    medicare    10     99213  -         | no   with 10 global days too
    medicare    11     73562  RT        | no
    medicare    11     73560  LT        | no   the other knee
    medicare    12     73562  RT        | no
    medicare    12     73560  RT        | CO-236   the same knee
    medicare    13     73562  -         | no
    medicare    13     73560  LT        | CO-236   a side on one of them only

Policies of their own: the first code arriving after the second was paid (first_code_late); a visit beside a procedure
with 0 or 10 global days.

Not modeled: an anatomic modifier on one code only does not open the pair here; Medicare's system is less strict:
verify.
"""

import numpy as np

from sim.payer.rulebook.policy import CO
from sim.reference.edits import pair_columns, pair_indicator

stage = "procedure pair"
title = "The service is part of another service of the same day"
fix = (
    "If the indicator is 1 and the record shows a distinct service, resubmit with the modifier that says why."
    " Otherwise write it off."
)
adjustments = [CO("236", "M80")]
cite = {
    "medicare": "CMS NCCI procedure-to-procedure edits; NCCI Policy Manual ch. 1",
    "*": "provider manual, code editing after NCCI",
}
owner, remedy, never = (
    "coder",
    {"medicare": "R_REOPEN", "*": "R_CORR"},
    "append a modifier to a pair with indicator 0; bill the patient",
)
row = "G1"

VISIT, EITHER = ("24", "25", "27", "57"), ("58", "59", "78", "79", "91", "XE", "XP", "XS", "XU")


def denies(lines):
    """Column 2 of a pair whose column 1 stands, not opened."""
    row, service = lines.procedure_row, lines.procedure
    first, second = (column[row] for column in pair_columns())
    this, that = lines.pairs(("patient_key", "service_date", "billing_npi"), where=second, other=first)
    minor = (service.global_day_count == 0) | (service.global_day_count == 10)
    keep = ~(service.is_evaluation[this] & minor[that])
    this, that = this[keep], that[keep]
    indicator = pair_indicator(row[that], row[this], lines.service_date[this])
    this, that, indicator = this[indicator >= 0], that[indicator >= 0], indicator[indicator >= 0]
    out = np.zeros(len(lines), bool)
    out[this[(indicator == 0) | ~opened(lines, this, that)]] = True
    return out


def opened(lines, this, that):
    """Per pair (column 2, column 1): does a modifier say that the two were distinct?"""
    either, visit = lines.has_modifier(*EITHER), lines.has_modifier(*VISIT)
    mine, yours = lines.anatomic_modifier(this), lines.anatomic_modifier(that)
    distinct = either[this] | either[that] | ((mine >= 0) & (yours >= 0) & (mine != yours))
    return np.where(lines.procedure.is_evaluation[this], visit[this], distinct)
