"""A quarter worked by several strategies one after another: what is done by a day never depends on what is decided
later, one strategy is a plan of one, and the same decisions give the same quarter.
"""

from functools import cache

import numpy as np
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from sim.ground.errors import CleanClaimError
from sim.manager.calendar.quarter import around_plan, play
from sim.manager.calendar.scene import scene
from sim.manager.strategies.plan import always
from sim.manager.strategies.strategy import strategy

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
VISITS, DAYS = 260, 91
CHANGES = [
    {"hours": (20.0, 20.0, 20.0, 20.0, 20.0)},
    {"hours": (0.0, 0.0, 0.0, 0.0, 0.0)},
    {"verified_percent": 100, "authorization_desk": True},
    {"training_hours": 200, "second_look_percent": 100},
    {"second_look_modifiers": ("25",), "verified_kinds": ("medicaid",)},
    {"scrubber": False, "claim_days": 20, "appeals": False},
    {"order": "money", "biller_order": "age", "right_first_percent": 100, "write_off_below": 100_000},
    {"statements": 0, "card_on_file_percent": 100, "small_balance": 4_000},
    {"statements": 5, "statement_days": 9, "payment_plans": False, "card_on_file_percent": 0},
]


@cache
def stage(seed):
    return scene(VISITS, DAYS, seed)


@cache
def former(seed):
    made = stage(seed)
    return play(made, strategy("typical")).programs


def played(seed, plan, until=None):
    made = stage(seed)
    day = made.first + 365 if until is None else until
    return play(made, plan, day, around_plan(made, plan, day, former(seed)))


def plan_of(seed, weeks):
    """A plan of (week, change) from the typical clinic on."""
    plan, one = always(strategy("typical")), strategy("typical")
    for week, number in sorted(weeks):
        one = one.but(**CHANGES[number])
        plan = plan.and_from(stage(seed).first + 7 * week, one)
    return plan


def known(made, day):
    """What was known on a day: every row of the books, the work, the claims and the answers."""
    ledger, work = made.day.books(), made.work
    heads, lines = made.day.claims_sent().claims, made.day.answers().remittance_lines
    parts = {
        "ledger": ledger.take(ledger.entry_date <= day),
        "done": work.take(work.done_date <= day).select("encounter_key", "item_code", "ready_date", "done_date"),
        "sent": heads.take(heads.submitted_date <= day).select("claim_key", "submitted_date", "total_charge_amount"),
        "answered": lines.take(lines.remittance_date <= day).select("claim_key", "paid_amount", "remittance_date"),
    }
    return {name: part.to_pandas().astype(str).reset_index(drop=True) for name, part in parts.items()}


WEEKS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, len(CHANGES) - 1)), max_size=3)


@settings(max_examples=3, deadline=None, phases=PHASES)
@given(st.integers(1, 40), WEEKS, st.integers(1, 12), st.integers(0, len(CHANGES) - 1))
@example(5, [], 3, 1)
@example(5, [(0, 0)], 6, 5)
@example(9, [(2, 3)], 8, 7)
@example(9, [(2, 3)], 5, 6)
def test_a_later_decision_changes_nothing_before_it(seed, weeks, later, change):
    kept = [one for one in weeks if one[0] < later]
    day = stage(seed).first + 7 * later - 1
    plan = plan_of(seed, kept)
    before, after = known(played(seed, plan), day), known(played(seed, plan_of(seed, [*kept, (later, change)])), day)
    for name, table in before.items():
        assert table.equals(after[name]), name


@settings(max_examples=3, deadline=None, phases=PHASES)
@given(st.integers(1, 40), WEEKS, st.integers(1, 60))
def test_played_up_to_a_day_is_the_whole_quarter_by_that_day(seed, weeks, days):
    plan, day = plan_of(seed, weeks), stage(seed).first + days
    part, whole = known(played(seed, plan, day), day), known(played(seed, plan), day)
    for name, table in part.items():
        assert table.equals(whole[name]), name


def test_one_strategy_is_a_plan_of_one():
    one = strategy("typical")
    alone, planned = play(stage(5), one), play(stage(5), always(one).and_from("2026-05-01", one))
    assert known(alone, alone.window.until)["ledger"].equals(known(planned, planned.window.until)["ledger"])


def test_a_change_from_the_first_day_leaves_the_quarter_before_as_it_was():
    """The clinic is taken over with the work that its former strategy left on the desks."""
    idle = strategy("typical").but(hours=(0.0,) * 5)
    taken_over = play(stage(5), always(idle).and_from(stage(5).first, strategy("typical")))
    own = play(stage(5), strategy("typical"))
    done = [np.sort(made.work.done_date[made.work.item_code == "chart"]) for made in (taken_over, own)]
    assert (done[0] >= done[1]).all() and (done[0] > done[1]).any()


def test_hours_that_end_in_a_week_stop_the_work_in_that_week():
    stop = stage(5).first + 28
    made = played(5, plan_of(5, [(4, 1)]))
    assert made.work.done_date[~np.isnat(made.work.done_date)].max() <= stop
    assert made.day.books().entry_date.max() > stop  # payers still answer what was sent


def test_a_plan_changes_within_its_quarter():
    plan = always(strategy("typical"))
    with pytest.raises(CleanClaimError, match="plan"):
        play(stage(5), plan.and_from("2027-01-01", strategy("expert")))
    with pytest.raises(CleanClaimError, match="order of days"):
        plan.and_from("2026-05-05", strategy("expert")).and_from("2026-05-04", strategy("novice"))
