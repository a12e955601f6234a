"""More units in a day than the contract pays.

Beside the national limits a contract may pay at most so many units of a service in a day.

    payer       claim  code   units  modifiers | denies
    commercial  1      97110  4      GP        | no
    commercial  2      97110  5      GP        | CO-222
    commercial  3a     97110  3      GP        | no
    commercial  3b     97110  2      GP,59     | yes      five that day, on two claims

Not modeled: limits over all kinds of therapy together; contracts that pay up to the limit.
"""

from sim.payer.rulebook.policy import CO

stage = "units"
title = "More units than the contract pays in a day"
fix = "Compare the units with the minutes in the record. Write off what is above the contract."
adjustments = [CO("222", "N362")]
cite = "provider contract (teaching estimate), units of a day"
owner, remedy, never = "coder", "R_CORR", "spread the units over other days"
appeal_ground = "units_given"
row = "G5"

DAY = ("patient_key", "service_date", "procedure_code")


def denies(lines):
    """Units of the day above the rule's limit."""
    number = lines.rule("units_above_contract")
    if not number.any():
        return number
    used = lines.total(lines.service_unit_quantity, DAY, where=number > 0)
    return (number > 0) & (used > lines.rule_value("units_above_contract", number, "limit"))
