"""A quarter: every cent is somewhere, together is the same as day by day, a strategy that changes nothing changes
nothing, and one that only verifies changes only those whose coverage was wrong.
"""

from functools import cache

import numpy as np
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from sim.billing.books.ledger_entries import balances
from sim.billing.bulk.pipeline import unbalanced
from sim.manager.calendar.quarter import play
from sim.manager.calendar.scene import scene
from sim.manager.calendar.work_table import up_to
from sim.manager.comparing.visits_apart import cash_by_visit
from sim.manager.strategies.strategy import strategies, strategy

NO_END = 1000.0  # hours for 100 visits: nobody ever waits
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # to shrink a seed tells nothing and takes minutes
SEEDS = st.integers(0, 10_000)


@cache
def played(name, seed=5, visits=600, **changes):
    return play(scene(visits, 60, seed), strategy(name).but(**changes))


def rows(table):
    """A table as comparable rows."""
    return table.to_pandas().reset_index(drop=True)


@pytest.mark.parametrize("name", sorted(strategies()))
def test_every_cent_is_somewhere(name):
    made = played(name)
    day = made.day
    assert unbalanced(day.answers().remittance_lines, day.answers().adjustments) == 0
    found = balances(day.books())
    assert sum(found.values()) == 0
    assert found["cash"] > 0
    per_visit = rows(day.books()).groupby("encounter_key").amount.count()
    assert set(per_visit.index) <= set(day.visits.encounter_key.tolist())


@pytest.mark.parametrize("name", sorted(strategies()))
def test_charges_end_as_money_or_with_a_reason(name):
    """At the end of the year nothing of a visit whose items are all closed is open, but for patients to whom the last
    statement has yet to go."""
    made, one = played(name), strategy(name)
    accounts = ["payer", "denied"] + ["patient"] * (one.statements * one.statement_days < 300)
    waiting = made.work.encounter_key[made.work.outcome_code == "waiting"]
    ledger = made.day.books()
    for account in accounts:
        moved = np.where(ledger.account == account, ledger.amount, 0) - np.where(
            ledger.contra_account == account, ledger.amount, 0
        )
        keys, place = np.unique(ledger.encounter_key, return_inverse=True)
        left = np.bincount(place, weights=moved).astype(np.int64)
        open_ = keys[(left != 0) & ~np.isin(keys, waiting)]
        assert len(open_) <= 2, (account, open_)


@settings(max_examples=3, deadline=None, phases=PHASES)
@given(SEEDS)
def test_a_strategy_that_changes_nothing_changes_no_cent(seed):
    same = scene(150, 40, seed)
    one = strategy("in_house_untrained")
    first, second = play(same, one), play(same, one.but(name="another", label="Another", says="The same."))
    assert rows(first.day.books()).equals(rows(second.day.books()))
    assert rows(first.work).equals(rows(second.work))


@settings(max_examples=3, deadline=None, phases=PHASES)
@given(SEEDS)
def test_verifying_alone_changes_only_visits_whose_coverage_was_wrong(seed):
    same = scene(250, 60, seed)
    hours = (NO_END,) * 5
    one = strategy("in_house_untrained").but(verified_percent=0, hours=hours)
    first, second = play(same, one), play(same, one.but(verified_percent=100))
    wrong = same.life.outdated | same.life.typed_wrong
    wrong |= first.day.visits.mistake_at == "front desk"
    households = np.unique(same.visits.household_key[wrong])
    apart = np.flatnonzero(cash_by_visit(first) != cash_by_visit(second))
    assert np.isin(same.visits.household_key[apart], households).all()
    sent = [rows(made.day.claims_sent().claims).query("follows_claim_key < 0") for made in (first, second)]
    keys = [table.set_index("claim_key").member_id for table in sent]
    both = keys[0].index.intersection(keys[1].index)
    changed = both[(keys[0][both] != keys[1][both]).to_numpy()]
    assert np.isin(changed.to_numpy() >> 4, same.visits.encounter_key[wrong]).all()


@settings(max_examples=3, deadline=None, phases=PHASES)
@given(SEEDS, st.integers(20, 200))
@example(seed=136, days=105)
@example(seed=160, days=54)
@example(seed=1149, days=41)
@example(seed=8691, days=96)
@example(seed=4769, days=38)
@example(seed=4982, days=107)
def test_together_is_day_by_day(seed, days):
    """What is known on a day does not depend on how long is played afterwards. Played each time: two quarters in which
    a copay was once applied on the day of a later answer, and one each in which a later answer changed what the next
    payer had got, a later answer kept a statement from going out, a claim waited for work of a quarter to come, and a
    denial in its second try was lost only on the day of that try."""
    same = scene(200, 60, seed)
    one = strategy("in_house_untrained")
    until = same.first + days
    whole, part = play(same, one), play(same, one, until)
    ledger = whole.day.books()
    early = rows(ledger.take(ledger.entry_date <= until)).drop(columns="entry_number")
    assert early.equals(rows(part.day.books()).drop(columns="entry_number"))
    order = ["encounter_key", "item_code", "ready_date", "amount"]
    items = [
        rows(table).drop(columns=["seconds_count", "try_count"]).sort_values(order, ignore_index=True).astype(str)
        for table in (up_to(whole.work, until), part.work)
    ]
    assert items[0].equals(items[1])
    lines = whole.day.answers().remittance_lines
    told = lines.take(lines.remittance_date <= until).select("claim_key", "claim_line_number", "paid_amount")
    other = part.day.answers().remittance_lines.select("claim_key", "claim_line_number", "paid_amount")
    order = ["claim_key", "claim_line_number", "paid_amount"]
    assert rows(told).sort_values(order, ignore_index=True).equals(rows(other).sort_values(order, ignore_index=True))


def test_more_hours_lose_less():
    few, many = played("in_house_untrained"), played("in_house_untrained", hours=(NO_END,) * 5)
    lost = [(made.work.outcome_code == "lost").sum() for made in (few, many)]
    assert lost[0] >= lost[1]
    assert many.work.try_count[many.work.outcome_code == "lost"].all()  # worked, not rightly, until it was too late


def test_appeals_bring_money_back():
    without, with_them = (played("in_house_trained", appeals=appeals, hours=(NO_END,) * 5) for appeals in (False, True))
    assert cash_by_visit(with_them).sum() > cash_by_visit(without).sum()


def test_more_training_makes_fewer_mistakes_and_never_others():
    some, more = (played("in_house_untrained", training_hours=hours) for hours in (0, 60))
    wrong = [~made.day.visits.mistake.is_missing for made in (some, more)]
    assert wrong[1].sum() < wrong[0].sum()
    assert not (wrong[1] & ~wrong[0]).any()
