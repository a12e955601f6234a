"""A provider who may not do the service.

By the payer's file the clinician may not bill this payer for such work on that day: a license that has lapsed, a
sanction, a scope that ended.

    payer       service_date  provider_fact                          | denies
    medicare    2026-05-04    rendering:may_not_perform:2026-05-01.. | CO-185
    medicare    2026-04-30    rendering:may_not_perform:2026-05-01.. | no
    commercial  2026-05-04    -                                      | no

Not modeled: single services out of scope, supervision.
"""

from sim.payer.rulebook.policy import CO

stage = "provider"
title = "By the payer's file the provider may not perform this service"
fix = "Check who performed it and what the payer's file says. If the file is correct, nobody owes it."
adjustments = [CO("185", "N808")]
cite = {
    "medicare": "42 CFR 410.20, 424.535; excluded persons: 42 CFR 1001.1901",
    "*": "provider contract, credentialing clause",
}
owner, remedy, never = "credentialing", "R_ENROL", "bill it under another provider's NPI"
row = "C2"


def denies(lines):
    """The file says so of the rendering provider."""
    return lines.provider_fact("rendering_npi", "may not perform")
