"""A single-dose container, and no word about what was left in it.

Medicare wants every line for a drug from a single-dose container to say what became of the rest: a line with JW for
what was thrown away, or JZ where nothing was.

    payer       claim  code   units  modifiers  dx     | denies
    medicare    1      J7325  48     JZ         M17.11 | no
    medicare    2      J7325  48     -          M17.11 | CO-16
    medicare    3      J0897  60     -          M81.0  | no       the rest stands on the next line
    medicare    3      J0897  40     JW         M81.0  | no
    commercial  4      J7325  48     -          M17.11 | no       this payer does not ask

Not modeled: claims to a second payer, whose lines are the first payer's; codes of drugs that come in single-dose and
multi-dose containers, where the code does not tell. Remark code: verify.
"""

from sim.payer.rulebook.policy import CO

stage = "code validity"
title = "The line does not say whether part of the vial was discarded"
fix = "See in the record what was drawn and what was discarded: a line with JW, or JZ."
adjustments = [CO("16", "N822")]
cite = "CMS Claims Processing Manual ch. 17 40; SSA 1847A(h)"
owner, remedy, never = "coder", {"medicare": "R_NEW", "*": "R_CORR"}, "append JZ when something was discarded"
cause = "missing_modifier"
appeal_ground = "complete"
row = "F12"

SAME = ("patient_key", "service_date", "procedure_code")


def denies(lines):
    """Neither JW nor JZ on the line, and no JW line of the same drug and day."""
    number = lines.rule("waste_not_stated")
    if not number.any():
        return number
    out = (number > 0) & ~lines.has_modifier("JW", "JZ") & ~lines.payer_sequence_code.isin(("S", "T"))
    this, _ = lines.pairs(SAME, where=out, other=(number > 0) & lines.has_modifier("JW"))
    out[this] = False
    return out
