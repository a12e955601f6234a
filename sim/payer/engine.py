"""The payer's engine: claims in, acknowledgements and remittance out. A pure function: the same claims always get the same answer.

Claims are decided one after another within a household, by (adjudication_round, received_date, claim_key). The engine does not walk through
them: it decides whole blocks of households under a guess of how earlier claims ended (at first: nothing denied), and decides those households
again whose guess was wrong. After k passes the first k claims of a household are right, so the answer is that of one claim at a time.
Households whose accumulators turn out otherwise than guessed (a yearly maximum cut a deductible) are decided claim by claim.
"""
from typing import NamedTuple

import numpy as np

from sim.ground.dictionary import conform, empty
from sim.ground.errors import CleanClaimError
from sim.ground.table import Table
from sim.payer.arrange import Batch, blocks
from sim.payer.decide import NOBODY, decide
from sim.payer.front_end import front_end
from sim.payer.line_terms import payer_of_claim
from sim.payer.lines import Lines
from sim.payer.payers import payers
from sim.payer.programme import Programme, programme
from sim.payer.timing import original_remittance_date
from sim.payer.waves import count_in_household, originals, wave_of_claim


class Adjudication(NamedTuple):
    """What the payer sends back; tables of data/dictionary.csv."""

    acknowledgements: Table
    adjustments: Table
    remittance_lines: Table


def adjudicate(claims: Table, lines: Table, coverages: Table, prior_services: Table | None = None) -> Adjudication:
    """Decide claims. Give all claims of the households concerned, also those decided before, and the corrected ones beside their originals.

    claims, lines: tables `claims` and `claim_lines`, in any order; claims without a received date are still held and get no answer.
    coverages: `coverages` of the patients; prior_services: what happened before, of which a payer knows what it paid.
    Raises CleanClaimError for lines without a claim, a claim key given twice, an unknown payer.
    """
    return answered(settled(claims, lines, coverages, prior_services))


def answered(run: "Run") -> Adjudication:
    """What a settled run sends back."""
    from sim.payer.remit import acknowledgements, adjustments, remittance_lines
    paid = remittance_lines(run)
    return Adjudication(acknowledgements(run), adjustments(run, paid), paid.table)


def settled(claims: Table, lines: Table, coverages: Table, prior_services: Table | None = None, one_by_one: bool = False) -> "Run":
    """The engine's work before it is written out as tables. `one_by_one`: without guesses, claim after claim (slow; for comparison)."""
    claims, lines = _received(claims, lines)
    past = prior_services if prior_services is not None else empty("prior_services")
    run = Run(_arranged(claims, lines, coverages, past), programme(_payers_of(claims)))
    run.batch.memo["original_remittance_date"] = original_remittance_date(run.batch, run.plan.payers, run.target)
    front_end(run)
    _decide_all(run, one_by_one)
    return run


class Run:
    """One call: the batch, the payers' programme, and what has been decided so far, per line or per claim in the order of work."""

    def __init__(self, batch: Batch, plan: Programme):
        lines, claims = len(batch.lines), len(batch.claims)
        self.batch, self.plan = batch, plan
        self.target = originals(batch)
        self.rejected = np.zeros(claims, bool)
        self.rejection = np.full(claims, -1, np.int32)          # number in plan.codes
        self.cause = np.full(lines, NOBODY, np.int16)
        self.following, self.pending = self.cause.copy(), self.cause.copy()
        self.code = np.full(lines, NOBODY, np.int32)
        self.denial = np.zeros(lines, np.int64)
        self.taken = np.zeros((len(plan.slot_counts), lines), np.int64)
        self.remark = self.code.copy()
        self.wave = np.zeros(claims, np.int64)

    def view(self, rows) -> Lines:
        """Lines as policies see them."""
        return Lines(self.batch, rows, self.plan.payers)

    def put(self, rows, result, keep=None) -> None:
        """Write a decision down, for all its rows or those of a mask."""
        chosen, part = (rows, slice(None)) if keep is None else (rows[keep], keep)
        for name in ("cause", "following", "pending", "code", "remark", "denial"):
            getattr(self, name)[chosen] = getattr(result, name)[part]
        self.taken[:, chosen] = result.taken[:, part]

    def ended(self, rows) -> tuple[np.ndarray, np.ndarray]:
        """(not paid, sent back) per line as last decided."""
        sent_back = np.array([code.carc == "16" if hasattr(code, "carc") else False for _, _, code in self.plan.codes] + [False])
        pended = self.pending[rows] != NOBODY
        return (self.cause[rows] != NOBODY) | pended, sent_back[self.code[rows]] | pended

    def taken_for(self, rows, counts: tuple[str, ...]) -> np.ndarray:
        """Cents that lines took from an accumulator."""
        slots = [slot for slot, name in enumerate(self.plan.slot_counts) if name in counts]
        return sum((self.taken[slot, rows] for slot in slots), np.zeros_like(self.denial[rows]))


def _received(claims: Table, lines: Table) -> tuple[Table, Table]:
    claims, lines = conform("claims", claims), conform("claim_lines", lines)
    held = np.isnat(claims.received_date)
    if held.any():
        lines = lines.take(~np.isin(lines.claim_key, claims.claim_key[held]))
        claims = claims.take(~held)
    return claims, lines


def _arranged(claims: Table, lines: Table, coverages: Table, past: Table) -> Batch:
    """The batch; a claim without lines gets one empty line, so that a policy can refuse it."""
    batch = Batch(claims, lines, coverages, past)
    bare = batch.claims.claim_key[np.diff(batch.line_start) == 0]
    if not len(bare):
        return batch
    nothing = Table.from_rows("claim_lines", [{"claim_key": int(key)} for key in bare])
    return Batch(claims, Table.concat([lines, nothing]), coverages, past)


def _payers_of(claims: Table) -> tuple[str, ...]:
    column = claims.payer_code
    present = {column.pool[key] for key in np.flatnonzero(np.bincount(column.keys[column.keys >= 0], minlength=len(column.pool)))}
    unknown = sorted(present - set(payers())) or (["no payer"] if (column.keys < 0).any() else [])
    if unknown:
        raise CleanClaimError(f"unknown payer {unknown[0]!r}", "claims, column payer_code", ", ".join(payers()),
                              "correct the claim, or add a file to data/payers")
    return tuple(code for code in payers() if code in present)


def _decide_all(run: Run, one_by_one: bool) -> None:
    claims = run.batch.claims
    run.wave = wave_of_claim(claims.household_key, run.target, run.rejected)
    run.silent = run.rejected | (claims.claim_frequency_code == "8")
    run.has_later = _has_later(run)
    alone = np.unique(claims.household_key) if one_by_one else _settle(run, 0, None)
    later = np.flatnonzero(run.wave > 0)
    for wave in range(1, int(run.wave[later].max()) + 1 if len(later) else 1):
        alone = np.union1d(alone, _settle(run, wave, np.setdiff1d(claims.household_key[run.wave >= wave], alone)))
    if len(alone):
        run.wave = np.where(np.isin(claims.household_key, alone),
                            count_in_household(claims.household_key, np.ones(len(claims), bool), inclusive=False), run.wave)
        for wave in range(int(run.wave[np.isin(claims.household_key, alone)].max()) + 1):
            _settle(run, wave, alone)


def _has_later(run: Run) -> np.ndarray:
    household = run.batch.claims.household_key
    dense = np.cumsum(np.r_[0, household[1:] != household[:-1]]) if len(household) else household
    key = dense[: len(household)] * len(run.plan.payers) + payer_of_claim(run.batch, run.plan.payers)
    place = np.arange(len(key))
    final = np.zeros(len(key) * len(run.plan.payers) + 1, np.int64)
    final[key] = place
    return final[key] > place


def _settle(run: Run, wave: int, households: np.ndarray | None) -> np.ndarray:
    """Decide one wave of these households (None: all) until no guess is wrong. Returns households whose accumulators need one claim at a time."""
    household = run.batch.claims.household_key
    alone, first, replaced = [], True, _replaced(run, wave)
    while households is None or len(households):
        claim_rows = None if households is None else np.flatnonzero(np.isin(household, households) & (run.wave <= wave))
        wrong = []
        for rows in blocks(run.batch, claim_rows):
            unsettled, unequal = _block(run, rows, wave, replaced, guess=not first)
            wrong.append(unsettled)
            alone.append(unequal)
        households, first = np.unique(np.concatenate(wrong)) if wrong else household[:0], False
    return np.unique(np.concatenate(alone)) if alone else household[:0]


def _block(run: Run, claim_rows: np.ndarray, wave: int, replaced: np.ndarray, guess: bool):
    """Decide the claims of one wave among these; returns (households whose guess was wrong, households whose accumulators came out unequal)."""
    batch, whole = run.batch, len(claim_rows) == claim_rows[-1] - claim_rows[0] + 1
    rows = slice(batch.line_start[claim_rows[0]], batch.line_start[claim_rows[-1] + 1]) if whole else batch.lines_of(claim_rows)
    lines = run.view(rows)
    current = (run.wave[claim_rows] == wave) & ~run.silent[claim_rows]
    history = (run.wave[claim_rows] < wave) & ~run.silent[claim_rows] & ~replaced[claim_rows]
    _tell(run, lines, rows, current, history, claim_rows, guess)
    before = lines.denied_finally, lines.sent_back_finally
    result = decide(lines, run.plan)
    per_line = lines.claim
    now = current[per_line]
    run.put(rows if not whole else np.arange(rows.start, rows.stop), result, None if now.all() else now)
    denied, sent_back = run.ended(rows)
    later = run.has_later[claim_rows][per_line] & now
    wrong = lines.read & now & ((denied != before[0]) | (sent_back != before[1]))
    unequal = np.zeros(len(lines), bool)
    for counts, used in lines.spent:
        unequal |= later & (used != run.taken_for(rows, counts))
    households = batch.claims.household_key[claim_rows][per_line]
    again = np.unique(households[wrong])
    return again, np.setdiff1d(households[unequal], again)


def _replaced(run: Run, wave: int) -> np.ndarray:
    replaced = np.zeros(len(run.wave), bool)
    replaced[run.target[(run.target >= 0) & ~run.rejected & (run.wave <= wave)]] = True
    return replaced


def _tell(run: Run, lines: Lines, rows, current, history, claim_rows, guess: bool) -> None:
    """What is known of these lines before they are decided."""
    now, past = current[lines.claim], history[lines.claim]
    denied, sent_back = run.ended(rows) if guess or past.any() else (lines.out, lines.out)
    lines.out = ~(now | past) | (past & denied)
    lines.denied_finally = lines.out | (denied & (past | (guess & now)))
    lines.sent_back_finally = ~(now | past) | (sent_back & (past | (guess & now)))
    if past.any():
        lines.fixed, lines.taken_finally = past, lambda counts: run.taken_for(rows, counts)
