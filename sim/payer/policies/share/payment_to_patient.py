"""The payer pays the patient.

Where the provider has not accepted assignment, Medicare sends its payment to the patient, who owes the provider the
whole charge up to the limiting charge. The remittance shows the amount as PR-100 and pays the provider nothing.
Laboratory tests and drugs are always assigned.

    payer       code   is_assignment_accepted  provider_fact              met_amount  charge | reduces
    medicare    99213  no                      billing:not_participating  300.00      210.00 | 66.46   to the patient
    medicare    99213  yes                     billing:not_participating  300.00      210.00 | 0.00    to the provider
    medicare    99213  no                      -                          300.00      210.00 | 0.00
        participates: every claim is assigned
    medicare    J3301  no                      billing:not_participating  300.00      20.00  | 0.00    a drug
    commercial  99213  no                      billing:not_participating  300.00      210.00 | 0.00

Not modeled: other payers' payments to the patient, as where benefits are not assigned (CLM08) outside the network; who
bears the two percent of sequestration on an unassigned claim (verify with the contractor).
"""

import numpy as np

from sim.payer.money import pricing
from sim.payer.rulebook.policy import PR

stage = "payee"
title = "The claim is not assigned: Medicare paid the patient"
fix = "Bill the patient: the payment went to them. Never above the limiting charge."
adjustments = [PR("100")]
cite = "SSA 1842(b)(3)(B)(ii) and (b)(6); SSA 1833(h)(5)(C) and 1842(o)(3); CMS Claims Processing Manual ch. 1 30.3"
owner, remedy, never = "biller", "R_PATIENT", "bill Medicare again; bill above the limiting charge"
row = "I2"

FACT = "not participating"


def reduces(lines):
    """All that is left to pay on unassigned lines of the physician fee schedule."""
    if FACT not in lines.batch.records["provider_facts"].fact.pool:
        return np.zeros(len(lines), np.int64)
    outside = lines.is_medicare & pricing.on_schedule(lines) & lines.provider_fact("billing_npi", FACT)
    return np.where(outside & ~lines.is_assignment_accepted, lines.left, 0)
