"""A clinician who is enrolled, but not with this group.

The payer's file knows the clinician and the clinic, and nothing that joins them: no reassignment of benefits
(Medicare), no entry on the group's roster. The line is denied until the two are linked.

    payer       provider_fact                          | denies
    medicare    rendering:not_linked_to_the_group      | CO-B7/N570
    medicaid    rendering:not_linked_to_the_group      | CO-B7
    commercial  -                                      | no

Not modeled: contractors that return such a claim as unprocessable instead (CO-16 with N290).
"""

from sim.payer.rulebook.policy import CO

stage = "provider"
title = "The provider is not linked to the billing group in the payer's file"
fix = "Have credentialing link the provider to the group. Then send the claim again."
adjustments = [CO("B7", "N570")]
cite = {
    "medicare": "42 CFR 424.80 and 424.522(a) (reassignment, effective 30 days before the application)",
    "*": "provider contract, group roster clause",
}
owner, remedy = "credentialing", "R_ENROL"
never = "bill under another provider's NPI, as locum tenens or incident-to where it was neither; bill the patient"
row = "C1"


def denies(lines):
    """The file says so of the rendering provider."""
    return lines.provider_fact("rendering_npi", "not linked to the group")
