"""Nobody of that number, found out late.

This payer takes every claim in and looks for the member afterwards. A member it does not find is not a rejection but
a denial: the claim has a number and was received, and the remittance says that the patient could not be identified (the
one case in which a full denial is claim status 4).

    payer            coverage_key  member_id | denies
    high_deductible  16            A1        | no
    high_deductible  -1            A1        | PR-31    nobody has that number
    high_deductible  16            -         | yes      no number at all

Not modeled: matching by name and date of birth when the number is wrong.
"""

from sim.payer.rulebook.policy import PR

stage = "eligibility"
title = "The payer cannot identify the patient as its member"
fix = (
    "Run eligibility again and copy member ID, name and date of birth from the card. Send a corrected claim, or bill"
    " the payer that covers the patient."
)
adjustments = [PR("31", "N382")]
cite = {
    "medicare": "CMS Claims Processing Manual ch. 1 80.3.2",
    "*": "payer companion guide, 2010BA NM109; X12 requests for interpretation 1423 and 1885 (status 4)",
}
owner, remedy, never = (
    "front desk",
    {"medicare": "R_NEW", "*": "R_CORR"},
    "bill the patient before checking coverage again; appeal",
)
cause = "not_our_patient"
row = "A1"


def denies(lines):
    """No member of this payer under the number, or no number."""
    return lines.member_id.is_missing | (lines.plan == lines.no_plan)
