"""Papers first.

For some services the payer decides nothing without a paper: the invoice of a drug without a price, the record of an
operation that took much more work than usual. The first time it asks; if the claim comes again without the paper, it
denies. Our attachment numbers begin with the kind of paper (the two characters of the attachment's type); a number
that begins with another kind than asked is the wrong paper.

    payer       claim  code   modifiers  line_note  attachment_control_number  replaces  claim_frequency_code | denies
    commercial  1      J3490  -          lidocaine  -                          -         1                    | CO-252
        the invoice
    commercial  2      J3490  -          lidocaine  77INVOICE1                 -         1                    | no
    commercial  3      10060  22         -          -                          -         1                    | CO-252
        the record
    commercial  4      10060  22         -          OBREPORT1                  -         1                    | no
    commercial  5      10060  22         -          77INVOICE1                 -         1                    | CO-250
        an invoice is not an operative report
    commercial  6      10060  22         -          ACN1                       -         1                    | no
        of no kind that we know: taken
    commercial  7      10060  -          -          -                          -         1                    | no
    commercial  8a     10060  22         -          -                          -         1                    | CO-252
    commercial  8b     10060  22         -          -                          8a        7                    | CO-226
        sent again without it
    commercial  9a     J3490  -          lidocaine  -                          -         1                    | CO-252
    commercial  9b     J3490  -          lidocaine  -                          9a        7                    | CO-226
        sent again without it

Not modeled: a paper that came incomplete (251), which only a reader sees; payers that wait with the claim open (see
records_awaited).
"""

import numpy as np

from sim.payer.rulebook.policy import CO

stage = "documents"
title = "The payer needs a document before it can process the line"
fix = "Send what was requested, with its control number on the claim, by the payer's deadline. That is not an appeal."
adjustments = [CO("252", "M127"), CO("252", "M23"), CO("226", "N706"), CO("250", "N705")]
cite = "provider manual (teaching estimate), claims that need records; ASC X12 837P implementation guide, 2300 PWK"
owner, remedy, never = "biller", "R_DOCS", "appeal instead of sending the document; create a document afterwards"
row = ("F10", "H5", "H7")

KINDS = ("03", "77", "B3", "DG", "M1", "OB", "OZ", "P5", "RB", "RR")


def denies(lines):
    """The rule's paper: 1 or 2 not there, 3 not there for the second time, 4 another paper."""
    number, out = lines.rule("documents_required"), np.zeros(len(lines), np.int64)
    if not number.any():
        return out
    code, missing = lines.rule_code("documents_required", number), lines.attachment_control_number.is_missing
    for mine, row in lines.each_rule("documents_required", number):
        if "modifiers" in row:
            mine = mine[lines.has_modifier(*row["modifiers"])[mine]]
        others = tuple(kind for kind in KINDS if kind not in row.get("documents", KINDS))
        wrong = np.array(
            [*(text.startswith(others) if others else False for text in lines.attachment_control_number.pool), False]
        )
        out[mine] = np.where(
            missing[mine], code[mine], np.where(wrong[lines.attachment_control_number.keys[mine]], 4, 0)
        )
    if not out.any():
        return out
    again = (lines.replaces_claim_key >= 0) | (lines.continues_claim_key >= 0)
    return np.where(again & ((out == 1) | (out == 2)), 3, out)
