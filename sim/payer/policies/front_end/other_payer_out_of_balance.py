"""Another payer's amounts that do not add up.

A claim to a second payer repeats what the first one decided. On each line that it tells of, what that payer paid and
adjusted is the line's charge, to the cent; where it decided the claim as a whole, the claim's charge.

    payer       sequence  charge  earlier                      | rejects
    commercial  S         200.00  96.00;PR-2=24.00;CO-45=80.00 | no
    commercial  S         200.00  96.00;PR-2=24.00;CO-45=79.99 | A8:400    a cent is missing
    commercial  S         200.00  96.00;PR-2=24.00;CO-45=80.01 | yes
    medicare    S         200.00  80.00;CO-45=20.00            | yes       half of the charge is not told of
    commercial  P         200.00  -                            | no

Not modeled: a payer that decided some lines and the claim as a whole.
"""

import numpy as np

from sim.ground.joins import find_in
from sim.payer.rulebook.policy import status

stage = "front end"
title = "The other payer's paid amount and adjustments do not add up to the charge"
fix = "Copy the other payer's remittance again: for each line what it paid and every adjustment."
statuses = [status("A8", "400")]
cite = "ASC X12 837P implementation guide 1.4.4 (balancing), SVD02, CAS and SV102"
owner, remedy, never = "biller", "R_NEW", "change an amount only to make it balance"
cause = "claim_data"
row = "A16"


def rejects(lines):
    """Lines whose other payers' amounts differ from the charge; the whole claim where they were told for it."""
    if not len(lines.batch.records["other_payments"]):
        return np.zeros(len(lines), bool)
    of_line, of_claim = lines.batch.once("other payers out of balance", lambda: _unequal(lines.batch))
    return of_line[lines.rows] | of_claim[lines.claim_rows]


def _unequal(batch) -> tuple[np.ndarray, np.ndarray]:
    """Per line and per claim of the batch: does another payer's decision not add up to the charge?"""
    paid, taken = batch.records["other_payments"], batch.records["other_adjustments"]
    pool = tuple(dict.fromkeys((*paid.payer_code.pool, *taken.payer_code.pool)))
    numbers = [table.claim_line_number.max(initial=0) for table in (paid, taken, batch.lines)]
    width = int(max(numbers)) + 1  # claim, line and payer in one number
    keys, sums = [], []
    for table, column in ((paid, "paid_amount"), (taken, "amount")):
        claim = find_in(batch.claims.claim_key, table.claim_key)
        payer = table.payer_code.recoded(pool).keys
        keys.append(((claim * width + table.claim_line_number) * (len(pool) + 1) + payer)[claim >= 0])
        sums.append(table[column][claim >= 0])
    found, place = np.unique(np.concatenate(keys), return_inverse=True)
    total = np.zeros(len(found), np.int64)
    np.add.at(total, place, np.concatenate(sums))
    claim, number = np.divmod(found // (len(pool) + 1), width)
    line = find_in(batch.line_claim * width + batch.lines.claim_line_number, claim * width + number)
    of_line, of_claim = np.zeros(len(batch.lines), bool), np.zeros(len(batch.claims), bool)
    is_line, is_whole = (number > 0) & (line >= 0), (number == 0) & np.isin(found, keys[1])
    of_line[line[is_line]] |= total[is_line] != batch.lines.charge_amount[line[is_line]]
    of_claim[claim[is_whole]] |= total[is_whole] != batch.claims.total_charge_amount[claim[is_whole]]
    return of_line, of_claim
