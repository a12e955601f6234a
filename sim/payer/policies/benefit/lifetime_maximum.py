"""Once in a lifetime.

Some services are paid once in a patient's life, as the first wellness visit of Medicare. The payer looks into its own
history. As with every service that Medicare pays only so often, the patient owes it only after a notice signed in
advance (GA).

    payer     claim  past  code   modifiers  service_date | denies
    medicare  1      yes   G0438  -          2019-05-20   | -
    medicare  1      -     G0438  -          2026-05-04   | CO-149   years ago, but it was paid
    medicare  2      yes   G0439  -          2019-05-20   | -
    medicare  2      -     G0438  -          2026-05-04   | no       another code
    medicare  3a     -     G0402  -          2026-05-04   | no
    medicare  3b     -     G0402  -          2026-05-05   | yes
    medicare  4      yes   G0438  -          2019-05-20   | -
    medicare  4      -     G0438  GA         2026-05-04   | PR-149   the patient had agreed to pay

Not modeled: what another payer paid in that life; a lifetime limit in dollars, which plans may still set for benefits
that are not essential.
"""

import numpy as np

from sim.ground.files import remembered
from sim.payer.rulebook.policy import CO, PR

stage = "benefit"
title = "The service is paid once in a lifetime and has been paid"
fix = "Look up when it was paid. Bill the service of later years if that is what was done."
adjustments = [CO("149", "N117"), PR("149", "N117"), PR("35", "N117")]
cite = {
    "medicare": "42 CFR 410.15 and 410.16; SSA 1862(a)(1)(K), (P) and 1879: liability by notice (verify)",
    "*": "plan document, lifetime limits",
}
owner, remedy = "front desk", {"medicare": "R_WRITEOFF", "*": "R_PATIENT"}
never = "recode to another visit that was not done"
row = "E4"


@remembered
def among(codes: tuple[str, ...]):
    """A mask: one of these codes."""
    return lambda lines: lines.procedure_code.isin(codes)


def denies(lines):
    """The same code was paid before. 2: with a notice."""
    number = lines.rule("lifetime_maximum")
    if not number.any():
        return number
    codes = tuple(sorted({code for row in lines.rules("lifetime_maximum") for code in row["codes"]}))
    seen = lines.last(among(codes), ("patient_key", "procedure_code"), where=number > 0)
    which = lines.rule_code("lifetime_maximum", number)
    return np.where(np.isnat(seen), 0, np.where((which == 1) & lines.has_modifier("GA"), 2, which))
