"""A provider without a participation agreement.

Who has not agreed to take assignment on every Medicare claim (the fact "not participating" in the payer's provider
file) is allowed five percent less. On a claim without assignment such a provider may charge up to 115 percent of that,
the limiting charge: the patient owes what is above the allowed amount, and what is charged above the limit nobody owes.

    payer     code   is_assignment_accepted  provider_fact              charge | reduces
    medicare  99213  yes                     billing:not_participating  210.00 | 4.46 0.00    five percent less
    medicare  99213  no                      billing:not_participating  210.00 | 0.00 12.72
        above the limiting charge: nobody's
    medicare  99213  no                      billing:not_participating  90.00  | 0.00 5.23    below it: the patient's
    medicare  99213  no                      -                          210.00 | 0.00 0.00
        participates: every claim is assigned
    medicare  J3301  no                      billing:not_participating  20.00  | 0.00 0.00    a drug

Not modeled: that Medicare then pays the patient and not the provider; opting out of Medicare altogether.
"""

import numpy as np

from sim.ground.money import share
from sim.payer.money import pricing
from sim.payer.rulebook.policy import CO, PR

stage = "participation"
title = "A provider without a participation agreement is allowed less"
fix = "Check the agreement and the assignment on the claim. Never bill above the limiting charge."
adjustments = [CO("45"), PR("45")]
cite = "SSA 1848(a)(3) and (g)(2); 42 CFR 414.20(b) and 414.48; CMS Claims Processing Manual ch. 1 30.3.12"
owner, remedy, never = "biller", "R_NONE", "bill the patient above the limiting charge"
row = "I2"

FACT = "not participating"


def part(lines):
    """What stays of the schedule's price."""
    if FACT not in lines.batch.records["provider_facts"].fact.pool:
        return None
    outside = pricing.on_schedule(lines) & lines.provider_fact("billing_npi", FACT)
    return np.where(outside, lines.param("non_participating_percent", missing=100) * 10_000, pricing.FULL)


def limiting_charge(lines):
    """Most that may be charged for unassigned lines of such providers, 0 for all others; None where there is none."""
    stays = pricing.kept_part(lines, "not_participating")
    if stays is None:
        return None
    limit = share(pricing.after(lines, "not_participating"), lines.param("limiting_charge_percent", missing=100))
    return np.where((stays < pricing.FULL) & ~lines.is_assignment_accepted, limit, 0)


def reduces(lines):
    """What nobody owes; and on unassigned lines, of which the contract's price left the limiting charge, what the
    patient owes.
    """
    off, limit = pricing.cut(lines, "not_participating"), limiting_charge(lines)
    patients = np.zeros_like(off) if limit is None else np.where(limit > 0, off, 0)
    return off - patients, patients
