"""Several claims for a case: visits of different patients, billed, answered by the payers and posted. Same exercise and
variant, same rows on every machine; seed, traps and truth stay on this side.

    several_visits(case, Wanted(claims=5, mistakes=("missing-modifier-25",), days=4))     a few claims, sent together
    answered_visits(visits, claims)                                                       the same after more claims
    clinic_month(case, 120)                                                               a month of a small clinic

A task that needs them takes their wishes from its exercise's [given] (WANTED_FIELDS), the scenarios, payer, fixed
choices, second payer and the payer's own mistakes from the exercise itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.billing.books.revenue_cycle import CodedVisits, adjudicated, posted
from sim.billing.claims.claim import bill
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.submission import received_date
from sim.clinic.people.people import People
from sim.clinic.visits.coded_rows import Work, work_of
from sim.clinic.visits.several_visits import Asked, draw_month, draw_visits
from sim.clinic.visits.truth import truth_work
from sim.clinic.scenarios.library import scenario
from sim.coding.coder import code, coded, with_mistake
from sim.ground.files import remembered_up_to
from sim.ground.strict_toml import Field, items, text, whole
from sim.ground.table import Table
from sim.learn.exercises.case import Case, number
from sim.payer.engine.engine import Adjudication
from sim.payer.engine.payer_errors import PayerError
from sim.payer.money.payments import Takeback, settled

MOST = 30
WANTED_FIELDS = {
    "claims": Field(whole(1, MOST)),
    "mistakes": Field(items(text), ()),
    "days": Field(whole(0, 200), 0),
    "second_payers": Field(whole(0, MOST), 0),
}


@dataclass(frozen=True)
class Wanted:
    """How many claims; mistakes: kinds of error that the staff made, on a visit each (the others are perfect); days:
    the visits lie within so many days, and their claims are sent on the same day (0: any days, each claim sent when it
    is ready); second_payers: so many of the patients have the exercise's second payer; earlier: kinds of error (empty
    for none) of visits that lie `earlier_days` before the others and are counted in `claims`.
    """

    claims: int
    mistakes: tuple[str, ...] = ()
    days: int = 0
    second_payers: int = 0
    earlier: tuple[str, ...] = ()
    earlier_days: int = 0


@dataclass(frozen=True, eq=False)
class SeveralVisits:
    """The visits and their books. encounters, in order of their keys, carry the mistakes made; work and truth: what was
    coded and what the record supports; claims: all of them, those to next payers too; decided: the payers' answers with
    supported amounts; ledger, payments, provider_adjustments, remittance_payments: tables of the dictionary; unbilled:
    services that the record supports and nobody billed.
    """

    people: People
    encounters: Table
    work: Work
    truth: Work
    claims: Claims
    decided: Adjudication
    unbilled: Table
    ledger: Table
    payments: Table
    provider_adjustments: Table
    remittance_payments: Table


@remembered_up_to(96)
def several_visits(case: Case, wanted: Wanted) -> SeveralVisits:
    """The visits of a case. Raises CleanClaimError where not enough patients suit.

    >>> from sim.learn.exercises.case import draw
    >>> made = several_visits(draw("denial_01_knee"), Wanted(3, ("missing-modifier-25",), days=4))
    >>> len(made.encounters), len(made.payments), sorted(made.encounters.mistake.texts().tolist())
    (3, 1, ['', '', 'missing-modifier-25'])
    """
    visits = coded_visits(case, wanted)
    claims = bill(visits.encounters, visits.work, visits.people)
    return answered_visits(visits, sent_together(claims) if wanted.days else claims, declared_by(case, visits))


def coded_visits(case: Case, wanted: Wanted) -> CodedVisits:
    """The visits as they stand when the biller begins."""
    one = case.exercise
    asked = Asked(
        wanted.claims,
        one.scenarios,
        one.payer,
        tuple((name, str(value)) for name, value in one.choices.items()),
        wanted.mistakes,
        wanted.days,
        one.second_payer,
        wanted.second_payers,
        wanted.earlier,
        wanted.earlier_days,
    )
    drawn = draw_visits(number(f"{one.name} several"), asked, case.variant)
    encounters = with_mistake(drawn.encounters, drawn.traps)
    return CodedVisits(drawn.people, encounters, _coded(encounters), truth_work(encounters))


def declared_by(case: Case, visits: CodedVisits) -> dict[int, tuple[PayerError, ...]]:
    """The payer's own mistakes that the exercise declares, at every visit: encounter key -> mistakes."""
    errors = case.exercise.payer_errors
    return {int(key): errors for key in visits.encounters.encounter_key.tolist() if errors}


def answered_visits(
    visits: CodedVisits,
    claims: Claims,
    payer_errors: Mapping[int, tuple[PayerError, ...]] | None = None,
    takebacks: tuple[Takeback, ...] = (),
) -> SeveralVisits:
    """The payers' answers to these claims (corrected ones too), the books, and the payments. payer_errors: by encounter
    key; takebacks: how the money of reversed claims comes back, where not out of the same payment.
    """
    answers = adjudicated(visits, claims, more=payer_errors)
    books = posted(visits.encounters, answers, takebacks)
    made = settled([books.part])
    return SeveralVisits(
        *visits,
        answers.claims,
        answers.decided,
        answers.unbilled,
        books.ledger,
        made.payments,
        made.provider_adjustments,
        made.remittance_payments,
    )


def _coded(encounters: Table) -> Work:
    """What the coders sent: what the record supports, or the mistake that the visit carries."""
    rows = encounters.rows()
    sent = []
    for row in rows:
        story = scenario(row["scenario"])
        sent.append(coded(story, row, story.traps[row["trap_number"] - 1] if row["trap_number"] else None))
    return work_of(encounters.encounter_key, sent, np.arange(len(rows)), "coded")


def sent_together(claims: Claims) -> Claims:
    """All these claims sent to their payers on the day on which the last of them is ready. Claims that are held stay
    held.
    """
    heads = claims.claims
    if np.isnat(heads.submitted_date).all():
        return claims
    day = np.where(np.isnat(heads.submitted_date), heads.submitted_date, np.nanmax(heads.submitted_date))
    return claims._replace(claims=heads.with_columns(submitted_date=day, received_date=received_date(day)))


@remembered_up_to(16)
def clinic_month(case: Case, visits: int, coder: str = "novice") -> SeveralVisits:
    """So many visits of one month of a small clinic, with all scenarios and payers, and their books until everything is
    answered. coder: perfect, expert or novice, for the whole staff.

    >>> from sim.learn.exercises.case import draw
    >>> made = clinic_month(draw("denial_01_knee"), 40)
    >>> len(made.encounters), len(made.payments) > 1
    (40, True)
    """
    seed = number(f"{case.exercise.name} month")
    drawn = draw_month(seed, visits, case.variant)
    encounters, work = code(seed, drawn.encounters, coder)
    coded_visits = CodedVisits(drawn.people, encounters, work, truth_work(encounters))
    return answered_visits(coded_visits, bill(encounters, work, drawn.people))
