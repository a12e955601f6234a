"""Coverage: who pays for whom, and since when. About one patient in twelve changes payer once within the window; families share a policy.

The kind of payer goes by age (NAMCS 2019, primary payer of office visits) and is drawn once for a household, so that its members fit together.
A family policy is held by the first adult who has it; a child whose parents have none is covered by Medicaid.

Not modelled: second coverages, gaps without coverage, dependants over 17, Medicare Advantage.
"""
import numpy as np

from sim.clinic.clinics import Clinic
from sim.clinic.ids import member_ids
from sim.ground.coded import Coded
from sim.ground.draw import choose, uniform, whole
from sim.ground.keys import coverage_key
from sim.ground.table import Table

CHANGE = 0.115                                  # households whose members under Medicare's age change; about 8 % of patients
MONTHS = np.array(["2026-05-01", "2026-06-01", "2026-07-01", "2026-08-01", "2026-09-01"], "datetime64[D]")
PLAN_YEAR, SINCE = np.datetime64("2026-01-01"), np.datetime64("2025-07-01")
RELATIONS = ("self", "spouse", "child")


def coverages(seed: int, members, where: Clinic) -> Table:
    """The coverages table: one span per patient, two for those who change; rows in order of coverage_key."""
    kinds = [payer.kind for payer in where.payers]
    now, later, changes = _payers(seed, members, kinds)
    before = _spans(seed, members, where, now, 0, *_dates(members, changes, 0))
    moved = np.flatnonzero(~np.isnat(changes))
    after = _spans(seed, members, where, later, 1, *_dates(members, changes, 1)).take(moved)
    both = Table.concat([before, after])
    return both.take(np.argsort(both.coverage_key, kind="stable"))


def _payers(seed, members, kinds):
    """The payer (place in the clinic's list) at first, the one later, and the day of the change (NaT: none) of each person."""
    medicare, medicaid, commercial = (kinds.index(kind) for kind in ("medicare", "medicaid", "commercial"))
    bands = _bands(members)
    old = uniform(seed, "medicare", members.patient_key) * 100 < bands[0]
    poor = uniform(seed, "medicaid", members.household_key) * 100 < bands[1]
    now = np.where(old, medicare, np.where(poor, medicaid, commercial))
    flips = (uniform(seed, "coverage change", members.household_key) < CHANGE) & ~old
    later = np.where(flips, np.where(now == medicaid, commercial, medicaid), now)
    now, later = (_children_without_policy(members, payer, commercial, medicaid) for payer in (now, later))
    day = MONTHS[whole(seed, "change month", members.household_key, len(MONTHS))]
    day = np.where(now != later, day, np.datetime64("NaT"))
    turns, birthday = _turning_65(seed, members, now, commercial)
    return now, np.where(turns, medicare, later), np.where(turns, birthday, day)


def _bands(members):
    """Percent with Medicare and percent with Medicaid by the person's age (the household's Medicaid draw is shared)."""
    from sim.clinic.clinics import clinics
    mix = next(iter(clinics().values())).payer_mix
    at = np.searchsorted([band.age_from for band in mix], members.age, side="right") - 1
    return np.array([band.medicare for band in mix])[at], np.array([band.medicaid for band in mix])[at]


def _children_without_policy(members, payer, commercial, medicaid):
    holder = _holder(members, payer == commercial)
    return np.where((payer == commercial) & (members.member >= members.adults) & (holder < 0), medicaid, payer)


def _holder(members, has) -> np.ndarray:
    """Row of the first adult of the household who has the policy, -1 where none."""
    rows = np.arange(len(has))
    start = rows - members.member
    first, second = has[start], (members.adults > 1) & has[np.minimum(start + 1, len(has) - 1)]
    return np.where(first, start, np.where(second, start + 1, -1))


def _turning_65(seed, members, now, commercial):
    """Those with a commercial policy of their own and for nobody else who turn 65 in the window: Medicare from the first of that month."""
    year65 = members.birth_date.astype("datetime64[M]") + np.timedelta64(65 * 12, "M")
    alone = np.bincount(np.searchsorted(np.unique(members.household_key), members.household_key))
    alone = np.repeat(alone, alone) == 1
    month = year65.astype("datetime64[D]")
    turns = alone & (now == commercial) & (month >= MONTHS[0]) & (month <= MONTHS[-1]) & (uniform(seed, "medicare", members.patient_key) < 0.85)
    return turns, month


def _dates(members, changes, span):
    """First and last day of the span."""
    nat = np.full(len(changes), np.datetime64("NaT"), "datetime64[D]")
    if span:
        return changes, nat
    return np.maximum(members.birth_date, PLAN_YEAR), changes - np.timedelta64(1, "D")


def _spans(seed, members, where: Clinic, payer, span, start, end) -> Table:
    payers, key = where.payers, members.patient_key
    is_family = np.array([one.family for one in payers])[payer]
    holder = np.where(is_family, _holder(members, is_family & (payer == np.argmax([one.family for one in payers]))), np.arange(len(key)))
    subscriber = key[holder]
    relation = np.where(subscriber == key, 0, np.where(members.member < members.adults, 1, 2))
    plan, plan_pool = _plans(seed, members, payers, payer)
    long_ago = np.array([one.kind == "medicaid" for one in payers])[payer] & (span == 0)
    start = np.where(long_ago, np.maximum(members.birth_date, SINCE), start)
    return Table(
        coverage_key=coverage_key(key, span), patient_key=key, payer_code=Coded(payer, [one.code for one in payers]), plan_code=Coded(plan, plan_pool),
        member_id=_member_ids(payers, payer, key, subscriber), group_number=Coded.of([one.group_number for one in payers])[payer],
        relationship_code=Coded(relation, RELATIONS), subscriber_patient_key=subscriber, coverage_start_date=start, coverage_end_date=end)


def _plans(seed, members, payers, payer):
    """The plan as a place in the pool of all plans: one draw per household and payer, so that a family has one plan."""
    pool = tuple(dict.fromkeys(plan for one in payers for plan in one.plans))
    plan = np.zeros(len(payer), np.int32)
    for place, one in enumerate(payers):
        picked = choose(seed, f"plan {one.code}", members.household_key, list(one.plans.values()))
        plan = np.where(payer == place, np.array([pool.index(name) for name in one.plans])[picked], plan)
    return plan, pool


def _member_ids(payers, payer, key, subscriber) -> Coded:
    texts = np.empty(len(key), object)
    for place, one in enumerate(payers):
        rows = np.flatnonzero(payer == place)
        texts[rows] = member_ids(one.member_id, key[rows], subscriber[rows])
    return Coded(np.arange(len(key), dtype=np.int32), texts.tolist())
