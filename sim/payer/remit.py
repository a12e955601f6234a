"""What the payer sends back, as tables: acknowledgements (277CA content), adjustments and remittance lines (835 content).

A replaced claim's decision is repeated with opposite signs right before the claim that replaces it is decided (claim status 22).
"""
from typing import NamedTuple

import numpy as np

from sim.ground.coded import Coded
from sim.ground.dictionary import conform
from sim.ground.table import Table
from sim.payer.decide import NOBODY
from sim.payer.lines import payer_of_claim
from sim.payer.timing import dated
from sim.payer.policy import Adjustment

ACCEPTED = ("A2", "20")


class Paid(NamedTuple):
    """Remittance lines, and for each the row of its line in the batch and its sign."""

    table: Table
    rows: np.ndarray
    sign: np.ndarray


def acknowledgements(run) -> Table:
    """One row per received claim; a pended claim is accepted and names the policy that waits for something."""
    claims, code = run.batch.claims, run.rejection.copy()
    pending = np.full(len(claims), NOBODY)
    pended = np.flatnonzero(run.pending != NOBODY)
    pending[run.batch.line_claim[pended]] = run.pending[pended]
    first = {name: number for number, (name, _, _) in reversed(list(enumerate(run.plan.codes)))}
    waits = pending != NOBODY
    code[waits] = np.array([first[name] for name in run.plan.policies])[pending[waits]]
    statuses = [(*status, name) if not isinstance(status, Adjustment) else ("", "", "", "") for name, _, status in run.plan.codes]
    columns = list(zip(*statuses, (*ACCEPTED, "", ""), strict=True))
    category, number, entity, policy = (_coded(texts, code) for texts in columns)
    return conform("acknowledgements", Table(
        claim_key=claims.claim_key, acknowledgement_date=dated(run.batch, run.plan.payers, "acknowledgement_days"), is_accepted=~run.rejected,
        status_category_code=category, status_code=number, entity_code=entity, policy=policy))


def _coded(texts, keys: np.ndarray) -> Coded:
    """The text of each key; key -1 is the last text, the empty text is missing."""
    pool = tuple(dict.fromkeys(text for text in texts if text))
    place = {text: key for key, text in enumerate(pool)}
    return Coded(np.array([place.get(text, -1) for text in texts], np.int32)[keys], pool)


def _turns(run) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Line rows, signs, and the claim whose turn it is, in order."""
    batch, claims = run.batch, np.arange(len(run.batch.claims))
    pended = np.zeros(len(claims), bool)
    pended[batch.line_claim[run.pending != NOBODY]] = True
    decided = ~run.silent & ~pended
    taking = np.flatnonzero((run.target >= 0) & ~run.rejected)
    taking = taking[decided[run.target[taking]]]
    whose = np.concatenate([claims[decided], run.target[taking]])
    turn = np.concatenate([claims[decided], taking])
    sign = np.concatenate([np.ones(decided.sum(), np.int64), np.full(len(taking), -1)])
    if len(taking):
        order = np.lexsort((sign, turn))
        whose, turn, sign = whose[order], turn[order], sign[order]
    counts = batch.line_start[whose + 1] - batch.line_start[whose]
    return batch.lines_of(whose), np.repeat(sign, counts), np.repeat(turn, counts)


def remittance_lines(run) -> Paid:
    """One row per decided line, reversals included."""
    rows, sign, turn = _turns(run)
    lines, plan = run.batch.lines, run.plan
    charge, denial = lines.charge_amount, run.denial
    price = [slot for slot, kind in enumerate(plan.slot_kinds) if kind == "price"]
    allowed = charge - denial - run.taken[price].sum(axis=0)
    amounts = {"charge_amount": charge, "allowed_amount": allowed, "deductible_amount": _all(run, "PR-1"),
               "coinsurance_amount": _all(run, "PR-2"), "copayment_amount": _all(run, "PR-3"),
               "patient_responsibility_amount": _patients(run), "paid_amount": charge - denial - run.taken.sum(axis=0)}
    days = dated(run.batch, run.plan.payers, "days_to_pay")
    table = Table(claim_key=lines.claim_key[rows], claim_line_number=lines.claim_line_number[rows], is_reversal=sign < 0,
                  remittance_date=days[turn], claim_status_code=Coded((sign < 0).astype(np.int32), ("1", "22")),
                  **{name: column[rows] * sign for name, column in amounts.items()},
                  denial_policy=Coded(run.cause[rows], plan.policies), next_policy=Coded(run.following[rows], plan.policies))
    return Paid(conform("remittance_lines", table), rows, sign)


def _all(run, name: str) -> np.ndarray:
    return run.taken_for(slice(None), (name,))


def _payers_codes(run) -> np.ndarray:
    """Payers x amount columns: number of the code in plan.codes."""
    columns = [owner.code + slot - owner.slot for slot, owner in enumerate(run.plan.slot_owner)]
    return np.stack(columns, axis=1) if columns else np.zeros((len(run.plan.payers), 0), np.int64)


def _patients(run) -> np.ndarray:
    """Cents left to the patient: every adjustment of group PR."""
    is_patient = np.array([getattr(code, "group", "") == "PR" for _, _, code in run.plan.codes] + [False])
    out = np.where(is_patient[run.code], run.denial, 0)
    codes, payer = _payers_codes(run), payer_of_claim(run.batch, run.plan.payers)[run.batch.line_claim]
    for slot in range(len(run.taken)):
        flags = is_patient[codes[:, slot]]
        if flags.any():
            out += run.taken[slot] if flags.all() else run.taken[slot] * flags[payer]
    return out


def adjustments(run, paid: Paid) -> Table:
    """One row per adjustment, in order on the line; remarks without money last."""
    rows, plan = paid.rows, run.plan
    cents = np.concatenate([run.denial[rows][None], run.taken[:, rows]]).T
    there = np.concatenate([cents != 0, (run.remark[rows] != NOBODY)[:, None]], axis=1)
    row, cell = np.nonzero(there)
    line = rows[row]
    last = there.shape[1] - 1
    payer = payer_of_claim(run.batch, plan.payers)[run.batch.line_claim[line]]
    by_slot = np.concatenate([np.zeros((len(plan.payers), 1), np.int64), _payers_codes(run), np.zeros((len(plan.payers), 1), np.int64)], axis=1)
    code = np.where(cell == 0, run.code[line], np.where(cell == last, run.remark[line], by_slot[payer, cell]))
    head = np.flatnonzero(np.r_[True, row[1:] != row[:-1]])[: len(row)]
    number = np.arange(len(row)) - np.repeat(head, np.diff(np.append(head, len(row)))) + 1 if len(row) else row
    money = np.concatenate([cents, np.zeros((len(rows), 1), np.int64)], axis=1)
    texts = [(*code_, name) if isinstance(code_, Adjustment) else ("",) * 4 + (name,) for name, _, code_ in plan.codes] + [("",) * 5]
    group, carc, rarc_1, rarc_2, policy = (_coded(column, code) for column in zip(*texts, strict=True))
    table = Table(claim_key=run.batch.lines.claim_key[line], claim_line_number=run.batch.lines.claim_line_number[line],
                  is_reversal=paid.sign[row] < 0, adjustment_number=number, group=group, carc=carc, rarc_1=rarc_1, rarc_2=rarc_2,
                  amount=money[row, cell] * paid.sign[row], policy=policy, is_denial=cell == 0)
    return conform("adjustments", table)
