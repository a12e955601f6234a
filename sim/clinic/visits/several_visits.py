"""Several visits for an exercise: one each of different households, which these scenarios suit, or a clinic's visits of
one month; found from the seed and the variant and nothing else. All households are drawn in one pass.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.clinic.people.people import People, people
from sim.clinic.practice.clinics import where_drawn
from sim.clinic.scenarios.choices import picked
from sim.clinic.scenarios.library import scenario
from sim.clinic.visits.case import HOUSEHOLDS, suitable, trap_for, with_choices, with_second
from sim.clinic.visits.encounters import encounters
from sim.clinic.visits.stated_history import with_history
from sim.ground.draw import whole
from sim.ground.editions import service_dates
from sim.ground.errors import CleanClaimError
from sim.ground.table import Table

BATCHES = (512, 4096, 16_384)  # households looked at, more where too few suit


@dataclass(frozen=True)
class Asked:
    """Which visits: how many, of which scenarios (in turn, as far as patients suit), of which payer or kind of payer
    (empty: any), with choices fixed where a scenario has them. mistakes: kinds of error, a visit each on which the
    mistake can be made. days: dates of service lie within so many days (0: anywhere in the window). seconds: so many
    patients have the second payer `second`; the others have one payer only. earlier: so many of the visits lie
    `earlier_days` before the others, each with the kind of error named (empty: none).
    """

    count: int
    scenarios: tuple[str, ...]
    payer: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    mistakes: tuple[str, ...] = ()
    days: int = 0
    second: str = ""
    seconds: int = 0
    earlier: tuple[str, ...] = ()
    earlier_days: int = 0
    clinic: str = ""


@dataclass(frozen=True, eq=False)
class Drawn:
    """The people of the households; the visits in order of their keys; the number of the trap of each (0 none)."""

    people: People
    encounters: Table
    traps: np.ndarray


def draw_visits(seed: int, asked: Asked, variant: int = 0) -> Drawn:
    """The visits, always the same for the same arguments: each the first of its patient in the window. Raises
    CleanClaimError where not enough patients suit.

    >>> drawn = draw_visits(7, Asked(4, ("sore_throat", "pink_eye"), "acme_ppo", days=10), 1)
    >>> len(set(drawn.encounters.household_key.tolist())), sorted(set(drawn.encounters.scenario.texts().tolist()))
    (4, ['pink_eye', 'sore_throat'])
    """
    *before, last = (asked.clinic,) if asked.clinic else where_drawn(asked.payer)
    for at in before:
        try:
            return _drawn_at(seed, replace(asked, clinic=at), variant)
        except CleanClaimError:
            continue
    return _drawn_at(seed, replace(asked, clinic=last), variant)


def _drawn_at(seed: int, asked: Asked, variant: int) -> Drawn:
    first = 1 + int(whole(seed, "several visits", variant, HOUSEHOLDS)[0])
    for size in BATCHES:
        looked_at = people(seed, np.arange(first, first + size), asked.clinic)
        found = _picked(_fitting(seed, looked_at, asked), looked_at.coverages, asked, seed, variant)
        if found is not None:
            visits, traps = found
            return Drawn(_at_home(looked_at, visits), visits.compact(), traps)
    raise CleanClaimError(
        f"fewer than {asked.count} patients suit {', '.join(asked.scenarios)}"
        + f" at {asked.payer}" * bool(asked.payer),
        "exercise",
        "scenarios, payer, choices and mistakes that go together",
        "ask for fewer claims, more days, another payer or other mistakes",
    )


def draw_month(seed: int, count: int, variant: int = 0, at: str = "") -> Drawn:
    """So many visits of one whole month, of all scenarios and payers: the first ones of their patients in the window.
    Nobody has made a mistake yet. Raises CleanClaimError for more than a clinic sees.

    >>> drawn = draw_month(7, 60)
    >>> len(drawn.encounters), len(set(drawn.encounters.service_date.astype("datetime64[M]").tolist()))
    (60, 1)
    """
    months = _whole_months()
    month = months[int(whole(seed, "month", variant, len(months))[0])]
    first = 1 + int(whole(seed, "several visits", variant, HOUSEHOLDS)[0])
    for size in BATCHES:
        looked_at = people(seed, np.arange(first, first + size), at)
        visits = suitable(encounters(seed, looked_at, at=at), None)
        visits = visits.take(np.flatnonzero(visits.service_date.astype("datetime64[M]") == month)[:count])
        if len(visits) == count:
            return Drawn(_at_home(looked_at, visits), visits.compact(), np.zeros(count, np.int64))
    raise CleanClaimError(f"{count} visits", "exercise", f"at most about {len(visits)} in a month", "ask for fewer")


def _whole_months() -> np.ndarray:
    """The months in which every day may be a date of service."""
    window = service_dates()
    length = int((window.last - window.first).astype(int)) + 1
    days = window.first + np.arange(length).astype("timedelta64[D]")
    months, inside = np.unique(days.astype("datetime64[M]"), return_counts=True)
    ends = (months + np.timedelta64(1, "M")).astype("datetime64[D]") - months.astype("datetime64[D]")
    return months[inside == ends.astype(np.int64)]


def _at_home(looked_at: People, visits: Table) -> People:
    """The people of the households of these visits, with what was before the visits."""
    patients = looked_at.patients.take(np.isin(looked_at.patients.household_key, visits.household_key))
    mine = (table.take(np.isin(table.patient_key, patients.patient_key)) for table in looked_at[1:])
    return People(*(table.compact() for table in with_history(People(patients, *mine), visits)))


def _fitting(seed: int, looked_at: People, asked: Asked) -> Table:
    """First visits at this payer, with the choices that are fixed."""
    visits = suitable(encounters(seed, looked_at, asked.scenarios, asked.clinic), asked.payer or None)
    parts = []
    for name in visits.scenario.pool:
        one, mine = scenario(name), visits.take(visits.scenario == name)
        known = picked(one, 0)
        wanted = {choice: value for choice, value in asked.choices if choice in known}
        parts.append(with_choices(mine, one, wanted, looked_at.coverages) if wanted and len(mine) else mine)
    return Table.concat(parts).sort_by("encounter_key") if parts else visits


def _days(visits: Table, asked: Asked, seed: int, variant: int) -> tuple[np.ndarray, np.ndarray]:
    """Which visits lie within the days asked for, from the day of a drawn one of them on; and which so much earlier."""
    days = visits.service_date
    if not asked.days or not len(visits):
        return np.ones(len(visits), bool), np.zeros(len(visits), bool)
    late = np.flatnonzero(days >= service_dates().first + asked.earlier_days + asked.days)
    if not len(late):
        return np.zeros(len(visits), bool), np.zeros(len(visits), bool)
    begin = days[late[int(whole(seed, "several visits, first day", variant, len(late))[0])]]
    before = begin - asked.earlier_days
    return (days >= begin) & (days < begin + asked.days), (days >= before - asked.days) & (days < before)


def _picked(visits: Table, coverages: Table, asked: Asked, seed: int, variant: int) -> tuple[Table, np.ndarray] | None:
    """So many visits with the number of their traps; None where there are not enough."""
    near, earlier = _days(visits, asked, seed, variant)
    alone = np.isin(visits.encounter_key, with_second(visits, coverages, None).encounter_key)
    both = np.isin(visits.encounter_key, with_second(visits, coverages, asked.second or None).encounter_key)
    plain = asked.count - len(asked.mistakes) - len(asked.earlier) - asked.seconds
    wishes = [(error, earlier & alone) for error in asked.earlier] + [(error, near & alone) for error in asked.mistakes]
    wishes += [("", near & both)] * asked.seconds + [("", near & alone)] * plain
    rows, taken = visits.rows(), dict[int, int]()
    for error, among in wishes:
        _take(rows, taken, among, error)
    if len(taken) < asked.count:
        return None
    places = sorted(taken)
    return visits.take(np.array(places)), np.array([taken[place] for place in places], np.int64)


def _take(rows: Sequence[Mapping[str, object]], taken: dict[int, int], among: np.ndarray, error: str) -> None:
    """Take one more visit of another household, of the scenario that was taken least so far."""
    times: dict[object, int] = {}
    homes = {rows[place]["household_key"] for place in taken}
    for place in taken:
        times[rows[place]["scenario"]] = times.get(rows[place]["scenario"], 0) + 1
    order = sorted(range(len(rows)), key=lambda place: (times.get(rows[place]["scenario"], 0), place))
    for place in order:
        row = rows[place]
        if not among[place] or row["household_key"] in homes:
            continue
        trap = trap_for(scenario(str(row["scenario"])), dict(row), error) if error else None
        if trap is not None or not error:
            taken[place] = trap.number if trap else 0
            return
