"""A service for another age.

Some codes are for an age: checkups, vaccine counseling, tetanus vaccine. The patient's age on the day of the service
must lie inside it.

    payer       code   birth_date  service_date | denies
    commercial  99396  1986-05-04  2026-05-04   | no       forty today
    commercial  99396  1986-05-05  2026-05-04   | CO-6     forty tomorrow
    commercial  99395  1986-05-05  2026-05-04   | no
    commercial  99395  2026-04-20  2026-05-04   | CO-6   a newborn

Not modeled: diagnoses for an age.
"""

from sim.payer.rulebook.policy import CO

stage = "code validity"
title = "The procedure code does not match the patient's age"
fix = "Check the date of birth on the claim. If it is correct, use the code for that age."
adjustments = [CO("6")]
cite = "CPT code definitions by age; CMS Claims Processing Manual ch. 1"
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "change a correct date of birth"
cause = "invalid_procedure"
row = "F7"


def denies(lines):
    """Outside the code's ages, both ends included."""
    service, age = lines.procedure, lines.age
    return (lines.procedure_row >= 0) & (age >= 0) & ((age < service.age_from) | (age > service.age_to))
