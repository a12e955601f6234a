"""A modifier that does not exist.

Modifiers are two characters, digits or capital letters. Which modifiers fit which service is asked later.

    payer       modifiers | rejects
    commercial  25        | no
    commercial  2         | yes
    commercial  25,R?     | yes
    commercial  25,59,R?  | yes
    commercial  25,59,RT,R? | yes   the fourth

Not modeled: modifiers that ended before the date of service.
"""

import re

from sim.payer.rulebook.policy import status

stage = "front end"
title = "A modifier is not valid"
fix = "Re-enter the two characters of the modifier."
statuses = [status("A7", "453")]
cite = "45 CFR 162.1002; ASC X12 837P implementation guide, SV101-3 to SV101-6"
owner, remedy, never = "coder", "R_NEW", "remove a modifier that the record supports"
cause = "wrong_modifier"
box = "claim_lines.hcpcs_modifier_1"

FORM = re.compile(r"[0-9A-Z]{2}", re.ASCII)


def is_malformed(text: str) -> bool:
    """Is it anything but two digits or capital letters?"""
    return not FORM.fullmatch(text)


def rejects(lines):
    """Any of the four."""
    out = lines.judged("hcpcs_modifier_1", is_malformed)
    for number in (2, 3, 4):
        out = out | lines.judged(f"hcpcs_modifier_{number}", is_malformed)
    return out
