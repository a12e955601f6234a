"""The technical part of a test in a hospital.

The hospital owns the machine and is paid for its use. A doctor's claim for a picture or test done in the hospital is
for the reading alone (26).

    payer     code   modifiers  place | denies
    medicare  71046  -          22    | CO-171   reading and picture in one
    medicare  71046  TC         23    | yes
    medicare  71046  26         22    | no
    medicare  71046  -          11    | no       the clinic's own machine
    medicare  99213  -          22    | no

Not modeled: laboratory tests and drugs in the hospital, clinics that lease the hospital's machine.
"""

from sim.payer.rulebook.policy import CO

stage = "provider"
title = "In a hospital only the professional component is paid to the provider"
fix = "Check the place of service. If it was the hospital, bill the professional component: modifier 26."
adjustments = [CO("171", "M97")]
cite = {
    "medicare": "42 CFR 411.15(m), 414.22(b)(5); CMS Claims Processing Manual ch. 13 20.2",
    "*": "provider manual, professional and technical part",
}
owner, remedy, never = "biller", {"medicare": "R_REOPEN", "*": "R_CORR"}, "change the place of service to the office"
cause = "missing_modifier"
row = ("C2", "G12")

HOSPITAL = ("19", "21", "22", "23")
BOTH_PARTS = 1


def denies(lines):
    """A test of two parts, in a hospital, not marked as the reading."""
    inside = lines.place_of_service_code.isin(HOSPITAL)
    return inside & (lines.procedure.pctc == BOTH_PARTS) & ~lines.has_modifier("26") if inside.any() else inside
