"""Lines and total disagree.

The total charge of the claim must be the sum of its lines, to the cent.

    payer       charge  total_charge_amount | rejects
    commercial  210.00  210.00              | no
    commercial  210.00  210.01              | yes

Not modeled: other sums of a claim (amounts paid by other payers).
"""

from sim.payer.rulebook.policy import status

stage = "front end"
title = "The total charge is not the sum of the lines"
fix = "Add the lines again and correct the line or the total that is wrong."
statuses = [status("A8", "400")]
cite = "ASC X12 837P implementation guide, CLM02 and SV102"
owner, remedy, never = "biller", "R_NEW", "change a charge only to make the total match"
box = "claims.total_charge_amount"


def rejects(lines):
    """Sum of the claim's lines against its total."""
    return lines.total(lines.charge_amount, ("claim_key",)) != lines.total_charge_amount
