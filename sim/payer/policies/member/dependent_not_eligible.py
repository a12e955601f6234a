"""A dependent whom the plan does not cover.

The plan covers the subscriber's family only as far as it says: not somebody whom it does not count as a dependent, not
a child from the age at which children leave the plan (a disabled child may stay), nobody at all where only the
subscriber is covered, and a newborn only after the parent has added it.

    payer       relationship_code  birth_date  service_date  member_fact               | denies
    commercial  child              2000-05-05  2026-05-04    -                         | no       25, and 26 tomorrow
    commercial  child              2000-05-04  2026-05-04    -                         | PR-32    26 today
    commercial  child              2000-05-04  2026-05-04    disabled_dependent        | no
    commercial  self               2000-05-04  2026-05-04    -                         | no       the subscriber
    commercial  spouse             1985-02-03  2026-05-04    not_an_eligible_dependent | PR-32
    commercial  spouse             1985-02-03  2026-05-04    no_dependent_cover        | PR-33
    commercial  self               1985-02-03  2026-05-04    no_dependent_cover        | no
    commercial  child              2026-04-20  2026-05-04    newborn_not_added         | PR-34

Not modeled: plans that keep a child to the end of the month or year; grandchildren, students, court orders.
"""

import numpy as np

from sim.payer.rulebook.policy import PR

stage = "eligibility"
title = "The plan does not cover this dependent"
fix = (
    "The subscriber adds the dependent (a newborn usually within 30 or 31 days); then resubmit. Otherwise find the"
    " dependent's own coverage."
)
adjustments = [PR("32", "N30"), PR("33", "N30"), PR("34", "N30")]
cite = (
    "ACA 2714, 45 CFR 147.120: children to the age of 26; plan document, eligibility of dependents; newborn: 45 CFR"
    " 146.117"
)
owner, remedy, never = "front desk", "R_CALL", "change the relationship on the claim"
row = "A7"


def denies(lines):
    """1: no eligible dependent, or a child too old; 2: nobody but the subscriber; 3: a newborn not added."""
    child, alone = lines.relationship_code == "child", lines.fact("no dependent cover")
    grown = child & (lines.age >= lines.param("dependent_age_limit", missing=999)) if child.any() else child
    first = lines.fact("not an eligible dependent") | (grown & ~lines.fact("disabled dependent"))
    others = alone & lines.relationship_code.isin(("spouse", "child")) if alone.any() else alone
    said = first | others | lines.fact("newborn not added")
    return np.where(first, 1, np.where(others, 2, 3)) * said if said.any() else said
