"""A place of service that does not exist.

The line says where the patient was seen, by a code of the national list. A missing or unknown place makes the line
unprocessable.

    payer       place | denies
    commercial  11    | no
    commercial  98    | CO-16    not assigned
    medicare    -     | CO-16

Not modeled: services that may not be done in the place given.
"""

from sim.payer.rulebook.policy import CO

stage = "code validity"
title = "The place of service is missing or does not exist"
fix = "Enter the place of service code where the patient was seen."
adjustments = [CO("16", "M77")]
cite = "CMS place of service code set; CMS Claims Processing Manual ch. 26 10.5"
owner, remedy, never = "biller", {"medicare": "R_NEW", "*": "R_CORR"}, "choose a place because it pays more"
appeal_ground = "complete"
box = "claim_lines.place_of_service_code"
row = "F1"


def denies(lines):
    """No such place."""
    return ~lines.place.is_known
