"""More often than the payer takes.

For some tests and treatments the payer's policy names the days between two of them. Records sent with the claim may
show why it was needed sooner. Where the payer takes such notices, one signed in advance (GA) makes it the patient's.

    payer       claim  past  code   modifiers  units  dx     attachment_control_number  service_date | denies
    medicare    1      yes   80061  QW         1      E78.2  -                          2026-03-06   | -
    medicare    1      -     80061  QW         1      E78.2  -                          2026-05-04   | CO-151   59 days
    medicare    2      yes   80061  QW         1      E78.2  -                          2026-03-06   | -
    medicare    2      -     80061  QW         1      E78.2  ACN1                       2026-05-04   | no
        the record came with it
    medicare    3      yes   80061  QW         1      E78.2  -                          2026-03-05   | -
    medicare    3      -     80061  QW         1      E78.2  -                          2026-05-04   | no       60 days
    commercial  4      yes   93306  -          1      I50.9  -                          2025-06-05   | -
    commercial  4      -     93306  -          1      I50.9  ACN2                       2026-05-04   | no
    commercial  5      yes   93306  -          1      I50.9  -                          2025-06-05   | -
    commercial  5      -     93306  -          1      I50.9  -                          2026-05-04   | CO-273   333 days
    medicaid    6      -     80061  QW         1      E78.2  -                          2026-05-04   | no
    medicare    7      yes   80061  QW         1      E78.2  -                          2026-05-04   | -
    medicare    7      -     80061  QW         1      E78.2  -                          2026-05-04   | no
        the same day: another policy's
    medicare    8      yes   80061  QW         1      E78.2  -                          2026-03-06   | -
    medicare    8      -     80061  QW,GA      1      E78.2  -                          2026-05-04   | PR-151   a notice
    commercial  9      yes   93306  -          1      I50.9  -                          2025-06-05   | -
    commercial  9      -     93306  GA         1      I50.9  -                          2026-05-04   | CO-273
        notices are Medicare's

Not modeled: intervals that depend on the diagnosis; whether the record really supports it.
"""

import numpy as np

from sim.payer.policies.benefit.lifetime_maximum import among
from sim.payer.rulebook.policy import CO, PR

stage = "medical necessity"
title = "By the payer's policy the last one was too recent"
fix = "Look up the date. If the record shows why it was needed, appeal with the record. Otherwise accept the denial."
# The last two with a notice, in the order of the first two.
adjustments = [CO("151", "M86"), CO("273", "N435"), PR("151", "M86"), PR("273", "N435")]
cite = {
    "medicare": "national and local coverage determinations, frequency (NCD 190.23; days stated for teaching: verify);"
    " Claims Processing Manual ch. 30, section 50: notices",
    "*": "medical policy (teaching estimate)",
}
owner, remedy, never = "coder", "R_APPEAL", "change the date of service"
cause = "too_often"
row = ("E7", "H4")


def denies(lines):
    """k by the rule, where fewer days than it asks lie between and no records came; k + 2 with a notice."""
    number = lines.rule("too_often")
    if not number.any():
        return number
    codes = tuple(sorted({code for row in lines.rules("too_often") for code in row["codes"]}))
    seen = lines.last(among(codes), ("patient_key", "procedure_code"), where=number > 0)
    soon = (lines.service_date - seen).astype(np.int64) < lines.rule_value("too_often", number, "days")
    soon &= ~np.isnat(seen) & (seen < lines.service_date) & lines.attachment_control_number.is_missing
    noticed = lines.has_modifier("GA") & (lines.rule("diagnosis_does_not_support") > 0)
    return np.where(soon, lines.rule_code("too_often", number) + 2 * noticed, 0)
