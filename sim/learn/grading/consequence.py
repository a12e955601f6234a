"""What a mistake did: the visit's journey with the work as it was sent, and, for each single error, what the error
alone would have done.

Dollars are two numbers, owed and not paid, paid and not supported; days are those by which the money comes later if
somebody repairs it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from sim.billing.answers.supported_amounts import patient_share
from sim.billing.claims.claim import Claims
from sim.billing.visit.journey import Journey, journey
from sim.billing.visit.journey_figures import is_paid_first_time, money_of
from sim.clinic.visits.coded_visit import CodedVisit
from sim.learn.exercises.case import Case, work_tables
from sim.learn.exercises.coded_answer import answer_of, visit_of
from sim.learn.grading.difference import Difference, by_row
from sim.learn.grading.marks import Consequence, Marks
from sim.learn.grading.single_error import with_error
from sim.learn.grading.wording import money_words

MOST = 10  # errors of one answer that are followed to the payer


class Outcome(NamedTuple):
    """What came of a claim: cents, days, whether it was paid as owed at the first decision. `patient`: what the patient
    is billed too much (negative: too little)."""

    owed: int
    unsupported: int
    days: int
    paid_first_time: bool
    patient: int = 0

    def consequence(self) -> Consequence:
        """As a mark carries it."""
        words = money_words(self.owed, self.unsupported, self.days, self.patient)
        return Consequence(self.owed, self.unsupported, self.days, self.patient, words)


def travel(case: Case, visit: CodedVisit, changes: Claims | None = None) -> Journey:
    """The Journey of coded work through billing and payer; changes: see sim/billing/visit/journey.py."""
    return journey(
        case.people,
        case.encounters,
        work_tables(case, visit),
        work_tables(case, case.truth_visit, "truth"),
        changes,
        payer_errors=case.exercise.payer_errors,
    )


def outcome(made: Journey) -> Outcome:
    """The figures of a journey."""
    sums = money_of(made)
    late = made.repair.days_late if sums["owed_not_paid"] and made.repair is not None and made.repair.pays else 0
    patient = sums["patient"] - int(patient_share(made.supported.truth).sum())
    return Outcome(sums["owed_not_paid"], sums["paid_not_supported"], max(0, late), is_paid_first_time(made), patient)


def consequences(case: Case, differences: Sequence[Difference]) -> Iterator[Consequence | None]:
    """What each of the first errors of an answer alone would have done, in the order of `by_row`; None where an error
    cannot be made on the right answer.
    """
    right = answer_of(case.truth_visit)
    for difference in [one for row in by_row(differences) for one in row][:MOST]:
        sent = with_error(right, difference)
        yield outcome(travel(case, visit_of(sent))).consequence() if sent is not None else None


def with_money(marks: Marks, made: Journey) -> Marks:
    """Marks with the outcome of the whole claim."""
    found = outcome(made)
    return replace(
        marks,
        paid_first_time=found.paid_first_time,
        owed_not_paid_amount=found.owed,
        paid_not_supported_amount=found.unsupported,
        days_late=found.days,
    )
