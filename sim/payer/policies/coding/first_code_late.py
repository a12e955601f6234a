"""The larger service after its part was paid.

Of a national pair (NCCI) the second code was paid on an earlier claim, and now the first one comes. The payer does not
pay the part twice: it denies the late line until the first claim is corrected, since what was decided stands. A
modifier that opens the pair opens it here too.

    payer       claim  code   modifiers | denies
    commercial  1a     12001  -         | no
    commercial  1b     10060  -         | CO-97    its part was paid yesterday
    medicare    2a     12001  -         | no
    medicare    2b     10060  59        | no       distinct, and it says so
    medicare    3      10060  -         | no       on one claim the part is denied, not the whole
    medicare    3      12001  -         | no       (that is another policy's denial)
    commercial  4a     36415  -         | no
    commercial  4b     12031  -         | no   beside an earlier claim of the day that has nothing to do with it
    commercial  4b     12001  -         | no

Not modeled: payers that pay the larger service and take the part back, or pay the difference: verify. A visit paid
before its procedure.
"""

import numpy as np

from sim.payer.engine.service_counts import days_of_several_claims
from sim.payer.policies.coding.bundled_pair import opened
from sim.payer.rulebook.policy import CO
from sim.reference.edits import pair_columns, pair_indicator

stage = "late pair"
title = "A part of this service was paid on an earlier claim"
fix = (
    "Correct the earlier claim: send both services in one corrected claim (Medicare: a reopening), so that the larger"
    " one is paid."
)
adjustments = [CO("97", "M80")]
cite = {
    "medicare": "NCCI Policy Manual ch. 1: pairs hold over all claims of a day",
    "*": "provider manual, code editing after NCCI",
}
owner, remedy, never = (
    "biller",
    {"medicare": "R_REOPEN", "*": "R_CORR"},
    "append a modifier to a pair with indicator 0; keep both payments",
)
row = "G1"


def denies(lines):
    """Column 1 of a pair whose column 2 stands on an earlier claim, not opened."""
    row, service = lines.procedure_row, lines.procedure
    out, met = np.zeros(len(lines), bool), days_of_several_claims(lines)
    if not met.any():
        return out
    first, second = (column[row] & met for column in pair_columns())
    this, that = lines.pairs(("patient_key", "service_date", "billing_npi"), where=first, other=second)
    later = (lines.claim[this] != lines.claim[that]) & ~service.is_evaluation[that]
    this, that = this[later], that[later]
    if not len(this):
        return out
    indicator = pair_indicator(row[this], row[that], lines.service_date[this])
    out[this[(indicator == 0) | ((indicator == 1) & ~opened(lines, that, this))]] = True
    return out
