"""The people of a clinic: households with their patients, coverage and history, all synthetic and all from the seed and
the household's key.

A household's rows never depend on which other households are asked for. Names and streets are pools made by Faker
(sim/clinic/people/names.py), taken by index; family names end in -Synth; house numbers begin at 90000, which these
towns do not have; telephones are 555-01xx.

Not modelled: children who grow up in the window, moves, marriages, deaths.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from sim.clinic.practice.clinics import Clinic, clinic
from sim.clinic.people.names import pools
from sim.ground.coded import Coded
from sim.ground.dictionary import empty
from sim.ground.draw import choose, uniform, whole
from sim.ground.keys import patient_key
from sim.ground.table import Table

WINDOW = (np.datetime64("2026-04-01"), np.datetime64("2026-09-30"))  # dates of service
FIRST_HOUSE, HOUSES = 90_001, 900


class People(NamedTuple):
    """Tables of the dictionary, rows in order of household and patient. `member_facts` and `authorizations` are what
    payers know beside.
    """

    patients: Table
    coverages: Table
    prior_services: Table
    member_facts: Table = empty("member_facts")
    authorizations: Table = empty("authorizations")

    def records(self) -> dict[str, Table]:
        """What the payer's engine is told of these people beside coverage and past services."""
        return {"member_facts": self.member_facts, "authorizations": self.authorizations}


def people(seed: int, households, at: str = "prairie") -> People:
    """The people of these households (int64 household keys, each once, in ascending order) of a clinic.

    >>> folk = people(7, np.arange(1, 4))
    >>> set(folk.patients.household_key.tolist()), folk.patients.family_name[0].endswith("-Synth")
    ({1, 2, 3}, True)
    """
    from sim.clinic.people.coverage import coverages
    from sim.clinic.people.earlier_visits import prior_services
    from sim.clinic.people.secondary_coverage import member_facts

    where = clinic(at)
    members = persons(seed, households, where)
    covered = coverages(seed, members, where)
    return People(
        _patients(seed, members, where),
        covered,
        prior_services(seed, members, covered, where),
        member_facts(seed, covered, where),
    )


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
    place = np.repeat(np.arange(len(households)), size)
    member = np.arange(len(place)) - np.repeat(np.cumsum(size) - size, size)
    household, key = households[place], patient_key(households[place], member)
    age = _ages(seed, kind, kinds, households, adults, place, member, key)
    days = age * 1461 // 4 + whole(seed, "birthday", key, 365)
    birth = WINDOW[0] - days.astype("timedelta64[D]")
    return Persons(
        key,
        household,
        member,
        adults[place],
        years_between(birth, WINDOW[0]),
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


def years_between(birth_date, on) -> np.ndarray:
    """Whole years of age.

    >>> years_between(np.array(["2000-06-02", "2000-06-01"], "datetime64[D]"), np.datetime64("2026-06-01")).tolist()
    [25, 26]
    """
    months = np.asarray(on).astype("datetime64[M]") - birth_date.astype("datetime64[M]")
    not_yet = (np.asarray(on) - np.asarray(on).astype("datetime64[M]")) < (
        birth_date - birth_date.astype("datetime64[M]")
    )
    return (months.astype(np.int64) - not_yet) // 12


@cache
def _streets() -> tuple[str, ...]:
    return tuple(f"{FIRST_HOUSE + 7 * house} {street}" for street in pools()["street"] for house in range(HOUSES // 60))


def _patients(seed: int, members: Persons, where: Clinic) -> Table:
    names, homes, key, household = pools(), _streets(), members.patient_key, members.household_key
    female, male = names["female"], names["male"]
    first = np.where(
        members.is_female,
        whole(seed, "first name", key, len(female)),
        len(female) + whole(seed, "first name", key, len(male)),
    )
    town = whole(seed, "town", household, len(where.towns))
    area = where.telephone_number[:3]
    return Table(
        patient_key=key,
        household_key=household,
        first_name=Coded(first, female + male),
        family_name=Coded(whole(seed, "family name", household, len(names["family"])), names["family"]),
        birth_date=members.birth_date,
        sex_code=Coded(~members.is_female, ("F", "M")),
        street_address=Coded(whole(seed, "home", household, len(homes)), homes),
        city_name=Coded(town, [name for name, _, _ in where.towns]),
        state_code=Coded.of([state for _, state, _ in where.towns])[town],
        postal_code=Coded(town, [code for _, _, code in where.towns]),
        telephone_number=Coded(
            whole(seed, "telephone", household, 100), [f"{area}-555-01{number:02d}" for number in range(100)]
        ),
    )
