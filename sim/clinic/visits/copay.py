"""The copay taken at the desk: what the patient's plan asks for an office visit (data/payers), on visits that have one.

The front desk reads it off the card. Everything else that a patient owes is known only from the remittance advice.

Where a second payer follows, nothing is asked at the desk: the second may pay it, and a qualified Medicare beneficiary
may not be asked at all.

Not modeled: copays for other services, patients who do not pay at the desk (other than by a mistake).
"""

from functools import partial

import numpy as np

from sim.clinic.scenarios.library import scenario
from sim.clinic.scenarios.parts import Scenario
from sim.clinic.visits.truth import perfect_in
from sim.clinic.visits.distinct_visits import per_setting
from sim.clinic.visits.visit_context import Setting
from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_toml, remembered
from sim.ground.joins import find_rows
from sim.ground.strict_toml import Place, dollars
from sim.ground.table import Table
from sim.reference.codes import procedures

VISIT = "office visit"


def with_copays(encounters: Table, coverages: Table) -> Table:
    """The encounters with copayment_collected_amount. `coverages` is in order of coverage_key and holds those of the
    encounters.
    """
    place = find_rows(coverages.coverage_key, encounters.coverage_key)
    amount = np.zeros(len(encounters), np.int64)
    for payer in coverages.payer_code.pool:
        for plan, cents, age in office_copays(payer):
            fits = (encounters.payer_code == payer) & (encounters.patient_age >= age) & (encounters.coverage_key >= 0)
            amount = np.where(fits & (coverages.plan_code[place] == plan if plan else fits), cents, amount)
    alone = coverages.coverage_order[place] == 0  # with a second payer nobody knows at the desk what will be left
    asked = np.flatnonzero((amount > 0) & alone)
    taken = np.zeros_like(amount)
    taken[asked] = np.where(_has_visit(encounters.take(asked)), amount[asked], 0)
    return encounters.with_columns(copayment_collected_amount=taken)


@remembered
def office_copays(payer: str) -> tuple[tuple[str, int, int], ...]:
    """(plan, cents, from age) of a payer's copays for office visits; an empty plan means all of them.

    >>> office_copays("medicare_part_b"), office_copays("medicaidcare")
    ((), (('', 300, 21),))
    """
    where = Place(f"data/payers/{payer}.toml", "copay")
    try:
        rows = read_toml(find(where.file)).get("copay", [])
    except CleanClaimError:
        return ()
    return tuple(
        (plan, dollars(row["amount"], where), int(row.get("from_age", 0)))
        for row in rows
        if VISIT in row.get("kinds", ()) and not row.get("after_deductible")
        for plan in row.get("plans", [""])
    )


def _has_visit(encounters: Table) -> np.ndarray:
    """Visits whose truth has an office visit code."""
    has = np.zeros(len(encounters), bool)
    for name in encounters.scenario.pool:
        one = scenario(name)
        has |= per_setting(encounters, one, partial(_is_visit, one), False)
    return has


def _is_visit(one: Scenario, setting: Setting) -> bool:
    return any(line.code in _visit_codes() for line in perfect_in(one, setting).services)


@remembered
def _visit_codes() -> frozenset[str]:
    known = procedures()
    return frozenset(known.code[known.kind == VISIT].texts().tolist())
