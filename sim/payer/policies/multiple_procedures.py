"""Several procedures on one day.

The dearest procedure of the day is paid in full; each further one at the payer's percentage, since preparing the patient is paid only once. The schedule
says which procedures count (indicator 2). A visit, a test or an add-on is not one.

    payer             claim  code   modifiers  charge | reduces
    medicare_part_b   1      20610  RT         180.00 | 0.00     the dearer one in full
    medicare_part_b   1      20551  -          150.00 | 28.00    half of 56.00
    acme_ppo          2      20610  RT         180.00 | 0.00     the only one

Not modelled: the sixth and further (by report), endoscopy families, therapy and imaging reductions, several units of one code.
"""
import numpy as np

from sim.ground.money import share
from sim.payer.policy import CO

stage = "multiple procedures"
title = "The second and further procedures of a day are paid in part"
fix = "Check that the dearest one was paid in full; the rest is written off."
adjustments = [CO("59")]
cite = {"medicare": "CMS Claims Processing Manual ch. 12 40.6; MPFS multiple procedure indicator 2", "*": "provider contract, multiple procedures"}
owner, remedy, never = "biller", "R_NONE", "bill the patient for it"


def reduces(lines):
    """What is taken off the second and further by rank of the allowed amount."""
    counted = (lines.procedure.multiple_procedure == 2) & (lines.left > 0)
    rank = lines.rank(lines.left, ("patient_key", "service_date", "billing_npi"), where=counted)
    percent = lines.param("multiple_procedure_percent", missing=100)
    return np.where(rank > 1, lines.left - share(lines.left, percent), 0)
