"""A diagnosis that cannot be the reason for the service.

Some services have few reasons by their nature: a vaccine is given to be protected, or after a wound. A line that points
only to something else has the wrong pointer or the wrong diagnosis. It is a question of coding, not of medical need.

    payer       code   dx        pointers | denies
    commercial  90715  Z23       1        | no
    commercial  90715  I10,Z23   1        | CO-11    it points to the blood pressure
    commercial  90715  I10,Z23   2        | no
    commercial  90715  S61.411A  1        | no       after a wound
    commercial  99213  I10       1        | no

Not modeled: which of several fitting diagnoses is the right one.
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "medical necessity"
title = "The diagnosis that the line points to cannot be the reason for the service"
fix = (
    "Read the record and point to the diagnosis for which the service was done; code it if it is documented and"
    " missing."
)
adjustments = [CO("11", "M76")]
cite = {
    "medicare": "ICD-10-CM Guidelines I.C.21.c.2; NUCC 1500 instructions, box 24E",
    "*": "provider manual, claim editing (teaching estimate)",
}
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "add a diagnosis that the record does not have"
row = "H2"


def denies(lines):
    """A rule for the service, and no pointed diagnosis of its list."""
    number = lines.rule("diagnosis_mismatch")
    out = np.zeros(len(lines), bool)
    for mine, row in lines.each_rule("diagnosis_mismatch", number) if number.any() else ():
        out[mine] = ~lines.points_to_prefix(row["diagnoses"], mine)
    return out
