"""Paid inside another service by this payer's own rule.

Beyond what the national schedule bundles, a payer's contract counts some services into others that it pays.

    payer            code   place | denies
    high_deductible  G2211  11    | CO-234   part of the visit by this contract
    high_deductible  99213  11    | no
    medicare         G2211  11    | no       Medicare pays it

Not modeled: contracts that pay it beside some services and not beside others.
"""

from sim.payer.rulebook.policy import CO

stage = "bundled status"
title = "By this payer's contract the service is not paid separately"
fix = "Compare with the contract and write it off. Other payers may pay it."
adjustments = [CO("234", "N390")]
cite = "provider contract (teaching estimate), services not paid apart"
owner, remedy, never = "coder", "R_WRITEOFF", "bill the patient"
row = "G9"


def denies(lines):
    """A rule for the code."""
    return lines.rule("not_separate") > 0
