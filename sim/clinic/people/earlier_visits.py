"""Visits before the window: when each specialty last saw the patient, which decides whether she is new. Some are known
to the payer, some only to the clinic.

Last visits lie from one month to five years back, so that the three years run out for some patients on a day within the
window.
"""

import numpy as np

from sim.clinic.practice.clinics import Clinic, Earlier, Specialty
from sim.ground.coded import Coded
from sim.ground.draw import uniform, whole
from sim.ground.editions import service_dates
from sim.ground.joins import find_rows
from sim.ground.table import Table

LAPSED = 0.06  # of patients last seen three to five years ago; modeling assumption
KNOWN = 0.8  # of earlier visits the present payer has paid; modeling assumption
GENERAL = (  # of a specialty whose clinic does not say what its visits are for
    Earlier("99213", "J06.9"),
    Earlier("99214", "I10"),
    Earlier("99213", "M25.561"),
    Earlier("99213", "R05.9"),
    Earlier("99214", "E11.9"),
)
OF_CHILDREN = (0, 3)
THREE_YEARS, FIVE_YEARS = 1096, 1826  # days; the long end is cut a little by whole days, the rule itself goes by dates


def prior_services(seed: int, members, covered: Table, where: Clinic) -> Table:
    """The prior_services table: at most one visit per patient and specialty, rows in order of patient."""
    parts = [_seen(seed, members, covered, where, one) for one in where.specialties if one.earlier != ()]
    both = Table.concat(parts)
    return both.take(np.lexsort([both.service_date, both.patient_key]))


def _seen(seed, members, covered: Table, where: Clinic, specialty) -> Table:
    key = members.patient_key
    kind = uniform(seed, f"seen before {specialty.name}", key)
    known = 1 - specialty.new_percent / 100
    rows = np.flatnonzero((kind < known + LAPSED) & sees(specialty, members))
    lapsed = kind[rows] >= known
    share = uniform(seed, f"last visit {specialty.name}", key[rows])
    days = np.where(
        lapsed, THREE_YEARS + share * (FIVE_YEARS - THREE_YEARS), 30 + share**1.6 * (THREE_YEARS - 30)
    ).astype(np.int64)
    day = service_dates().first - days.astype("timedelta64[D]")
    born = day > members.birth_date[rows] + np.timedelta64(3, "D")
    rows, day = rows[born], day[born]
    return _rows(seed, key[rows], day, members.age[rows] < 18, covered, where, specialty)


def sees(specialty: Specialty, members) -> np.ndarray:
    """Who is of the age and sex that this specialty sees."""
    low, high = specialty.age
    fits = (members.age >= low) & (members.age <= high)
    return fits if specialty.sex == "any" else fits & (members.is_female == (specialty.sex == "F"))


def _rows(seed, key, day, is_child, covered: Table, where: Clinic, specialty) -> Table:
    reasons = specialty.earlier or GENERAL
    reason = whole(seed, f"earlier reason {specialty.name}", key, len(reasons))
    if reasons is GENERAL:
        reason = np.where(is_child, np.array(OF_CHILDREN)[reason % len(OF_CHILDREN)], reason)
    first = find_rows(covered.patient_key, key)
    knows = uniform(seed, f"known to payer {specialty.name}", key) < KNOWN
    size = len(key)
    return Table(
        patient_key=key,
        payer_code=Coded.where(knows, covered.payer_code[first], Coded.constant("", size)),
        service_date=day,
        procedure_code=Coded.of([one.code for one in reasons])[reason],
        hcpcs_modifier_1=Coded.constant("", size),
        diagnosis_code_1=Coded.of([one.dx for one in reasons])[reason],
        place_of_service_code=Coded.constant(specialty.place_of_service_code, size),
        billing_npi=Coded.constant(where.npi, size),
        specialty_code=Coded.constant(specialty.name, size),
        service_unit_quantity=np.ones(size, np.int64),
    )
