"""The same line again.

A line that repeats an earlier one in every respect (member, day, procedure, modifiers, units, charge, place, rendering
provider) is a duplicate, whether the earlier one was paid or denied. A line that was sent back as unprocessable may
come again; so may a claim that was rejected at the front end, since it was never received.

    payer       claim  code   modifiers | denies
    commercial  1a     99213  -         | no
    commercial  1b     99213  -         | OA-18    the same visit on another claim
    medicare    3      36415  -         | no
    medicare    3      36415  -         | yes      twice on one claim
    commercial  4      73560  LT        | no
    commercial  4      73560  RT        | no       the other side is another service
    commercial  5      94640  -         | no
    commercial  5      94640  76        | no       a true repeat says so

Not modeled: suspected duplicates (another charge, another provider of the group), which payers hold for review.
"""

from sim.payer.rulebook.policy import OA

stage = "duplicate"
title = "The payer has already processed the same service"
fix = (
    "Find out what happened to the first claim. If the service was truly repeated, the modifier that says so is"
    " missing."
)
adjustments = [OA("18", "N522")]
cite = {"medicare": "CMS Claims Processing Manual ch. 1 120", "*": "payer claim editing policy, duplicates"}
owner, remedy, never = "biller", "R_NONE", "appeal a true duplicate; keep resubmitting it"
row = "B2"

SAME = (
    "patient_key",
    "service_date",
    "procedure_code",
    "coverage_key",
    "hcpcs_modifier_1",
    "hcpcs_modifier_2",
    "hcpcs_modifier_3",
    "hcpcs_modifier_4",
    "service_unit_quantity",
    "part_unit_quantity",
    "charge_amount",
    "place_of_service_code",
    "rendering_npi",
)


def denies(lines):
    """Decided before, paid or denied; a claim to a later payer is not the same as one that came to it as to the
    first.
    """
    return lines.earlier(SAME if lines.prior is None else (*SAME, "payer_sequence_code"), also_denied=True)
