"""A test that the clinic's laboratory certificate does not cover.

With a certificate of waiver only waived tests may be billed. Most of them say so with modifier QW, a few are waived
without it; the others are not for this clinic.

    payer     code   modifiers | denies
    medicare  83036  QW        | no
    medicare  83036  -         | CO-B23   without QW it is a test beyond the certificate
    medicare  81002  -         | no       waived without QW
    medicaid  85027  -         | yes      never waived
    medicaid  99213  -         | no       no test

Not modeled: clinics with a higher certificate.
"""

from sim.payer.rulebook.policy import CO

stage = "provider"
title = "The test is not covered by the clinic's certificate of waiver, or is not marked as waived"
fix = "Append QW to a waived test that was done with a waived kit. A test that is not waived is not payable."
adjustments = [CO("B23")]
cite = "42 CFR 493.15; CMS Claims Processing Manual ch. 16 70.8"
owner, remedy, never = "coder", {"medicare": "R_REOPEN", "*": "R_CORR"}, "append QW to a test that is not waived"
cause = "laboratory_certificate"
appeal_ground = "complete"
box = "claim_lines.hcpcs_modifier_1"
row = "C5"


def denies(lines):
    """A test, neither exempt nor waived and marked."""
    service = lines.procedure
    covered = service.is_clia_exempt_qw | (service.is_clia_waived_with_qw & lines.has_modifier("QW"))
    return service.needs_clia & ~covered
