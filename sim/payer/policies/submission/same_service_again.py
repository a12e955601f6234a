"""The same service again, with something changed.

A second line of the same patient, day and procedure is taken for the first one sent again, even if the charge, the
units or the clinician differ. It is paid when it says why it is another one: a repeat (76, 77, 91), another place or
session (59, its X family, side and digit), the professional or technical part.

    payer       claim  code   modifiers  charge  rendering_npi | denies
    commercial  1a     94640  -          80.00   2400315778    | no
    commercial  1b     94640  -          90.00   2400315778    | CO-B13   only the charge was changed
    commercial  2a     94640  -          80.00   2400315778    | no
    commercial  2b     94640  76         80.00   2400315778    | no       a true repeat says so
    commercial  3a     94640  -          80.00   2400315778    | no
    commercial  3b     94640  -          80.00   2511772032    | CO-B20   another clinician of the group
    commercial  4      73560  RT         60.00   2400315778    | no
    commercial  4      73560  LT         60.00   2400315778    | no       the other side
    commercial  5      J1885  -          30.00   2400315778    | no
    commercial  5      J1885  JW         10.00   2400315778    | no       the discarded part of the vial

Not modeled: holding the claim for a person to look at; a first line that was denied.
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "duplicate"
title = "The same service of that day was already paid"
fix = "Find the first payment. If it was truly done twice, the modifier that says so is missing."
adjustments = [CO("B13", "M86"), CO("B20", "M86")]
cite = {
    "medicare": "CMS Claims Processing Manual ch. 1 120 (suspect duplicates)",
    "*": "payer claim editing policy, suspected duplicates",
}
owner, remedy, never = (
    "biller",
    {"medicare": "R_REOPEN", "*": "R_CORR"},
    "append 76 or 59 to a service that was done once",
)
row = ("B3", "B4")

SAME = ("patient_key", "service_date", "procedure_code")
EXPLAINS = (
    "76",
    "77",
    "91",
    "59",
    "XE",
    "XP",
    "XS",
    "XU",
    "58",
    "78",
    "79",
    "26",
    "TC",
    "JW",
    "JZ",
    "24",
    "25",
    "57",
    "27",
    "GW",
    "GV",
)


def denies(lines):
    """An earlier line of that service stands, and nothing on this one explains it. 1: by the same clinician; 2: by
    another.
    """
    again = lines.earlier(SAME)
    if not again.any():
        return again
    again &= ~lines.has_modifier(*EXPLAINS) & (lines.anatomic_modifier() < 0)
    return np.where(again, np.where(lines.earlier((*SAME, "rendering_npi")), 1, 2), 0)
