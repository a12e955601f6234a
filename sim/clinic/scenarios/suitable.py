"""Which patients a scenario suits on a day: [suits], [coverage] and the specialty's own history with them."""

from typing import NamedTuple

import numpy as np

from sim.clinic.practice.clinics import payer_names
from sim.clinic.scenarios.parts import Scenario, Suits
from sim.clinic.scenarios.placeholders import NOT_SERVICES
from sim.ground.coded import Coded
from sim.ground.keys import SPANS
from sim.ground.table import Table


class Candidates(NamedTuple):
    """Patients with a visit to fill: arrays of equal length. `is_new` and `was_known` (before the window) have one
    column per specialty; `coverage` is a row of `coverages`, -1 none."""

    age: np.ndarray
    sex: Coded
    day: np.ndarray
    is_new: np.ndarray
    was_known: np.ndarray
    is_first: np.ndarray
    coverage: np.ndarray
    coverages: Table
    specialties: list[str]


def suits(scenario: Scenario, who: Candidates) -> np.ndarray:
    """True where the scenario may be this patient's visit."""
    wish = scenario.suits
    fits = (who.age >= wish.age[0]) & (who.age <= wish.age[1])
    if wish.sex != "any":
        fits &= who.sex == wish.sex
    if wish.dates:
        fits &= (who.day >= np.datetime64(wish.dates[0])) & (who.day <= np.datetime64(wish.dates[1]))
    if wish.seen_before is not None:
        fits &= who.is_new[:, who.specialties.index(scenario.specialty)] != wish.seen_before
    return fits & _coverage(wish, who) & _history(scenario, who)


def _history(scenario: Scenario, who: Candidates) -> np.ndarray:
    """A story of an earlier visit fits those known before the window; one of surgery or a claim, whose days may count,
    only first visits.
    """
    kinds = {
        past.kind
        for past in scenario.history
        if past.kind not in NOT_SERVICES and past.specialty in ("", scenario.specialty)
    }
    fits = who.was_known[:, who.specialties.index(scenario.specialty)] if kinds else np.ones(len(who.age), bool)
    return fits & who.is_first if kinds & {"surgery", "claim"} else fits


def _coverage(wish: Suits, who: Candidates) -> np.ndarray:
    row, has = who.coverage, who.coverage >= 0
    fits = np.ones(len(row), bool)
    if wish.payer:
        payer = who.coverages.payer_code
        fits &= has & payer.isin([code for code in payer.pool if payer_names(code) & set(wish.payer)])[row]
    if wish.plan:
        fits &= has & who.coverages.plan_code.isin(wish.plan)[row]
    if wish.relationship:
        fits &= has & who.coverages.relationship_code.isin(wish.relationship)[row]
    if wish.changed_coverage is not None:
        changed = has & (who.coverages.coverage_key[row] % (1 << SPANS) > 0)
        fits &= changed == wish.changed_coverage
    return fits
