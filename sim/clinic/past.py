"""[[history]] of a scenario: what happened before the visit. Authorizations become a number on the encounter, the rest rows of prior_services."""
from functools import partial

import numpy as np

from sim.clinic.clinics import clinic
from sim.clinic.ids import authorization_numbers
from sim.clinic.names import fill, holds
from sim.clinic.scenario import scenario
from sim.clinic.services import whole_number
from sim.clinic.setting import conditions, words
from sim.clinic.unique import per_setting, settings
from sim.ground.coded import Coded
from sim.ground.errors import CleanClaimError
from sim.ground.table import Table

LONGEST = 36_500           # days back that a history may tell of


def with_authorizations(encounters: Table, library) -> Table:
    """The encounters with the authorization numbers that were obtained before the visit, as known and as registered."""
    has = np.zeros(len(encounters), bool)
    for one in library:
        if any(past.kind == "authorization" for past in one.history):
            has |= per_setting(encounters, one, partial(is_authorized, one), False)
    rows = np.flatnonzero(has)
    keys = np.full(len(encounters), -1, np.int32)
    keys[rows] = np.arange(len(rows))
    numbers = Coded(keys, authorization_numbers(encounters.encounter_key[rows]).tolist())
    return encounters.with_columns(prior_authorization_number=numbers, registered_authorization_number=numbers)


def is_authorized(one, setting) -> bool:
    """Was an authorization obtained before a visit of this scenario in this setting?"""
    return any(past.kind == "authorization" and holds(past.when, conditions(one, setting)) for past in one.history)


def with_history(people, encounters: Table):
    """The people with the earlier services that the scenarios of these encounters tell of."""
    told = [_told(encounters, scenario(name), past) for name in encounters.scenario.pool for past in scenario(name).history if past.kind != "authorization"]
    told = [table for table in told if len(table)]
    if not told:
        return people
    both = Table.concat([people.prior_services, *(table.select(*people.prior_services.columns) for table in told)])
    return people._replace(prior_services=both.take(np.lexsort([both.service_date, both.patient_key])))


def _told(encounters: Table, one, past) -> Table:
    """The rows of one [[history]] for the visits of its scenario, worked out once per setting."""
    rows = np.flatnonzero(encounters.scenario == one.name)
    unique = settings(encounters, one, rows)
    each = [_said(one, past, setting) for setting in unique.settings]
    happened = np.array([said is not None for said in each], bool)[unique.place]
    rows, place = rows[happened], unique.place[happened]
    codes, modifiers, diagnoses, days = zip(*(said or ("", "", "", 0) for said in each)) if each else ((), (), (), ())
    mine, where = encounters.take(rows), clinic(encounters.clinic_code[0]) if len(rows) else None
    same = {"length": len(rows)}
    return Table(
        patient_key=mine.patient_key, payer_code=mine.payer_code if past.known_to_payer else Coded.constant("", **same),
        service_date=mine.service_date - np.array(days, "timedelta64[D]")[place], procedure_code=Coded.of(codes)[place],
        hcpcs_modifier_1=Coded.of(modifiers)[place], diagnosis_code_1=Coded.of(diagnoses)[place],
        place_of_service_code=Coded.constant(past.place, **same) if past.place else mine.place_of_service_code,
        billing_npi=Coded.constant(where.npi if where else "", **same), specialty_code=Coded.constant(past.specialty or one.specialty, **same),
        service_unit_quantity=np.full(len(rows), past.units, np.int64))


def _said(one, past, setting):
    """Code, modifier, diagnosis and days before the visit; None where it did not happen."""
    if not holds(past.when, conditions(one, setting)):
        return None
    names = words(one, setting)
    days = whole_number(fill(past.days_ago, names), f"days_ago in {one.name}")
    if days > LONGEST:
        raise CleanClaimError(f"history of {days} days ago", one.path, f"at most {LONGEST} days", "choose a nearer day")
    return fill(past.code, names), fill(past.modifier, names), fill(past.dx, names), days
