"""A taxonomy code that is not the one on the payer's file.

The claim says the clinician's kind and specialty with a taxonomy code. Some payers, Medicaid above all, pay only where
it is one that the clinician is enrolled with.

    payer       provider_fact                   | denies
    medicaid    rendering:taxonomy_not_matched  | CO-16/N288
    medicare    rendering:taxonomy_not_matched  | CO-16
    commercial  -                               | no

Not modeled: the billing provider's taxonomy (N255); a clinician who is enrolled with several.
"""

from sim.payer.rulebook.policy import CO

stage = "provider"
title = "The rendering provider's taxonomy is not the one on the payer's file"
fix = (
    "Compare the taxonomy on the claim with the payer's file. If the claim is right, have credentialing update the"
    " file, then have the claim reprocessed."
)
adjustments = [CO("16", "N288")]
cite = {
    "medicaid": "42 CFR 455.410 and 455.440; state Medicaid billing guides on taxonomy (verify with the payer's)",
    "*": "payer companion guide, 2310B PRV (verify with the payer's)",
}
owner, remedy, never = "credentialing", "R_ENROL", "send a taxonomy that the provider does not practice"
appeal_ground = "on_file"
row = "C8"


def denies(lines):
    """The file says so of the rendering provider."""
    return lines.provider_fact("rendering_npi", "taxonomy not matched")
