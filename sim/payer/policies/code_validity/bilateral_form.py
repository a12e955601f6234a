"""Both sides, written as the payer wants them.

Most payers take a procedure done on both sides as one line with 50. Some read one side only from such a line and want
two lines, RT and LT: they send a line with 50 back.

    payer            code   modifiers | denies
    high_deductible  20610  50        | CO-4
    high_deductible  20610  RT        | no
    commercial       20610  50        | no       it wants one line with 50
    medicare         20610  50        | no

Not modeled: payers that want 50 and get RT and LT on two lines; two units beside 50.
"""

from sim.payer.rulebook.policy import CO

stage = "code validity"
title = "Both sides are on one line with modifier 50. This payer wants two lines"
fix = "Send two lines with one unit each, RT on one and LT on the other, and half the charge on each."
adjustments = [CO("4")]
cite = "provider manual (data/payers, [wants] bilateral)"
owner, remedy, never = "coder", "R_CORR", "drop one side"
cause = "wrong_modifier"
row = "F5"


def denies(lines):
    """50 where two lines are wanted."""
    two = lines.wants_two_lines
    return two & lines.has_modifier("50") if two.any() else two
