"""An assistant at an operation that needs none.

The schedule says of every operation whether an assistant is paid: never, always, or only with records that show the
need. Of two surgeons likewise.

    payer     code   modifiers  place  attachment_control_number | denies
    medicare  20610  80,RT      22     -                         | CO-54    never
    medicare  20692  80,RT      22     -                         | no       its indicator allows one
    medicare  20610  RT         22     -                         | no
    medicare  45378  80         22     -                         | CO-54

Not modeled: teaching hospitals, where a resident would have been at hand (82).
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "code validity"
title = "The payer does not pay for an assistant at this surgery"
fix = "Check the fee schedule's indicator. With 0 send the operative report; with 1 nobody owes it."
adjustments = [CO("54"), CO("252", "M127")]
cite = {
    "medicare": "SSA 1848(i)(2); MPFS assistant indicator; CMS Claims Processing Manual ch. 12 20.4.3",
    "*": "provider contract, assistants at surgery",
}
owner, remedy, never = "coder", {"medicare": "R_WRITEOFF", "*": "R_WRITEOFF"}, "bill the patient"
cause = "not_covered"
row = ("G11", "I7")

NEVER, WITH_RECORDS = 1, 0


def denies(lines):
    """1: never; 2: only with records, and none are sent."""
    assistant = lines.has_modifier("80", "81", "82", "AS")
    if not assistant.any():
        return np.zeros(len(lines), np.int64)
    service = lines.procedure
    counts = assistant & (lines.procedure_row >= 0) & (service.kind == "procedure")
    asked = (service.assistant == WITH_RECORDS) & lines.attachment_control_number.is_missing
    return np.where(counts & (service.assistant == NEVER), 1, np.where(counts & asked, 2, 0))
