"""A kind of provider whom the payer does not pay for the service.

Some services are paid only to some specialties. The payer's file lists which specialties it does not pay for what
([[rule]] with codes or kinds, `specialties`, and the code it answers with).

    payer       code   specialty_code  | denies
    medicaid    99396  urgent_care     | CO-8     checkups are for the primary care physician
    medicaid    99396  family_medicine | no
    medicaid    99213  urgent_care     | no
    commercial  S9083  family_medicine | CO-170   the case rate is for urgent care centers
    commercial  S9083  urgent_care     | no

Not modeled: taxonomy codes beyond the specialty that the claim shows.
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "provider"
title = "The payer does not pay this specialty for the service"
fix = (
    "Check the specialty and the rendering provider on the claim and in the payer's file. If they are correct, write"
    " it off."
)
adjustments = [CO("170", "N95"), CO("8", "N95"), CO("172", "N95")]
cite = "provider manual, services by specialty"
owner, remedy, never = "credentialing", "R_ENROL", "report a provider who did not see the patient"
row = "C2"


def denies(lines):
    """k by the payer's rule, where the specialty is one of those it names."""
    number = lines.rule("provider_type_not_paid")
    if not number.any():
        return number
    out = np.zeros(len(lines), bool)
    for mine, row in lines.each_rule("provider_type_not_paid", number):
        out[mine] = lines.specialty_code[mine].isin(row["specialties"])
    return lines.rule_code("provider_type_not_paid", number) * out
