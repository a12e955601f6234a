"""A service that this payer never pays beside another one of the day.

Codes that exclude each other by their nature (two first visits, two lengths of one session) are national pairs
(bundled_pair). A contract may exclude more: where it pays a visit to an urgent care center by one rate for everything,
the extra line for such a center is part of it. It is the payer's own rule.

    payer       claim  code   specialty_code | denies
    commercial  1      S9083  urgent_care    | no
    commercial  1      S9088  urgent_care    | CO-231   the rate for everything holds it
    commercial  2      S9088  urgent_care    | no       alone
    commercial  2      99213  urgent_care    | no

Not modeled: the second code of a pair paid on an earlier claim does not stop the first.
"""

from sim.payer.engine.payer_rules import beside
from sim.payer.rulebook.policy import CO

stage = "exclusive"
title = "Two services of the same day are mutually exclusive"
fix = "Read the record and the contract, and bill the one that it pays."
adjustments = [CO("231", "M80")]
cite = "provider contract (teaching estimate)"
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "append a modifier to get both paid"
row = "G6"


def denies(lines):
    """A service of the rule beside one that the rule names."""
    return beside(lines, "mutually_exclusive", lines.procedure_row >= 0)
