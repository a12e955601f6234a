"""What the next payer gets to decide: the patient's share and the denied amount of the payer before, line by line.

A claim to a second or third payer bears no charge of its own. When it is sent, what the payer before left to the
patient (and what it denied) goes to the next payer; what that one neither pays nor leaves to the patient nor denies
is written off. So a visit's books stay in balance whatever the secondary's arithmetic (OA-23) is, and nobody is billed
before the last payer has answered.
"""

from typing import NamedTuple

import numpy as np

from sim.billing.claims.claim_versions import owners
from sim.ground.joins import find_in, find_rows, sum_by
from sim.ground.table import Table

RANKS = {"P": 1, "S": 2, "T": 3}


class Passed(NamedTuple):
    """Per line of a claim to a later payer: what it got from the payer before, cents; and per answered line (with the
    answer's sign).
    """

    lines: Table  # claim_key, claim_line_number, encounter_key, day, patient_amount, denied_amount
    answers: np.ndarray  # one per answered line, 0 for first payers


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
    what the payer of that line left to the patient or denied, by its own account (signed; denied without what a new
    claim sent again)."""
    rank = ranks(heads)
    if not (rank > 1).any():
        return None
    own, of_answer = find_rows(heads.claim_key, lines.claim_key), find_rows(heads.claim_key, answers.claim_key)
    later = np.flatnonzero(
        (rank[own] > 1) & (heads.replaces_claim_key[own] < 0) & _received(heads, acknowledgements)[own]
    )
    moved, before = lines.take(later).select("claim_key", "claim_line_number"), own[later]
    sign = np.where(answers.is_reversal, -1, 1)
    open_patient, open_denied = np.zeros((2, len(answers)), np.int64)
    patient, refused = np.zeros((2, len(later)), np.int64)
    shared, denied = shared.copy(), denied.copy()
    for number in (2, 3):
        mine, due = rank[before] == number, rank[of_answer] == number
        former = rank[of_answer] == number - 1
        place = _place(heads.encounter_key[of_answer[former]], answers.claim_line_number[former])
        for amounts, out, per_line in ((shared, open_patient, patient), (denied, open_denied, refused)):
            keys, total = _sums(place, amounts[former])
            per_line[mine] = _at(keys, total, _place(heads.encounter_key[before[mine]], moved.claim_line_number[mine]))
            out[due] = sign[due] * _at(
                keys, total, _place(heads.encounter_key[of_answer[due]], answers.claim_line_number[due])
            )
        refusal = ~answers.denial_policy.is_missing
        shared[due] = np.where(refusal, 0, answers.patient_responsibility_amount)[due]
        denied[due] = np.where(refusal, open_patient + open_denied - answers.paid_amount, 0)[due]
    table = moved.with_columns(
        encounter_key=heads.encounter_key[before],
        day=heads.submitted_date[before],
        patient_amount=patient,
        denied_amount=refused,
    )
    return Passed(table, open_patient + open_denied)


def _received(heads: Table, acknowledgements: Table) -> np.ndarray:
    place = find_in(acknowledgements.claim_key, heads.claim_key)
    return ~((place >= 0) & ~np.append(acknowledgements.is_accepted, False)[place]) & ~np.isnat(heads.submitted_date)


def _place(encounter: np.ndarray, line: np.ndarray) -> np.ndarray:
    return (encounter << 8) + line


def _sums(place: np.ndarray, amounts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    keys, inverse = np.unique(place, return_inverse=True)
    return keys, sum_by(inverse, amounts, len(keys))


def _at(keys: np.ndarray, total: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    return np.append(total, 0)[find_rows(keys, wanted)]


def bearing(heads: Table) -> np.ndarray:
    """Claims whose lines bear charges of the visit: those to the first payer that are no duplicates."""
    return owners(heads) & (ranks(heads) == 1)
