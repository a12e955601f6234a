"""The record did not come.

The payer kept the claim open and asked for the record. On the last day nothing had come, or something too late: the
lines that needed it are denied. Sent afterwards, the record opens the decision again; it is still no appeal.

    payer          code   modifiers  attachment_control_number  documents | denies
    advantage_hmo  10060  22         -                          never     | CO-226
    advantage_hmo  10060  22         -                          late      | CO-226
    advantage_hmo  10060  22         -                          came      | no
    advantage_hmo  10060  22         -                          -         | no       it still waits: records_awaited
    advantage_hmo  10060  22         OBREPORT1                  never     | no       the record came with the claim
    advantage_hmo  10060  -          -                          never     | no       a line that needed none

Not modeled: a record that proves to be incomplete (251).
"""

from sim.payer.engine.document_requests import in_time, is_over
from sim.payer.policies.documents.records_awaited import wanted
from sim.payer.rulebook.policy import CO

stage = "documents"
title = "The record that the payer requested did not arrive by the deadline"
fix = "Send the record now with the number of the request, and ask the payer to reprocess the claim."
adjustments = [CO("226", "N706")]
cite = {
    "medicare": "Medicare Program Integrity Manual ch. 3, 3.2.3.2 and 3.2.3.8: no answer to a request in 45 days",
    "*": "provider manual (teaching estimate)",
}
owner, remedy, never = "biller", "R_DOCS", "write a record afterwards; appeal instead of sending it"
row = "H6"


def denies(lines):
    """Wanted, the payer has stopped waiting, and nothing came in time."""
    return wanted(lines) & is_over(lines) & ~in_time(lines)
