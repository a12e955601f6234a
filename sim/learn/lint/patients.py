"""Patients for the linter's visits: one household each, so that no visit shares a deductible, an earlier visit or a
coverage with another.

They are the clinic's synthetic people (sim/clinic/people/people.py), with the age and sex that the case asks for, and
with a history that makes them new or established and nothing else.
"""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from sim.clinic.practice.clinics import clinic
from sim.clinic.scenarios.parts import Scenario, Trap
from sim.clinic.visits.stated_history import with_authorizations, with_history
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


Span = dict[str, Any]  # a row of table coverages


def visits_of(cases: list[ProvenVisit]) -> tuple[list[ProvenVisit], People, Table]:
    """The cases in the order of their encounters, the people, and the encounters with what was registered for them."""
    places, folk = _assigned(cases)
    cases = [cases[number] for number in np.argsort([key for key, _ in places])]
    places = sorted(places)
    rows = [_row(case, key, span) for case, (key, span) in zip(cases, places, strict=True)]
    encounters = conform("encounters", Table.from_rows("encounters", rows))
    encounters = with_mistake(
        with_authorizations(encounters, tuple({case.scenario.name: case.scenario for case in cases}.values())),
        np.array([case.trap.number if case.trap else 0 for case in cases], np.int64),
    )
    return cases, with_history(_people(folk, rows), encounters), encounters


def _assigned(cases: list[ProvenVisit]) -> tuple[list[tuple[int, Span]], People]:
    """For each case a patient of its payer, nobody twice and one per household: (patient_key, coverage row as a
    dictionary).
    """
    count = FIRST
    while count <= MOST:
        folk = people(SEED, np.arange(1, count + 1))
        free = _free(folk)
        try:
            return [_take(case, free) for case in cases], folk
        except IndexError:
            count *= 2
    wanted = sorted({(case.row["payer_code"], case.scenario.suits.plan) for case in cases})
    raise CleanClaimError(
        f"no patient for {wanted}",
        "scenario, suits",
        "payers and plans that the clinic's patients have",
        "widen [suits] or [coverage]",
    )


def _free(folk: People) -> dict[tuple[str, bool], list[Span]]:
    """(payer, has the coverage changed) -> spans of one adult of each household, newest last."""
    spans = [span for span in folk.coverages.rows() if not span["coverage_order"]]  # those with one payer
    last = {}
    for span in spans:
        last[span["patient_key"]] = span
    free: dict[tuple[str, bool], list[Span]] = defaultdict(list)
    used: set[int] = set()
    for key, span in last.items():
        if key >> MEMBERS not in used and span["relationship_code"] == "self":
            used.add(key >> MEMBERS)
            free[span["payer_code"], span["coverage_key"] % (1 << SPANS) > 0].append(span)
    return free


def _take(case: ProvenVisit, free: dict[tuple[str, bool], list[Span]]) -> tuple[int, Span]:
    needs_change = bool(case.scenario.suits.changed_coverage) or any(
        change.target == "coverage" for change in (case.trap.changes if case.trap else ())
    )
    spans = free[case.row["payer_code"], needs_change]
    place = next(
        (
            at
            for at, span in enumerate(spans)
            if not case.scenario.suits.plan or span["plan_code"] in case.scenario.suits.plan
        ),
        None,
    )
    if place is None:
        raise IndexError
    span = spans.pop(place)
    return span["patient_key"], span


def _row(case: ProvenVisit, patient: int, span: Span) -> Row:
    """The encounter row; a visit after a change of coverage is on the last day of the window."""
    last_day = service_dates().dates[1]
    day = max(case.row["service_date"], last_day if span["coverage_key"] % (1 << SPANS) else case.row["service_date"])
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
        "coverage_key": span["coverage_key"],
        "registered_coverage_key": span["coverage_key"],
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
