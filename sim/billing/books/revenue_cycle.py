"""The revenue cycle of coded visits: claim, answers of all payers, what is supported, ledger. One visit is a table of
one; bulk runs, the notebook's verbs and a journey go the same way.

    claims = bill(encounters, work, people)                      sim.billing.claims.claim
    answers = adjudicated(visits, claims)                        claims to the next payers are added
    books = posted(visits.encounters, answers)                   the ledger, and the block's part of the payments
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from sim.billing.answers.declared_payer_errors import SetAside, declared
from sim.billing.answers.payer_answers import answered
from sim.billing.answers.supported_amounts import filled_in, needs_truth, supported
from sim.billing.books.ledger import post
from sim.billing.claims.claim import Claims, bill
from sim.clinic.people.people import People
from sim.clinic.visits.coded_rows import Work
from sim.ground.table import Table
from sim.payer.engine.engine import Adjudication
from sim.payer.engine.payer_errors import PayerError
from sim.payer.money.payments import Part, Takeback
from sim.payer.money.payments import answered as paid


class CodedVisits(NamedTuple):
    """What is there when the biller begins: who was seen, what was coded, what the record supports."""

    people: People
    encounters: Table
    work: Work
    truth: Work


class Answers(NamedTuple):
    """All claims, those to the next payers with them; the payers' answers with supported amounts; and `unbilled`:
    services that the record supports and nobody billed.
    """

    claims: Claims
    decided: Adjudication
    unbilled: Table


class Books(NamedTuple):
    """The ledger, and these visits' part of the payments (payments cross households)."""

    ledger: Table
    part: Part


class Cycle(NamedTuple):
    """All of it."""

    answers: Answers
    books: Books


def revenue_cycle(visits: CodedVisits) -> Cycle:
    """From coded visits to the ledger.

    >>> from sim.clinic.visits.case import draw_case
    >>> from sim.clinic.visits.truth import truth_work
    >>> people, visit = draw_case(7, "knee_injection", payer="acme_ppo")
    >>> answers, books = revenue_cycle(CodedVisits(people, visit, truth_work(visit), truth_work(visit)))
    >>> len(answers.claims.claims), books.ledger.entry_kind[0], len(answers.unbilled)
    (1, 'charge', 0)
    """
    answers = adjudicated(visits, bill(visits.encounters, visits.work, visits.people))
    return Cycle(answers, posted(visits.encounters, answers))


def adjudicated(
    visits: CodedVisits,
    claims: Claims,
    aside: Sequence[SetAside] = (),
    more: Mapping[int, tuple[PayerError, ...]] | None = None,
) -> Answers:
    """The answers to these claims, with supported amounts. aside: what payers set aside after disputes; more: mistakes
    of payers by encounter key, beside those that the scenarios declare.
    """
    errors = declared(visits.encounters)
    for visit, found_wrong in (more or {}).items():
        errors[visit] = (*errors.get(visit, ()), *found_wrong)
    sent, decided = answered(claims, visits.people, errors, aside)
    needs = needs_truth(visits.encounters) | np.isin(visits.encounters.encounter_key, list(errors))
    found = supported(visits.encounters, visits.truth, sent, decided, visits.people, needs)
    return Answers(sent, filled_in(decided, found), found.missing)


def posted(encounters: Table, answers: Answers, takebacks: tuple[Takeback, ...] = ()) -> Books:
    """The ledger of these visits. takebacks: how the money of reversed claims comes back, where not out of the same
    payment.
    """
    part = paid(answers.claims.claims, answers.decided, takebacks)
    return Books(post(encounters, answers.claims, answers.decided, part.adjustments), part)
