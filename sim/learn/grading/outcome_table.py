"""What came of many pieces of coded work, as one table: what a learner sent, and each of the errors in it made alone,
for one answer or for the answers of many learners.

    outcomes([CodedWork(case, visit), ...])         one Outcome each, in order

Each piece is a copy of its household (sim/billing/answers/household_copies.py). All of them, and the true claim of a
case that was not answered before, go through the payers together. What is owed and not paid has to be repaired to know
how late it would come: these repairs are one table more.
"""

from collections.abc import Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from sim.billing.answers.household_copies import (
    HOUSEHOLD,
    Asked,
    answered_together,
    copies,
    moved,
    moves_of,
    people_of,
    taken_back,
)
from sim.billing.answers.payer_answers import Answered, answered
from sim.billing.answers.secondary_claims import together
from sim.billing.answers.supported_amounts import (
    TURNS,
    decisions_standing,
    filled_in,
    patient_share,
    supported,
)
from sim.billing.claims.claim import clean
from sim.billing.claims.claim_mistakes import with_mistakes
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.claim_versions import has_the_last_word
from sim.billing.claims.submission import received_date, submitted_date
from sim.billing.denials.repair import attempt, verdict
from sim.billing.visit.journey import Journey
from sim.billing.visit.journeys_together import keep_truth
from sim.billing.visit.visit_record import Visit
from sim.clinic.people.people import People
from sim.clinic.visits.coded_rows import Work, work_of
from sim.clinic.visits.coded_visit import CodedVisit
from sim.ground.joins import find_rows, sum_by
from sim.ground.keys import MEMBERS, VERSIONS, VISITS
from sim.ground.table import Table
from sim.learn.exercises.case import Case
from sim.learn.grading.outcome import Outcome, billed_visit

MOST_KEPT = 512  # outcomes of one case


class CodedWork(NamedTuple):
    """What was coded for the visit of a case."""

    case: Case
    visit: CodedVisit


_kept: WeakKeyDictionary[Case, dict[CodedVisit, Outcome]] = WeakKeyDictionary()


def outcomes(pieces: Sequence[CodedWork]) -> list[Outcome]:
    """What came of each piece of work. The same work on the same case has the same outcome and is followed once."""
    fresh = [one for one in dict.fromkeys(pieces) if one.visit not in _kept.get(one.case, {})]
    found = dict(zip(fresh, _followed(fresh), strict=True)) if fresh else {}
    every = [found[one] if one in found else _kept[one.case][one.visit] for one in pieces]
    for one, result in found.items():
        kept = _kept.setdefault(one.case, {})
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[one.visit] = result
    return every


def _followed(pieces: Sequence[CodedWork]) -> list[Outcome]:
    table = _answered(pieces)
    figures = table.figures()
    days = _days_late(table, [number for number, owed in enumerate(figures.owed.tolist()) if owed])
    return [
        Outcome(owed, unsupported, days.get(number, 0), is_paid, patient)
        for number, (owed, unsupported, is_paid, patient) in enumerate(
            zip(*(column.tolist() for column in figures), strict=True)
        )
    ]


# -- all pieces as one table


class Figures(NamedTuple):
    """Per piece: cents owed and not paid, cents paid and not supported, paid as owed at the first decision, cents that
    the patient is billed too much.
    """

    owed: np.ndarray
    unsupported: np.ndarray
    paid_first_time: np.ndarray
    patient: np.ndarray


class AnsweredTable(NamedTuple):
    """Pieces 0, 1, 2 ... as households 1, 2, 3 ..., and the payers' answers to all of them with supported amounts.
    missing: what was never billed; truth: the lines of the true claims.
    """

    pieces: Sequence[CodedWork]
    visits: Sequence[Visit]
    moves: Sequence[int]
    work: Work
    answers: Answered
    missing: Table
    truth: Table

    def figures(self) -> Figures:
        """What the answers add up to, piece by piece."""
        claims, decided = self.answers
        lines = decided.remittance_lines
        counts = decisions_standing(claims.claims, decided)
        last = np.isin(lines.claim_key, claims.claims.claim_key[has_the_last_word(claims.claims)])
        gap = np.where(counts, lines.supported_amount - lines.paid_amount, 0)
        owner = _piece(lines.claim_key)
        share = self._sum(owner, np.where(counts & last, patient_share(lines), 0))
        unbilled = self._sum(_piece(self.missing.encounter_key << VERSIONS), self.missing.supported_amount)
        return Figures(
            self._sum(owner, np.maximum(gap, 0)) + unbilled,
            self._sum(owner, np.maximum(-gap, 0)),
            self._paid_first_time(owner),
            share - self._sum(_piece(self.truth.claim_key), patient_share(self.truth)),
        )

    def _sum(self, owner: np.ndarray, amounts: np.ndarray) -> np.ndarray:
        return sum_by(owner, amounts.astype(np.int64), len(self.pieces))

    def _paid_first_time(self, owner: np.ndarray) -> np.ndarray:
        """As sim.billing.visit.journey_figures.is_paid_first_time, for every piece."""
        claims, decided = self.answers
        lines, heads = decided.remittance_lines, claims.claims
        first = heads.claim_key[heads.adjudication_round == 0]
        mine = np.isin(lines.claim_key, first) & ~lines.is_reversal
        denied = ~lines.denial_policy.is_missing & (lines.supported_patient_amount > 0)
        wrong = mine & ((lines.paid_amount != lines.supported_amount) | denied)
        unanswered = ~np.isin(first, lines.claim_key[mine])
        bad = self._sum(owner, wrong) + self._sum(_piece(first), unanswered)
        bad += self._sum(_piece(self.missing.encounter_key << VERSIONS), np.ones(len(self.missing)))
        return (bad == 0) & (self._sum(owner, mine) > 0)

    def journey(self, number: int) -> Journey:
        """The journey of one piece, under its own keys."""
        move = self.moves[number]
        mine = (
            moved(_of_household(self.work.diagnoses, number), -move),
            moved(_of_household(self.work.services, number), -move),
        )
        return Journey(self.visits[number], Work(*mine), *taken_back(self.answers, number + 1, move))


def _piece(claim_keys: np.ndarray) -> np.ndarray:
    return (claim_keys >> HOUSEHOLD) - 1


def _of_household(table: Table, number: int) -> Table:
    bits = MEMBERS + VISITS
    first, last = np.searchsorted(table.encounter_key, [(number + 1) << bits, (number + 2) << bits])
    return table.take(slice(first, last))


def _answered(pieces: Sequence[CodedWork]) -> AnsweredTable:
    """All pieces decided together, and with them the true claims of cases that were not answered before."""
    visits = [billed_visit(one.case, one.visit) for one in pieces]
    unknown = [one for one in dict.fromkeys(visits) if not one.has_truth_lines]
    people = [one.people for one in (*visits, *unknown)]
    moves = moves_of(people)
    everybody = people_of(people, moves)
    count = len(pieces)
    encounters = copies([one.encounters for one in visits], moves[:count])
    work = work_of(encounters.encounter_key, [one.visit for one in pieces], np.arange(count), "coded")
    claims = _billed(encounters, np.array([one.key for one in visits]), work, everybody)
    if unknown:
        true = [copies([one.true[at] for one in unknown], moves[count:]) for at in range(len(Claims._fields))]
        claims = together(claims, Claims(*true))
    errors = dict(zip(encounters.encounter_key.tolist(), (one.errors for one in visits), strict=True))
    answers = answered(claims, everybody, errors)
    for number, one in enumerate(unknown, count + 1):
        keep_truth(one, taken_back(answers, number, moves[number - 1]))
    answers = _first_households(answers, count)
    truth = _truth(visits, moves[:count])
    every = np.ones(count, bool)
    found = supported(encounters, work, *answers, everybody, every, truth)
    answers = answers._replace(decided=filled_in(answers.decided, found))
    return AnsweredTable(pieces, visits, moves, work, answers, found.missing, truth)


def _billed(encounters: Table, originals: np.ndarray, work: Work, people: People) -> Claims:
    """The claims of copies; the day on which a claim leaves the clinic is drawn by the key of the visit itself."""
    claims = clean(encounters, work, people)
    row = find_rows(encounters.encounter_key, claims.claims.encounter_key)
    submitted = submitted_date(originals[row], encounters.service_date[row])
    heads = claims.claims.with_columns(submitted_date=submitted, received_date=received_date(submitted))
    return with_mistakes(claims._replace(claims=heads), encounters)


def _first_households(answers: Answered, count: int) -> Answered:
    end = (count + 1) << HOUSEHOLD

    def mine(table: Table) -> Table:
        return table.take(slice(0, np.searchsorted(table.claim_key, end)))

    claims, decided = answers
    return Answered(Claims(*(mine(table) for table in claims)), type(decided)(*(mine(table) for table in decided)))


def _truth(visits: Sequence[Visit], moves: Sequence[int]) -> Table:
    """The lines of the true claims of all pieces."""
    lines = [one.truth_lines for one in visits]
    distance = np.repeat(moves, [len(one) for one in lines]) << (MEMBERS + VISITS)
    found = copies(lines, moves)
    return found.with_columns(turn=found.turn + distance * TURNS)


# -- how late the money comes


def _days_late(table: AnsweredTable, numbers: Sequence[int]) -> dict[int, int]:
    """Piece -> days by which what is owed comes later, where a repair brings it."""
    tried = []
    for number in numbers:
        situation = table.journey(number).situation()
        planned = attempt(situation)
        if planned is not None:
            tried.append((number, situation, planned))
    answers = answered_together(
        [Asked(one.people, planned.claims, tuple(one.errors), planned.aside) for _, one, planned in tried]
    )
    found = [verdict(one, planned, told) for (_, one, planned), told in zip(tried, answers, strict=True)]
    return {number: max(0, one.days_late) for (number, *_), one in zip(tried, found, strict=True) if one.pays}
