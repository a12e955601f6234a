"""A referring or ordering provider's number that is not a valid NPI.

Where the claim names who referred or ordered, the number must be right in form: ten digits with their check digit.

    payer       referring_npi  ordering_npi | rejects
    commercial  -              -            | no        nobody is named
    commercial  2511772032     2511772032   | no
    commercial  2511772033     -            | A7:562:DN    the check digit is wrong
    commercial  -              251177203    | A7:562:DK    a digit is missing

Not modeled: whether the number is that of a doctor.
"""

import numpy as np

from sim.payer.rulebook.policy import status
from sim.reference.identifiers import is_npi

stage = "front end"
title = "The NPI of the referring or ordering provider is not valid"
fix = "Copy the 10-digit NPI from the order or the national registry again."
statuses = [status("A7", "562", "DN"), status("A7", "562", "DK")]
cite = "45 CFR 162.406 (NPI standard, ISO check digit); ASC X12 837P implementation guide, 2310A and 2420E"
owner, remedy, never = "biller", "R_NEW", "leave off the referring provider only to pass the edit"
row = "C4"


def rejects(lines):
    """1: referring; 2: ordering."""
    if not lines.referring_npi.pool and not lines.ordering_npi.pool:
        return np.zeros(len(lines), np.int64)
    referring, ordering = (
        ~lines[column].is_missing & ~lines.judged(column, is_npi) for column in ("referring_npi", "ordering_npi")
    )
    return np.where(referring, 1, np.where(ordering, 2, 0))
