"""The front end: claims that cannot be read, routed or matched are rejected before anybody decides them. A rejected claim was never received."""
import numpy as np

from sim.payer.arrange import blocks
from sim.payer.decide import answer
from sim.payer.waves import standing_originals

LAST = 10**6


def front_end(run) -> None:
    """Fill run.rejected and run.rejection. The one thing that depends on other claims is whether a claim's original stands."""
    claims = run.batch.claims
    claims_with = np.flatnonzero(run.target >= 0)
    stands = run.target >= 0
    rows = None
    while True:
        run.original_stands = stands
        for part in blocks(run.batch, rows):
            _reject(run, part)
        found = standing_originals(run.target, run.rejected)
        changed = found != stands
        if not changed.any():
            return
        rows = np.flatnonzero(np.isin(claims.household_key, claims.household_key[claims_with]))
        stands = found


def _reject(run, claim_rows: np.ndarray) -> None:
    lines = run.view(run.batch.lines_of(claim_rows))
    lines.original_stands = run.original_stands[lines.claim_rows]
    place, code = np.full(len(lines), LAST), np.full(len(lines), -1)
    for asked in run.plan.front_end:
        said = answer(lines, asked)
        if said.any():
            rows = np.flatnonzero(said)
            rows = rows[asked.place[lines.payer[rows]] < place[rows]]
            place[rows] = asked.place[lines.payer[rows]]
            code[rows] = asked.code[lines.payer[rows]] + said[rows].astype(np.int64) - 1
    run.rejected[claim_rows], run.rejection[claim_rows] = False, -1
    hit = np.flatnonzero(code >= 0)
    hit = hit[np.lexsort((-hit, -place[hit]))]      # written in this order, the payer's first cause on the first line stays
    run.rejected[lines.claim_rows[hit]], run.rejection[lines.claim_rows[hit]] = True, code[hit]
