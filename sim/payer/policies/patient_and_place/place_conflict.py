"""A service that cannot have been where the claim says.

A visit in the emergency department is in the emergency department, a hospital visit in a hospital: the code itself says
the place.

    payer       code   place | denies
    commercial  99283  23    | no
    commercial  99283  11    | CO-5
    medicare    99232  21    | no
    medicare    99232  11    | yes
    commercial  99213  11    | no

Not modeled: observation care, nursing homes.
"""

from sim.payer.engine.payer_rules import outside_places
from sim.payer.rulebook.policy import CO

stage = "code validity"
title = "The procedure code does not match the place of service"
fix = "Find out where the patient was seen. Correct the place of service, or use the visit code for that place."
adjustments = [CO("5", "M77")]
cite = {
    "medicare": "CMS Claims Processing Manual ch. 12 30.6 and ch. 26 10.5",
    "*": "CPT visit families by place; provider manual",
}
owner, remedy, never = "biller", {"medicare": "R_REOPEN", "*": "R_CORR"}, "choose the place that pays more"
box = "claim_lines.place_of_service_code"
row = "F6"


def denies(lines):
    """Outside the places of the rule."""
    return outside_places(lines, "place_conflict")
