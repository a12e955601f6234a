"""A claim without service lines.

A claim must bill at least one and at most fifty services. One without lines cannot be decided and is sent back at the door.

    payer      claim_line_number | rejects
    acme_ppo   0                 | yes      the claim has no line at all
    acme_ppo   1                 | no
    acme_ppo   51                | yes      fifty lines are the most a professional claim holds

Not modelled: a file whose claim loop is broken is refused earlier, by the 999.
"""
from sim.payer.policy import status

stage = "front end"
title = "The claim has no service lines, or more than fifty"
fix = "Add the services of the visit as lines, at most fifty on one claim."
statuses = [status("A6", "454")]
cite = "ASC X12 837P implementation guide, loop 2400 (1 to 50 lines)"
owner, remedy, never = "biller", "R_NEW", "send it again unchanged"


def rejects(lines):
    """No line, or too many."""
    return (lines.claim_line_number < 1) | (lines.claim_line_number > 50)
