"""A referring or ordering provider who may not refer or order.

Whoever refers or orders must be of a profession that may, and (for Medicare) enrolled or opted out on the record.

    payer     referring_npi  ordering_npi  provider_fact            | denies
    medicare  2511772032     -             2511772032:may_not_refer | CO-183
    medicare  -              2511772032    2511772032:may_not_order | CO-184
    medicare  2511772032     -             2511772032:may_not_order | no       he referred, and that he may
    medicare  -              -             2511772032:may_not_refer | no

Not modeled: which services need an order at all (see referrer_missing); names that do not match the number.
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "provider"
title = "The referring or ordering provider may not refer or order this service"
fix = (
    "Check the name and number in boxes 17 and 17b against the order. If they are right, the other provider must"
    " correct the enrollment."
)
adjustments = [CO("183", "N574"), CO("184", "N574")]
cite = {
    "medicare": "42 CFR 424.507; CMS Claims Processing Manual ch. 1 80.3 (ordering and referring providers)",
    "*": "provider manual, referring providers",
}
owner, remedy, never = (
    "biller",
    {"medicare": "R_NEW", "*": "R_CORR"},
    "enter another doctor's NPI who did not order it",
)
cause = "claim_data"
appeal_ground = "complete"
row = "C4"


def denies(lines):
    """1: referred; 2: ordered."""
    return np.where(
        lines.provider_fact("referring_npi", "may not refer"),
        1,
        np.where(lines.provider_fact("ordering_npi", "may not order"), 2, 0),
    )
