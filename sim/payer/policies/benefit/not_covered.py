"""Not covered by the plan.

The plan excludes a service altogether, whatever the diagnosis. An exclusion is not a question of medical need: it is
the patient's, unless the contract makes it the provider's.

    payer            procedure_code | denies
    medicare         99397          | PR-49
        Medicare does not pay for a routine checkup; the annual wellness visit is another service
    medicare         99213          | no
    commercial       11900          | PR-96    an exclusion of this plan
    commercial       G0439          | CO-96    Medicare's own code for it: the clinic should have sent 99397 or its like
    commercial       99396          | no
    high_deductible  J0585          | PR-204   not a benefit of this plan

Not modeled: notices that voluntary payment needs, benefit limits per year.
"""

from sim.payer.rulebook.policy import CO, PR

stage = "benefit"
title = "The plan does not cover this service"
fix = (
    "Check whether another covered service was done (Medicare: the yearly wellness visit). If not, the patient owes it."
)
adjustments = [PR("96", "N130"), PR("49", "N429"), CO("96", "N130"), PR("204", "N130"), PR("96", "N383")]
cite = {"medicare": "SSA 1862(a)(7); 42 CFR 411.15", "*": "plan document, exclusions"}
owner, remedy = "biller", "R_PATIENT"
never = "appeal an exclusion as medically necessary; recode to a covered service that was not done"
row = ("E1", "E2")


def denies(lines):
    """k by the payer's list ([[not_covered]])."""
    return lines.stated("not_covered")
