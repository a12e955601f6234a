"""The payer waits for the record.

Some payers do not deny a claim that needs a record: they keep it open and ask the provider. Nothing is paid and
nothing denied until the record comes.

    payer          code   modifiers  attachment_control_number | pends
    advantage_hmo  10060  22         -                         | P3:294
    advantage_hmo  10060  22         OBREPORT1                 | no
    advantage_hmo  10060  -          -                         | no

What follows is in sim/payer/engine/document_requests.py.

Not modeled: a payer that asks twice.
"""

import numpy as np

from sim.payer.engine.document_requests import is_over
from sim.payer.rulebook.policy import status

stage = "documents"
title = "The payer requests the record and has pended the claim"
fix = "Send the record with its control number by the deadline. Check the claim status afterwards."
statuses = [status("P3", "294")]
cite = "provider manual (teaching estimate), claims that need records"
owner, remedy, never = "biller", "R_DOCS", "resend the claim without the record"
row = "H5"


def pends(lines):
    """Wanted, and the payer still waits."""
    return wanted(lines) & ~is_over(lines)


def wanted(lines):
    """The rule's modifiers, and no attachment."""
    number = lines.rule("records_awaited")
    out = np.zeros(len(lines), bool)
    for mine, row in lines.each_rule("records_awaited", number) if number.any() else ():
        out[mine] = lines.has_modifier(*row["modifiers"])[mine] if "modifiers" in row else True
    return out & lines.attachment_control_number.is_missing if out.any() else out
