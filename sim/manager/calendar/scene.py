"""The scene: the patients, visits and records of some days at a clinic, and what life brings to them, before anybody of
the office has done anything. Two strategies that are compared play the same scene.
"""

from typing import NamedTuple

import numpy as np

from sim.clinic.people.people import People, people
from sim.clinic.visits.coded_rows import Work
from sim.clinic.visits.encounters import encounters
from sim.clinic.visits.stated_history import with_history
from sim.clinic.visits.truth import truth_work
from sim.ground.dates import Day, day_of
from sim.ground.editions import service_dates
from sim.ground.errors import CleanClaimError
from sim.ground.joins import find_in
from sim.ground.table import Table
from sim.manager.calendar.life import Life, life_of
from sim.manager.strategies.conditions import Conditions, conditions

MOST_VISITS = 200_000
VISITS_OF_A_HOUSEHOLD = 2.4  # in the whole window, about: how many households are drawn at first
ROUNDS = 8  # how often more households are drawn
USUAL = "industry_2024"


class Scene(NamedTuple):
    """first, last: the days of the visits. visits: encounters as they are, coded by nobody; truth: the codes that the
    records support."""

    seed: int
    clinic: str
    given: Conditions
    first: np.datetime64
    last: np.datetime64
    people: People
    visits: Table
    truth: Work
    life: Life

    @property
    def days(self) -> int:
        """How many days the visits take."""
        return int((self.last - self.first).astype(int)) + 1


def longest() -> int:
    """How many days of visits there can be: the window of the loaded editions."""
    window = service_dates()
    return int((window.last - window.first).astype(int)) + 1


def scene(
    visits: int = 10_000, days: int = 90, seed: int = 1, clinic: str = "", given: str = USUAL, start: Day = None
) -> Scene:
    """A scene of so many visits on so many days from `start` on (default: the first day of the window). Raises
    CleanClaimError for numbers that cannot be.

    >>> made = scene(40, 30, seed=7)
    >>> len(made.visits), made.days
    (40, 30)
    """
    if not 1 <= int(visits) <= MOST_VISITS:
        raise CleanClaimError(
            f"{visits} visits", "quarter", f"1 to {MOST_VISITS}", "use `cleanclaim simulate --staff` for more"
        )
    if not 1 <= int(days) <= longest():
        raise CleanClaimError(
            f"{days} days", "quarter", f"1 to {longest()}: the days of the loaded editions", "ask for fewer days"
        )
    first = service_dates().first if start is None else day_of(start)
    last = first + int(days) - 1
    if not service_dates().first <= first <= last <= service_dates().last:
        raise CleanClaimError(
            f"{first} to {last}", "quarter", "days of the loaded editions", "begin later, or ask for fewer days"
        )
    households = int(visits / VISITS_OF_A_HOUSEHOLD * longest() / days * 1.1) + 8
    for _ in range(ROUNDS):
        members = people(seed, np.arange(1, households + 1), clinic)
        seen = encounters(seed, members, at=clinic)
        seen = seen.take((seen.service_date >= first) & (seen.service_date <= last))
        if len(seen) >= visits:
            return staged(seed, clinic, conditions(given), first, last, members, seen.take(np.arange(visits)))
        households = int(households * 1.5) + 8
    raise CleanClaimError(
        f"no {visits} visits come in {days} days",
        "quarter",
        "a clinic that sees enough patients",
        "ask for fewer visits",
    )


def staged(
    seed: int,
    clinic: str,
    given: Conditions,
    first: np.datetime64,
    last: np.datetime64,
    members: People,
    visits: Table,
) -> Scene:
    """The scene of these visits; people of other households are left out."""
    members = _of_households(members, np.unique(visits.household_key))
    members = with_history(members, visits)
    return Scene(
        seed, clinic, given, first, last, members, visits, truth_work(visits), life_of(seed, visits, members, given)
    )


def _of_households(members: People, households: np.ndarray) -> People:
    mine = members.patients.take(np.isin(members.patients.household_key, households))
    keys = mine.patient_key

    def kept(table: Table) -> Table:
        return table.take(find_in(keys, table.patient_key) >= 0) if "patient_key" in table else table

    return People(mine, *(kept(table) for table in members[1:]))
