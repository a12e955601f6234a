"""A modifier on a service that it does not belong to.

Every modifier has a family of services on which it can stand: 24, 25 and 57 speak of a visit; 59 and its X family never
stand on a visit; LT, RT and the digits not on a visit or a laboratory test; PT not on the screening itself; JW and JZ
on drugs (data/codes/modifier_families.csv). 26 and TC belong on tests that have two parts; 50 (both
sides) on codes that can be done on both and not beside LT or RT; QW on tests that are waived by it.

    payer       code   modifiers | denies
    commercial  20610  RT        | no
    commercial  20610  25,RT     | CO-4/N823   25 belongs on the visit
    commercial  99213  59        | yes
    medicare    99213  RT        | CO-4/N823   a visit has no side
    medicare    G0105  PT        | yes      the screening did not become a procedure
    medicare    45385  PT        | no
    commercial  87880  LT        | yes
    commercial  99213  JZ        | yes
    commercial  71046  26        | no
    commercial  93010  26        | yes      it is only reading already
    commercial  20610  50        | no
    commercial  69210  50        | yes      Medicare's indicator 2: both sides are in the fee
    commercial  20610  50,RT     | CO-4/N519   two modifiers that cannot stand together
    medicare    81002  QW        | yes      waived without QW
    commercial  99213  -         | no
    commercial  73560  50        | no   pictures of both sides

Not modeled: modifiers beyond these; which of two fitting modifiers is the better one; commercial payers that don't
read QW (some ask for it by CMS's list of waived tests, others do not: verify).
"""

import numpy as np

from sim.payer.engine.line_codes import modifier_pool
from sim.payer.rulebook.policy import CO
from sim.reference.modifier_families import misplaced

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
    family = np.zeros(len(lines), bool)
    for modifier in set(misplaced()) & set(modifier_pool(lines)):
        family |= lines.has_modifier(modifier) & misplaced()[modifier][lines.procedure_row]
    part = lines.has_modifier("26", "TC") & (service.pctc != 1)
    both = lines.has_modifier("50") & ~((service.bilateral == 1) | (service.bilateral == 3))
    twice = lines.has_modifier("50") & lines.has_modifier("LT", "RT")
    waived = lines.has_modifier("QW") & ~service.is_clia_waived_with_qw & service.is_taught
    return np.where(known & (family | part | both | waived), 1, 2 * (known & twice))
