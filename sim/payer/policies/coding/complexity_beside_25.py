"""G2211 beside a visit that carries modifier 25 for a procedure.

Medicare's addition for a lasting relationship of care is not paid where the office visit carries modifier 25. Since
2025 it is paid all the same beside a yearly wellness visit, a vaccine or another Part B preventive service: what the
visit was separate from is then prevention and not a procedure.

    payer       claim  code   modifiers  pointers | denies
    medicare    1      99214  25         1        | no
    medicare    1      20610  RT         1        | no
    medicare    1      G2211  -          1        | CO-234   the visit carries 25 because of the injection
    medicare    2      99214  -          1        | no
    medicare    2      G2211  -          1        | no
    medicare    4      99214  25         1        | no
    medicare    4      17110  -          1        | no
    medicare    4      G2211  -          1        | yes      ten global days
    medicare    3      99214  25         1        | no
    medicare    3      G0439  -          1        | no
    medicare    3      G2211  -          1        | no       beside the yearly wellness visit it is paid

Not modeled: a procedure and a preventive service on one day (counted as a procedure here); claims before 2025. Which
reason code Medicare gives is our reading: verify.
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "bundled status"
title = "G2211 is not paid beside a visit with modifier 25 for a procedure"
fix = "Write it off. Modifier 25 on the visit was right; the addition does not go with it."
adjustments = [CO("234", "N20")]
cite = "CMS CY 2024 and CY 2025 PFS final rules; CMS Claims Processing Manual ch. 12 30.6.7 (verify)"
owner, remedy, never = "coder", "R_WRITEOFF", "take modifier 25 off the visit; bill the patient"
row = "G9"


def denies(lines):
    """Its rule, a visit with 25 and a standing minor procedure on the day."""
    out = np.zeros(len(lines), bool)
    addition = lines.rule("complexity_beside_25") > 0
    if not addition.any():
        return out
    service, day = lines.procedure, ("patient_key", "service_date", "billing_npi")
    marked, _ = lines.pairs(day, where=addition, other=service.is_evaluation & lines.has_modifier("25"))
    minor = (service.global_day_count == 0) | (service.global_day_count == 10)
    beside, _ = lines.pairs(day, where=addition, other=minor & (lines.procedure_row >= 0))
    out[np.intersect1d(marked, beside)] = True
    return out
