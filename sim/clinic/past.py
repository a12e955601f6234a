"""[[history]] of a scenario: what happened before the visit. Authorizations become a number on the encounter, the rest rows of prior_services."""
from datetime import timedelta
from functools import partial

import numpy as np

from sim.clinic.clinics import clinic
from sim.clinic.ids import authorization_numbers
from sim.clinic.names import fill, holds
from sim.clinic.people import People
from sim.clinic.scenario import scenario
from sim.clinic.services import whole_number
from sim.clinic.setting import conditions, setting_of, words
from sim.clinic.unique import per_setting
from sim.ground.coded import Coded
from sim.ground.table import Table


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


def with_history(people: People, encounters: Table) -> People:
    """The people with the earlier services that the scenarios of these encounters tell of (at most a few scenarios do)."""
    telling = encounters.scenario.isin([name for name in encounters.scenario.pool if any(past.kind != "authorization" for past in scenario(name).history)])
    rows = [row for encounter in encounters.take(telling).rows() for row in _earlier(encounter)]
    if not rows:
        return people
    both = Table.concat([people.prior_services, Table.from_rows("prior_services", rows).select(*people.prior_services.columns)])
    return people._replace(prior_services=both.take(np.lexsort([both.service_date, both.patient_key])))


def _earlier(encounter: dict) -> list[dict]:
    one, where = scenario(encounter["scenario"]), clinic(encounter["clinic_code"])
    setting = setting_of(one, encounter)
    picked, names = conditions(one, setting), words(one, setting)
    return [{"patient_key": encounter["patient_key"], "payer_code": encounter["payer_code"] if past.known_to_payer else "",
             "service_date": encounter["service_date"] - timedelta(whole_number(fill(past.days_ago, names), f"days_ago in {one.name}")), "procedure_code": fill(past.code, names),
             "hcpcs_modifier_1": fill(past.modifier, names), "diagnosis_code_1": fill(past.dx, names),
             "place_of_service_code": past.place or encounter["place_of_service_code"], "billing_npi": where.npi,
             "specialty_code": past.specialty or one.specialty, "service_unit_quantity": past.units}
            for past in one.history if past.kind != "authorization" and holds(past.when, picked)]
