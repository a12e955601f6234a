"""One visit for an exercise: a household with a patient whom the scenario suits, found from the seed and the variant,
and nothing else.
"""

from collections.abc import Mapping
from itertools import islice

import numpy as np

from sim.clinic.scenarios.choices import fixed, from_text, index_of, indices, picked, texts
from sim.clinic.practice.clinics import payer_names
from sim.clinic.scenarios.parts import Scenario, Trap
from sim.clinic.visits.copay import with_copays
from sim.clinic.visits.encounters import encounters
from sim.clinic.visits.stated_history import with_authorizations, with_history
from sim.clinic.people.people import People, people
from sim.clinic.scenarios.library import scenario
from sim.clinic.visits.trap_changes import applicable_to_row
from sim.clinic.visits.visit_context import Row
from sim.ground.draw import whole
from sim.ground.errors import CleanClaimError
from sim.ground.files import remembered_up_to
from sim.ground.keys import VISITS
from sim.ground.table import Table

HOUSEHOLDS = 10_000_000
BATCHES = (16, 48, 192, *[256] * 199)  # households looked at in turn: most visits suit somebody near


def draw_case(
    seed: int,
    name: str,
    payer: str | None = None,
    choices: Mapping[str, str] | str | None = None,
    variant: int = 0,
    mistake: str | None = None,
    second: str | None = None,
    clinic: str = "",
    oldest: int = 0,
) -> tuple[People, Table]:
    """The people of one household and an encounters table of one row, always the same for the same arguments.

    `payer`: a payer or a kind of payer. `choices`: some or all choices fixed, as a mapping or in text form. `mistake`:
    a kind of error whose trap must apply to the visit. `second`: the payer that comes second; without it the patient
    has one payer only. The visit is the patient's first in the window. `clinic`: a file of data/clinics (left out: the
    one in force); `oldest`: the patient's age at most (0: any). Raises CleanClaimError for an unknown scenario or
    choice, and where nobody suits.

    >>> household, visit = draw_case(7, "knee_injection", payer="acme_ppo")
    >>> (len(visit), visit.payer_code[0],
    ...  set(household.patients.household_key.tolist()) == set(visit.household_key.tolist()))
    (1, 'acme_ppo', True)
    """
    one = scenario(name)
    wanted = from_text(choices) if isinstance(choices, str) else dict(choices or {})
    index_of(one, {**picked(one, 0), **wanted})
    first = 1 + int(whole(seed, f"case {name}", variant, HOUSEHOLDS)[0])
    for size in BATCHES:
        drawn, visits = _neighbors(one, seed, first, size, clinic)
        first += size
        found = with_second(suitable(visits, payer), drawn.coverages, second)
        if oldest:
            found = found.take(found.patient_age <= oldest)
        if wanted and len(found):
            found = with_choices(found, one, wanted, drawn.coverages)
        found = _falls_for(found, one, mistake) if mistake else found
        if len(found):
            visit = found.take(np.array([0])).compact()
            mine = with_history(_household(drawn, int(visit.household_key[0])), visit)
            return People(*(table.compact() for table in mine)), visit
    raise CleanClaimError(
        f"nobody suits {name}" + f" at {payer}" * bool(payer) + f" with the mistake {mistake}" * bool(mistake),
        one.path,
        "a patient among many thousands",
        "widen [suits], or ask for another payer or mistake",
    )


@remembered_up_to(8)
def _neighbors(one: Scenario, seed: int, first: int, size: int, clinic: str) -> tuple[People, Table]:
    """So many households and their visits of this story. The same case is often asked for with other choices."""
    drawn = people(seed, np.arange(first, first + size), clinic)
    return drawn, encounters(seed, drawn, [one.name], clinic)


def suitable(visits: Table, payer: str | None) -> Table:
    """First visits in the window (so that no earlier one is cut off), at this payer."""
    fits = visits.encounter_key % (1 << VISITS) == 0
    if payer:
        fits &= visits.payer_code.isin([code for code in visits.payer_code.pool if payer in payer_names(code)])
    return visits.take(fits)


def with_second(visits: Table, coverages: Table, second: str | None) -> Table:
    """Visits of patients without a second payer, or with this one (a payer, or "supplement", "commercial" ...)."""
    beside = coverages.take(coverages.coverage_order > 1)
    if second is None:
        return visits.take(~np.isin(visits.patient_key, beside.patient_key))
    fits = beside.payer_code.isin([code for code in beside.payer_code.pool if second in payer_names(code)])
    return visits.take(np.isin(visits.patient_key, beside.patient_key[fits]))


def with_choices(visits: Table, one, wanted, coverages: Table) -> Table:
    """Visits of one scenario with these of its choices fixed, and what follows from them."""
    index = fixed(one, indices(one, visits.choices), wanted)
    return with_copays(with_authorizations(visits.with_columns(choices=texts(one, index)), (one,)), coverages)


def _falls_for(visits: Table, one, mistake: str) -> Table:
    """The first of these visits on which this mistake can be made; none where there is none."""
    places = (at for at, row in enumerate(visits.rows()) if trap_for(one, row, mistake) is not None)
    return visits.take(np.array(list(islice(places, 1)), np.int64))


def trap_for(one: Scenario, encounter: Row, mistake: str) -> Trap | None:
    """The first trap of this kind of error that applies to an encounter row, or None."""
    return next((trap for trap in applicable_to_row(one, encounter) if trap.error == mistake), None)


def _household(drawn: People, key: int) -> People:
    patients = drawn.patients.take(drawn.patients.household_key == key)
    mine = patients.patient_key
    return People(patients, *(table.take(np.isin(table.patient_key, mine)) for table in drawn[1:]))
