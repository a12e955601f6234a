"""Posting: every cent of a visit moves from one account to another, so the books cannot fail to balance.

An entry raises `account` and lowers `contra_account` by the same amount. Open with the payer is what was charged and
not answered; denied is what the payer denied and somebody has still to work; a credit is a negative balance. After an
answer

    charge = cash from the payer + contractual write-off + patient share + denied

and nothing is left open with the payer.

A duplicate claim posts no second charge, unless the payer pays it. A claim that takes another's place posts its own
charge and reverses the earlier one, both on the day on which it is sent; a new claim for the denied lines of another
does so for these lines. The copay
taken at the desk waits as unapplied credit until the payer has said what the patient owes. Source: the balancing rules
of the 835 (charge less adjustments is paid; PR alone is the patient's).

What a payer before left to the patient or denied goes to the next payer when a claim to it is sent
(sim.billing.answers.next_payer_amounts). Interest is income, never the patient's; money that a payer recoups later
is owed to it meanwhile. Credits are worked in sim.billing.books.credits. Denied amounts of group PR wait with the
denied ones until somebody has checked the coverage: a patient is not billed by an unread remittance. Not modeled:
payment plans, bad debt.
"""

import numpy as np

from sim.billing.answers.next_payer_amounts import Passed, bearing, passed_on, ranks
from sim.billing.books.ledger_entries import entries, numbered
from sim.billing.claims.claim_mistakes import poster_targets
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.claim_versions import continued, effective, successors
from sim.ground.joins import find_in, find_rows, moments
from sim.ground.table import Table, empty
from sim.payer.engine.engine import Adjudication
from sim.payer.money.payments import payment_date


def post(
    encounters: Table, claims: Claims, adjudication: Adjudication, provider_adjustments: Table | None = None
) -> Table:
    """Table[ledger] of these visits, in order of visit and day. `claims` and `adjudication` hold every claim of the
    visits, corrected ones too. provider_adjustments: those of the payments, for interest and for money recouped at
    another time than its claim was reversed.

    >>> from sim.billing.answers.payer_answer import answer
    >>> from sim.billing.books.ledger_entries import balances
    >>> from sim.billing.claims.claim import bill
    >>> from sim.clinic.visits.case import draw_case
    >>> from sim.clinic.visits.truth import truth_work
    >>> people, visit = draw_case(7, "knee_injection", payer="acme_ppo")
    >>> claims = bill(visit, truth_work(visit), people)
    >>> ledger = post(visit, claims, answer(claims, people))
    >>> ledger.entry_kind[0], balances(ledger)["payer"], sum(balances(ledger).values())
    ('charge', 0, 0)
    """
    heads, lines = effective(claims.claims, adjudication.acknowledgements), claims.lines
    answers = adjudication.remittance_lines
    parts = [
        *_charges(heads, lines, answers),
        *_copayments(encounters),
        *_answers(encounters, heads, lines, answers, adjudication.acknowledgements),
    ]
    if provider_adjustments is not None and len(provider_adjustments):
        parts += _beside(heads, provider_adjustments)
    parts = [part for part in parts if len(part)]
    if not parts:
        return empty("ledger")
    return numbered(Table.concat(parts))


def _charges(heads: Table, lines: Table, answers: Table) -> list[Table]:
    head, successor = find_rows(heads.claim_key, lines.claim_key), _followers(heads, lines, answers)
    is_void = heads.claim_frequency_code == "8"
    bears = ((bearing(heads) & ~is_void)[head]) | (_held(lines, answers) & (ranks(heads)[head] == 1))
    where = (heads.encounter_key[head], lines.claim_key, lines.claim_line_number)
    follows = (heads.replaces_claim_key >= 0) | (heads.continues_claim_key >= 0)
    on = np.where(follows[head], heads.submitted_date[head], lines.service_date)
    posted = entries("charge", "payer", "revenue", *where, on, lines.charge_amount, bears)
    if not (successor >= 0).any():
        return [posted]
    taken = heads.submitted_date[successor]
    return [
        posted,
        entries("charge reversal", "payer", "revenue", *where, taken, -lines.charge_amount, bears & (successor >= 0)),
    ]


def _followers(heads: Table, lines: Table, answers: Table) -> np.ndarray:
    """Per line the row of the claim that took its place: that of its claim, or the new claim for refused lines if the
    line was not paid.
    """
    head, again = find_rows(heads.claim_key, lines.claim_key), continued(heads)
    whole = successors(heads)[head]
    if not (again >= 0).any():
        return whole
    return np.where((again[head] >= 0) & ~_held(lines, answers), again[head], whole)


def _held(lines: Table, answers: Table) -> np.ndarray:
    """Lines that a payer decided and did not refuse. On a duplicate such a line was charged a second time, and the
    books have to show it.
    """
    held = answers.take(answers.denial_policy.is_missing & ~answers.is_reversal)
    return np.isin((lines.claim_key << 8) + lines.claim_line_number, (held.claim_key << 8) + held.claim_line_number)


def _copayments(encounters: Table) -> list[Table]:
    keys = encounters.encounter_key
    none, whole = np.full(len(keys), -1, np.int64), np.zeros(len(keys), np.int64)
    return [
        entries(
            "patient payment",
            "unapplied credit",
            "cash",
            keys,
            none,
            whole,
            encounters.service_date,
            -encounters.copayment_collected_amount,
        )
    ]


def _answers(encounters: Table, heads: Table, lines: Table, answers: Table, told: Table) -> list[Table]:
    head = find_rows(heads.claim_key, answers.claim_key)
    visit = heads.encounter_key[head]
    where = (visit, answers.claim_key, answers.claim_line_number, answers.remittance_date)
    is_denied, bears = ~answers.denial_policy.is_missing, bearing(heads)[head]
    shared = np.where(is_denied, 0, answers.patient_responsibility_amount)
    denied = np.where(is_denied & bears, answers.charge_amount - answers.paid_amount, 0)
    passed = passed_on(heads, lines, told, answers, shared, denied)
    due = answers.charge_amount
    if passed is not None:
        due = np.where(ranks(heads)[head] > 1, passed.answers, due)
        denied = np.where(is_denied & (ranks(heads)[head] > 1), due - answers.paid_amount, denied)
        bears = bears | (ranks(heads)[head] > 1)
    contractual = np.where(is_denied, 0, due - answers.paid_amount - answers.patient_responsibility_amount)
    to_patient, unposted, forgiven = _misposted(encounters, visit)
    return [
        entries("payer payment", "payer", "cash", *where, -answers.paid_amount, ~unposted),
        entries("payer payment", "unapplied credit", "cash", *where, -answers.paid_amount, unposted),
        entries("contractual write-off", "write-off", "payer", *where, contractual, ~to_patient),
        entries("contractual write-off", "patient", "payer", *where, contractual, to_patient),
        entries("patient share", "patient", "payer", *where, shared),
        entries("denial", "denied", "payer", *where, denied, bears & ~forgiven),
        entries("write-off", "write-off", "payer", *where, denied, bears & forgiven, "not worked"),
        *_closed_denials(heads, head, answers, where, denied, bears & ~forgiven),
        *(_passed(passed, where, is_denied) if passed else []),
        *_credits(encounters, visit, answers, np.where(to_patient, shared + contractual, shared), passed),
    ]


def _passed(
    passed: Passed, where: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray], is_denied: np.ndarray
) -> list[Table]:
    """What the payer before left open goes to the next payer on the day its claim is sent; what changes of it after
    the next payer's answer ends as that answer did. `where`, `is_denied`: of each answered line.
    """
    lines, row = passed.lines, passed.later.row
    sent = (lines.encounter_key, lines.claim_key, lines.claim_line_number, lines.day)
    visit, claim, line = (column[row] for column in where[:3])
    changed = (visit, claim, line, passed.later.day, passed.later.amount)
    return [
        entries("billed to the next payer", "payer", "patient", *sent, lines.patient_amount),
        entries("billed to the next payer", "payer", "denied", *sent, lines.denied_amount),
        entries("denial", "denied", "payer", *changed, is_denied[row]),
        entries("contractual write-off", "write-off", "payer", *changed, ~is_denied[row]),
    ]


BESIDE = {
    ("L6", False): ("interest", "interest"),
    ("WO", False): ("recoupment delayed", "owed to payers"),
    ("WO", True): ("recoupment", "owed to payers"),
    ("72", False): ("refund acknowledged", "owed to payers"),
}


def _beside(heads: Table, provider_adjustments: Table) -> list[Table]:
    """Interest and delayed take-backs of claims, from the provider adjustments of their payments (positive lowers the
    payment).
    """
    rows = provider_adjustments.take(provider_adjustments.claim_key >= 0)
    visit, line = heads.encounter_key[find_rows(heads.claim_key, rows.claim_key)], np.zeros(len(rows), np.int64)
    where = (visit, rows.claim_key, line, payment_date(rows.payment_key), rows.amount)
    return [
        entries(kind, account, "cash", *where, (rows.adjustment_code == code) & ((rows.amount > 0) == positive))
        for (code, positive), (kind, account) in BESIDE.items()
    ]


def _misposted(encounters: Table, visit: np.ndarray) -> list[np.ndarray]:
    """Per answered line, the poster's mistakes: contractual amount to the patient, payment left without its visit,
    denial written off unread.
    """
    targets = poster_targets(encounters)
    if targets is None:
        return [np.zeros(len(visit), bool)] * 3
    target = targets[find_in(encounters.encounter_key, visit)]
    return [target == kind for kind in ("contractual to patient", "payment to wrong visit", "denial written off")]


def _closed_denials(
    heads: Table,
    head: np.ndarray,
    answers: Table,
    where: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
    denied: np.ndarray,
    bears: np.ndarray,
) -> list[Table]:
    """A new claim for denied lines (no replacement, so no reversal comes): what was refused is open with the new
    claim.
    """
    again = continued(heads)
    if not (again >= 0).any():
        return []
    day = np.maximum(heads.submitted_date[again[head]], answers.remittance_date)
    return [
        entries(
            "denial closed by a new claim",
            "payer",
            "denied",
            where[0],
            where[1],
            where[2],
            day,
            denied,
            bears & (again[head] >= 0),
        )
    ]


def _credits(
    encounters: Table, visit: np.ndarray, answers: Table, shared: np.ndarray, passed: Passed | None
) -> list[Table]:
    """The copay taken at the desk pays what the payer left to the patient, up to that, on the day on which it is known;
    the rest stays a credit. An answer that changes what is left changes what the copay pays.
    """
    rows, day, owed = find_in(encounters.encounter_key, visit), answers.remittance_date, shared
    if passed is not None:
        lines = passed.lines
        rows = np.concatenate([rows, find_in(encounters.encounter_key, lines.encounter_key)])
        day, owed = np.concatenate([day, lines.day]), np.concatenate([owed, -lines.patient_amount])
    known = np.flatnonzero(rows >= 0)
    row, at, place = moments(rows[known], day[known])
    is_first = np.diff(row, prepend=-1) != 0
    begins = np.maximum.accumulate(np.where(is_first, np.arange(len(row)), 0))
    moved = np.bincount(place, weights=owed[known], minlength=len(row)).astype(np.int64)
    before = np.cumsum(moved) - moved
    applied = np.minimum(encounters.copayment_collected_amount[row], np.maximum(before + moved - before[begins], 0))
    change = applied - np.where(is_first, 0, np.roll(applied, 1))
    size = np.zeros(len(row), np.int64)
    return [
        entries(
            "credit applied",
            "patient",
            "unapplied credit",
            encounters.encounter_key[row],
            size - 1,
            size,
            at.astype("datetime64[D]"),
            -change,
        )
    ]
