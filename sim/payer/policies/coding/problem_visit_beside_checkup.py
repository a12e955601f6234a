"""A problem visit beside a checkup, not marked as separate.

This payer holds the look at a known or small problem to be part of the checkup of the day. It pays a problem visit
beside it only if it was significant and separate, which modifier 25 says. The national pairs (NCCI) have no such pair:
it is the payer's own rule.

    payer       claim  code   modifiers | denies
    commercial  1      99396  -         | no
    commercial  1      99213  -         | CO-97
    commercial  2      99396  -         | no
    commercial  2      99213  25        | no      separate, and it says so
    commercial  3      99396  25        | no
    commercial  3      99213  -         | yes     25 belongs on the problem visit
    commercial  4      99213  -         | no      no checkup
    medicaid    5      99396  -         | no
    medicaid    5      99213  -         | yes
    medicare    6      G0439  -         | no
    medicare    6      99213  -         | no      Medicare has no such rule

Not modeled: payers that halve one of the two; a checkup that arrives on a later claim than the problem visit.
"""

from sim.payer.engine.payer_rules import beside
from sim.payer.rulebook.policy import CO

stage = "same-day visit"
title = "The problem visit is part of the checkup on the same day"
fix = (
    "Read the record. If a problem needed work beyond the checkup, append 25 to the problem visit. Otherwise bill the"
    " checkup alone."
)
adjustments = [CO("97", "M15")]
cite = (
    "provider manual (teaching estimate), checkup and problem visit on one day; the national pairs (NCCI) have no such"
    " edit"
)
owner, remedy, never = (
    "coder",
    {"medicare": "R_REOPEN", "*": "R_CORR"},
    "append 25 where nothing separate was done; bill the patient",
)
row = "G7"


def denies(lines):
    """A visit of the rule without 25 beside a standing checkup."""
    return beside(lines, "problem_visit_beside_checkup", ~lines.has_modifier("24", "25", "57"))
