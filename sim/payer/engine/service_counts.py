"""How often a patient had a service before: days counted in earlier claims as they ended, and in the history that the
payer knows of.
"""

import numpy as np

from sim.payer.engine.other_lines import PATIENT_AND_DAY, grouping
from sim.payer.engine.prior_history import past_pairs


def days_before(lines, mask, by: tuple[str, ...], where: np.ndarray, since: np.ndarray) -> np.ndarray:
    """Distinct days other than the line's own, from the day `since` (datetime64[D], one per line) on, with a service
    for which `mask` is true: in an earlier claim of this payer, further back on the own claim, or in its history. int64
    per line, 0 outside `where`.

    `mask` is a function of lines (the history is asked too); `by` begins with patient_key and names columns of
    prior_services.
    """
    out = np.zeros(len(lines), np.int64)
    if not where.any():
        return out
    own, first = lines.service_date.astype(np.int64), since.astype(np.int64)
    this, that = lines.pairs(by, where, mask(lines))
    keep = (lines.claim[this] != lines.claim[that]) | (own[that] < own[this])
    rows, days = this[keep], own[that[keep]]
    before, then = past_pairs(lines, mask, by, where)
    rows, days = np.append(rows, before), np.append(days, then)
    keep = (days >= first[rows]) & (days != own[rows])
    if keep.any():
        pairs = np.unique(np.stack([rows[keep], days[keep]]), axis=1)
        out += np.bincount(pairs[0], minlength=len(lines))
    return out


def since_days(lines, days) -> np.ndarray:
    """The first day of a window of that many days (one number, or one per line) which ends on the day of the
    service.
    """
    return lines.service_date - (np.asarray(days, np.int64) - 1).astype("timedelta64[D]")


def since_new_year(lines) -> np.ndarray:
    """The first of January of the service's year."""
    return lines.service_date.astype("datetime64[Y]").astype("datetime64[D]")


def days_of_several_claims(lines) -> np.ndarray:
    """Has the patient lines of another claim to the same payer on that day? Boolean per line."""

    def several():
        g, out = grouping(lines, PATIENT_AND_DAY), np.zeros(len(lines), bool)
        out[g.order] = (np.bincount(g.group[g.run_start]) > 1)[g.group] if len(lines) else False
        return out

    return lines.keep("days of several claims", several)
