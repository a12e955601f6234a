"""An injury at work: its payer is the insurer of the employer, from the day of the injury on and for that visit only;
the health plan pays nothing.

The insurer's claim number stands in the place of a member id; the visit carries the day of the injury (box 14, with box
10a). The patient's own coverage stays beside it, for all other visits.

Not modeled: who the employer is, injuries that the insurer disputes, later visits for the same injury, lost wages.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np

from sim.clinic.practice.clinics import clinic
from sim.clinic.practice.printed_numbers import member_ids
from sim.clinic.scenarios.parts import History, Scenario
from sim.clinic.scenarios.placeholders import fill
from sim.clinic.visits.service_lines import whole_number
from sim.clinic.visits.visit_context import Setting, words
from sim.clinic.visits.distinct_visits import per_setting
from sim.ground.coded import Coded
from sim.ground.keys import WORK
from sim.ground.table import Table, conform

KIND = "work injury"


def with_work_injuries(encounters: Table, library: Sequence[Scenario]) -> Table:
    """The encounters with work_injury_date, and with the employer's insurer as payer where it is set. Twice is as good
    as once.
    """
    told = {one.name: past for one in library for past in one.history if past.kind == KIND}
    days = np.full(len(encounters), -1, np.int64)
    for one in library:
        if one.name in told:
            days = np.maximum(days, per_setting(encounters, one, partial(_days, one, told[one.name]), -1))
    hurt = days >= 0
    injured = np.where(hurt, encounters.service_date - np.maximum(days, 0), np.datetime64("NaT", "D"))
    encounters = encounters.with_columns(work_injury_date=injured)
    if not hurt.any():
        return encounters
    key = np.where(hurt, encounters.coverage_key | WORK, encounters.coverage_key)
    codes = [one.code for one in clinic(encounters.clinic_code[0]).work_payers]
    payer = Coded.where(hurt, Coded(encounters.patient_key % len(codes), codes), encounters.payer_code)
    return encounters.with_columns(coverage_key=key, registered_coverage_key=key, payer_code=payer)


def _days(one: Scenario, past: History, setting: Setting) -> int:
    return whole_number(fill(past.days_ago, words(one, setting)), f"days_ago in {one.name}")


def covered(coverages: Table, encounters: Table) -> Table:
    """The coverages with those of these visits' work injuries, in order of coverage_key."""
    mine = encounters.take(~np.isnat(encounters.work_injury_date))
    if not len(mine):
        return coverages
    keys, first, place = np.unique(mine.coverage_key, return_index=True, return_inverse=True)
    start, end = mine.work_injury_date[first], mine.service_date[first]
    np.minimum.at(start, place, mine.work_injury_date)
    np.maximum.at(end, place, mine.service_date)
    one = mine.take(first)
    payers = {payer.code: payer for payer in clinic(one.clinic_code[0]).work_payers}
    own = [payers[code] for code in one.payer_code.texts()]
    numbers = [
        str(member_ids(payer.member_id, [key], [key])[0])
        for payer, key in zip(own, one.patient_key.tolist(), strict=True)
    ]
    rows = conform(
        "coverages",
        Table(
            coverage_key=keys,
            patient_key=one.patient_key,
            payer_code=one.payer_code,
            plan_code=Coded.of([next(iter(payer.plans)) for payer in own]),
            member_id=Coded.of(numbers),
            relationship_code=Coded.constant("self", len(one)),
            subscriber_patient_key=one.patient_key,
            coverage_start_date=start,
            coverage_end_date=end,
        ),
    )
    both = Table.concat([coverages.take(~np.isin(coverages.coverage_key, keys)), rows.select(*coverages.columns)])
    return both.take(np.argsort(both.coverage_key, kind="stable"))
