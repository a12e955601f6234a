"""Therapy without saying under whose plan.

Exercises and the like are always therapy: the line says whether it belongs to a plan of physical (GP), occupational
(GO) or speech (GN) therapy.

    payer       code   modifiers | denies
    medicare    97110  GP        | no
    medicare    97110  -         | CO-4
    medicare    99213  -         | no       no therapy

Not modeled: services that are therapy only if a therapist does them.
"""

from sim.payer.engine.payer_rules import of_kind
from sim.payer.rulebook.policy import CO

stage = "code validity"
title = "The modifier for the therapy plan of care is missing"
fix = "See in the plan of care whether it is physical, occupational or speech therapy."
adjustments = [CO("4", "N822")]
cite = "CMS Claims Processing Manual ch. 5 20.1"
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "bill therapy without a plan of care"
cause = "missing_modifier"
appeal_ground = "complete"
box = "claim_lines.hcpcs_modifier_1"
row = "F5"


def denies(lines):
    """Therapy with none of the three."""
    therapy = of_kind(lines, "therapy")
    return therapy & ~lines.has_modifier("GP", "GO", "GN") if therapy.any() else therapy
