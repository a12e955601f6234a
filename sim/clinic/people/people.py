"""The people of a clinic: households with their patients, coverage and history, all synthetic and all from the seed and
the household's key.

A household's rows never depend on which other households are asked for. Names and streets are pools made by Faker
(sim/clinic/people/names.py), taken by index; family names end in -Synth; house numbers begin at 90000, which these
towns do not have; telephones are 555-01xx.

Not modeled: children who grow up in the window, moves, marriages, deaths.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from sim.clinic.practice.clinics import Clinic, clinic
from sim.clinic.people.coverage import coverages
from sim.clinic.people.earlier_visits import prior_services
from sim.clinic.people.household_members import Persons, persons
from sim.clinic.people.names import pools
from sim.clinic.people.secondary_coverage import member_facts
from sim.ground.coded import Coded
from sim.ground.draw import whole
from sim.ground.keys import MEMBERS
from sim.ground.table import Table, empty

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
    provider_facts: Table = empty("provider_facts")

    def of(self, households: np.ndarray) -> "People":
        """The people of these households."""

        def mine(table: Table) -> Table:
            return table.take(np.isin(table.patient_key >> MEMBERS, households))

        return self._replace(
            patients=mine(self.patients),
            coverages=mine(self.coverages),
            prior_services=mine(self.prior_services),
            member_facts=mine(self.member_facts),
            authorizations=mine(self.authorizations),
        )

    def records(self) -> dict[str, Table]:
        """What the payer's engine is told of these people beside coverage and past services."""
        return {
            "member_facts": self.member_facts,
            "authorizations": self.authorizations,
            "provider_facts": self.provider_facts,
        }


def people(seed: int, households, at: str = "") -> People:
    """The people of these households (int64 household keys, each once, in ascending order) of a clinic.

    >>> made = people(7, np.arange(1, 4))
    >>> set(made.patients.household_key.tolist()), made.patients.family_name[0].endswith("-Synth")
    ({1, 2, 3}, True)
    """
    where = clinic(at)
    members = persons(seed, households, where)
    covered = coverages(seed, members, where)
    return People(
        _patients(seed, members, where),
        covered,
        prior_services(seed, members, covered, where),
        member_facts(seed, covered, where),
    )


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
