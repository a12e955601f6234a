"""A laboratory test without the clinic's certificate.

Every test is done under a certificate of the clinic (CLIA), whose number stands on the claim. With a certificate of waiver only waived tests may be
billed; most of them say so with modifier QW, a few are waived without it.

    payer             code   modifiers  clia_number | denies
    medicare_part_b   83036  QW         99D0000001  | no
    medicare_part_b   83036  QW         -           | CO-16    the number is missing
    medicare_part_b   83036  -          99D0000001  | CO-B23   without QW it is a test beyond the certificate
    medicare_part_b   81002  -          99D0000001  | no       waived without QW
    medicaidcare      85027  -          99D0000001  | yes      never waived
    medicaidcare      99213  -          -           | no       no test

Not modelled: clinics with a higher certificate; outside laboratories (modifier 90).
"""
import numpy as np

from sim.payer.policy import CO

stage = "provider"
title = "The clinic's laboratory certificate is missing or does not cover the test"
fix = "Write the certificate number in box 23; put QW on a waived test. Never put QW on a test that is not waived."
adjustments = [CO("16", "MA120"), CO("B23")]
cite = "42 CFR 493; CMS Claims Processing Manual ch. 16 70"
owner, never = "biller", "add QW to a test that is not waived"
remedy = {"medicare": "R_NEW", "*": "R_CORR"}


def denies(lines):
    """1: no number; 2: not a waived test, or not marked as one."""
    service = lines.procedure
    covered = service.is_clia_exempt_qw | (service.is_clia_waived_with_qw & lines.has_modifier("QW"))
    return np.where(service.needs_clia, np.where(lines.clia_number.is_missing, 1, np.where(covered, 0, 2)), 0)
