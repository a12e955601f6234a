"""A service after the day of death.

Nobody is treated after the day on which he died. Either the date of the service is wrong, or the payer's file holds a
death that did not happen.

    payer       service_date  member_fact       | denies
    medicare    2026-05-04    died:2026-05-04.. | no       the day itself
    medicare    2026-05-05    died:2026-05-04.. | CO-13
    medicaid    2026-05-05    died:2026-05-04.. | yes
    commercial  2026-05-05    -                 | no

Not modeled: a service before birth as a denial (CO-14): the front end rejects it.
"""

from sim.payer.rulebook.policy import CO

stage = "eligibility"
title = "The patient's date of death is before the date of service"
fix = (
    "Check the date of service. If the patient is alive, the family has the date corrected at Social Security; then ask"
    " the payer to reprocess the claim."
)
adjustments = [CO("13", "N330")]
cite = {
    "medicare": "CMS Claims Processing Manual ch. 1 70; Social Security date of death on the Medicare file",
    "*": "plan document, end of coverage",
}
owner, remedy, never = "biller", "R_CALL", "bill the estate without checking the dates"
cause = "claim_data"
row = "A8"


def denies(lines):
    """Later than the day of death."""
    return lines.service_date > lines.fact_start("died")
