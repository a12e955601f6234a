"""Visits for the biller's tests: a block of households, and single visits with any mistake that can be made on them."""

from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
from a_share import of_scenarios, share

HOUSEHOLDS = 500


@cache
def _block():
    from sim.clinic.people.people import people
    from sim.clinic.visits.encounters import encounters
    from sim.clinic.visits.stated_history import with_history

    folk = people(11, np.arange(1, HOUSEHOLDS + 1))
    visits = encounters(11, folk)
    return with_history(folk, visits), visits


@cache
def _novice():
    from sim.billing.answers.payer_answer import answer
    from sim.billing.answers.secondary_claims import with_next_payers
    from sim.billing.answers.supported_amounts import filled_in, supported
    from sim.billing.claims.claim import bill
    from sim.clinic.visits.truth import truth_work
    from sim.coding.coder import code

    folk, visits = _block()
    truth = truth_work(visits)
    visits, work = code(3, visits, "novice")
    claims = bill(visits, work, folk)
    claims, decided = with_next_payers(claims, answer(claims, folk), folk)
    return SimpleNamespace(
        people=folk,
        encounters=visits,
        truth=truth,
        work=work,
        claims=claims,
        decided=filled_in(decided, supported(visits, truth, claims, decided, folk)),
    )


def _household(folk, key: int):
    """People of one household only, as a journey gets them."""
    mine = folk.patients.take(folk.patients.household_key == key)
    return folk._replace(
        patients=mine,
        coverages=folk.coverages.take(np.isin(folk.coverages.patient_key, mine.patient_key)),
        prior_services=folk.prior_services.take(np.isin(folk.prior_services.patient_key, mine.patient_key)),
    )


@cache
def _visits() -> dict[tuple[str, str], tuple]:
    """(scenario, payer) -> rows of the block."""
    _, visits = _block()
    found: dict[tuple[str, str], list] = {}
    for place, pair in enumerate(zip(visits.scenario.texts(), visits.payer_code.texts())):
        found.setdefault(pair, []).append(place)
    return {pair: tuple(rows) for pair, rows in found.items()}


def _share() -> list[tuple[tuple[str, str], tuple[int, ...]]]:
    """The visits of a share of the scenarios, by scenario and payer; of those with mistakes of each desk some."""
    from sim.clinic.scenarios.library import scenarios

    traps = {name: {trap.at for trap in one.traps} for name, one in scenarios().items()}
    of_desks = [share([name for name in traps if at in traps[name]], 4) for at in ("front desk", "biller", "poster")]
    names = {*of_scenarios(10), *(name for found in of_desks for name in found)}
    return [(pair, rows) for pair, rows in sorted(_visits().items()) if pair[0] in names]


def _make(row: int, trap=None):
    folk, visits = _block()
    visit = visits.take(np.array([row]))
    return _with_trap(_household(folk, int(visit.household_key[0])), visit, trap)


def _with_trap(people, visit, trap):
    from sim.clinic.scenarios.library import scenario
    from sim.clinic.visits.coded_rows import work_of
    from sim.clinic.visits.trap_changes import mistaken
    from sim.clinic.visits.truth import truth_work
    from sim.coding.coder import with_mistake

    truth = truth_work(visit)
    if trap is None:
        return SimpleNamespace(people=people, encounters=visit, work=truth, truth=truth)
    wrong = with_mistake(visit, trap.number)
    coded = mistaken(scenario(visit.scenario[0]), wrong.rows()[0], trap)
    return SimpleNamespace(
        people=people,
        encounters=wrong,
        work=work_of(wrong.encounter_key, [coded], np.zeros(1, np.int64), "coded"),
        truth=truth,
    )


def _traps(folk, visit) -> tuple:
    from sim.clinic.scenarios.library import scenario
    from sim.clinic.visits.trap_changes import applicable
    from sim.clinic.visits.visit_context import setting_of

    row = visit.rows()[0]
    one = scenario(row["scenario"])
    return applicable(one, setting_of(one, row), bool(np.isin(row["coverage_key"] - 1, folk.coverages.coverage_key)))


@pytest.fixture(scope="session")
def block():
    """(people, encounters) of five hundred households."""
    return _block()


@pytest.fixture(scope="session")
def novice():
    """The same households with a novice's work: people, encounters, truth, work, claims, decided."""
    return _novice()


@pytest.fixture(scope="session")
def visit_of():
    """(scenario, payer, error or None) -> a visit (people, encounters, work, truth) on which that mistake was made."""
    from sim.clinic.visits.case import draw_case

    @cache
    def make(scenario: str, payer: str, error: str | None = None):
        folk, visit = draw_case(5, scenario, payer=payer, mistake=error)
        return _with_trap(folk, visit, next((trap for trap in _traps(folk, visit) if trap.error == error), None))

    return make


@pytest.fixture(scope="session")
def every_mistake():
    """Every trap of a share of the scenarios at each payer of the block, with a visit on which it was made."""

    def run():
        folk, visits = _block()
        for (name, payer), rows in _share():
            seen = set()
            for row in rows:
                for trap in _traps(folk, visits.take(np.array([row]))):
                    if trap.number not in seen:
                        seen.add(trap.number)
                        yield name, payer, trap, _make(row, trap)

    return run


@pytest.fixture(scope="session")
def every_visit():
    """A visit without a mistake for a share of the scenarios and every payer of the block."""
    return lambda: ((name, payer, _make(rows[0])) for (name, payer), rows in _share())


@pytest.fixture(scope="session")
def any_mistake():
    """From hypothesis' data: (trap, visit) of any visit of the block on which any mistake can be made."""
    from hypothesis import assume
    from hypothesis import strategies as st

    folk, visits = _block()

    def draw(data):
        row = data.draw(st.integers(0, len(visits) - 1))
        traps = _traps(folk, visits.take(np.array([row])))
        assume(traps)
        trap = data.draw(st.sampled_from(traps))
        return trap, _make(row, trap)

    return draw


def held(claims):
    """The claims as held: not sent."""
    nothing = np.full(len(claims.claims), np.datetime64("NaT"), "datetime64[D]")
    return claims._replace(claims=claims.claims.with_columns(submitted_date=nothing, received_date=nothing))


@pytest.fixture
def hold():
    """A function that holds claims back."""
    return held
