"""A condition of the coverage rule that is not met.

Some coverage rules name an age from which a service is covered, whatever the diagnosis.

    payer     code   birth_date  modifiers | denies
    medicare  82270  1981-05-04  -         | no       a stool test, forty-five today
    medicare  82270  1981-05-05  -         | CO-272   tomorrow
    medicare  82270  1981-05-05  KX        | yes      KX says nothing of age
    medicare  G0121  1981-05-05  -         | no       a screening colonoscopy has no lowest age
    medicare  G0105  1981-05-05  -         | no       nor has one at high risk
    medicare  82270  2026-04-20  -         | CO-272   a newborn

Not modeled: conditions that only the record shows.
"""

from sim.payer.rulebook.policy import CO

stage = "medical necessity"
title = "A condition of the payer's coverage rule is not met"
fix = "Read the rule. If the record meets it in another way, appeal with the record."
adjustments = [CO("272", "N386")]
cite = {"medicare": "42 CFR 410.37(c); NCD 210.3 (reason code: verify)", "*": "medical policy (teaching estimate)"}
owner, remedy, never = "biller", "R_APPEAL", "change a correct date of birth"
row = "E7"


def denies(lines):
    """Younger than the rule's age."""
    number = lines.rule("criteria_unmet")
    if not number.any():
        return number
    return (number > 0) & (lines.age >= 0) & (lines.age < lines.rule_value("criteria_unmet", number, "limit"))
