"""A corrected claim without its original.

A replacement, a void or a reopening must name a claim that this payer accepted and that has not been replaced already,
by the payer's own claim number.

    payer       claim_frequency_code  original_reference_number | rejects
    commercial  7                     -                         | A6:464       the payer's claim number is missing
    commercial  7                     X1                        | A7:464       no such claim
    commercial  1                     -                         | no

Not modeled: a replacement sent while the original is still open.
"""

import numpy as np

from sim.payer.rulebook.policy import status

stage = "front end"
title = "The original claim number is missing or unknown"
fix = "Copy the payer's claim number from the remittance into box 22, or send a new claim if the first was rejected."
statuses = [status("A7", "464"), status("A6", "464")]
cite = "ASC X12 837P implementation guide, 2300 REF F8 with CLM05-3"
owner, remedy, never = (
    "biller",
    {"medicare": "R_REOPEN", "*": "R_CORR"},
    "send the correction as a new original claim: it would be a duplicate",
)
cause = "wrong_resubmission"
box = "claims.original_reference_number"
row = "B5"


def rejects(lines):
    """1: no such claim stands; 2: no number given."""
    asks = lines.claim_frequency_code.isin(("7", "8")) | lines.is_reopening
    silent = lines.original_reference_number.is_missing & ~lines.is_reopening
    return np.where(asks & silent, 2, np.where(asks & ~lines.original_stands, 1, 0))
