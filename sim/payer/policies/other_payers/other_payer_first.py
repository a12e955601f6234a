"""Another insurance pays first.

The payer's file shows an insurance that comes before it, or another coverage of the patient does, and the claim came as
if this payer were the first.

    payer       sequence  service_date  member_fact                            | denies
    medicare    -         2026-05-04    other_insurance_first:2026-05-01..=GHP | CO-22
    medicare    P         2026-05-04    other_insurance_first:2026-05-01..=GHP | CO-22
    medicare    P         2026-04-30    other_insurance_first:2026-05-01..=GHP | no       it began the next day
    medicare    S         2026-05-04    other_insurance_first:2026-05-01..=GHP | no       sent as the second payer
    commercial  -         2026-05-04    -                                      | no

Not modeled: conditional payment by Medicare when the first payer does not answer; asking the member by letter before
denying.
"""

from sim.payer.rulebook.policy import CO

stage = "right payer"
title = "By the payer's file another insurance is primary"
fix = (
    "Ask the patient which insurance is primary. Bill that one and send its remittance with the claim. If the file is"
    " wrong, the member has it corrected."
)
adjustments = [CO("22", "N598", "MA04")]
cite = {
    "medicare": "SSA 1862(b); 42 CFR 411.20 to 411.206; CMS MSP Manual ch. 3",
    "*": "plan document, coordination of benefits; NAIC model regulation 120",
}
owner, remedy, never = "biller", "R_OTHERPAYER", "bill the patient while it is open; appeal"
row = "A15"


def denies(lines):
    """Sent as to the first payer while the file shows another before it."""
    as_first = ~lines.payer_sequence_code.isin(("S", "T"))
    return as_first & (lines.fact("other insurance first") | lines.another_coverage_first(as_first))
