"""An injury that somebody else pays for.

The injury happened at work, on the road, or by somebody's fault, and that insurance comes first. The payer knows it
from the boxes on the claim (work, car) or from an open case in its file, which holds for the diagnoses that the case
names (without any: for all injuries). The remarks N725, N727 and N728 say that another insurer has reported to Medicare
that it pays for this diagnosis from now on; other payers, and Medicare by the boxes alone, do not send them.

    payer       dx        employment  auto_accident  sequence  member_fact                     | denies
    commercial  S93.401A  yes         no             -         -                               | PR-19     the box alone
    commercial  S93.401A  no          yes            -         -                               | CO-21
    medicare    S93.401A  yes         no             -         -                               | PR-19
    commercial  S93.401A  no          no             -         work_injury_case:2026-01-01..   | PR-19
    commercial  S93.401A  yes         no             S         -                               | no       not first
    medicare    M54.50    no          no             -         liability_case:2026-01-01..=M54 | PR-20/N725
    medicare    I10       no          no             -         liability_case:2026-01-01..=M54 | no       other illness
    medicare    S61.011A  no          no             -         no-fault_case:2026-01-01..      | CO-21/N727
    medicare    S61.011A  no          no             -         work_injury_case:2026-01-01..   | PR-19/N728
    medicare    S61.011A  no          no             -         work_injury_case:2026-05-05..   | no       next day

Not modeled: the box for another accident, which alone does not say that anybody is liable; payment for the time being;
settlements set aside.
"""

import numpy as np

from sim.payer.rulebook.policy import CO, PR

stage = "right payer"
title = "Another insurance is liable for this injury"
fix = (
    "Bill workers' compensation, the auto insurer or the liability insurer. If that is wrong, correct box 10 or have"
    " the member close the case."
)
adjustments = [PR("19"), PR("20"), CO("21"), PR("19", "N728"), PR("20", "N725"), CO("21", "N727")]
cite = {
    "medicare": "SSA 1862(b)(2); 42 CFR 411.40, 411.50; CMS MSP Manual ch. 1 10, ch. 5 (ongoing responsibility)",
    "*": "plan document, exclusions: work injuries and third-party liability",
}
owner, remedy, never = "biller", "R_OTHERPAYER", "change box 10 to get paid; write it off"
row = "A17"

CASES = ("work injury case", "liability case", "no-fault case")
INJURIES = ("S", "T0", "T1", "T2", "T3", "T79")


def denies(lines):
    """1: at work; 2: somebody's fault; 3: the car. 4 to 6: the same by a case that an insurer reported to Medicare."""
    out = np.where(lines.is_employment_related, 1, np.where(lines.is_auto_accident_related, 3, 0))
    for number, case in enumerate(CASES, 1):
        named = lines.fact_reference(case)
        for prefixes in (*named.pool, "") if lines.fact(case).any() else ():
            rows = np.flatnonzero((out == 0) & lines.fact(case) & (named == prefixes))
            reported = number + len(CASES) * lines.is_medicare[rows]
            out[rows] = reported * lines.points_to_prefix(prefixes.split(";") if prefixes else INJURIES, rows)
    return np.where(lines.payer_sequence_code.isin(("S", "T")), 0, out) if out.any() else out
