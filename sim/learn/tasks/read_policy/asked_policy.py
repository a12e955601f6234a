"""What is true of a policy question: the payer's page for the service, and what the payer's own engine answers to a
line with this service for this visit. Nothing is decided here beside it.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.billing.answers.supported_amounts import as_supported
from sim.billing.claims.claim import clean
from sim.clinic.visits.coded_visit import CodedService, CodedVisit
from sim.ground.errors import CleanClaimError
from sim.ground.files import remembered_up_to
from sim.ground.strict_toml import Place
from sim.ground.table import Table
from sim.learn.exercises.case import Case, Row, number, work_tables
from sim.learn.tasks.read_policy.given import Given, given
from sim.payer.asked.advance_notice import DONE, NOT_DONE, Notice, due, modifiers
from sim.payer.asked.coverage_policy import CoveragePolicy, coverage_policy, least_age
from sim.payer.engine.engine import adjudicate
from sim.reference import codes as library

MOST_POINTERS = 4
PAID, PATIENT, OWED_BY = "paid_amount", "patient_responsibility_amount", "PR"


@dataclass(frozen=True)
class Decision:
    """The payer's answer to the line: the policies that deny it (the next one too), what the payer pays, what the
    patient owes, what the clinic writes off of a denied line, and the reason as the remittance has it."""

    denied_by: tuple[str, ...]
    paid: int
    patient: int
    written_off: int
    reason: str

    @property
    def is_covered(self) -> bool:
        """Not denied."""
        return not self.denied_by


@dataclass(frozen=True, eq=False)
class Asked:
    """A policy question: the page, the service, the state of the notice, the earlier services that the payer knows."""

    case: Case
    page: CoveragePolicy
    line: CodedService
    state: str
    earlier: Table

    @cached_property
    def decision(self) -> Decision:
        """The payer's answer to the line as it is."""
        return self.decided(())

    def decided(self, added: tuple[str, ...]) -> Decision:
        """The payer's answer to the line with these modifiers added."""
        return _decided(self, added)

    def is_met(self, policy: str) -> bool:
        """Does the criterion that this policy checks hold?"""
        return policy not in self.decision.denied_by

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What is due before the service, the best answer first."""
        return due(self.page.payer.kind, self.decision.is_covered, self.page.is_excluded)

    @property
    def modifiers(self) -> tuple[tuple[str, ...], ...]:
        """Which notice modifiers go on the line, the best answer first."""
        kind, covered = self.page.payer.kind, self.decision.is_covered
        return modifiers(kind, covered, self.page.is_excluded, self.state)


def given_of(case: Case) -> Given:
    """What the exercise's author says below [given]."""
    return given(case.exercise.given, Place(case.exercise.path, "given"))


@remembered_up_to(64)
def asked_in(case: Case) -> Asked:
    """The question of a case. Raises CleanClaimError for a service without a policy at this payer."""
    told = given_of(case)
    code = _drawn(case, "service", _of_age(case, told.services))
    line = next((one for one in case.truth_visit.services if one.code == code), None)
    is_planned = line is None
    page = coverage_policy(case.row["payer_code"], code)
    if len(page.criteria) < 2 and not page.is_excluded:
        raise CleanClaimError(
            f"{page.payer.label} has no coverage policy for {code}",
            case.exercise.path,
            "a service that the payer's file names",
            "compare [given] services with the payer's [[covered]], [[not_covered]] and [[rule]]",
        )
    if line is None:
        line = CodedService(code, code, told.modifiers, 1, case.truth_visit.diagnoses[:MOST_POINTERS])
    state = _drawn(case, "notice", told.notices)
    if not is_planned and state == NOT_DONE:
        state = DONE  # the record tells of it
    return Asked(case, page, line, state, _earlier(case, code, told if is_planned else None))


def _of_age(case: Case, codes: tuple[str, ...]) -> tuple[str, ...]:
    """The services that are for a patient of this age, by their code and by the payer's rule: what is due before a
    service of another age is not modeled."""
    table, age = library.procedures(), case.row["patient_age"]
    places = dict(zip(codes, library.procedure_rows(list(codes)).tolist(), strict=True))
    fits = [code for code in codes if places[code] < 0 or _is_between(age, table, places[code])]
    return tuple(code for code in fits if least_age(case.row["payer_code"], code) <= age) or codes


def _is_between(age: int, table: Table, at: int) -> bool:
    return bool(table.age_from[at] <= age <= table.age_to[at])


def _drawn(case: Case, what: str, options: tuple[str, ...]) -> str:
    return options[number(f"{case.exercise.name} {what} {case.variant}") % len(options)]


def _earlier(case: Case, code: str, told: Given | None) -> Table:
    """What the payer knows of before the visit: the patient's own services, and the one that the author adds. told:
    None for a service of the record itself, whose history the record tells."""
    known = case.people.prior_services
    if told is None or not told.past_months:
        return known
    months = told.past_months[number(f"{case.exercise.name} past {case.variant}") % len(told.past_months)]
    month = np.datetime64(case.row["service_date"], "M") - np.timedelta64(months, "M")
    row = {
        "patient_key": case.row["patient_key"],
        "payer_code": case.row["payer_code"],
        "service_date": str(month.astype("datetime64[D]") + np.timedelta64(11, "D")),
        "procedure_code": code,
        "service_unit_quantity": 1,
    }
    added = Table.from_rows("prior_services", [row])
    return Table.concat([known, added.select(*known.columns)])


def known_services(asked: Asked) -> list[Row]:
    """The patient's services that this payer paid before, the latest first."""
    mine = asked.earlier.take(asked.earlier.patient_key == asked.case.row["patient_key"]).rows()
    known = [row for row in mine if row["payer_code"] == asked.page.payer.code]
    return sorted(known, key=lambda row: row["service_date"], reverse=True)


@remembered_up_to(256)
def _decided(asked: Asked, added: tuple[str, ...]) -> Decision:
    case, line = asked.case, asked.line
    line = line._replace(modifiers=(*line.modifiers, *added)[:MOST_POINTERS])
    visit = CodedVisit(case.truth_visit.diagnoses, (line,))
    planned = clean(as_supported(case.encounters), work_tables(case, visit, "truth"), case.people)
    claims = planned.claims.with_columns(received_date=planned.lines.service_date[:1])
    told = adjudicate(claims, planned.lines, case.people.coverages, asked.earlier, case.people.records())
    if not len(told.remittance_lines):
        return Decision(("rejected",), 0, 0, 0, "rejected at the front end")
    row = told.remittance_lines.rows()[0]
    denied = tuple(name for name in (row["denial_policy"], row["next_policy"]) if name)
    reasons = [one for one in told.adjustments.rows() if one["is_denial"]]
    off = sum(one["amount"] for one in reasons if one["group"] != OWED_BY)
    first = reasons[0] if reasons else None
    words = " ".join(filter(None, (f"{first['group']}-{first['carc']}", first["rarc_1"]))) if first else ""
    return Decision(denied, int(row[PAID]), int(row[PATIENT]), int(off), words)
