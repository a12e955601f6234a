"""After an earlier payer.

Pricing and cost share are what this payer would do alone: an estimate, which its deductible and maximum count.
What it pays after an earlier payer follows from its own way of coordination ([coordination] of its file; the arithmetic
is in sim/payer/money/cob_math.py). What the earlier payer took care of closes the charge as OA-23; the patient owes at
most what the earlier payer left.

    payer       code   charge  met_amount  member_fact  earlier | pays
    medicare    20610  175.00  300.00      -            50.00;PR-2=30.00;PR-45=95.00 | 30.00 145.00 0.00 0.00
        80 allowed by the first
    medicare    20610  175.00  0.00        -            20.00;PR-2=30.00;PR-45=125.00 | 0.00 132.11 42.89 0.00
        its deductible is open
    medigap     99213  200.00  0.00        -            96.00;PR-2=24.00;CO-45=80.00 | 24.00 176.00 0.00 0.00
        the published example
    medigap     99213  200.00  0.00        -            0.00;PR-1=120.00;CO-45=80.00 | 0.00 80.00 120.00 0.00
        plan G leaves the deductible
    commercial  17110  200.00  500.00      -            60.00;PR-2=60.00;CO-45=80.00 | 60.00 140.00 0.00 0.00
        all that was left
    high_deductible  20610  200.00  500.00      -            60.00;PR-2=60.00;CO-45=80.00 | 0.00 140.00 60.00 0.00
        its own deductible
    medicaid 20610 200.00 0.00 qualified_medicare_beneficiary 76.00;OA-209=19.00;CO-45=105.00 | 0.00 181.00 0.00 19.00
        its price is lower
    commercial  20610  200.00  500.00      -            -       | 0.00 0.00 0.00 0.00      no earlier payer

The amounts: paid (before sequestration), OA-23, left to the patient, written off.

Not modeled: maintenance of benefits, a loss shared by plans of equal rank, credit for a deductible that an earlier
payer has met.
"""

import numpy as np

from sim.payer.money import cob_math
from sim.payer.money.cob_methods import METHODS
from sim.payer.rulebook.policy import CO, OA, PR

stage = "coordination"
title = "Another payer processed the claim first: what it took care of is not owed again"
fix = (
    "Check the earlier payer's amounts on the claim. Post the payment and bill the patient only what is still group PR."
)
adjustments = [OA("23"), PR("1"), PR("2"), PR("3"), PR("275", "N408"), PR("275"), PR("276"), CO("45"), CO("303")]
cite = {
    "medicare": "42 CFR 411.33",
    "medicaid": "SSA 1902(n); 42 CFR 433.139 and 447.15",
    "medicare supplement": "SSA 1882(o); NAIC Model Regulation 651",
    "*": "plan document, coordination of benefits; NAIC Model Regulation 120",
}
owner, remedy, never = "biller", "R_NONE", "post OA-23 as a second write-off; bill a qualified Medicare beneficiary"
row = ("I11", "I12")


def pays(lines):
    """(rows that an earlier payer decided, cents of each of `adjustments`); None where there are none. The rest of the
    charge is paid.
    """
    if lines.prior is None:
        return None
    rows = np.flatnonzero(lines.prior.there & ~lines.denied)
    before, charge = lines.prior.of(rows), lines.charge_amount[rows]
    own = cob_math.Own(lines.left[rows], *(lines.shared(name)[rows] for name in ("deductible", "coinsurance", "copay")))
    left = np.clip(before.left, 0, np.maximum(charge - before.paid, 0))
    amounts = np.zeros((len(adjustments), len(rows)), np.int64)
    paid = np.zeros(len(rows), np.int64)
    qualified = lines.fact("qualified medicare beneficiary")[rows]
    method = lines.coordination[lines.payer[rows]]
    for name, way in METHODS.items():
        mine = np.flatnonzero(method == name)
        if len(mine):
            paid[mine], amounts[:, mine] = way(
                lines,
                rows[mine],
                charge[mine],
                cob_math.Own(*(part[mine] for part in own)),
                before.of(mine),
                left[mine],
                qualified[mine],
            )
    amounts[0] = charge - paid - amounts[1:].sum(axis=0)
    return rows, amounts
