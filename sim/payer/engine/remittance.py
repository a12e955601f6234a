"""What the payer sends back, as tables: acknowledgements (277CA content), adjustments and remittance lines (835
content).

A replaced claim's decision is repeated with opposite signs right before the claim that replaces it is decided (claim
status 22).
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from sim.ground.coded import Coded
from sim.ground.table import Table, conform
from sim.payer.engine.adjudicate_lines import NOBODY
from sim.payer.engine.answer_timing import answer_date, dated
from sim.payer.engine.document_requests import with_pended_before
from sim.payer.engine.line_terms import payer_of_claim
from sim.payer.engine.next_coverage import next_coverage
from sim.payer.rulebook.payers import payers
from sim.payer.rulebook.policy import Adjustment

ACCEPTED = ("A2", "20")
NOT_IDENTIFIED = "31"  # the denial of a patient who is nobody's member


class Paid(NamedTuple):
    """Remittance lines, and for each the row of its line in the batch and its sign."""

    table: Table
    rows: np.ndarray
    sign: np.ndarray


def acknowledgements(decisions) -> Table:
    """One row per received claim; a pended claim is accepted and names the policy that waits for something."""
    claims, code = decisions.batch.claims, decisions.rejection.copy()
    pending = np.full(len(claims), NOBODY)
    pended = np.flatnonzero(decisions.pending != NOBODY)
    pending[decisions.batch.line_claim[pended]] = decisions.pending[pended]
    pending = with_pended_before(decisions, pending)
    first = {name: number for number, (name, _, _) in reversed(list(enumerate(decisions.schedule.codes)))}
    waits = pending != NOBODY
    code[waits] = np.array([first[name] for name in decisions.schedule.policies])[pending[waits]]
    statuses = [
        (*status, name) if not isinstance(status, Adjustment) else ("", "", "", "")
        for name, _, status in decisions.schedule.codes
    ]
    columns = list(zip(*statuses, (*ACCEPTED, "", ""), strict=True))
    category, number, entity, policy = (_coded(texts, code) for texts in columns)
    return conform(
        "acknowledgements",
        Table(
            claim_key=claims.claim_key,
            acknowledgement_date=dated(decisions.batch, decisions.schedule.payers, "acknowledgement_days"),
            is_accepted=~decisions.rejected,
            status_category_code=category,
            status_code=number,
            entity_code=entity,
            policy=policy,
        ),
    )


def _coded(texts, keys: np.ndarray) -> Coded:
    """The text of each key; key -1 is the last text, the empty text is missing."""
    pool = tuple(dict.fromkeys(text for text in texts if text))
    place = {text: key for key, text in enumerate(pool)}
    return Coded(np.array([place.get(text, -1) for text in texts], np.int32)[keys], pool)


def _turns(decisions) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Line rows, signs, and the claim whose turn it is, in order."""
    batch, claims = decisions.batch, np.arange(len(decisions.batch.claims))
    pended = np.zeros(len(claims), bool)
    pended[batch.line_claim[decisions.pending != NOBODY]] = True
    decided = ~decisions.silent & ~pended
    taking = np.flatnonzero((decisions.target >= 0) & ~decisions.rejected)
    taking = taking[decided[decisions.target[taking]]]
    whose = np.concatenate([claims[decided], decisions.target[taking]])
    turn = np.concatenate([claims[decided], taking])
    sign = np.concatenate([np.ones(decided.sum(), np.int64), np.full(len(taking), -1)])
    if len(taking):
        order = np.lexsort((sign, turn))
        whose, turn, sign = whose[order], turn[order], sign[order]
    counts = batch.line_start[whose + 1] - batch.line_start[whose]
    return batch.lines_of(whose), np.repeat(sign, counts), np.repeat(turn, counts)


def remittance_lines(decisions) -> Paid:
    """One row per decided line, reversals included."""
    rows, sign, turn = _turns(decisions)
    lines, schedule = decisions.batch.lines, decisions.schedule
    charge, denial, told = lines.charge_amount, decisions.denial, decisions.told()
    price = [slot for slot, kind in enumerate(schedule.slot_kinds) if kind == "price"]
    allowed = charge - denial - decisions.taken[price].sum(axis=0)
    amounts = {
        "charge_amount": charge,
        "allowed_amount": allowed,
        "deductible_amount": _all(decisions, told, "PR-1"),
        "coinsurance_amount": _all(decisions, told, "PR-2"),
        "copayment_amount": _all(decisions, told, "PR-3"),
        "patient_responsibility_amount": _patients(decisions, told),
        "paid_amount": charge - denial - told.sum(axis=0),
    }
    days = answer_date(decisions.batch, decisions.schedule.payers, decisions.target)
    table = Table(
        claim_key=lines.claim_key[rows],
        claim_line_number=lines.claim_line_number[rows],
        is_reversal=sign < 0,
        remittance_date=days[turn],
        claim_status_code=_statuses(decisions, amounts)[rows]
        if (sign > 0).all()
        else Coded.where(sign < 0, "22", _statuses(decisions, amounts)[rows]),
        **{name: column[rows] * sign for name, column in amounts.items()},
        denial_policy=Coded(decisions.cause[rows], schedule.policies),
        next_policy=Coded(decisions.following[rows], schedule.policies),
    )
    return Paid(conform("remittance_lines", table), rows, sign)


def _statuses(decisions, amounts: dict) -> Coded:
    """Per line how its claim was processed: 1, 2, 3 as first, second, third payer; 19, 20, 21 if the answer goes on to
    the next payer too; 4 only where the patient is not known (X12 requests for interpretation 1423, 1885)."""
    claims = decisions.batch.claims
    turn = claims.payer_sequence_code.lookup({"S": 1, "T": 2}, 0)
    on = forwarded(decisions, amounts["patient_responsibility_amount"] + _all(decisions, decisions.told(), "OA-209"))
    status = (turn + 3 * on).astype(np.int32)[decisions.batch.line_claim]
    unknown = np.array(
        [getattr(code, "carc", "") == NOT_IDENTIFIED for _, _, code in decisions.schedule.codes] + [False]
    )
    return Coded(
        np.where(unknown[decisions.code], 6, status) if unknown.any() else status,
        ("1", "2", "3", "19", "20", "21", "4"),
    )


def forwarded(decisions, left: np.ndarray) -> np.ndarray:
    """Claims whose answer this payer sends on itself: it does so, something is left, and the patient's next coverage
    takes it (crossover).
    """
    claims = decisions.batch.claims
    sends = np.array([payers()[code].coordination.forwards for code in decisions.schedule.payers] or [False])
    if not sends.any():
        return np.zeros(len(claims), bool)
    rest = np.add.reduceat(np.append(left, 0), decisions.batch.line_start[:-1]) if len(claims) else left
    rows = np.flatnonzero(sends[payer_of_claim(decisions.batch, decisions.schedule.payers)] & (rest > 0))
    out = np.zeros(len(claims), bool)
    following = next_coverage(
        claims.take(rows),
        decisions.batch.lines.service_date[decisions.batch.line_start[rows]],
        decisions.batch.coverages,
    )
    takes = np.append(
        [
            payers()[code].coordination.takes_crossover if code in payers() else False
            for code in decisions.batch.coverages.payer_code.pool
        ],
        False,
    )
    out[rows] = takes[np.append(decisions.batch.coverages.payer_code.keys, -1)[following]]
    return out


def _all(decisions, told: np.ndarray, name: str) -> np.ndarray:
    slots = [
        slot
        for slot, owner in enumerate(decisions.schedule.slot_owner)
        if "{0.group}-{0.carc}".format(owner.policy.codes[slot - owner.slot]) == name
    ]
    return sum((told[slot] for slot in slots), np.zeros_like(decisions.denial))


def _payers_codes(decisions) -> np.ndarray:
    """Payers x amount columns: number of the code in schedule.codes."""
    columns = [owner.code + slot - owner.slot for slot, owner in enumerate(decisions.schedule.slot_owner)]
    return np.stack(columns, axis=1) if columns else np.zeros((len(decisions.schedule.payers), 0), np.int64)


def _patients(decisions, told: np.ndarray) -> np.ndarray:
    """Cents left to the patient: every adjustment of group PR."""
    is_patient = np.array([getattr(code, "group", "") == "PR" for _, _, code in decisions.schedule.codes] + [False])
    out = np.where(is_patient[decisions.code], decisions.denial, 0)
    codes, payer = (
        _payers_codes(decisions),
        payer_of_claim(decisions.batch, decisions.schedule.payers)[decisions.batch.line_claim],
    )
    for slot in range(len(told)):
        flags = is_patient[codes[:, slot]]
        if flags.any():
            out += told[slot] if flags.all() else told[slot] * flags[payer]
    return out


def _code_of_payer(codes: np.ndarray, payer: np.ndarray, mine: np.ndarray) -> np.ndarray:
    return codes[payer[mine]]


def adjustments(decisions, paid: Paid) -> Table:
    """One row per adjustment, in order on the line: denial, reductions in the order of stages, remarks without money
    last.
    """
    some = (paid.sign < 0).any() or (decisions.pending != NOBODY).any() or (decisions.remark != NOBODY).any()
    rows = paid.rows if some else slice(None)  # else every line, since an undecided one has no cents
    payer = payer_of_claim(decisions.batch, decisions.schedule.payers)[decisions.batch.line_claim]
    parts: list[tuple[np.ndarray, Callable[[np.ndarray], np.ndarray]]] = [
        (decisions.denial[rows], lambda mine: decisions.code[rows][mine])
    ]
    parts += [
        (taken[rows], partial(_code_of_payer, codes, payer[rows]))
        for taken, codes in zip(decisions.told(), _payers_codes(decisions).T, strict=True)
    ]
    parts.append((np.where(decisions.remark[rows] == NOBODY, 0, 1), lambda mine: decisions.remark[rows][mine]))
    there = [cents != 0 for cents, _ in parts]
    count = np.asarray(np.sum(there, axis=0, dtype=np.int8))
    place = np.cumsum(count, dtype=np.int32) - count
    owner = np.repeat(np.arange(len(count)), count)
    number = np.arange(1, len(owner) + 1) - place[owner]
    amount, code, is_denial = np.zeros(len(owner), np.int64), np.zeros(len(owner), np.int32), np.zeros(len(owner), bool)
    for slot, ((cents, code_of), mask) in enumerate(zip(parts, there, strict=True)):
        mine = np.flatnonzero(mask)
        at = place[mine]
        amount[at], code[at], is_denial[at] = 0 if slot == len(parts) - 1 else cents[mine], code_of(mine), slot == 0
        place[mine] += 1
    sign = paid.sign[owner] if isinstance(rows, np.ndarray) else np.int64(1)
    return _written(
        decisions, np.arange(len(decisions.denial))[rows][owner], number, amount * sign, code, is_denial, sign < 0
    )


def _written(decisions, line, number, amount, code, is_denial, is_reversal) -> Table:
    texts = [
        (*entry, name) if isinstance(entry, Adjustment) else ("",) * 4 + (name,)
        for name, _, entry in decisions.schedule.codes
    ] + [("",) * 5]
    group, carc, rarc_1, rarc_2, policy = (_coded(column, code) for column in zip(*texts, strict=True))
    return conform(
        "adjustments",
        Table(
            claim_key=decisions.batch.lines.claim_key[line],
            claim_line_number=decisions.batch.lines.claim_line_number[line],
            is_reversal=np.broadcast_to(is_reversal, len(line)).copy(),
            adjustment_number=number,
            group=group,
            carc=carc,
            rarc_1=rarc_1,
            rarc_2=rarc_2,
            amount=amount,
            policy=policy,
            is_denial=is_denial,
        ),
    )
