"""A modifier on a service that it does not belong to.

Modifiers 24, 25 and 57 speak of a visit and belong on a visit; 59 and its X family speak of a procedure and never stand
on a visit; 26 and TC belong on tests that have two parts; 50 (both sides) on codes that can be done on both and not
beside LT or RT; QW on tests that are waived by it.

    payer       code   modifiers | denies
    commercial  20610  RT        | no
    commercial  20610  25,RT     | CO-4/N823   25 belongs on the visit
    commercial  99213  59        | yes
    commercial  71046  26        | no
    commercial  93010  26        | yes      it is only reading already
    commercial  20610  50        | no
    commercial  69210  50        | yes      Medicare's indicator 2: both sides are in the fee
    commercial  20610  50,RT     | CO-4/N519   two modifiers that cannot stand together
    medicare    81002  QW        | yes      waived without QW
    commercial  99213  -         | no
    commercial  73560  50        | no   pictures of both sides

Not modeled: modifiers beyond these pairs; which of two fitting modifiers is the better one.
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "code validity"
title = "A modifier does not apply to the service"
fix = "Read the record. Move the modifier to the line it belongs to, or remove it."
adjustments = [CO("4", "N823"), CO("4", "N519")]
cite = "CMS Claims Processing Manual ch. 12 30.6.6 and 40; NCCI Policy Manual ch. 1; MPFS indicators"
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "append a modifier only to get paid"
cause = "wrong_modifier"
box = "claim_lines.hcpcs_modifier_1"
row = ("F5", "G12")


def denies(lines):
    """1: any of the pairs; 2: both sides beside one; a code without indicators is left alone."""
    service, known = lines.procedure, lines.procedure.has_indicators
    on_procedure = lines.has_modifier("24", "25", "57") & ~service.is_evaluation
    on_visit = lines.has_modifier("59", "XE", "XP", "XS", "XU") & service.is_evaluation
    part = lines.has_modifier("26", "TC") & (service.pctc != 1)
    both = lines.has_modifier("50") & ~((service.bilateral == 1) | (service.bilateral == 3))
    twice = lines.has_modifier("50") & lines.has_modifier("LT", "RT")
    waived = lines.has_modifier("QW") & ~service.is_clia_waived_with_qw & service.is_taught
    return np.where(known & (on_procedure | on_visit | part | both | waived), 1, 2 * (known & twice))
