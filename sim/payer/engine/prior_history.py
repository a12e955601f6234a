"""The history a payer knows of: services before the simulated claims (prior_services), asked only through the helper
`last`.
"""

import numpy as np

from sim.ground.coded import Coded
from sim.ground.joins import pairs_by_key
from sim.payer.engine.line_codes import Fields
from sim.reference.codes import procedure_rows, procedures


class Past:
    """Past services as a policy's mask sees them: their columns, and `procedure` of the library."""

    def __init__(self, table):
        self._table = table
        self.procedure = Fields(procedures(), table.procedure_code.rows(procedure_rows(table.procedure_code.pool)))

    def __getattr__(self, name):
        return self._table[name]

    def has_modifier(self, *wanted: str) -> np.ndarray:
        """Had the service one of these modifiers?"""
        return self._table.hcpcs_modifier_1.isin(wanted)


def past_pairs(lines, mask, by: tuple[str, ...], where: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Row of the line and date (as a day number) of every past service of the same payer and `by` for which `mask` is
    true.
    """
    past = lines.batch.past
    rows = np.flatnonzero(where)
    if not len(rows) or not len(past):
        return rows[:0], rows[:0]
    past = lines.batch.once(("past", mask), lambda: past.take(np.asarray(mask(Past(past)), bool)))
    if not len(past):
        return rows[:0], rows[:0]
    mine, that = pairs_by_key(lines.patient_key[rows], past.patient_key)
    this = rows[mine]
    keep = np.ones(len(this), bool)
    for name in ("payer_code", *by[1:]):
        keep &= _equal(getattr(lines, name), past[name], this, that)
    return this[keep], past.service_date[that[keep]].astype(np.int64)


def _equal(ours, theirs, this, that) -> np.ndarray:
    if isinstance(ours, Coded):
        return ours.keys[this] == theirs.recoded(ours.pool).keys[that]
    return ours[this] == theirs[that]
