"""Patients for the linter's visits: one household each, so that no visit shares a deductible, an earlier visit or a
coverage with another.

They are the clinic's synthetic people (sim/clinic/people/people.py), with the age and sex that the case asks for, and
with a history that makes them new or established and nothing else.
"""

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from sim.clinic.practice.clinics import clinic
from sim.clinic.scenarios.parts import Scenario, Trap
from sim.clinic.visits.stated_history import with_authorizations, with_history
from sim.clinic.people.coverage import coverages
from sim.clinic.people.household_members import persons
from sim.clinic.people.people import People, people
from sim.coding.coder import with_mistake
from sim.ground.coded import Coded
from sim.ground.editions import service_dates
from sim.ground.errors import CleanClaimError
from sim.ground.keys import MEMBERS, SPANS, VISITS
from sim.ground.table import Table, conform
from sim.learn.lint.scenario_settings import Row

SEED, FIRST, MOST = 2026, 4096, 1 << 20  # seed and numbers of households
SEEN = timedelta(200)  # an established patient's last visit


class ProvenVisit(NamedTuple):
    """One visit to prove: a scenario, its encounter row, and the trap that was fallen into (None: the right claim)."""

    scenario: Scenario
    row: Row
    trap: Trap | None


class Span(NamedTuple):
    """The newest coverage of an adult who has one payer: a row of table coverages as far as a case asks."""

    patient_key: int
    coverage_key: int
    payer_code: str
    plan_code: str


def visits_of(cases: list[ProvenVisit]) -> tuple[list[ProvenVisit], People, Table]:
    """The cases in the order of their encounters, the people, and the encounters with what was registered for them."""
    spans = _assigned(cases)
    order = np.argsort([span.patient_key for span in spans]).tolist()
    cases = [cases[number] for number in order]
    rows = [_row(cases[place], spans[number]) for place, number in enumerate(order)]
    encounters = conform("encounters", Table.from_rows("encounters", rows))
    encounters = with_mistake(
        with_authorizations(encounters, tuple({case.scenario.name: case.scenario for case in cases}.values())),
        np.array([case.trap.number if case.trap else 0 for case in cases], np.int64),
    )
    folk = people(SEED, np.array([row["household_key"] for row in rows], np.int64))
    return cases, with_history(_people(folk, rows), encounters), encounters


def _assigned(cases: list[ProvenVisit]) -> list[Span]:
    """For each case the coverage of a patient of its payer, nobody twice and one per household. More households are
    asked for until every case has one.
    """
    free: dict[tuple[str, bool], list[Span]] = defaultdict(list)
    found: list[Span] = []
    known = 0
    for case in cases:
        while (span := _taken(case, free)) is None:
            if known >= MOST:
                raise _nobody(cases)
            more = known or FIRST
            _add(free, np.arange(known + 1, known + more + 1))
            known += more
        found.append(span)
    return found


def _nobody(cases: list[ProvenVisit]) -> CleanClaimError:
    wanted = sorted({(case.row["payer_code"], case.scenario.suits.plan) for case in cases})
    return CleanClaimError(
        f"no patient for {wanted}",
        "scenario, suits",
        "payers and plans that the clinic's patients have",
        "widen [suits] or [coverage]",
    )


def _add(free: dict[tuple[str, bool], list[Span]], households: np.ndarray) -> None:
    """One adult of each household with one payer, by payer and whether the coverage has changed."""
    where = clinic()
    table = coverages(SEED, persons(SEED, households, where), where)
    table = table.take(table.coverage_order == 0)
    table = table.take(table.patient_key != np.append(table.patient_key[1:], -1))  # the newest of each
    table = table.take(table.relationship_code == "self")
    household = table.patient_key >> MEMBERS
    for row in table.take(household != np.append(-1, household[:-1])).select(*Span._fields).rows():
        span = Span(**row)
        free[span.payer_code, span.coverage_key % (1 << SPANS) > 0].append(span)


def _taken(case: ProvenVisit, free: dict[tuple[str, bool], list[Span]]) -> Span | None:
    """The first who fits, who is then free no more."""
    needs_change = bool(case.scenario.suits.changed_coverage) or any(
        change.target == "coverage" for change in (case.trap.changes if case.trap else ())
    )
    spans, plans = free[case.row["payer_code"], needs_change], case.scenario.suits.plan
    place = next((at for at, span in enumerate(spans) if not plans or span.plan_code in plans), None)
    return None if place is None else spans.pop(place)


def _row(case: ProvenVisit, span: Span) -> Row:
    """The encounter row; a visit after a change of coverage is on the last day of the window."""
    patient = span.patient_key
    last_day = service_dates().dates[1]
    day = max(case.row["service_date"], last_day if span.coverage_key % (1 << SPANS) else case.row["service_date"])
    where = clinic(case.row["clinic_code"])
    place = case.scenario.place_of_service or next(
        one.place_of_service_code for one in where.specialties if one.name == case.scenario.specialty
    )
    return {
        **case.row,
        "encounter_key": patient << VISITS,
        "patient_key": patient,
        "household_key": patient >> MEMBERS,
        "service_date": day,
        "scenario_hash": case.scenario.hash,
        "specialty_code": case.scenario.specialty,
        "place_of_service_code": place,
        "coverage_key": span.coverage_key,
        "registered_coverage_key": span.coverage_key,
    }


def _people(folk: People, rows: list[Row]) -> People:
    """The people of these visits with the age and sex of their case, and only the past that the case asks for."""
    mine = np.array([row["patient_key"] for row in rows])
    born = {row["patient_key"]: date(row["service_date"].year - row["patient_age"], 1, 1) for row in rows}
    patients = folk.patients.take(np.isin(folk.patients.patient_key, mine))
    sexes = {row["patient_key"]: row["patient_sex_code"] for row in rows}
    patients = patients.with_columns(
        birth_date=np.array([born[key] for key in patients.patient_key.tolist()], "datetime64[D]"),
        sex_code=Coded.of([sexes[key] for key in patients.patient_key.tolist()]),
    )
    seen = [
        {
            "patient_key": row["patient_key"],
            "payer_code": row["payer_code"],
            "service_date": row["service_date"] - SEEN,
            "procedure_code": "99213",
            "diagnosis_code_1": "J06.9",
            "place_of_service_code": row["place_of_service_code"],
            "billing_npi": clinic(row["clinic_code"]).npi,
            "specialty_code": row["specialty_code"],
            "service_unit_quantity": 1,
        }
        for row in rows
        if not row["is_new_patient"]
    ]
    past = Table.from_rows("prior_services", seen)
    return People(patients, folk.coverages.take(np.isin(folk.coverages.patient_key, mine)), past.sort_by("patient_key"))
