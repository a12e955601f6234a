"""A benefit that another plan holds.

Many medical plans leave some benefits to a plan of their own: teeth, spectacles, hearing aids, drugs from the pharmacy,
mental health. The medical plan pays nothing for them, whoever did them; the other plan does.

    payer          code   dx    | denies
    advantage_hmo  D0120  I10   | CO-270   a dentist's code
    advantage_hmo  V2020  I10   | CO-297   spectacles
    advantage_hmo  V5010  I10   | CO-304   a hearing test for an aid
    advantage_hmo  90834  F41.1 | CO-301   talk therapy is with the behavioral health plan
    advantage_hmo  99213  I10   | no
    commercial     90834  F41.1 | no       this plan pays it itself

Not modeled: payers that send the claim on themselves (291, 292, 298, 300, 305 instead).
"""

from sim.payer.rulebook.policy import CO

stage = "benefit"
title = "Another plan manages this benefit for the patient"
fix = "Find that plan on the card and bill it. It has its own filing limit and authorizations."
adjustments = [CO("270"), CO("280"), CO("297"), CO("301"), CO("304")]
cite = "plan document, benefits held by other plans (teaching estimate)"
owner, remedy, never = "front desk", "R_OTHERPAYER", "bill the patient before the other plan has answered"
cause = "wrong_payer"
row = "E8"


def denies(lines):
    """k by the payer's rules."""
    return lines.rule_code("carve_out", lines.rule("carve_out"))
