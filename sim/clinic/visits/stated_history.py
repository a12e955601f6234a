"""[[history]] of a scenario: what happened before the visit. Authorizations become a number on the encounter and rows
of authorizations, facts rows of member_facts, work injuries another payer (sim/clinic/visits/work_injury.py), the rest
rows of prior_services."""

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from sim.clinic.people.people import People
from sim.clinic.practice.clinics import clinic
from sim.clinic.practice.printed_numbers import authorization_numbers, referral_numbers
from sim.clinic.scenarios.parts import History, Scenario
from sim.clinic.scenarios.placeholders import NOT_SERVICES, fill, holds
from sim.clinic.scenarios.library import scenario
from sim.clinic.visits.series import earlier_lines
from sim.clinic.visits.service_lines import whole_number
from sim.clinic.visits.visit_context import Setting, conditions, words
from sim.clinic.visits.distinct_visits import per_setting, settings
from sim.clinic.visits.work_injury import covered, with_work_injuries
from sim.ground.coded import Coded
from sim.ground.errors import CleanClaimError
from sim.ground.joins import repeated
from sim.ground.params import days
from sim.ground.table import Table, conform

LONGEST = 36_500  # days back that a history may tell of
MOST = 100  # times that something was done
OBTAINED = ("authorization", "referral")
STATED_DAYS = {"first treatment": "first_treatment_date", "last period": "last_menstrual_date"}


def with_authorizations(encounters: Table, library: Sequence[Scenario]) -> Table:
    """The encounters with the authorization numbers that were obtained before the visit, as known and as registered,
    the same of referrals, the days that the claim names, and the payers of work injuries."""
    encounters = with_stated_days(with_work_injuries(encounters, library), library)
    approved = _numbers(encounters, library, "authorization", authorization_numbers)
    referred = _numbers(encounters, library, "referral", referral_numbers)
    return encounters.with_columns(
        prior_authorization_number=approved,
        registered_authorization_number=approved,
        referral_number=referred,
        registered_referral_number=referred,
    )


def with_stated_days(encounters: Table, library: Sequence[Scenario]) -> Table:
    """The encounters with the days that the claim names, for the scenarios that tell of one: when the course of
    treatment began, the last menstrual period.
    """
    return encounters.with_columns(**{name: _day(encounters, library, kind) for kind, name in STATED_DAYS.items()})


def _day(encounters: Table, library: Sequence[Scenario], kind: str) -> np.ndarray:
    """The day of this kind of history for each visit, NaT where none is told."""
    days_since = np.full(len(encounters), -1, np.int64)
    for one in library:
        for past in one.history:
            if past.kind == kind:
                told = per_setting(encounters, one, partial(_days_since, one, past), -1)
                days_since = np.maximum(days_since, told)
    began = encounters.service_date - np.maximum(days_since, 0)
    return np.where(days_since >= 0, began, np.datetime64("NaT", "D"))


def _days_since(one: Scenario, past: History, setting: Setting) -> int:
    """Days since then, -1 where this history does not hold."""
    if not holds(past.when, conditions(one, setting)):
        return -1
    return whole_number(fill(past.days_ago, words(one, setting)), f"days_ago in {one.name}")


def _numbers(encounters: Table, library, kind: str, printed) -> Coded:
    """The number of what was obtained for each visit, missing where nothing was."""
    has = np.zeros(len(encounters), bool)
    for one in library:
        if any(past.kind == kind for past in one.history):
            has |= per_setting(encounters, one, partial(is_obtained, one, kind=kind), False)
    rows = np.flatnonzero(has)
    keys = np.full(len(encounters), -1, np.int32)
    keys[rows] = np.arange(len(rows))
    return Coded(keys, printed(encounters.encounter_key[rows]).tolist())


def is_obtained(one: Scenario, setting: Setting, kind: str = "authorization") -> bool:
    """Was an authorization (or referral) obtained before a visit of this scenario in this setting?"""
    return any(past.kind == kind and holds(past.when, conditions(one, setting)) for past in one.history)


def with_history(people: People, encounters: Table) -> People:
    """The people with the earlier services, authorizations and facts that the scenarios of these encounters tell of."""
    told = [
        (past.kind, _told(encounters, scenario(name), past))
        for name in encounters.scenario.pool
        for past in scenario(name).history
    ]
    return people._replace(
        coverages=covered(people.coverages, encounters),
        prior_services=_joined(
            people.prior_services,
            [
                *(table for kind, table in told if kind not in NOT_SERVICES),
                *(table for name in encounters.scenario.pool for table in _of_series(encounters, scenario(name))),
            ],
            "service_date",
        ),
        authorizations=_joined(
            people.authorizations, [table for kind, table in told if kind in OBTAINED], "start_date"
        ),
        member_facts=_joined(people.member_facts, [table for kind, table in told if kind == "fact"], "start_date"),
    )


def _joined(known: Table, told: list[Table], day: str) -> Table:
    told = [table.select(*known.columns) for table in told if len(table)]
    if not told:
        return known
    both = Table.concat([known, *told])
    return both.take(np.lexsort([both[day], both.patient_key]))


def _told(encounters: Table, one, past) -> Table:
    """The rows of one [[history]] for the visits of its scenario, worked out once per setting."""
    rows = np.flatnonzero(encounters.scenario == one.name)
    unique = settings(encounters, one, rows)
    each = [_said(one, past, setting) for setting in unique.settings]
    happened = np.array([said is not None for said in each], bool)[unique.place]
    rows, place = rows[happened], unique.place[happened]
    codes, modifiers, diagnoses, days, times = (
        zip(*(said or ("", "", "", 0, 0) for said in each)) if each else ((), (), (), (), ())
    )
    visit, number = repeated(np.array(times, np.int64)[place])
    rows, place, turn = rows[visit], place[visit], number + 1
    mine = encounters.take(rows)
    since = mine.service_date - np.array(days, "timedelta64[D]")[place] * turn
    code = Coded.of(codes)[place]
    if past.kind in OBTAINED:
        return _authorizations(mine, past, since, code)
    if past.kind == "fact":
        return _facts(mine, past, since)
    return _services(mine, one, past, since, code, Coded.of(modifiers)[place], Coded.of(diagnoses)[place])


def _services(mine: Table, one, past, since, code, modifier, diagnosis) -> Table:
    where, same = clinic(mine.clinic_code[0]) if len(mine) else None, {"length": len(mine)}
    return Table(
        patient_key=mine.patient_key,
        payer_code=mine.payer_code if past.known_to_payer else Coded.constant("", **same),
        service_date=since,
        procedure_code=code,
        hcpcs_modifier_1=modifier,
        diagnosis_code_1=diagnosis,
        place_of_service_code=Coded.constant(past.place, **same) if past.place else mine.place_of_service_code,
        billing_npi=Coded.constant(where.npi if where else "", **same),
        specialty_code=Coded.constant(past.specialty or one.specialty, **same),
        service_unit_quantity=np.full(len(mine), past.units or 1, np.int64),
    )


def _of_series(encounters: Table, one: Scenario) -> Iterator[Table]:
    """The rows of the visits before this one, where the scenario belongs to a series: a table a line."""
    rows = np.flatnonzero(encounters.scenario == one.name) if one.earlier else np.zeros(0, np.int64)
    if not len(rows):
        return
    unique = settings(encounters, one, rows)
    billed = [earlier_lines(one, setting) for setting in unique.settings]
    for number in range(max(map(len, billed))):
        there = np.array([len(lines) > number for lines in billed], bool)[unique.place]
        mine, place = encounters.take(rows[there]), unique.place[there]
        lines = [lines[min(number, len(lines) - 1)] if lines else None for lines in billed]
        at = [lines[setting] for setting in place.tolist()]
        told = [line for line in at if line is not None]
        yield Table(
            patient_key=mine.patient_key,
            payer_code=mine.payer_code,
            service_date=mine.service_date - np.array([line.days for line in told], "timedelta64[D]"),
            procedure_code=Coded.of([line.code for line in told]),
            hcpcs_modifier_1=Coded.of([line.modifier for line in told]),
            diagnosis_code_1=Coded.of([line.diagnosis for line in told]),
            place_of_service_code=Coded.where(
                np.array([bool(line.place) for line in told], bool),
                Coded.of([line.place for line in told]),
                mine.place_of_service_code,
            ),
            billing_npi=Coded.constant(clinic(mine.clinic_code[0]).npi if len(mine) else "", len(mine)),
            specialty_code=Coded.of([line.specialty for line in told]),
            service_unit_quantity=np.array([line.units for line in told], np.int64),
        )


def _authorizations(mine: Table, past, since, code) -> Table:
    """What the payer decided under the number that stands on the encounter."""
    return conform(
        "authorizations",
        Table(
            authorization_number=mine.referral_number if past.kind == "referral" else mine.prior_authorization_number,
            kind_code=Coded.constant(past.kind, len(mine)),
            patient_key=mine.patient_key,
            payer_code=mine.payer_code,
            procedure_code=code,
            service_unit_quantity=np.full(len(mine), past.units, np.int64),
            start_date=since,
            end_date=since + _valid(past, since),
            requested_date=since,
            decision_code=Coded.constant(past.decision, len(mine)),
        ),
    )


def _valid(past, since):
    """How long an authorization holds: as the scenario says, else the usual time."""
    return np.timedelta64(past.days, "D") if past.days or not len(since) else days("authorization_valid_days", since[0])


def _facts(mine: Table, past, since) -> Table:
    """What the payer knows of the member; only on the day of the visit where the scenario does not say how long, so
    that it touches no other visit.
    """
    since = since if past.days else mine.service_date
    return conform(
        "member_facts",
        Table(
            patient_key=mine.patient_key,
            payer_code=mine.payer_code,
            fact=Coded.constant(past.fact, len(mine)),
            start_date=since,
            end_date=since + np.timedelta64(past.days, "D") if past.days else mine.service_date,
            amount=np.full(len(mine), past.amount, np.int64),
            reference=Coded.constant(past.reference, len(mine)),
        ),
    )


def _said(one, past, setting):
    """Code, modifier, diagnosis, days before the visit and how often; None where it did not happen."""
    if not holds(past.when, conditions(one, setting)):
        return None
    names = words(one, setting)
    days = whole_number(fill(past.days_ago, names), f"days_ago in {one.name}")
    times = whole_number(fill(past.times, names), f"times in {one.name}")
    if days * times > LONGEST or times > MOST:
        raise CleanClaimError(
            f"history of {times} times {days} days ago",
            one.path,
            f"at most {LONGEST} days, {MOST} times",
            "choose nearer days",
        )
    return fill(past.code, names), fill(past.modifier, names), fill(past.dx, names), days, times
