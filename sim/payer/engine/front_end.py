"""The front end: claims that cannot be read, routed or matched are rejected before anybody decides them. A rejected
claim was never received.
"""

import numpy as np

from sim.payer.engine.adjudicate_lines import answer
from sim.payer.engine.replacement_waves import standing_originals, wave_of_claim

LAST = 10**6


def front_end(decisions, claim_rows: np.ndarray, lines) -> None:
    """Fill rejected, rejection, silent and wave of the decisions for a block of claims that lie together.

    The one thing that depends on other claims is whether the claim to be replaced stands: that is guessed (all do)
    until it comes out so.
    """
    first = claim_rows[0]
    target = np.where(decisions.target[claim_rows] >= 0, decisions.target[claim_rows] - first, -1)
    found = target >= 0
    while True:
        stands = found
        lines.original_stands = stands[lines.claim]
        _reject(decisions, claim_rows, lines)
        rejected = decisions.rejected[claim_rows]
        found = standing_originals(target, rejected)
        if (found == stands).all():
            break
    claims = decisions.batch.claims
    decisions.silent[claim_rows] = rejected | (claims.claim_frequency_code[claim_rows] == "8")
    decisions.wave[claim_rows] = wave_of_claim(claims.household_key[claim_rows], target, rejected)


def _reject(decisions, claim_rows: np.ndarray, lines) -> None:
    place, code = np.full(len(lines), LAST), np.full(len(lines), -1)
    for asked in decisions.schedule.front_end:
        rows = np.flatnonzero(said) if (said := answer(lines, asked)).any() else ()
        if len(rows):
            rows = rows[asked.place[lines.payer[rows]] < place[rows]]
            place[rows] = asked.place[lines.payer[rows]]
            code[rows] = asked.code[lines.payer[rows]] + said[rows].astype(np.int64) - 1
    decisions.rejected[claim_rows], decisions.rejection[claim_rows] = False, -1
    hit = np.flatnonzero(code >= 0)
    hit = hit[np.lexsort((-hit, -place[hit]))]  # written in this order, the payer's first cause on the first line stays
    decisions.rejected[lines.claim_rows[hit]], decisions.rejection[lines.claim_rows[hit]] = True, code[hit]
