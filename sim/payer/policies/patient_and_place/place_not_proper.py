"""Done in a place where the payer does not pay it.

Operations that need an operating room are not paid in an office.

    payer       code   modifiers  place | denies
    medicare    20692  RT         21    | no
    medicare    20692  RT         11    | CO-58
    commercial  20692  RT         24    | no
    commercial  20610  RT         11    | no

Not modeled: payers that send tests out of the hospital to a cheaper place.
"""

from sim.payer.engine.payer_rules import outside_places
from sim.payer.rulebook.policy import CO

stage = "code validity"
title = "The payer does not pay this service in this place of service"
fix = "Correct the place of service if it is wrong. Otherwise nobody owes it."
adjustments = [CO("58", "N428")]
cite = {"medicare": "MPFS: no office expense for the code", "*": "provider manual, site of service (teaching estimate)"}
owner, remedy, never = "biller", {"medicare": "R_REOPEN", "*": "R_CORR"}, "report a place where it was not done"
row = "F6"


def denies(lines):
    """Outside the places of the rule."""
    return outside_places(lines, "place_not_proper")
