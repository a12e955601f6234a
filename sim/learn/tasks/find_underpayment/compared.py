"""The remittance of a case beside the contract: what each line was allowed and what it should have been, and what to do
about the difference on the day of the case.
"""

from dataclasses import dataclass, replace

import numpy as np

from sim.billing.answers.contract_shortfalls import Expected, expected_lines
from sim.billing.claims.deadlines import deadline_of
from sim.ground.files import remembered, remembered_up_to
from sim.learn.exercises.case import Case, number
from sim.learn.exercises.remittance import Remittance, Reported, Row, last_payment
from sim.learn.exercises.several_visits import several_visits
from sim.learn.tasks.find_underpayment.answer import Answer, Judged
from sim.learn.tasks.find_underpayment.given import wanted
from sim.learn.tasks.remittance_panels import modifiers
from sim.payer.asked.contract_page import ContractPage, Fee, Service, contract_page
from sim.reference.codes import procedures

PAID_IN_PART = ("NP", "PA")
PRICED = ("26", "TC", "50")
OFFICE = "office visit"
REDUCED = "59"  # reason of what a second procedure of a day loses
SEQUESTRATION = "253"


@dataclass(frozen=True, eq=False)
class Line:
    """A line: as sent and as reported, its adjustments, what the contract allows, its fee for one unit, whether a nurse
    practitioner or physician assistant gave the service, and what is right to enter."""

    sent: Row
    row: Row
    adjustments: tuple[Row, ...]
    expected: Expected
    fee: Fee
    by_clinician: bool
    right: Judged

    @property
    def units(self) -> int:
        """How many were billed."""
        return int(self.sent["service_unit_quantity"])

    @property
    def unit_fee(self) -> int:
        """The fee of one unit for whoever gave the service."""
        return self.fee.clinician_amount if self.by_clinician else self.fee.amount

    @property
    def full(self) -> int:
        """The fee for all units, before anything is taken off for another procedure of the day."""
        return self.unit_fee * self.units

    def adjusted(self, carc: str) -> int:
        """What a reason code takes off, cents."""
        return sum(one["amount"] for one in self.adjustments if one["carc"] == carc)

    @property
    def is_reduced(self) -> bool:
        """Is it a second procedure of its day?"""
        return self.adjusted(REDUCED) > 0

    @property
    def patient(self) -> int:
        """The patient's share."""
        return int(self.row["patient_responsibility_amount"])


@dataclass(frozen=True, eq=False)
class Compared:
    """The remittance, the contract's page, today and the last day of a dispute, and the lines to judge by (claim, line)
    with each claim by its number."""

    remittance: Remittance
    page: ContractPage
    today: np.datetime64
    last_day: np.datetime64
    claims: dict[int, Reported]
    lines: dict[tuple[int, int], Line]

    @property
    def right(self) -> Answer:
        """What earns everything."""
        return Answer({at: line.right for at, line in self.lines.items()})

    @property
    def is_late(self) -> bool:
        """Has the last day of a dispute passed?"""
        return bool(self.today > self.last_day)


@remembered_up_to(96)
def compared(case: Case) -> Compared:
    """The remittance of a case beside the contract. Raises CleanClaimError where there is none."""
    asked = wanted(case)
    if not errs(case):
        case = replace(case, exercise=replace(case.exercise, payer_errors=()))
    books = several_visits(case, asked.visits)
    made = Remittance(books, last_payment(case, books, case.exercise.payer))
    paid_on = np.datetime64(str(made.payment["payment_date"]), "D")
    today = paid_on + asked.days_after
    claims = dict(enumerate(made.reported, 1))
    page = contract_page(
        case.exercise.payer, [*_services(made, claims), *office_visits()], *_place_and_day(made, claims)
    )
    last_day = last_day_to_dispute(case.exercise.payer, paid_on)
    expected = {(one.claim_key, one.line): one for one in expected_lines(books.claims, books.decided, books.people)}
    late = bool(today > last_day)
    lines = {
        (number, row["claim_line_number"]): line
        for number, one in claims.items()
        for row in made.lines(one)
        if (line := _line(made, one, row, expected[one.claim_key, row["claim_line_number"]], page, late)) is not None
    }
    return Compared(made, page, today, last_day, claims, lines)


def errs(case: Case) -> bool:
    """Does the payer err in this variant? Where it does so only sometimes, as a coin falls."""
    if not case.exercise.payer_errors or not wanted(case).sometimes:
        return bool(case.exercise.payer_errors)
    return number(f"{case.exercise.name} wrong in {case.variant}") % 2 == 1


def last_day_to_dispute(payer: str, paid_on: np.datetime64) -> np.datetime64:
    """The last day to dispute an underpayment: by the payer's disputes clause, else (Medicare) by an appeal.

    >>> last_day_to_dispute("acme_ppo", np.datetime64("2026-05-01")), last_day_to_dispute(
    ...     "medicare_part_b", np.datetime64("2026-05-01"))
    (np.datetime64('2026-10-28'), np.datetime64('2026-09-03'))
    """
    found = [deadline_of(remedy, payer, paid_on, paid_on)[0] for remedy in ("R_RECON", "R_APPEAL")]
    return next((day for day in found if not np.isnat(day)), found[0])


def _services(made: Remittance, claims: dict[int, Reported]) -> list[Service]:
    return [_service(row) for one in claims.values() for row in made.sent(one).values()]


@remembered
def office_visits() -> tuple[Service, ...]:
    """The office visits, which stand on every fee page: a page with nothing but the codes of one remittance would say
    which those are.
    """
    known = procedures()
    return tuple(Service(code) for code, kind in zip(known.code, known.kind, strict=True) if kind == OFFICE)


def _service(row: Row) -> Service:
    return Service(row["procedure_code"], tuple(one for one in modifiers(row) if one in PRICED))


def _place_and_day(made: Remittance, claims: dict[int, Reported]) -> tuple[str, str]:
    """Where and when the services were given: the contract's fees depend on it."""
    first = next(row for one in claims.values() for row in made.sent(one).values())
    return first["place_of_service_code"], str(first["service_date"])


def _line(made: Remittance, one: Reported, row: Row, expected: Expected, page: ContractPage, late: bool) -> Line | None:
    """A line to judge; None for one that was denied (its reason is worked at the denial desk) or has no fee."""
    sent = made.sent(one)[row["claim_line_number"]]
    fee = page.fee(*_service(sent))
    if expected.is_denied or one.is_reversal or fee is None:
        return None
    action = "paid" if not expected.short else "late" if late else "dispute"
    right = Judged(expected.contract_allowed, expected.short or None, action)
    adjusted = tuple(made.adjustments(one, row["claim_line_number"]))
    return Line(sent, row, adjusted, expected, fee, made.credential(one.claim_key) in PAID_IN_PART, right)
