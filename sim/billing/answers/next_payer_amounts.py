"""What the next payer gets to decide: the patient's share and the denied amount of the payer before, line by line.

A claim to a second or third payer bears no charge of its own. When it is sent, what the payer before left to the
patient (and what it denied) goes to the next payer; what that one neither pays nor leaves to the patient nor denies
is written off. Each amount moves on the day on which it is known: a payer that answers once more later moves the
difference then. So a visit's books stay in balance whatever the secondary's arithmetic (OA-23) is, and nobody is billed
before the last payer has answered.
"""

from typing import NamedTuple

import numpy as np

from sim.billing.claims.claim_versions import continued, owners
from sim.ground.joins import find_in, find_rows, moments, pairs_by_key, sum_by
from sim.ground.table import Table

RANKS = {"P": 1, "S": 2, "T": 3}


class Passed(NamedTuple):
    """What later payers got to decide, cents, each amount on the day on which it is known.

    lines    per line of a claim to a later payer, what it got from the payer before: claim_key, claim_line_number,
             encounter_key, day, patient_amount, denied_amount
    answers  per answered line what its answer decides, with the answer's sign; 0 for first payers
    later    what comes to an answered line after its answer, because the payer before changed its mind: row (of the
             answered line), day, amount
    """

    lines: Table
    answers: np.ndarray
    later: Table


class _Left(NamedTuple):
    """What the answers of payers leave open per line, in order of place: each amount with its day."""

    place: np.ndarray
    day: np.ndarray
    patient: np.ndarray
    denied: np.ndarray


def ranks(heads: Table) -> np.ndarray:
    """1 for claims to the first payer, 2 to the second, 3 to the third.

    >>> from sim.ground.coded import Coded
    >>> ranks(Table(payer_sequence_code=Coded.of(["", "P", "S"]))).tolist()
    [1, 1, 2]
    """
    return heads.payer_sequence_code.lookup(RANKS, 1)


def passed_on(
    heads: Table, lines: Table, acknowledgements: Table, answers: Table, shared: np.ndarray, denied: np.ndarray
) -> Passed | None:
    """What later payers got; None where there are none. `heads` effective; `shared` and `denied` per answered line:
    what the payer of that line left to the patient or denied, by its own account (signed). Denied lines that a new
    claim sends again leave the next payer on the day on which it is sent.
    """
    rank = ranks(heads)
    if not (rank > 1).any():
        return None
    own, of_answer = find_rows(heads.claim_key, lines.claim_key), find_rows(heads.claim_key, answers.claim_key)
    later = np.flatnonzero(
        (rank[own] > 1) & (heads.replaces_claim_key[own] < 0) & _received(heads, acknowledgements)[own]
    )
    target, answered = (
        _place(heads.encounter_key[head], table.claim_line_number)
        for head, table in ((own, lines), (of_answer, answers))
    )
    first = np.flatnonzero(rank[of_answer] == 1)
    left = _sent_again(heads, of_answer, answers, first, answered, shared, denied)
    moved, after = list[Table](), list[Table]()
    decides = np.zeros(len(answers), np.int64)
    for number in (2, 3):
        mine, due = later[rank[own[later]] == number], np.flatnonzero(rank[of_answer] == number)
        moved.append(_moved(heads, lines, mine, own[mine], target[mine], left))
        came = _came(answers, due, answered[due], left)
        at_once = came.day == answers.remittance_date[came.row]
        decides += sum_by(np.where(at_once, came.row, -1), came.amount, len(answers))
        after.append(came.take(~at_once))
        left = _left_by(answers, due, answered, decides, after[-1])
    return Passed(Table.concat(moved), decides, Table.concat(after))


def _sent_again(
    heads: Table,
    of_answer: np.ndarray,
    answers: Table,
    first: np.ndarray,
    answered: np.ndarray,
    shared: np.ndarray,
    denied: np.ndarray,
) -> _Left:
    """What first payers leave; a denied line is no longer left once a new claim has sent it again."""
    again = continued(heads)[of_answer[first]]
    known, sent = answers.remittance_date[first], first[again >= 0]
    day = np.maximum(heads.submitted_date[again[again >= 0]], answers.remittance_date[sent])
    return _in_order(
        np.concatenate([answered[first], answered[sent]]),
        np.concatenate([known, day]),
        np.concatenate([shared[first], np.zeros(len(sent), np.int64)]),
        np.concatenate([denied[first], -denied[sent]]),
    )


def _moved(heads: Table, lines: Table, mine: np.ndarray, head: np.ndarray, target: np.ndarray, left: _Left) -> Table:
    """What goes on to each line of the claims to a later payer: when the claim is sent, or when it is known."""
    row, event = pairs_by_key(target, left.place)
    day = np.maximum(left.day[event], heads.submitted_date[head[row]])
    row, day, (patient, denied) = _by_day(row, day, left.patient[event], left.denied[event])
    return (
        lines.take(mine[row])
        .select("claim_key", "claim_line_number")
        .with_columns(
            encounter_key=heads.encounter_key[head[row]], day=day, patient_amount=patient, denied_amount=denied
        )
    )


def _came(answers: Table, due: np.ndarray, place: np.ndarray, left: _Left) -> Table:
    """What each answer of a later payer decides, by the day on which it is known: row of the answered line, day,
    amount."""
    row, event = pairs_by_key(place, left.place)
    amount = np.where(answers.is_reversal[due[row]], -1, 1) * (left.patient[event] + left.denied[event])
    day = np.maximum(left.day[event], answers.remittance_date[due[row]])
    row, day, (amount,) = _by_day(row, day, amount)
    return Table(row=due[row], day=day, amount=amount)


def _left_by(answers: Table, due: np.ndarray, answered: np.ndarray, decides: np.ndarray, after: Table) -> _Left:
    """What these payers leave in turn: a refusal all that it was to decide, another answer the patient's share."""
    refusal, mind = ~answers.denial_policy.is_missing[due], after.take(~answers.denial_policy.is_missing[after.row])
    none = np.zeros(len(mind), np.int64)
    return _in_order(
        np.concatenate([answered[due], answered[mind.row]]),
        np.concatenate([answers.remittance_date[due], mind.day]),
        np.concatenate([np.where(refusal, 0, answers.patient_responsibility_amount[due]), none]),
        np.concatenate([np.where(refusal, decides[due] - answers.paid_amount[due], 0), mind.amount]),
    )


def _in_order(place: np.ndarray, day: np.ndarray, patient: np.ndarray, denied: np.ndarray) -> _Left:
    order = np.argsort(place, kind="stable")
    return _Left(place[order], day[order], patient[order], denied[order])


def _by_day(row: np.ndarray, day: np.ndarray, *amounts: np.ndarray) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """Amounts added per row and day; what adds up to nothing is left out."""
    row, at, place = moments(row, day)
    totals = [sum_by(place, amount, len(row)) for amount in amounts]
    keep = np.any(totals, axis=0)
    return row[keep], at[keep].astype("datetime64[D]"), [total[keep] for total in totals]


def _received(heads: Table, acknowledgements: Table) -> np.ndarray:
    place = find_in(acknowledgements.claim_key, heads.claim_key)
    return ~((place >= 0) & ~np.append(acknowledgements.is_accepted, False)[place]) & ~np.isnat(heads.submitted_date)


def _place(encounter: np.ndarray, line: np.ndarray) -> np.ndarray:
    return (encounter << 8) + line


def bearing(heads: Table) -> np.ndarray:
    """Claims whose lines bear charges of the visit: those to the first payer that are no duplicates."""
    return owners(heads) & (ranks(heads) == 1)
