"""Who lives in a household: how many adults and children, how old, women and men; before anybody has a name."""

from typing import NamedTuple

import numpy as np

from sim.clinic.practice.clinics import Clinic
from sim.ground.dates import years_between
from sim.ground.draw import choose, uniform, whole
from sim.ground.editions import service_dates
from sim.ground.joins import repeated
from sim.ground.keys import patient_key


class Persons(NamedTuple):
    """What is drawn of a person before names: arrays of equal length, in order of patient_key."""

    patient_key: np.ndarray
    household_key: np.ndarray
    member: np.ndarray
    adults: np.ndarray
    age: np.ndarray  # whole years on the first day of the window
    birth_date: np.ndarray
    is_female: np.ndarray


def persons(seed: int, households, where: Clinic) -> Persons:
    """Who lives in these households."""
    households = np.asarray(households, np.int64)
    kinds = where.households
    kind = choose(seed, "household kind", households, [one.percent for one in kinds])
    adults = np.array([one.adults for one in kinds])[kind]
    fewest, most = np.array([one.children for one in kinds])[kind].T
    size = adults + fewest + whole(seed, "children", households, most - fewest + 1)
    place, member = repeated(size)
    household, key = households[place], patient_key(households[place], member)
    age = _ages(seed, kind, kinds, households, adults, place, member, key)
    days = age * 1461 // 4 + whole(seed, "birthday", key, 365)
    birth = service_dates().first - days.astype("timedelta64[D]")
    return Persons(
        key,
        household,
        member,
        adults[place],
        years_between(birth, service_dates().first),
        birth,
        _females(seed, household, member, adults[place], key),
    )


def _ages(seed, kind, kinds, households, adults, place, member, key):
    """The first adult by kind of household, a partner within six years, children at least eighteen years younger than
    both.
    """
    low, high = np.array([one.age for one in kinds])[kind].T
    first = low + whole(seed, "age", households, high - low + 1)
    partner = np.maximum(first + whole(seed, "partner", households, 13) - 6, 18)
    youngest = np.where(adults > 1, np.minimum(first, partner), first)
    child = whole(seed, "child age", key, np.clip(youngest - 17, 1, 18)[place])
    return np.where(member == 0, first[place], np.where(member < adults[place], partner[place], child))


def _females(seed, household, member, adults, key):
    """First adults 64 in 100 women (who come to the doctor more often), partners mostly of the other sex, children half
    and half.
    """
    first = uniform(seed, "first adult female", household) < 0.64
    partner = first ^ (uniform(seed, "partner other sex", household) < 0.97)
    return np.where(member == 0, first, np.where(member < adults, partner, uniform(seed, "child female", key) < 0.5))
