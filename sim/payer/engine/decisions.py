"""What one call to the engine has decided so far."""

import numpy as np

from sim.payer.engine.adjudicate_lines import NOBODY
from sim.payer.engine.batch import Batch
from sim.payer.engine.line_terms import payer_of_claim
from sim.payer.engine.lines import Lines
from sim.payer.engine.policy_schedule import Schedule
from sim.payer.engine.replacement_waves import originals
from sim.payer.rulebook.policy import Adjustment


class Decisions:
    """One call: the batch, the payers' schedule, and what has been decided so far, per line or per claim in the order
    of work.
    """

    def __init__(self, batch: Batch, schedule: Schedule):
        lines, claims = len(batch.lines), len(batch.claims)
        self.batch, self.schedule = batch, schedule
        self.target = originals(batch)
        self.rejected = np.zeros(claims, bool)
        self.rejection = np.full(claims, -1, np.int32)  # number in schedule.codes
        self.cause = np.full(lines, NOBODY, np.int16)
        self.following, self.pending = self.cause.copy(), self.cause.copy()
        self.code = np.full(lines, NOBODY, np.int32)
        self.denial = np.zeros(lines, np.int64)
        self.taken = np.zeros((len(schedule.slot_counts), lines), np.int64)
        self.remark = self.code.copy()
        self.after = np.zeros(lines, bool)  # paid after an earlier payer
        self.wave = np.zeros(claims, np.int64)
        self.silent = np.zeros(claims, bool)  # rejected, or only takes another claim back
        self.has_later = has_later(batch, schedule.payers)

    def view(self, claim_rows: np.ndarray) -> Lines:
        """The lines of these claims as policies see them."""
        first, last = claim_rows[0], claim_rows[-1]
        together = len(claim_rows) == last - first + 1
        start = self.batch.line_start
        return Lines(
            self.batch,
            slice(start[first], start[last + 1]) if together else self.batch.lines_of(claim_rows),
            self.schedule.payers,
        )

    def put(self, rows, result, keep=None) -> None:
        """Write a decision down, for all its rows or those of a mask."""
        if keep is not None:
            rows = (np.arange(rows.start, rows.stop) if isinstance(rows, slice) else rows)[keep]
        part = slice(None) if keep is None else keep
        for name in ("cause", "following", "pending", "code", "remark", "denial", "after"):
            getattr(self, name)[rows] = getattr(result, name)[part]
        for slot, cents in enumerate(result.taken):
            self.taken[slot, rows] = cents[part]

    def ended(self, rows) -> tuple[np.ndarray, np.ndarray]:
        """(not paid, sent back) per line as last decided."""
        codes = [code for _, _, code in self.schedule.codes]
        sent_back = np.array([*(isinstance(code, Adjustment) and code.carc == "16" for code in codes), False], bool)
        pended = self.pending[rows] != NOBODY
        return (self.cause[rows] != NOBODY) | pended, sent_back[self.code[rows]] | pended

    def told(self) -> np.ndarray:
        """Cents as the remittance tells them, amount columns x lines: after an earlier payer, price and cost share are
        only an estimate.
        """
        if not self.after.any():
            return self.taken
        estimate = np.isin(self.schedule.slot_kinds, ("price", "share"))
        return np.where(estimate[:, None] & self.after, 0, self.taken)

    def taken_for(self, rows, counts: tuple[str, ...]) -> np.ndarray:
        """Cents that lines took from an accumulator."""
        slots = [slot for slot, name in enumerate(self.schedule.slot_counts) if name in counts]
        return sum((self.taken[slot, rows] for slot in slots), np.zeros_like(self.denial[rows]))


def has_later(batch: Batch, payers: tuple[str, ...]) -> np.ndarray:
    """Has the household a later claim to the same payer? Per claim."""
    household = batch.claims.household_key
    dense = np.cumsum(np.append(True, household[1:] != household[:-1]))[: len(household)]
    key = dense * len(payers) + payer_of_claim(batch, payers)
    place, final = np.arange(len(key)), np.zeros((len(key) + 1) * max(len(payers), 1) + 1, np.int64)
    final[key] = place
    return final[key] > place
