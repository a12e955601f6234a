"""Coverage: who pays for whom, and since when. About one patient in twelve changes payer once within the window;
families share a policy.

The kind of payer goes by age (NAMCS 2019, primary payer of office visits) and is drawn once for a household, so that
its members fit together. A family policy is held by the first adult who has it; a child whose parents have none is
covered by Medicaid.

Second coverages and who pays first are in sim/clinic/people/secondary_coverage.py.

Not modeled: gaps without coverage, dependents over 17, a second coverage that begins or ends in the window.
"""

import numpy as np

from sim.clinic.practice.clinics import KINDS, Clinic
from sim.clinic.practice.printed_numbers import member_ids
from sim.clinic.people.secondary_coverage import plan_year, second_payers
from sim.ground.coded import Coded
from sim.ground.draw import choose, uniform, whole
from sim.ground.editions import service_dates
from sim.ground.keys import coverage_key
from sim.ground.table import Table

CHANGE = 0.115  # households whose members under Medicare's age change; about 8 % of patients
SECOND = 2  # the span of a second payer
RELATIONS = ("self", "spouse", "child")
MEDICARE, COMMERCIAL, MEDICAID = (KINDS.index(kind) for kind in ("medicare", "commercial", "medicaid"))


def coverages(seed: int, members, where: Clinic) -> Table:
    """The coverages table: one span per patient, two for those who change, one more for a second payer; rows in order
    of coverage_key.
    """
    now, later, changes = _kinds(seed, members, where)
    first, second = second_payers(seed, members, where, _payers(seed, members, where, now), changes)
    has_second = second >= 0
    start, end = _dates(members, changes, 0)
    before = _spans(seed, members, where, first, first, 0, start, end, has_second.astype(np.int64))
    moved = np.flatnonzero(~np.isnat(changes))
    later = _payers(seed, members, where, later)
    since, until = _dates(members, changes, 1)
    none, twos = np.zeros(len(now), np.int64), np.full(len(now), 2)
    after = _spans(seed, members, where, later, later, 1, since, until, none).take(moved)
    second = np.maximum(second, 0)
    beside = _spans(seed, members, where, second, first, SECOND, start, end, twos).take(np.flatnonzero(has_second))
    all_ = Table.concat([before, after, beside])
    return all_.take(np.argsort(all_.coverage_key, kind="stable"))


def _kinds(seed, members, where: Clinic):
    """The kind of payer (place in KINDS) at first, the one later, and the day of the change (NaT: none) of each
    person.
    """
    medicare, medicaid = _percents(members, where)
    old = uniform(seed, "medicare", members.patient_key) * 100 < medicare
    poor = uniform(seed, "medicaid", members.household_key) * 100 < medicaid
    now = np.where(old, MEDICARE, np.where(poor, MEDICAID, COMMERCIAL))
    flips = (uniform(seed, "coverage change", members.household_key) < CHANGE) & ~old
    later = np.where(flips, np.where(now == MEDICAID, COMMERCIAL, MEDICAID), now)
    now, later = (_children_without_policy(members, kind) for kind in (now, later))
    months = _months()
    day = months[whole(seed, "change month", members.household_key, len(months))]
    day = np.where(now != later, day, np.datetime64("NaT"))
    turns, birthday = _turning_65(seed, members, now, where)
    return now, np.where(turns, MEDICARE, later), np.where(turns, birthday, day)


def _months() -> np.ndarray:
    """The days on which a coverage may change: the first of every month that begins within the window."""
    first, last = (end.astype("datetime64[M]") for end in service_dates())
    return np.arange(first + 1, last + 1).astype("datetime64[D]")


def _percents(members, where: Clinic):
    """Percent with Medicare and percent with Medicaid by the person's age (the household's Medicaid draw is shared)."""
    at = np.searchsorted([band.age_from for band in where.payer_mix], members.age, side="right") - 1
    return np.array([band.medicare for band in where.payer_mix])[at], np.array(
        [band.medicaid for band in where.payer_mix]
    )[at]


def _payers(seed, members, where: Clinic, kind) -> np.ndarray:
    """The payer (place in the clinic's list): one of each kind for a household, by weight."""
    out = np.zeros(len(kind), np.int64)
    for number, name in enumerate(KINDS):
        able = [place for place, payer in enumerate(where.payers) if payer.kind == name]
        drawn = choose(seed, f"payer {name}", members.household_key, [where.payers[place].weight for place in able])
        out = np.where(kind == number, np.array(able)[drawn], out)
    return out


def _children_without_policy(members, kind):
    holder = _holder(members, kind == COMMERCIAL)
    return np.where((kind == COMMERCIAL) & (members.member >= members.adults) & (holder < 0), MEDICAID, kind)


def _holder(members, has) -> np.ndarray:
    """Row of the first adult of the household who has the policy, -1 where none."""
    rows = np.arange(len(has))
    start = rows - members.member
    first, second = has[start], (members.adults > 1) & has[np.minimum(start + 1, len(has) - 1)]
    return np.where(first, start, np.where(second, start + 1, -1))


def _holder_of(members, payer, held) -> np.ndarray:
    """Row of the first adult of the household who holds a policy of each person's payer; the person's own row where
    none does.
    """
    rows = np.arange(len(payer))
    start = rows - members.member
    partner = np.minimum(start + 1, len(rows) - 1)
    return np.where(
        held[start] == payer, start, np.where((members.adults > 1) & (held[partner] == payer), partner, rows)
    )


def _turning_65(seed, members, now, where: Clinic):
    """Those with a commercial policy of their own and for nobody else who turn 65 in the window: Medicare from the
    first of that month.
    """
    year65 = members.birth_date.astype("datetime64[M]") + np.timedelta64(65 * 12, "M")
    alone = np.bincount(np.searchsorted(np.unique(members.household_key), members.household_key))
    alone = np.repeat(alone, alone) == 1
    month = year65.astype("datetime64[D]")
    percent = next((band.medicare for band in reversed(where.payer_mix) if band.age_from <= 65), 0)
    turns = alone & (now == COMMERCIAL) & (month >= _months()[0]) & (month <= _months()[-1])
    return turns & (uniform(seed, "medicare", members.patient_key) * 100 < percent), month


def _dates(members, changes, span):
    """First and last day of the span."""
    nat = np.full(len(changes), np.datetime64("NaT"), "datetime64[D]")
    if span:
        return changes, nat
    return np.maximum(members.birth_date, plan_year()), changes - np.timedelta64(1, "D")


def _spans(seed, members, where: Clinic, payer, held, span, start, end, order) -> Table:
    """Spans of these payers; `held` is the payer of whose family policy an adult is the holder."""
    payers, key = (*where.payers, *where.second_payers), members.patient_key
    is_family = np.array([one.family for one in payers])[payer]
    holder = np.where(is_family, _holder_of(members, payer, held), np.arange(len(key)))
    subscriber = key[holder]
    relation = np.where(subscriber == key, 0, np.where(members.member < members.adults, 1, 2))
    plan, plan_pool = _plans(seed, members, payers, payer)
    long_ago = np.array([one.kind == "medicaid" for one in payers])[payer] & (span != 1)
    medicaid_since = (plan_year().astype("datetime64[M]") - 6).astype("datetime64[D]")
    start = np.where(long_ago, np.maximum(members.birth_date, medicaid_since), start)
    return Table(
        coverage_key=coverage_key(key, span),
        patient_key=key,
        payer_code=Coded(payer, [one.code for one in payers]),
        plan_code=Coded(plan, plan_pool),
        member_id=_member_ids(payers, payer, key, subscriber),
        group_number=Coded.of([one.group_number for one in payers])[payer],
        relationship_code=Coded(relation, RELATIONS),
        subscriber_patient_key=subscriber,
        coverage_start_date=start,
        coverage_end_date=end,
        **_met(seed, key, subscriber, span),
        coverage_order=order,
    )


def _met(seed, key, subscriber, span) -> dict:
    """What members and their families have paid earlier in the year; nothing yet under a plan that begins in the
    window.

    A fifth of members have paid nothing, a fifth up to 300 dollars, the others up to 5,000 (modeling assumption).
    """
    kind, part = uniform(seed, "met kind", key), uniform(seed, "met amount", key)
    dollars = np.select([kind < 0.2, kind < 0.4], [0, 300 * part], 300 + 4700 * part)
    mine = np.zeros(len(key), np.int64) if span else (100 * np.round(dollars)).astype(np.int64)
    families, place = np.unique(subscriber, return_inverse=True)
    return {"met_amount": mine, "family_met_amount": np.bincount(place, mine, len(families)).astype(np.int64)[place]}


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
