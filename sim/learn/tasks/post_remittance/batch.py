"""The remittance of a case: claims of several patients, decided together, in one payment; with it a claim of some weeks
before that has been corrected, if the exercise wants one.
"""

from dataclasses import dataclass

import numpy as np

from sim.billing.books.remittance_posting import Posted, RemittancePosting, remittance_posting
from sim.billing.books.revenue_cycle import CodedVisits
from sim.billing.answers.supported_amounts import as_supported
from sim.billing.claims.claim import bill, clean
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.corrections import correct
from sim.billing.claims.submission import received_date, worked_on
from sim.ground.files import remembered_up_to
from sim.learn.exercises.case import Case
from sim.learn.exercises.remittance import Remittance, last_payment
from sim.learn.exercises.several_visits import (
    answered_visits,
    coded_visits,
    declared_by,
)
from sim.learn.tasks.post_remittance.given import BEFORE, Given, wanted
from sim.payer.money.payments import Takeback

LATER = {"held": 45, "recouped": 0}  # days after the reversal from which the payer takes the money


@dataclass(frozen=True, eq=False)
class Batch(Remittance):
    """A remittance and how it is posted."""

    posting: RemittancePosting


@remembered_up_to(96)
def batch(case: Case) -> Batch:
    """The remittance of a case. Raises CleanClaimError where the exercise's wishes give none."""
    asked = wanted(case)
    visits = coded_visits(case, asked.visits)
    claims, takebacks = _claims(case, visits, asked)
    books = answered_visits(visits, claims, declared_by(case, visits), takebacks)
    payer = case.exercise.second_payer if asked.of == "second payer" else case.exercise.payer
    paid = last_payment(case, books, payer)
    held = Posted(
        visits.encounters,
        books.claims.claims,
        books.decided.remittance_lines,
        books.ledger,
        books.payments,
        books.provider_adjustments,
        books.remittance_payments,
    )
    return Batch(books, paid, remittance_posting(held, paid["payment_key"]))


def _claims(case: Case, visits: CodedVisits, asked: Given) -> tuple[Claims, tuple[Takeback, ...]]:
    """All claims, those of the batch sent on one day, and how money of corrected ones comes back."""
    claims = bill(visits.encounters, visits.work, visits.people)
    heads = claims.claims
    last = visits.encounters.service_date.max()
    early = np.isin(
        heads.encounter_key,
        visits.encounters.encounter_key[visits.encounters.service_date < last - asked.visits.days],
    )
    day = np.max(heads.submitted_date[~early & ~np.isnat(heads.submitted_date)])
    if not asked.take_back:
        return _sent(claims, ~early, day), ()
    corrected = np.max(worked_on(_answer_days(case, visits, claims)[early]))
    before = asked.take_back in BEFORE
    day = max(day, corrected + 1) if before else max(day, corrected)
    claims = _sent(claims, ~early, day)
    for key in heads.claim_key[early].tolist():
        claims = correct(claims, key, "replacement", on=corrected if before else day, content=_true_claim(visits, key))
    return claims, _takebacks(asked.take_back, heads.claim_key[early].tolist(), corrected if before else day)


def _sent(claims: Claims, which: np.ndarray, day: np.datetime64) -> Claims:
    """These claims sent on one day, unless they are held."""
    heads = claims.claims
    sent = np.where(which & ~np.isnat(heads.submitted_date), day, heads.submitted_date)
    return claims._replace(claims=heads.with_columns(submitted_date=sent, received_date=received_date(sent)))


def _answer_days(case: Case, visits: CodedVisits, claims: Claims) -> np.ndarray:
    """The day on which each claim was answered as first sent."""
    lines = answered_visits(visits, claims, declared_by(case, visits)).decided.remittance_lines
    days = dict(zip(lines.claim_key.tolist(), lines.remittance_date, strict=True))
    return np.array([days.get(key, np.datetime64("NaT", "D")) for key in claims.claims.claim_key.tolist()])


def _true_claim(visits: CodedVisits, key: int) -> Claims:
    """The claim that the record of this claim's visit supports."""
    true = clean(as_supported(visits.encounters), visits.truth, visits.people)
    mine = true.claims.claim_key[true.claims.encounter_key == key >> 4]
    return Claims(
        true.claims.take(np.isin(true.claims.claim_key, mine)), true.lines.take(np.isin(true.lines.claim_key, mine))
    )


def _takebacks(way: str, keys: list[int], day: np.datetime64) -> tuple[Takeback, ...]:
    """How the payer gets the money of these reversed claims back."""
    if way == "refunded":
        return tuple(Takeback(key, "refunded") for key in keys)
    return tuple(Takeback(key, "later", day + LATER[way]) for key in keys) if way in LATER else ()
