"""A claim without service lines, or with lines that cannot be told apart.

A claim must bill at least one and at most fifty services, each with a number of its own. One without lines cannot be
decided and is rejected at the front end.

    payer       claim  claim_line_number | rejects
    commercial  1      0                 | yes       the claim has no line at all
    commercial  2      1                 | no
    commercial  3      51                | yes       fifty lines are the most a professional claim holds
    commercial  4      1                 | yes       two lines of one number
    commercial  4      1                 | yes
    commercial  5      50                | no

Not modeled: a file whose claim loop is broken is rejected earlier, by the 999.
"""

from sim.payer.rulebook.policy import status

stage = "front end"
title = "The claim has no service lines, more than fifty, or two with the same number"
fix = "Enter the services of the visit as lines, numbered from 1, at most fifty on a claim."
statuses = [status("A6", "454")]
cite = "ASC X12 837P implementation guide, loop 2400 (1 to 50 lines)"
owner, remedy, never = "biller", "R_NEW", "resend it unchanged"
box = "claim_lines.procedure_code"


def rejects(lines):
    """No line, too many, or a number given before."""
    number = lines.claim_line_number
    return (number < 1) | (number > 50) | lines.earlier(("claim_key", "claim_line_number"))
