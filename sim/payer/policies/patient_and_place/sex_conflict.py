"""A service for the other sex.

Some codes are for one sex by the payer's tables. Modifier KX says that the record supports the service nevertheless.

    payer       code   sex  modifiers | denies
    commercial  81025  F    -         | no
    commercial  81025  M    -         | CO-7
    medicare    G0101  M    KX        | no       the record supports it, and says so
    commercial  99213  F    -         | no   for both

Not modeled: diagnoses for one sex.
"""

from sim.payer.rulebook.policy import CO

stage = "code validity"
title = "The procedure code does not match the patient's sex in the payer's table"
fix = "Check sex and code. For a transgender or intersex patient append KX if the record supports the service."
adjustments = [CO("7")]
cite = "CMS Claims Processing Manual ch. 32 240"
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "change a correct record"
row = "F8"


def denies(lines):
    """The code has a sex, the claim another."""
    wanted = lines.procedure.sex
    return (
        ~wanted.is_missing
        & ~lines.patient_sex_code.is_missing
        & (wanted != lines.patient_sex_code)
        & ~lines.has_modifier("KX")
    )
