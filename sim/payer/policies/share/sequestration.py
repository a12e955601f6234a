"""Sequestration.

Medicare keeps back two percent of what it would itself pay, last of all: after the patient's share, and nothing on a
line which the deductible took whole. It is not the patient's.

    payer     code   charge | reduces
    medicare  81002  30.00  | 0.07      2 % of 3.48, which has no cost share
    medicare  99213  210.00 | 0.00      the deductible took it all

Not modeled: what comes before it on some payments: bonus or penalty of the quality program (MIPS), bonus in shortage
areas.
"""

from sim.ground.money import share
from sim.payer.rulebook.policy import CO

stage = "federal reduction"
title = "Two percent that Medicare withholds by law (sequestration)"
fix = "Write it off."
adjustments = [CO("253")]
cite = "Budget Control Act of 2011, 2 U.S.C. 901a(6)"
owner, remedy, never = "biller", "R_NONE", "bill the patient or a supplement"
row = "I4"


def reduces(lines):
    """A share of what is left to pay."""
    return share(lines.left, lines.param("sequestration", missing=0), 1_000_000)
