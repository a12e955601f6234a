"""A patient in custody.

Medicare and Medicaid do not pay for somebody in jail or prison: the authority that holds him does.

    payer     service_date  member_fact                       | denies
    medicare  2026-05-04    in_custody:2026-05-01..2026-05-31 | CO-258
    medicare  2026-06-01    in_custody:2026-05-01..2026-05-31 | no       released the day before
    medicaid  2026-05-31    in_custody:2026-05-01..2026-05-31 | yes
    medicaid  2026-05-31    -                                 | no

Not modeled: states whose law makes prisoners pay like others (Medicare then pays), hospital stays of prisoners under
Medicaid.
"""

from sim.payer.rulebook.policy import CO

stage = "eligibility"
title = "The patient was in custody on the date of service"
fix = "Bill the authority that held the patient; if the file is wrong, the patient has it corrected at Social Security."
adjustments = [CO("258", "N103")]
cite = {
    "medicare": "42 CFR 411.4(b); CMS Claims Processing Manual ch. 1 10.4",
    "medicaid": "SSA 1905(a), inmate exclusion; 42 CFR 435.1009",
    "*": "plan document, exclusions: care that an authority must pay",
}
owner, remedy, never = "biller", "R_OTHERPAYER", "bill the patient"
cause = "wrong_payer"
row = "A9"


def denies(lines):
    """In custody on that day."""
    return lines.fact("in custody")
