"""Paid by the month.

For some members the plan pays the clinic a fixed amount a month (capitation), whatever is done. Visits and simple tests
are inside it and are not paid again.

    payer       code   modifiers  service_date  member_fact            | denies
    commercial  99213  -          2026-05-04    capitated:2026-05-01.. | CO-24
    commercial  99396  -          2026-05-04    capitated:2026-05-01.. | yes
    commercial  20610  RT         2026-05-04    capitated:2026-05-01.. | no       procedures are paid apart
    commercial  99213  -          2026-04-30    capitated:2026-05-01.. | no       before the month in which it began

Not modeled: lists of services that differ by contract (here: office and preventive visits, blood draws); the monthly
payment itself.
"""

from sim.payer.rulebook.policy import CO

stage = "right payer"
title = "The capitation payment for this member covers the service"
fix = "Post it against the capitation payment. Nothing more is owed."
adjustments = [CO("24")]
cite = "provider contract, capitation (teaching estimate)"
owner, remedy, never = "biller", "R_NONE", "bill the patient more than the copay"
cause = "contract"
row = "A13"

INSIDE = ("office visit", "preventive visit", "specimen collection")


def denies(lines):
    """A service inside the capitation of a capitated member."""
    mine = lines.fact("capitated")
    return mine & lines.procedure.kind.isin(INSIDE) if mine.any() else mine
