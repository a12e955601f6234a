"""A side that is not said.

This payer wants the side on procedures and pictures of paired parts: LT, RT, or 50 for both.

    payer       code   modifiers | denies
    commercial  20610  RT        | no
    commercial  20610  -         | CO-4
    commercial  20610  50        | no
    commercial  73562  -         | yes
    commercial  99213  -         | no

Not modeled: fingers, toes and eyelids, which have modifiers of their own.
"""

from sim.payer.rulebook.policy import CO

stage = "code validity"
title = "The side modifier is missing"
fix = "Take the side from the record; ask the provider if it is not there."
adjustments = [CO("4", "N822")]
cite = "provider manual, modifiers LT, RT and 50 on paired parts (teaching estimate)"
owner, remedy, never = "coder", "R_CORR", "guess the side"
cause = "missing_modifier"
box = "claim_lines.hcpcs_modifier_1"
row = "F5"


def denies(lines):
    """Paired part, no side."""
    return lines.procedure.needs_side & ~lines.has_modifier("LT", "RT", "50")
