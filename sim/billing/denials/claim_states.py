"""The state of a claim, one word for where it stands (DESIGN vocabulary): held, rejected, accepted, pended, no answer,
paid, short-paid, overpaid, denied, closed. A rejection comes from a front end and is not a denial; a claim whose place
another took is closed.

Appealed is a claim between the letter and the payer's decision on it. Forwarded is a state of the trade that the
simulation does not reach yet.
"""

import numpy as np

from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.claim_versions import continued, effective, standing
from sim.ground.coded import Coded
from sim.ground.dates import Day, day_of
from sim.ground.joins import find_in, find_rows, sum_by
from sim.ground.table import Table
from sim.payer.engine.engine import Adjudication

STATES = (
    "held",
    "rejected",
    "accepted",
    "pended",
    "no answer",
    "paid",
    "short-paid",
    "overpaid",
    "denied",
    "forwarded",
    "appealed",
    "closed",
)


def claim_states(claims: Table, decided: Adjudication, today: Day = None, appeals: Table | None = None) -> Coded:
    """The state of every claim on a day (default: when every answer is in). `decided` is an adjudication whose
    supported amounts are filled in: short-paid and overpaid are measured against them, per claim. appeals: letters and
    the payers' decisions on them, as far as there are any."""
    day = np.datetime64("2999-01-01") if today is None else day_of(today)
    told = decided.acknowledgements
    place = find_in(told.claim_key, claims.claim_key)
    linked = effective(claims, told)
    known = (place >= 0) & (_at(told.acknowledgement_date, place, "NaT") <= day)
    refused = known & ~np.append(told.is_accepted, False)[place]
    waits = known & ~refused & ~told.policy.is_missing[place] if len(told) else known
    answers = decided.remittance_lines.take(
        ~decided.remittance_lines.is_reversal & (decided.remittance_lines.remittance_date <= day)
    )
    rows = find_rows(claims.claim_key, answers.claim_key)
    lines = sum_by(rows, np.ones(len(answers), np.int64), len(claims))
    denied = sum_by(rows, (~answers.denial_policy.is_missing).astype(np.int64), len(claims))
    gap = sum_by(rows, answers.paid_amount - answers.supported_amount, len(claims))
    lost = sum_by(rows, np.where(answers.denial_policy.is_missing, 0, answers.supported_patient_amount), len(claims))
    is_denied = (lines > 0) & (denied == lines)
    is_held = np.isnat(claims.submitted_date) | (claims.submitted_date > day)
    is_closed = ~standing(linked) | ((continued(linked) >= 0) & (refused | is_denied))
    conditions = [
        appealed(claims, appeals, day),
        is_held,
        is_closed,
        refused,
        is_denied,
        (lines > 0) & ((gap < 0) | (lost > 0)),
        (lines > 0) & (gap > 0),
        lines > 0,
        waits | (known & (today is None)),
        known,
    ]
    words = ("appealed", "held", "closed", "rejected", "denied", "short-paid", "overpaid", "paid", "pended", "accepted")
    return Coded(np.select(conditions, [STATES.index(word) for word in words], STATES.index("no answer")), STATES)


def appealed(claims: Table, appeals: Table | None, day: Day) -> np.ndarray:
    """Which claims wait on a day for the decision on a letter: it was sent, and the payer has not decided."""
    if appeals is None or not len(appeals):
        return np.zeros(len(claims), bool)
    day = day_of(day)
    return np.isin(claims.claim_key, appeals.claim_key[(appeals.sent_date <= day) & (day < appeals.decision_date)])


def known_by(claims: Claims, decided: Adjudication, day: Day) -> tuple[Claims, Adjudication]:
    """(claims, decided) as a clinic knew them on a day: what was sent by then, and what was answered by then."""
    day = day_of(day)
    heads = claims.claims.take(~(claims.claims.submitted_date > day))
    mine = [table.take(np.isin(table.claim_key, heads.claim_key)) for table in claims[1:]]
    told, lines = decided.acknowledgements, decided.remittance_lines
    rows = decided.adjustments
    return type(claims)(heads, *mine), decided._replace(
        acknowledgements=told.take((told.acknowledgement_date <= day) & np.isin(told.claim_key, heads.claim_key)),
        remittance_lines=lines.take(lines.remittance_date <= day),
        adjustments=rows.take(answered_by(rows, lines, day)),
    )


def answered_by(rows: Table, lines: Table, day: np.datetime64) -> np.ndarray:
    """Which adjustments stand on a remittance of that day or before."""

    def sign(table: Table) -> np.ndarray:
        return (table.claim_key << 1) + table.is_reversal

    return np.isin(sign(rows), sign(lines)[lines.remittance_date <= day])


def _at(column: np.ndarray, place: np.ndarray, missing: str) -> np.ndarray:
    return np.append(column, day_of(missing))[place]


def paid_first_time(claims: Table, decided: Adjudication) -> bool:
    """Was every line of the first claims paid in full as owed at the first decision? Rightly unpaid lines count as paid
    as owed.
    """
    first = claims.claim_key[(claims.adjudication_round == 0)]
    answers = decided.remittance_lines.take(
        np.isin(decided.remittance_lines.claim_key, first) & ~decided.remittance_lines.is_reversal
    )
    answered = np.isin(first, answers.claim_key).all()
    refused = ~answers.denial_policy.is_missing & (answers.supported_patient_amount > 0)
    return bool(
        answered and len(answers) and (answers.paid_amount == answers.supported_amount).all() and not refused.any()
    )
