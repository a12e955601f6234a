"""The mess of a chart: fragments of real records, drawn for one case and laid into its documents where the scenario
lets them stand. They support no code and contradict none (the linter proves it); how many there are is a dial.

    drawn = drawn_mess(scenario, encounter_row, level=4, seed=7)
    documents(scenario, encounter_row, patient_row, mess=drawn)

The same scenario, visit, level and seed give the same fragments; a higher level has those of a lower one and more.
"""

from collections import Counter
from typing import NamedTuple

from sim.clinic.scenarios.mess_fragments import Fragment, suiting
from sim.clinic.scenarios.parts import Mess, Scenario
from sim.clinic.visits.visit_context import Row
from sim.ground.draw import uniform
from sim.ground.files import find, read_csv, remembered

MOST_IN_ONE_PLACE = 2


class Placed(NamedTuple):
    """A fragment and the section where it stands; empty for a document of its own."""

    fragment: Fragment
    section: str


@remembered
def amounts() -> dict[int, int]:
    """How many fragments a chart has, by the exercise's level.

    >>> amounts()[1], amounts()[5] > amounts()[3]
    (0, True)
    """
    return {int(row["level"]): int(row["fragments"]) for row in read_csv(find("data/codes/mess_levels.csv"))}


def may_stand(scenario: Scenario, place: Mess) -> tuple[Fragment, ...]:
    """The fragments that may stand in this place of this scenario's record, whoever the patient is."""
    return tuple(
        one
        for one in suiting(scenario)
        if one.stands_in(place.where) and (not place.kinds or one.kind in place.kinds) and one.name not in place.without
    )


def fits(one: Fragment, encounter: Row) -> bool:
    """Does a fragment go with this patient?"""
    low, high = one.age
    return (
        low <= encounter["patient_age"] <= high
        and one.sex in ("any", encounter["patient_sex_code"])
        and not (one.seen_before and encounter["is_new_patient"])
    )


def drawn_mess(scenario: Scenario, encounter: Row, level: int, seed: int) -> tuple[Placed, ...]:
    """The fragments of a visit's chart, in the order in which they were drawn: first one of each kind, then others."""
    wanted = amounts().get(level, 0)
    if not wanted or not scenario.mess:
        return ()
    key = int(encounter["encounter_key"])
    places = {
        one: where
        for place in reversed(scenario.mess)
        for one in may_stand(scenario, place)
        if fits(one, encounter)
        for where in ["" if one.document else place.where]
    }
    order = sorted(places, key=lambda one: float(uniform(seed, f"mess {scenario.name} {one.name}", [key])[0]))
    turn: Counter[str] = Counter()
    ranked: list[tuple[int, int, Fragment]] = []
    for one in order:
        ranked.append((turn[one.kind], len(ranked), one))
        turn[one.kind] += 1
    taken: list[Placed] = []
    used: Counter[str] = Counter()
    for _, _, one in sorted(ranked, key=lambda item: item[:2]):
        if len(taken) < wanted and used[places[one]] < MOST_IN_ONE_PLACE:
            used[places[one]] += 1
            taken.append(Placed(one, places[one]))
    return tuple(taken)
