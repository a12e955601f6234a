"""What a mistake did: the visit's journey with the work as it was sent, and, for each single error, the journey of a
claim with that error alone.

Dollars are two numbers, owed and not paid, paid and not supported; days are those by which the money comes later if
somebody repairs it.
"""

from typing import NamedTuple

from sim.learn.exercises.case import Case, work_tables
from sim.learn.exercises.coded_answer import Answer, Row, answer_of, visit_of
from sim.learn.grading.coding_differences import Difference
from sim.learn.grading.feedback import money as in_words
from sim.learn.grading.marks import Marks

MOST = 10  # errors of one answer that are followed to the payer


class Outcome(NamedTuple):
    """What came of a claim: cents, days, whether it was paid as owed at the first decision. `patient`: what the patient
    is asked for too much (negative: too little)."""

    owed: int
    unsupported: int
    days: int
    paid_first_time: bool
    patient: int = 0

    def as_dict(self) -> dict:
        """As a mark carries it."""
        return {
            "owed_not_paid_amount": self.owed,
            "paid_not_supported_amount": self.unsupported,
            "days_late": self.days,
            "patient_amount": self.patient,
            "text": in_words(self.owed, self.unsupported, self.days, self.patient),
        }


def travel(case: Case, visit, changes=None, rounds=()):
    """The Journey of coded work through billing and payer. visit: a CodedVisit; changes and rounds: see
    sim/billing/visit/journey.py.
    """
    from sim.billing.visit.journey import journey

    return journey(
        case.people,
        case.encounters,
        work_tables(case, visit),
        work_tables(case, case.truth_visit, "truth"),
        changes,
        rounds,
        payer_errors=case.exercise.payer_errors,
    )


def outcome(made) -> Outcome:
    """The figures of a Journey."""
    from sim.billing.visit.journey import is_paid_first_time, money_of
    from sim.billing.answers.supported_amounts import patient_share

    sums = money_of(made)
    late = made.repair.days_late if sums["owed_not_paid"] and made.repair is not None and made.repair.pays else 0
    patient = sums["patient"] - int(patient_share(made.supported.truth).sum())
    return Outcome(sums["owed_not_paid"], sums["paid_not_supported"], max(0, late), is_paid_first_time(made), patient)


def each(case: Case, truth):
    """A function from a Difference to what this error alone would have done; it answers for the first errors of an
    answer and then stays silent.
    """
    asked: list[tuple] = []

    def alone(difference: Difference) -> dict | None:
        if len(asked) >= MOST:
            return None
        asked.append(difference.sign)
        sent = with_error(answer_of(case.truth_visit), difference)
        return outcome(travel(case, visit_of(sent))).as_dict() if sent is not None else None

    return alone


def with_money(marks: Marks, made) -> Marks:
    """Marks with the outcome of the whole claim."""
    from dataclasses import replace

    found = outcome(made)
    return replace(
        marks,
        paid_first_time=found.paid_first_time,
        owed_not_paid_amount=found.owed,
        paid_not_supported_amount=found.unsupported,
        days_late=found.days,
    )


def with_error(right: Answer, difference: Difference) -> Answer | None:
    """The right answer with this one error; None where it cannot be made there.

    >>> with_error(Answer(("I10",), (Row("99213", ("25",), 1, (1,)),)), Difference("services.0.units", "wrong-units", ("units", "99213", 3))).services[0].units
    3
    """
    what, *more = difference.sign
    if what == "twice":
        return None
    if what in ("dx", "dx+", "dx-", "sequence"):
        return _diagnosis(right, what, more, difference)
    if what == "service+":
        return _with(right, (*right.services, _pointed(difference.sent, right)))
    place = next(
        (number for number, row in enumerate(right.services) if row.code == more[-1 if what == "service" else 0]), None
    )
    if place is None:
        return None
    row = right.services[place]
    changed = {
        "service": lambda: [Row(more[0], row.modifiers, row.units, row.pointers)],
        "service-": lambda: [],
        "modifiers": lambda: [Row(row.code, tuple(sorted(more[1]))[:4], row.units, row.pointers)],
        "units": lambda: [Row(row.code, row.modifiers, more[1], row.pointers)],
        "pointers": lambda: [
            Row(
                row.code,
                row.modifiers,
                row.units,
                tuple(n for n, code in enumerate(right.diagnoses, 1) if code in more[1])[:4],
            )
        ],
    }
    return _with(right, (*right.services[:place], *changed[what](), *right.services[place + 1 :]))


def _with(right: Answer, services) -> Answer:
    return Answer(right.diagnoses, tuple(services))


def _pointed(row: Row, right: Answer) -> Row:
    """An added row points as far as the right list of diagnoses goes."""
    return Row(
        row.code,
        row.modifiers,
        row.units,
        tuple(place for place in row.pointers if place <= len(right.diagnoses)) or (1,) * bool(right.diagnoses),
    )


def _diagnosis(right: Answer, what: str, more, difference) -> Answer | None:
    codes = list(right.diagnoses)
    if what == "dx+":
        return Answer((*codes, more[0])[:12], right.services)
    if more[-1] not in codes:
        return None
    place = codes.index(more[-1])
    if what == "dx":
        return Answer((*codes[:place], more[0], *codes[place + 1 :]), right.services)
    if what == "sequence":
        order = [place, *(n for n in range(len(codes)) if n != place)] if place else [*range(1, len(codes)), 0]
    else:
        order = [n for n in range(len(codes)) if n != place]
    return _reordered(right, order)


def _reordered(right: Answer, order: list[int]) -> Answer:
    """Diagnoses by their former places, pointers following; a pointer to one that is gone falls away."""
    now = {old + 1: new for new, old in enumerate(order, 1)}
    rows = (
        Row(row.code, row.modifiers, row.units, tuple(now[place] for place in row.pointers if place in now))
        for row in right.services
    )
    return Answer(tuple(right.diagnoses[old] for old in order), tuple(rows))
