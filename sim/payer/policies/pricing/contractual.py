"""The contract's price.

The payer allows the lesser of the charge and the price of its contract or schedule: what is charged above it is a
contractual write-off that nobody is billed for. A provider outside the network has no contract: where the plan pays
there at all, the patient may be asked for the difference, but not after an emergency (No Surprises Act), and never by
Medicare, Medicaid or workers' compensation.

    payer       code   modifiers  charge  units  place  provider_fact            | reduces
    medicare    81002  -          30.00   1      11     -                        | 26.52
        the laboratory schedule allows 3.48
    medicare    81002  -          3.48    1      11     -                        | 0.00
        charged exactly what is allowed
    medicare    81002  -          3.00    1      11     -                        | 0.00
        charged less: the charge is paid, not the schedule
    commercial  J3301  -          20.00   4      11     -                        | 15.80
        four units at the stated price
    commercial  20610  50         400.00  1      11     -                        | 263.21   both knees: 150 percent
    commercial  99213  -          200.00  1      11     rendering:out_of_network | 0.00 94.71
        the patient may be billed for it
    commercial  99283  -          500.00  1      23     rendering:out_of_network | 0.00 0.00 409.49
        an emergency: nobody may be
    medicare    99213  -          200.00  1      11     rendering:out_of_network | 110.77

Not modeled: carrier-priced codes (paid by report here), the cap of pictures at what hospitals are paid.
"""

import numpy as np

from sim.payer.money.pricing import price
from sim.payer.policies.pricing.not_participating import limiting_charge
from sim.payer.rulebook.policy import CO, OA, PR

stage = "pricing"
title = "The charge is above what the contract or fee schedule allows"
fix = "Compare with the contract. Dispute an underpayment; write off the rest."
adjustments = [CO("45"), PR("45"), OA("45", "N830")]
cite = {
    "medicare": "SSA 1833(a)(1), 1848; 42 CFR 414.20",
    "*": "provider contract, fee schedule; outside the network 45 CFR 149.110 and 149.410",
}
owner, remedy, never = "biller", "R_NONE", "bill the patient for it, unless it is PR-45 of a plan without a contract"
row = ("I1", "I2", "I10")

EMERGENCY = "23"


def reduces(lines):
    """Charge less price; what is taken off the price comes later. Without assignment a provider may charge more than
    the price, up to its limit.
    """
    most, limit = price(lines), limiting_charge(lines)
    over = lines.charge_amount - np.minimum(lines.charge_amount, most if limit is None else np.maximum(most, limit))
    outside = lines.provider_fact("rendering_npi", "out of network") | lines.provider_fact(
        "billing_npi", "out of network"
    )
    if not outside.any():
        return over
    outside &= lines.may_bill_balance
    urgent = lines.place_of_service_code == EMERGENCY
    return np.where(outside, 0, over), np.where(outside & ~urgent, over, 0), np.where(outside & urgent, over, 0)
