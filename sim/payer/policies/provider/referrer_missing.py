"""No word of who referred or ordered.

Some services are paid only if the claim names who ordered them or sent the patient. The payer's file lists them
([[rule]]).

    payer     code   referring_npi  ordering_npi | denies
    medicare  97110  -              -            | CO-16
    medicare  97110  2511772032     -            | no
    medicare  97110  -              2511772032   | no       either will do
    medicare  99213  -              -            | no       nobody need send the patient to his own doctor

Not modeled: laboratory tests and pictures that the clinic's own doctor orders, whose name Medicare wants too: verify;
supervising providers.
"""

from sim.payer.rulebook.policy import CO

stage = "provider"
title = "The referring or ordering provider is missing on the claim"
fix = "Copy name and NPI from the order or the plan of care into boxes 17 and 17b."
adjustments = [CO("16", "N286"), CO("16", "N265")]
cite = {
    "medicare": (
        "42 CFR 424.507, 410.60 and 424.24(c) (therapy under a certified plan); CMS Claims Processing Manual ch. 26"
        " 10.4, item 17"
    ),
    "*": "provider manual, referring providers",
}
owner, remedy, never = "biller", {"medicare": "R_NEW", "*": "R_CORR"}, "invent an NPI"
cause = "claim_data"
appeal_ground = "complete"
row = "C4"


def denies(lines):
    """On the list and nobody named."""
    number = lines.rule("referrer_missing")
    if not number.any():
        return number
    return lines.rule_code("referrer_missing", number) * (
        lines.referring_npi.is_missing & lines.ordering_npi.is_missing
    )
