"""The contract's price.

The payer allows the lesser of the charge and the price of its contract or schedule: what is charged above it is a contractual write-off that
nobody is billed for.

    payer             code   modifiers  charge  units | reduces
    medicare_part_b   81002  -          30.00   1     | 26.52    the laboratory schedule allows 3.48
    medicare_part_b   81002  -          3.48    1     | 0.00     charged exactly what is allowed
    medicare_part_b   81002  -          3.00    1     | 0.00     charged less: the charge is paid, not the schedule
    acme_ppo          J3301  -          20.00   4     | 12.76    four units at the stated price
    acme_ppo          20610  50         400.00  1     | 263.21   both knees: 150 percent

Not modelled: carrier-priced codes (paid by report here), the cap of pictures at what hospitals are paid.
"""
import numpy as np

from sim.payer.policies.not_participating import limiting_charge
from sim.payer.policy import CO
from sim.payer.pricing import price

stage = "pricing"
title = "The charge is above what the contract or schedule allows"
fix = "Compare with the contract; an underpayment is disputed, the rest is written off."
adjustments = [CO("45")]
cite = {"medicare": "SSA 1833(a)(1), 1848; 42 CFR 414.20", "*": "provider contract, fee schedule"}
owner, remedy, never = "biller", "R_NONE", "bill the patient for it"


def reduces(lines):
    """Charge less price; what is taken off the price comes later. Without assignment a provider may charge more than the price, up to its limit."""
    most, limit = price(lines), limiting_charge(lines)
    return lines.charge_amount - np.minimum(lines.charge_amount, most if limit is None else np.maximum(most, limit))
