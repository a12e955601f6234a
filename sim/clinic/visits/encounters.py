"""The visits: how many a patient has, when, which scenario and which of its choices; a row of draws each, from which
chart and truth are written later.

The scenario of a visit is the suitable one with the largest u ** (1 / weight), u drawn for that scenario and visit: a
new scenario moves nobody but the patients who now draw it. Visits of a patient are drawn one after another, since each
makes the patient known to the specialty, and nobody has the same story twice while there is another, or stories that
reach into each other's time (stories_apart.py).

Not modeled: no-shows, visits on Sundays, holidays.
"""

from collections.abc import Iterable

import numpy as np

from sim.clinic.scenarios.choices import draw, texts
from sim.clinic.practice.clinics import Clinic, clinic, who_sees
from sim.clinic.visits.copay import with_copays
from sim.clinic.visits.stated_history import with_authorizations
from sim.clinic.visits.stories_apart import kept_apart
from sim.clinic.people.household_members import persons
from sim.clinic.people.people import People, people
from sim.clinic.scenarios.library import scenario as scenario_named, scenarios
from sim.clinic.scenarios.suitable import Candidates, suits
from sim.ground.coded import Coded
from sim.ground.dates import anniversary, years_between
from sim.ground.draw import choose, uniform, whole
from sim.ground.editions import service_dates
from sim.ground.errors import CleanClaimError
from sim.ground.joins import find_rows, runs_of
from sim.ground.keys import encounter_key
from sim.ground.table import Table, conform
from sim.ground.files import remembered

YEARS = 3  # a patient unseen so long is new
GAP = 12  # days at least between two visits of a patient: outside the ten days that follow a minor procedure
OTHER_SPECIALTY = -1e9  # a scenario of another specialty than the one drawn is taken only where none of it suits
AGAIN = -1e12  # and one that the patient has had in the window only where no other suits


def visit_counts(seed: int, households, at: str = "") -> np.ndarray:
    """How many visits each household has in the window (int64, one per household key)."""
    where, households = clinic(at), np.atleast_1d(households)
    counts = np.zeros(len(households), np.int64)
    if _leaves_out(where):  # whom nobody there can see is known only once the visits are drawn
        seen = encounters(seed, people(seed, households, at), at=at).household_key
        np.add.at(counts, find_rows(households, seen), 1)
        return counts
    members = persons(seed, households, where)
    np.add.at(
        counts,
        find_rows(households, members.household_key),
        _visits(seed, members.patient_key, members.age, where),
    )
    return counts


@remembered
def _leaves_out(where: Clinic) -> bool:
    """Has the clinic fewer specialties than there are scenarios of? Then a visit that suits none of its scenarios is
    left out: the patient goes elsewhere.
    """
    return not {*scenarios().specialties().values()} <= {one.name for one in where.specialties}


def _visits(seed, patient_key, age, where: Clinic) -> np.ndarray:
    count = np.zeros(len(patient_key), np.int64)
    band = np.searchsorted([one.age_from for one in where.visits], age, side="right") - 1
    for place, one in enumerate(where.visits):
        drawn = 1 + choose(seed, "visits", patient_key, one.percent)
        count = np.where(band == place, drawn, count)
    return count


def encounters(seed: int, members: People, only: Iterable[str] | None = None, at: str = "") -> Table:
    """The encounters table of these people, rows in order of encounter_key. `only`: names of the scenarios to draw
    from; visits that none of them suits are then left out. Raises CleanClaimError where, of all scenarios, none suits a
    patient.
    """
    where = clinic(at)
    library = _library(where, tuple(only) if only is not None else None)
    must_suit = only is None and not _leaves_out(where)
    seen = last_seen(members, where)
    before = seen.copy()
    had: list[np.ndarray] = []
    parts: list[Table] = []
    patients = members.patients
    age = years_between(patients.birth_date, service_dates().first)
    counts = _visits(seed, patients.patient_key, age, where)
    for visit in range(int(counts.max(initial=0))):
        rows = np.flatnonzero(counts > visit)
        table, at_rows, specialty, chosen = _visit(
            seed, members, rows, visit, counts[rows], (seen, before, had), library, where, must_suit
        )
        seen[at_rows, specialty] = np.fmax(seen[at_rows, specialty], table.service_date)
        had.append(np.full(len(patients), -1))
        had[-1][at_rows] = chosen
        parts.append(table)
    if not parts:
        return conform("encounters", Table(encounter_key=np.zeros(0, np.int64)))
    both = with_authorizations(Table.concat(parts), library)
    both = both.take(np.argsort(both.encounter_key, kind="stable"))
    return conform("encounters", with_copays(both, members.coverages))


@remembered
def _library(where: Clinic, only: tuple[str, ...] | None):
    """Every scenario that somebody at the clinic sees, or those named. Raises CleanClaimError for one of these that
    nobody sees.
    """
    told = [scenario_named(name) for name in (_of_specialties(where) if only is None else only)]
    seen = tuple(one for one in told if who_sees(where, one.specialty, one.credential))
    if only is not None and len(seen) < len(told):
        raise _nobody_sees(where, next(one for one in told if one not in seen))
    return seen


def _of_specialties(where: Clinic) -> list[str]:
    """The scenarios of specialties that somebody at the clinic has; those of others need not be read."""
    there = {one.specialty for one in where.providers}
    return [name for name, specialty in scenarios().specialties().items() if specialty in there]


def last_seen(people: People, where: Clinic) -> np.ndarray:
    """The day on which each specialty last saw each patient, NaT for never. Shape: patients x specialties of the
    clinic.
    """
    names = [specialty.name for specialty in where.specialties]
    past = people.prior_services
    seen = np.full((len(people.patients), len(names)), np.datetime64("NaT"), "datetime64[D]")
    specialty = past.specialty_code.lookup({name: place for place, name in enumerate(names)}, -1)
    for place in range(len(names)):
        rows = np.flatnonzero(
            (specialty == place)
            & (past.billing_npi == where.npi)
            & np.isin(past.patient_key, people.patients.patient_key)
        )
        rows = rows[np.argsort(past.service_date[rows], kind="stable")]
        seen[find_rows(people.patients.patient_key, past.patient_key[rows]), place] = past.service_date[rows]
    return seen


def is_new(seen: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Never seen, or not within three years: the third anniversary itself still counts as within (29 February becomes
    1 March), as sim.reference.calculators.new_or_established says.

    >>> is_new(np.array(["2023-06-01", "2023-05-31", "NaT"], "datetime64[D]"), np.datetime64("2026-06-01")).tolist()
    [False, True, True]
    """
    return np.isnat(seen) | (day > anniversary(seen, YEARS))


def _days(seed, key, visit, count) -> np.ndarray:
    """The day of a visit: each has its own part of the window, so visits are in order and days apart; Sundays become
    Mondays.
    """
    window = service_dates()
    width = (int((window.last - window.first).astype(int)) + 1) // count
    day = window.first + (visit * width + whole(seed, "day", key, width - GAP)).astype("timedelta64[D]")
    sunday = (day.astype(np.int64) + 3) % 7 == 6
    return day + sunday.astype("timedelta64[D]")


def coverage_rows(coverages: Table, patient_key, day) -> np.ndarray:
    """The row of the coverage in force for each patient on each day, -1 where none; the first payer's where there are
    several. `coverages` is in order of coverage_key."""
    first, count = runs_of(coverages.patient_key, patient_key)
    found = np.full(len(patient_key), -1)
    for span in range(int(count.max(initial=0))):
        row = np.minimum(first + span, len(coverages) - 1)
        start, end = coverages.coverage_start_date[row], coverages.coverage_end_date[row]
        found = np.where(
            (span < count) & (coverages.coverage_order[row] < 2) & (start <= day) & (np.isnat(end) | (day <= end)),
            row,
            found,
        )
    return found


def _visit(seed, people: People, rows, visit, count, past, library, where: Clinic, must_suit):
    """One visit of each of these patients (rows of patients): the table, and row, specialty and scenario of those who
    were seen. `past`: last seen by specialty, the same before the window, and the scenarios of the patient's visits so
    far."""
    seen, before, had = past
    patients, coverages = people.patients, people.coverages
    key = encounter_key(patients.patient_key[rows], visit)
    day = _days(seed, key, visit, count)
    covered = coverage_rows(coverages, patients.patient_key[rows], day)
    new = is_new(seen[rows], day[:, None])
    who = Candidates(
        years_between(patients.birth_date[rows], day),
        patients.sex_code[rows],
        day,
        new,
        ~is_new(before[rows], day[:, None]),
        np.full(len(rows), visit == 0),
        covered,
        coverages,
        [specialty.name for specialty in where.specialties],
    )
    chosen = _choose(seed, key, who, [one[rows] for one in had], count > 1, library, where)
    if must_suit and (chosen < 0).any():
        raise _none_suits(who, int(np.flatnonzero(chosen < 0)[0]))
    kept = np.flatnonzero(chosen >= 0)
    rows, key, day, covered, chosen, new = rows[kept], key[kept], day[kept], covered[kept], chosen[kept], new[kept]
    specialty = np.array([who.specialties.index(one.specialty) for one in library] or [0])[chosen]
    table = _rows(
        seed, people, rows, key, day, covered, chosen, new[np.arange(len(kept)), specialty], specialty, library, where
    )
    return table, rows, specialty, chosen


def _choose(seed, key, who: Candidates, had, comes_often, library, where: Clinic) -> np.ndarray:
    """The scenario of each visit as a place in the library, -1 where none suits. comes_often: has the patient more
    visits in the window?"""
    alone, yearly = kept_apart(library)
    wanted = _specialties(seed, key, who, {one.specialty for one in library}, where)
    best, chosen = np.full(len(key), -np.inf), np.full(len(key), -1)
    for place, scenario in enumerate(library):
        with np.errstate(divide="ignore"):
            score = np.log(uniform(seed, f"scenario {scenario.name}", key)) / scenario.weight
        score = score + np.where(wanted == who.specialties.index(scenario.specialty), 0.0, OTHER_SPECIALTY)
        score = score + np.where(comes_often & alone[place], AGAIN, 0.0)
        for earlier in had:
            again = (earlier == place) | (yearly[place] & yearly[earlier] & (earlier >= 0))
            score = score + np.where(again, AGAIN, 0.0)
        better = suits(scenario, who) & (score > best)
        best, chosen = np.where(better, score, best), np.where(better, place, chosen)
    return chosen


def _specialties(seed, key, who: Candidates, told: set[str], where: Clinic) -> np.ndarray:
    """The specialty that each patient comes to see: one with scenarios, more often one that knows the patient."""
    percent = np.array([one.visit_percent if one.name in told else 0 for one in where.specialties], float)
    weight = np.array([one.return_weight for one in where.specialties])
    edges = np.cumsum(np.where(who.is_new, percent, percent * weight), axis=1)
    share = uniform(seed, "specialty", key)[:, None] * edges[:, -1:]
    return np.minimum((share >= edges).sum(axis=1), len(percent) - 1)


def _none_suits(who: Candidates, row: int) -> CleanClaimError:
    words = ", ".join(
        f"{'new' if new else 'established'} to {name}" for new, name in zip(who.is_new[row], who.specialties)
    )
    return CleanClaimError(
        f"no scenario suits a patient of {who.age[row]} years, sex {who.sex[row]}, {words}",
        "data/scenarios",
        "for every patient at least one scenario",
        "widen [suits] of a common scenario, or add one that suits everybody",
    )


def _rows(seed, people: People, rows, key, day, covered, chosen, new, specialty, library, where: Clinic) -> Table:
    patients, size = people.patients, len(key)
    names = [one.name for one in where.specialties]
    choices, npi = _Filling(size), _Filling(size)
    for place, scenario in enumerate(library):
        mine = np.flatnonzero(chosen == place)
        choices.put(mine, texts(scenario, draw(seed, scenario, key[mine])))
        npi.put(mine, _provider(seed, key[mine], scenario, where))
    places = [
        scenario.place_of_service
        or next(one.place_of_service_code for one in where.specialties if one.name == scenario.specialty)
        for scenario in library
    ]
    coverage = np.where(covered >= 0, people.coverages.coverage_key[covered], -1)
    return Table(
        encounter_key=key,
        patient_key=patients.patient_key[rows],
        household_key=patients.household_key[rows],
        service_date=day,
        scenario=Coded(chosen, [one.name for one in library]),
        scenario_hash=Coded.of([one.hash for one in library])[chosen],
        choices=choices.column(),
        specialty_code=Coded(specialty, names),
        place_of_service_code=Coded.of(places)[chosen],
        clinic_code=Coded.constant(where.code, size),
        rendering_npi=npi.column(),
        is_new_patient=new,
        patient_age=years_between(patients.birth_date[rows], day),
        patient_sex_code=patients.sex_code[rows],
        coverage_key=coverage,
        registered_coverage_key=coverage,
        payer_code=Coded.where(covered >= 0, people.coverages.payer_code[covered], Coded.constant("", size)),
    )


class _Filling:
    """A coded column that is filled scenario by scenario."""

    def __init__(self, size: int):
        self.keys = np.full(size, -1, np.int32)
        self.pool: dict[str, int] = {}

    def put(self, rows, values: Coded) -> None:
        """These texts in these rows."""
        places = [self.pool.setdefault(text, len(self.pool)) for text in values.pool]
        self.keys[rows] = np.array([*places, -1], np.int32)[values.keys]

    def column(self) -> Coded:
        """What has been filled; the rest is missing."""
        return Coded(self.keys, self.pool)


def _provider(seed, key, scenario, where: Clinic) -> Coded:
    able = who_sees(where, scenario.specialty, scenario.credential)
    return Coded(whole(seed, "provider", key, len(able)), [one.npi for one in able])


def _nobody_sees(where: Clinic, scenario) -> CleanClaimError:
    credentials = f" who is {' or '.join(scenario.credential)}" * bool(scenario.credential)
    return CleanClaimError(
        f"nobody at {where.name} sees {scenario.name}",
        f"data/clinics/{where.code}.toml",
        f"a provider of {scenario.specialty}{credentials}",
        "add one",
    )
