"""What came of a claim, in figures: two numbers of money, owed and not paid, paid and not supported; days by which the
money comes later if somebody corrects it; what the patient is billed too much.
"""

from typing import NamedTuple
from weakref import WeakKeyDictionary

from sim.billing.claims.claim_tables import Claims
from sim.billing.visit.journey import Journey, billed
from sim.billing.visit.journey_figures import is_paid_first_time, money_of
from sim.billing.visit.journeys_together import SentWork
from sim.billing.visit.visit_record import Visit, visit_with
from sim.clinic.visits.coded_visit import CodedVisit
from sim.clinic.visits.truth import Dx
from sim.learn.exercises.case import Case, work_tables
from sim.learn.grading.marks import Consequence
from sim.learn.grading.optional_codes import optional_diagnoses
from sim.learn.grading.wording import money_words


class Outcome(NamedTuple):
    """Cents, days, and whether every line was paid as owed at the first decision. `patient`: what the patient is billed
    too much (negative: too little).
    """

    owed: int
    unsupported: int
    days: int
    paid_first_time: bool
    patient: int = 0

    def consequence(self) -> Consequence:
        """As a mark carries it."""
        words = money_words(self.owed, self.unsupported, self.days, self.patient)
        return Consequence(self.owed, self.unsupported, self.days, self.patient, words)


_visits: WeakKeyDictionary[Case, dict[tuple[CodedVisit, tuple[Dx, ...]], Visit]] = WeakKeyDictionary()


def billed_visit(case: Case, sent: CodedVisit) -> Visit:
    """The visit of a case as billing knows it, with what the record supports for somebody who sent this; one for each
    case and accepted answer, so that the payers' answer to the true claim is worked out once.
    """
    true, also = in_order_of(case.supported_visit(sent), sent), optional_diagnoses(sent.diagnoses, case)
    known = _visits.setdefault(case, {})
    if (true, also) not in known:
        truth = work_tables(case, true, "truth")
        known[true, also] = visit_with(case.people, case.encounters, truth, case.exercise.payer_errors, also)
    return known[true, also]


def in_order_of(true: CodedVisit, sent: CodedVisit) -> CodedVisit:
    """What the record supports, its services in the order in which they were sent: a deductible falls on the first
    lines of a claim, so another order would look like a short payment of one line and an overpayment of another.

    >>> from sim.clinic.visits.coded_visit import CodedService
    >>> visit, knee, drug = (CodedService("", code, (), 1, ()) for code in ("99214", "20610", "J3301"))
    >>> found = in_order_of(CodedVisit(("I10",), (visit, knee, drug)), CodedVisit(("I10",), (drug, visit)))
    >>> [one.code for one in found.services]
    ['J3301', '99214', '20610']
    """
    left, places = list(true.services), []  # services still to be placed; those of the sent places
    for one in sent.services:
        same = next((each for each in left if each.code == one.code), None)
        places.append(same)
        if same is not None:
            left.remove(same)
    filled = [left.pop(0) if one is None and left else one for one in places]
    return true._replace(services=(*(one for one in filled if one is not None), *left))


def travel(case: Case, visit: CodedVisit, changes: Claims | None = None) -> Journey:
    """The journey of coded work to the payers' first answer. changes: the claims that the biller made of it."""
    return billed(billed_visit(case, visit), work_tables(case, visit), changes)


def sent_work(case: Case, visit: CodedVisit, changes: Claims | None = None) -> SentWork:
    """The same, to be answered together with others (sim/billing/visit/journeys_together.py)."""
    return SentWork(billed_visit(case, visit), work_tables(case, visit), changes)


def outcome(made: Journey) -> Outcome:
    """The figures of a journey."""
    sums = money_of(made)
    late = made.repair.days_late if sums["owed_not_paid"] and made.repair is not None and made.repair.pays else 0
    owed, unsupported, patient = (sums[name] for name in ("owed_not_paid", "paid_not_supported", "patient_too_much"))
    return Outcome(owed, unsupported, max(0, late), is_paid_first_time(made), patient)
