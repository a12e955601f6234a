"""What the hospital or nursing home is paid for.

In a hospital the staff and the supplies are the hospital's: what staff do alone, and the technical part of a test, is
not the doctor's to bill. In a covered stay of a nursing home it belongs to the home, the machine of a test with two
parts too (for hospitals see technical_part_in_hospital).

    payer       code   modifiers  place | denies
    medicare    96372  -          22    | CO-97    the hospital's nurse gave it
    medicare    96372  -          11    | no
    medicare    96372  -          31    | CO-190
    medicare    71046  -          31    | CO-190   the picture belongs to the home
    medicare    71046  26         31    | no       the reading does not
    commercial  99213  -          22    | no
    medicare    93005  -          22    | CO-97   the tracing alone: the hospital's machine
    medicare    93005  -          11    | no

Not modeled: doctors who own equipment inside a hospital; drugs and laboratory tests in a hospital.
"""

import numpy as np

from sim.payer.engine.payer_rules import of_codes
from sim.payer.rulebook.policy import CO
from sim.reference import codes as library

stage = "code validity"
title = "The facility is paid for this, not the provider"
fix = "Bill the professional component (26) if the provider read it. The rest belongs to the facility."
adjustments = [CO("97", "M97"), CO("190", "M97")]
cite = {
    "medicare": "MPFS PC/TC indicators; CMS Claims Processing Manual ch. 13 20 and ch. 6 10",
    "*": "provider manual, services in facilities",
}
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "report the office as the place of service"
cause = "bundled"
row = "G13"

HOSPITAL, HOME = ("19", "21", "22", "23", "24"), ("31",)
TWO_PARTS, NO_DOCTOR = 1, (3, 5)  # MPFS PC/TC indicators: reading and machine; technical only, staff under a doctor


def denies(lines):
    """1: work of the hospital's staff; 2: that, or the machine of a test, in a nursing home."""
    pool = set(lines.batch.lines.place_of_service_code.pool)
    out = np.zeros(len(lines), np.int64)
    if not pool & {*HOSPITAL, *HOME}:
        return out
    two = of_codes(
        lines, "two parts", lambda: np.append(library.procedures().pctc == TWO_PARTS, False)
    ) & ~lines.has_modifier("26")
    staff = of_codes(lines, "no doctor", lambda: np.append(np.isin(library.procedures().pctc, NO_DOCTOR), False))
    hospital, home = (lines.place_of_service_code.isin(places) for places in (HOSPITAL, HOME))
    return np.where(home & (two | staff), 2, np.where(hospital & staff, 1, 0))
