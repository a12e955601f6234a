"""Supported, not paid: what the payer would have paid for each line if the claim had said exactly what the record
supports.

The household's claims are decided again with this visit's true claim in the place of what was sent, everything else
left as it was. Lines that stand for the same service are compared; a service that was never billed is owed at the
visit. Only visits with a mistake (and a learner's work) need this second run: a visit without one is its own
counterfactual.

Four outcomes: paid and supported; paid but not supported (the payer recoups it after an audit); not paid but
owed; rightly not paid. Money is two numbers, owed and not paid, paid and not supported, never one signed sum.
"""

from typing import NamedTuple

import numpy as np

from sim.billing.answers.declared_payer_errors import won_by_record
from sim.billing.answers.next_payer_amounts import ranks
from sim.billing.answers.payer_answer import answer
from sim.billing.answers.secondary_claims import of_payers, together, with_next_payers
from sim.billing.claims.claim import clean
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.claim_versions import continued, effective, owners, standing
from sim.billing.claims.line_pairs import COMPARED, true_lines_of
from sim.clinic.people.people import People
from sim.clinic.visits.coded_rows import Work
from sim.ground.coded import Coded
from sim.ground.joins import find_in, find_rows, number_within, pairs_by_key
from sim.ground.keys import VERSIONS
from sim.ground.table import Table, empty
from sim.payer.engine.engine import Adjudication

TURNS = 4  # numbers of payers in turn for one visit
OUTCOMES = ("paid and supported", "paid but not supported", "not paid but owed", "rightly not paid")


class Supported(NamedTuple):
    """`amount`, `patient`: cents per row of the remittance lines given, from the payer and from the patient. `missing`:
    services owed and never billed or never decided (encounter_key, procedure_code, supported_amount,
    supported_patient_amount). `truth`: the counterfactual remittance lines of the visits that needed one, with
    encounter_key and procedure_code."""

    amount: np.ndarray
    patient: np.ndarray
    missing: Table
    truth: Table


def filled_in(decided: Adjudication, found: Supported) -> Adjudication:
    """The adjudication with the supported amounts of its remittance lines."""
    lines = decided.remittance_lines
    return decided._replace(
        remittance_lines=lines.with_columns(supported_amount=found.amount, supported_patient_amount=found.patient)
    )


def supported(
    encounters: Table,
    truth: Work,
    claims: Claims,
    decided: Adjudication,
    people: People,
    needs: np.ndarray | None = None,
    true_lines: Table | None = None,
) -> Supported:
    """Supported amounts of all visits. truth: Work of version truth; decided: adjudication of all the households'
    claims; needs: which visits get a second run (default: needs_truth); true_lines: the second run's lines, where it
    was made before (it does not depend on the visit's own claims).
    """
    answers = decided.remittance_lines
    claims = claims._replace(claims=effective(claims.claims, decided.acknowledgements))
    head = find_rows(claims.claims.claim_key, answers.claim_key)
    visit = find_in(encounters.encounter_key, claims.claims.encounter_key[head])
    needs = needs_truth(encounters) if needs is None else needs
    true_lines = (
        truth_lines(encounters, truth, claims, people, np.flatnonzero(needs)) if true_lines is None else true_lines
    )
    mine = np.flatnonzero(needs[visit])
    sign, place, missing = _matched(true_lines, claims, answers.take(mine))
    bears = _counts(claims.claims)[head]
    amounts = []
    for of in (lambda table: table.paid_amount, patient_share):
        amount = of(answers).copy()
        amount[mine] = sign * np.append(of(true_lines), 0)[place]
        amounts.append(np.where(bears, amount, 0))
    return Supported(amounts[0], amounts[1], missing, true_lines)


def patient_share(answers: Table) -> np.ndarray:
    """Cents of the patient's share per line; what a denial of group PR names is not one, until somebody has decided to
    bill it.
    """
    return np.where(answers.denial_policy.is_missing, answers.patient_responsibility_amount, 0)


def needs_truth(encounters: Table) -> np.ndarray:
    """Which visits need a second run: those with a mistake, and a learner's work."""
    return ~encounters.mistake.is_missing | encounters.coder.is_missing


def as_supported(encounters: Table) -> Table:
    """The visits as the front desk should have registered them, with no mistake."""
    none = Coded.constant("", len(encounters))
    return encounters.with_columns(
        registered_coverage_key=encounters.coverage_key,
        registered_authorization_number=encounters.prior_authorization_number,
        registered_referral_number=encounters.referral_number,
        mistake=none,
        mistake_at=none,
        trap_number=np.zeros(len(encounters), np.int64),
    )


def truth_lines(encounters: Table, truth: Work, claims: Claims, people: People, rows: np.ndarray) -> Table:
    """Remittance lines of the true claims of some visits (rows of `encounters`), each decided among the household's
    other claims as sent.

    Beside the remittance columns: encounter_key and procedure_code. One pass for the first such visit of every
    household, one for the second ..."""
    visits = encounters.take(rows)
    turn = _turns(visits.household_key)
    parts = [
        _one_turn(as_supported(visits.take(turn == number)), truth, claims, people)
        for number in range(1, int(turn.max(initial=0)) + 1)
    ]
    if not parts:
        return empty("remittance_lines").with_columns(
            encounter_key=np.zeros(0, np.int64),
            turn=np.zeros(0, np.int64),
            **{name: Coded.of([]) for name in COMPARED},
        )
    return Table.concat(parts).sort_by("turn")


def _turns(households: np.ndarray) -> np.ndarray:
    order = np.argsort(households, kind="stable")
    turn = np.zeros(len(households), np.int64)
    turn[order] = number_within(households[order])
    return turn


def _one_turn(visits: Table, truth: Work, claims: Claims, people: People) -> Table:
    mine, heads = clean(visits, _work_of(truth, visits.encounter_key), people), claims.claims
    keep = heads.claim_key[
        np.isin(heads.household_key, visits.household_key) & ~np.isin(heads.encounter_key, visits.encounter_key)
    ]
    both = together(Claims(*(table.take(np.isin(table.claim_key, keep)) for table in claims)), mine)
    people = people.of(np.unique(visits.household_key))
    theirs = of_payers(both, mine.claims)  # a payer knows only its own claims
    decided = answer(theirs, people)
    aside = won_by_record(mine, decided.remittance_lines)
    records = {"payer_errors": aside} if len(aside) else {}
    both, decided = with_next_payers(both, answer(theirs, people, **records) if records else decided, people, **records)
    return true_lines(both, decided, mine.claims.encounter_key)


def true_lines(claims: Claims, decided: Adjudication, encounter_keys: np.ndarray) -> Table:
    """The answers to the true claims of these visits, as `supported` takes them: remittance lines with encounter_key,
    the columns by which lines are paired, and `turn` (one number for each visit and payer in turn).
    """
    true_lines = decided.remittance_lines
    true_lines = true_lines.take(np.isin(true_lines.claim_key >> VERSIONS, encounter_keys) & ~true_lines.is_reversal)
    return true_lines.with_columns(
        encounter_key=true_lines.claim_key >> VERSIONS,
        turn=_turn(claims.claims, true_lines.claim_key),
        **{name: claims.lines[name][line_rows(claims.lines, true_lines)] for name in COMPARED},
    )


def _counts(heads: Table) -> np.ndarray:
    """Claims whose money counts for the visit: those that bear its charges, and those that take an answer on to the
    next payer.
    """
    return owners(heads) | (heads.follows_claim_key >= 0)


def _turn(heads: Table, claim_keys: np.ndarray) -> np.ndarray:
    """One number for each visit and payer in turn: what a second payer owes is compared with what it paid, not with the
    first one's.
    """
    return (claim_keys >> VERSIONS) * TURNS + ranks(heads)[find_in(heads.claim_key, claim_keys)]


def _work_of(work: Work, encounter_keys: np.ndarray) -> Work:
    return type(work)(*(table.take(np.isin(table.encounter_key, encounter_keys)) for table in work))


def line_rows(lines: Table, answers: Table) -> np.ndarray:
    """The row of `lines` that each remittance line or adjustment is about."""
    return find_in(
        (lines.claim_key << 8) + lines.claim_line_number, (answers.claim_key << 8) + answers.claim_line_number
    )


def _matched(true_lines: Table, claims: Claims, answers: Table) -> tuple[np.ndarray, np.ndarray, Table]:
    """(sign, row in `true_lines` or -1) per answered line, and the true services that no line of the visit's standing
    claim stands for.
    """
    decided = answers.take(~answers.is_reversal)
    claim_keys = np.unique(decided.claim_key)
    lines = claims.lines.select(*COMPARED).take(line_rows(claims.lines, decided))
    copies, source = pairs_by_key(_turn(claims.claims, claim_keys), true_lines.turn)
    partner = true_lines_of(
        find_rows(claim_keys, decided.claim_key), lines, copies, true_lines.select(*COMPARED).take(source)
    )
    row = np.where(partner >= 0, np.append(source, -1)[partner], -1)
    place = line_rows(decided, answers)
    return (
        np.where(answers.is_reversal, -1, 1),
        np.where(place >= 0, np.append(row, -1)[place], -1),
        _missing(true_lines, claims, claim_keys[copies], source, partner),
    )


def _missing(
    true_lines: Table, claims: Claims, claim_of_copy: np.ndarray, source: np.ndarray, partner: np.ndarray
) -> Table:
    stands = claims.claims.claim_key[standing(claims.claims) & _counts(claims.claims)]
    found = np.zeros(len(source), bool)
    found[partner[partner >= 0]] = True
    billed = np.unique(source[found & np.isin(claim_of_copy, stands)])
    left = np.ones(len(true_lines), bool)
    left[billed] = False
    left &= true_lines.paid_amount + patient_share(true_lines) > 0
    return Table(
        encounter_key=true_lines.encounter_key[left],
        procedure_code=true_lines.procedure_code[left],
        supported_amount=true_lines.paid_amount[left],
        supported_patient_amount=patient_share(true_lines)[left],
    )


def money(claims: Table, decided: Adjudication, missing: Table | None = None) -> tuple[int, int]:
    """(owed and not paid, paid and not supported) in cents, over the decisions that stand: what was replaced or
    reversed does not count.
    """
    answers, counts = decided.remittance_lines, decisions_standing(claims, decided)
    gap = (answers.supported_amount - answers.paid_amount)[counts]
    unbilled = int(missing.supported_amount.sum()) if missing is not None else 0
    return int(np.maximum(gap, 0).sum()) + unbilled, int(np.maximum(-gap, 0).sum())


def decisions_standing(claims: Table, decided: Adjudication) -> np.ndarray:
    """Which remittance lines still hold: no reversals, nothing of a claim whose place another took, no denied line
    that was sent again.
    """
    claims, answers = effective(claims, decided.acknowledgements), decided.remittance_lines
    head = find_rows(claims.claim_key, answers.claim_key)
    sent_again = (continued(claims)[head] >= 0) & ~answers.denial_policy.is_missing
    return standing(claims)[head] & ~answers.is_reversal & ~sent_again


def outcomes(answers: Table) -> Coded:
    """Which of the four outcomes each remittance line is. A line paid above what is supported is paid but not
    supported.
    """
    paid, owed = answers.paid_amount, answers.supported_amount
    kind = np.select([paid > owed, owed > paid, paid > 0], [1, 2, 0], 3)
    return Coded(kind, OUTCOMES)
