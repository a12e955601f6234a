"""The payer's engine: claims in, acknowledgements and remittance out. A pure function: the same claims always get the
same answer.

Claims are decided one after another within a household, by (adjudication_round, received_date, claim_key). The engine
does not walk through them: it decides whole blocks of households under a guess of how earlier claims ended (at first:
nothing denied), and decides those households again whose guess was wrong. After k passes the first k claims of a
household are right, so the answer is that of one claim at a time. What a claim took from a deductible or a yearly
maximum is guessed and checked in the same way.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from sim.ground.coded import Coded
from sim.ground.errors import CleanClaimError
from sim.ground.table import Table, conform, empty
from sim.payer.engine.adjudicate_lines import decide
from sim.payer.engine.answer_timing import first_received_date, original_remittance_date
from sim.payer.engine.batch import Batch, blocks
from sim.payer.engine.decisions import Decisions
from sim.payer.engine.front_end import front_end
from sim.payer.engine.lines import Lines
from sim.payer.engine.policy_schedule import schedule
from sim.payer.engine.remittance import acknowledgements, adjustments, remittance_lines
from sim.payer.engine.replacement_waves import count_in_household
from sim.payer.rulebook.payers import payers

FEW = 8_000  # rows: of more, finding the texts that they have costs more than asking of all


class Adjudication(NamedTuple):
    """What the payer sends back; tables of data/dictionary.csv."""

    acknowledgements: Table
    adjustments: Table
    remittance_lines: Table


def adjudicate(
    claims: Table,
    lines: Table,
    coverages: Table,
    prior_services: Table | None = None,
    records: Mapping[str, Table] | None = None,
) -> Adjudication:
    """Decide claims. Give all claims of the households concerned, also those decided before, and the corrected ones
    beside their originals.

    claims, lines: tables `claims` and `claim_lines`, in any order; claims without a received date are still held and
    get no answer. coverages: `coverages` of the patients; prior_services: what happened before, of which a payer knows
    what it paid. records: further tables by their name in the dictionary (RECORDS of sim.payer.engine.batch); one that
    is not given is empty. Raises CleanClaimError for lines without a claim, a claim key given twice, an unknown payer.
    """
    return answered(settled(claims, lines, coverages, prior_services, records))


def answered(decisions: Decisions) -> Adjudication:
    """What the payer sends back of settled decisions."""
    paid = remittance_lines(decisions)
    return Adjudication(acknowledgements(decisions), adjustments(decisions, paid), paid.table)


def settled(
    claims: Table,
    lines: Table,
    coverages: Table,
    prior_services: Table | None = None,
    records: Mapping[str, Table] | None = None,
    one_by_one: bool = False,
) -> Decisions:
    """The engine's work before it is written out as tables. `one_by_one`: without guesses, claim after claim (slow; for
    comparison).
    """
    claims, lines = _received(claims, lines)
    past = prior_services if prior_services is not None else empty("prior_services")
    decisions = Decisions(_arranged(claims, lines, coverages, past, records), schedule(_payers_of(claims)))
    decisions.batch.memo["original_remittance_date"] = original_remittance_date(
        decisions.batch, decisions.schedule.payers, decisions.target
    )
    decisions.batch.memo["first_received_date"] = first_received_date(decisions.batch, decisions.target)
    _decide_all(decisions, one_by_one)
    return decisions


def _received(claims: Table, lines: Table) -> tuple[Table, Table]:
    claims, lines = conform("claims", claims), conform("claim_lines", lines)
    held = np.isnat(claims.received_date)
    if held.any():
        lines = lines.take(~np.isin(lines.claim_key, claims.claim_key[held]))
        claims = claims.take(~held)
    return _with_own_texts(claims), _with_own_texts(lines)


def _with_own_texts(table: Table) -> Table:
    """Of a few rows out of many only the texts that they have: policies ask something once of every text."""
    if len(table) > FEW:
        return table
    most = max(len(table) // 8, 16)
    long = {name: one.compact() for name, one in table.items() if isinstance(one, Coded) and len(one.pool) > most}
    return table.with_columns(**long)


def _arranged(claims: Table, lines: Table, coverages: Table, past: Table, records: Mapping[str, Table] | None) -> Batch:
    """The batch; a claim without lines gets one empty line, so that a policy can refuse it."""
    batch = Batch(claims, lines, coverages, past, records)
    bare = batch.claims.claim_key[np.diff(batch.line_start) == 0]
    if not len(bare):
        return batch
    nothing = Table.from_rows("claim_lines", [{"claim_key": int(key)} for key in bare])
    return Batch(claims, Table.concat([lines, nothing]), coverages, past, records)


def _payers_of(claims: Table) -> tuple[str, ...]:
    column = claims.payer_code
    present = {
        column.pool[key]
        for key in np.flatnonzero(np.bincount(column.keys[column.keys >= 0], minlength=len(column.pool)))
    }
    unknown = sorted(present - set(payers())) or (["no payer"] if (column.keys < 0).any() else [])
    if unknown:
        raise CleanClaimError(
            f"unknown payer {unknown[0]!r}",
            "claims, column payer_code",
            ", ".join(payers()),
            "correct the claim, or add a file to data/payers",
        )
    return tuple(code for code in payers() if code in present)


def _decide_all(decisions: Decisions, one_by_one: bool) -> None:
    household = decisions.batch.claims.household_key
    wrong = [household[:0]]
    for rows in blocks(decisions.batch):
        lines = decisions.view(rows)
        front_end(decisions, rows, lines)
        if not one_by_one:
            _decide(decisions, rows, lines, 0, guess=False, wrong=wrong)
    if one_by_one:
        decisions.wave = count_in_household(household, np.ones(len(household), bool), inclusive=False)
        wrong = [household]
    _settle(decisions, 0, np.concatenate(wrong), guess=not one_by_one)
    for wave in range(1, int(decisions.wave.max(initial=0)) + 1):
        _settle(decisions, wave, np.unique(household[decisions.wave >= wave]), guess=False)


def _settle(decisions: Decisions, wave: int, households: np.ndarray, guess: bool) -> None:
    """Decide one wave of these households until no guess is wrong."""
    household = decisions.batch.claims.household_key
    while len(households):
        wrong = [household[:0]]
        for rows in blocks(decisions.batch, np.flatnonzero(np.isin(household, households) & (decisions.wave <= wave))):
            _decide(decisions, rows, decisions.view(rows), wave, guess, wrong)
        households, guess = np.concatenate(wrong), True


def _decide(
    decisions: Decisions, claim_rows: np.ndarray, lines: Lines, wave: int, guess: bool, wrong: list[np.ndarray]
) -> None:
    """Decide the claims of one wave among these; `wrong` gets the households whose guess was wrong, or whose
    accumulators came out otherwise than later claims were told."""
    current, history = _at_their_turn(decisions, claim_rows, wave)
    now = current[lines.claim]
    _tell(decisions, lines, now, history[lines.claim], guess)
    result = decide(lines, decisions.schedule)
    decisions.put(lines.rows, result, None if wave == 0 and not guess else now)
    denied, sent_back = decisions.ended(lines.rows)
    again = lines.read & now & ((denied != lines.denied_finally) | (sent_back != lines.sent_back_finally))
    unequal, later = np.zeros(len(lines), bool), decisions.has_later[lines.claim_rows] & now
    for counts, basis in lines.spent:
        unequal |= later & (basis != decisions.taken_for(lines.rows, counts))
    wrong.append(np.unique(decisions.batch.claims.household_key[lines.claim_rows[again | unequal]]))


def _at_their_turn(decisions: Decisions, claim_rows: np.ndarray, wave: int) -> tuple[np.ndarray, np.ndarray]:
    """Which of these claims are decided in this wave, and which stand as history: decided before and not taken back."""
    target, own_wave, silent = decisions.target[claim_rows], decisions.wave[claim_rows], decisions.silent[claim_rows]
    history = (own_wave < wave) & ~silent
    takes = (target >= 0) & ~decisions.rejected[claim_rows] & (own_wave <= wave)
    if takes.any():
        history &= ~np.isin(claim_rows, target[takes])
    return (own_wave == wave) & ~silent, history


def _tell(decisions: Decisions, lines: Lines, now: np.ndarray, past: np.ndarray, guess: bool) -> None:
    """What is known of these lines before they are decided."""
    denied, sent_back = decisions.ended(lines.rows) if guess or past.any() else (np.zeros(len(lines), bool),) * 2
    known = past | now if guess else past
    lines.guessed = (lambda counts: np.where(known, decisions.taken_for(lines.rows, counts), 0)) if guess else None
    lines.out = ~(now | past) | (past & denied)
    lines.denied_finally = lines.out | (denied & known)
    lines.sent_back_finally = ~(now | past) | (sent_back & known)
    if past.any():
        lines.fixed, lines.taken_finally = past, lambda counts: decisions.taken_for(lines.rows, counts)
