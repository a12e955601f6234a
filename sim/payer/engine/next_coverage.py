"""Who pays next: the coverage that comes after the one a claim went to, on the day of the service."""

import numpy as np

from sim.ground.joins import find_in, runs_of
from sim.ground.table import Table


def next_coverage(claims: Table, service_date: np.ndarray, coverages: Table) -> np.ndarray:
    """Per claim the row of the patient's coverage that comes next in coverage_order on the day, -1 where there is none.
    Several of one order: the first row.

    >>> from sim.ground.table import Table
    >>> same = dict(patient_key=16, coverage_start_date="2026-01-01")
    >>> spans = Table.from_rows("coverages", [
    ...     dict(same, coverage_key=128, payer_code="a", coverage_order=1),
    ...     dict(same, coverage_key=129, payer_code="b", coverage_order=2, coverage_end_date="2026-05-31")])
    >>> claims = Table.from_rows("claims", [dict(claim_key=key, patient_key=16, coverage_key=128) for key in (1, 2)])
    >>> next_coverage(claims, np.array(["2026-05-31", "2026-06-01"], "datetime64[D]"), spans).tolist()
    [1, -1]
    """
    out = np.full(len(claims), -1)
    later = (
        np.flatnonzero(coverages.coverage_order > 1) if len(coverages) and "coverage_order" in coverages else out[:0]
    )
    if not len(later) or not len(claims):
        return out
    order = np.append(coverages.coverage_order, 0)[find_in(coverages.coverage_key, claims.coverage_key)]
    later = later[np.lexsort((coverages.coverage_order[later], coverages.patient_key[later]))]
    first, count = runs_of(coverages.patient_key[later], claims.patient_key)
    for step in range(int(count.max(initial=0)) - 1, -1, -1):
        row = later[np.minimum(first + step, len(later) - 1)]
        end = coverages.coverage_end_date[row]
        fits = (
            (step < count)
            & (coverages.coverage_order[row] > np.maximum(order, 1))
            & (coverages.coverage_start_date[row] <= service_date)
        )
        out = np.where(fits & (np.isnat(end) | (service_date <= end)), row, out)
    return out
