"""A frequency code that the payer does not take.

Most payers take 1 (original), 7 (replacement) and 8 (void). Medicare Part B takes only 1 on a professional claim:
errors on a finished claim are corrected by a clerical-error reopening, and unprocessable claims are sent as new ones.

    payer       claim_frequency_code  is_reopening | rejects
    medicare    7                     no           | yes
    medicare    1                     no           | no
    commercial  9                     no           | yes       not a frequency of a professional claim

Not modeled: other frequency codes of institutional claims.
"""

from sim.payer.rulebook.policy import status

stage = "front end"
title = "The payer doesn't accept this frequency code"
fix = "Medicare: request a clerical-error reopening, or send a new claim if it was unprocessable. Others: 1, 7 or 8."
statuses = [status("A7", "535")]
cite = {"medicare": "CMS Claims Processing Manual ch. 1 70 and ch. 34 10.4", "*": "payer companion guide, CLM05-3"}
owner, never = "biller", "resend with the same frequency code"
remedy = {"medicare": "R_REOPEN", "*": "R_NEW"}
cause = "wrong_resubmission"
box = "claims.claim_frequency_code"


def rejects(lines):
    """A replacement where none is taken, or no frequency code that exists."""
    replaces = lines.claim_frequency_code.isin(("7", "8")) & ~lines.is_reopening
    takes = lines.param("takes_replacement_claims", on="received_date", missing=1) > 0
    return (replaces & ~takes) | ~lines.claim_frequency_code.isin(("1", "7", "8"))
