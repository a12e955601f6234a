"""The engine's promises: one by one equals together, blocks and order do not matter, every line balances, a correction
gives credit back.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import MORE_CODES, crowd, records, told, worlds
from made import tables as made_tables

from sim.payer.engine import batch
from sim.payer.engine import line_terms
from sim.payer.engine.engine import adjudicate, answered, settled


def whole(world):
    """Everything the engine is told of a drawn world."""
    return *made_tables(world), records(world)


FEW = settings(max_examples=50, deadline=None)


@FEW
@given(worlds)
def test_one_claim_at_a_time_equals_all_together(world):
    given_tables = whole(world)
    assert told(answered(settled(*given_tables, one_by_one=True))) == told(adjudicate(*given_tables))


@pytest.mark.parametrize("seed", range(3))
def test_one_claim_at_a_time_equals_all_together_in_a_crowd(seed):
    given_tables = whole(crowd(seed, 1_000, MORE_CODES))
    one_by_one, together = (settled(*given_tables, one_by_one=alone) for alone in (True, False))
    for name in ("rejected", "cause", "following", "code", "denial", "taken"):
        assert (getattr(one_by_one, name) == getattr(together, name)).all(), name


def test_one_claim_at_a_time_equals_all_together_where_maxima_cut_deductibles(monkeypatch):
    usual = line_terms.contract

    def tight(payers):
        terms = usual(payers)
        limits = {
            "deductible": 50_000,
            "family_deductible": 70_000,
            "out_of_pocket_maximum": 51_000,
            "family_out_of_pocket_maximum": 90_000,
        }
        return terms._replace(
            amounts={
                **terms.amounts,
                **{name: (np.full_like(terms.amounts[name][0], most), []) for name, most in limits.items()},
            }
        )

    monkeypatch.setattr(line_terms, "contract", tight)
    given_tables = whole(crowd(5, 1_500))
    one_by_one, together = (settled(*given_tables, one_by_one=alone) for alone in (True, False))
    assert (one_by_one.taken == together.taken).all()


@settings(max_examples=20, deadline=None)
@given(worlds)
def test_a_later_claim_changes_nothing_that_was_decided_before_it(world):
    claims, lines, coverages, past, records = whole(world)
    order = np.lexsort((claims.claim_key, claims.received_date, claims.adjudication_round))
    all_of_it = told(adjudicate(claims, lines, coverages, past, records))
    for count in range(1, len(order)):
        first = claims.take(np.sort(order[:count]))
        part = told(adjudicate(first, lines.take(np.isin(lines.claim_key, first.claim_key)), coverages, past, records))
        assert all(set(some) <= set(all_) for some, all_ in zip(part, all_of_it, strict=True))


@FEW
@given(worlds)
def test_households_alone_equal_households_together(world):
    claims, lines, coverages, past, records = whole(world)
    parts = [[], [], []]
    for household in np.unique(claims.household_key):
        some = claims.take(claims.household_key == household)
        alone = told(adjudicate(some, lines.take(np.isin(lines.claim_key, some.claim_key)), coverages, past, records))
        for rows, more in zip(parts, alone, strict=True):
            rows += more
    assert tuple(sorted(rows, key=str) for rows in parts) == told(adjudicate(claims, lines, coverages, past, records))


@FEW
@given(worlds, st.integers(1, 9))
def test_the_size_of_blocks_does_not_matter(world, size):
    given_tables, usual = whole(world), batch.BLOCK
    expected = told(adjudicate(*given_tables))
    try:
        batch.BLOCK = size
        assert told(adjudicate(*given_tables)) == expected
    finally:
        batch.BLOCK = usual


@FEW
@given(worlds, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(world, random):
    given_tables = whole(world)
    mixed = [table.take(np.array(random.sample(range(len(table)), len(table)), np.int64)) for table in given_tables[:4]]
    assert told(adjudicate(*mixed, given_tables[4])) == told(adjudicate(*given_tables))


@FEW
@given(worlds)
def test_every_line_balances_to_the_cent_and_nobody_pays_more_than_allowed(world):
    result = adjudicate(*whole(world))
    paid, other = {}, set()
    for row in result.adjustments.rows():
        key = (row["claim_key"], row["claim_line_number"], row["is_reversal"])
        paid[key] = paid.get(key, 0) + row["amount"]
        other |= {key} if row["group"] == "PR" and row["carc"] in ("275", "276") else set()
    for row in result.remittance_lines.rows():
        key = (row["claim_key"], row["claim_line_number"], row["is_reversal"])
        sign = -1 if row["is_reversal"] else 1
        assert row["charge_amount"] == row["paid_amount"] + paid.get(key, 0)
        assert 0 <= sign * row["paid_amount"] <= sign * row["allowed_amount"] <= sign * row["charge_amount"]
        shares = row["deductible_amount"] + row["coinsurance_amount"] + row["copayment_amount"]
        assert shares == row["patient_responsibility_amount"] or row["denial_policy"] or key in other


@FEW
@given(worlds)
def test_accumulators_never_pass_their_limits(world):
    claims, lines, coverages, past, records = whole(world)
    result = adjudicate(claims, lines, coverages, past, records).remittance_lines
    household = result.claim_key >> 14
    patient = result.claim_key >> 10
    for payer, most, family in (
        ("acme_ppo", 50_000, 100_000),
        ("medicare_part_b", 28_300, None),
        ("boxwood_hdhp", 400_000, 400_000),
    ):
        numbers = [number for number, one in enumerate(world, 1) if one["payer"] == payer]
        for number in numbers:
            for person in np.unique(patient[household == number]):
                assert 0 <= result.deductible_amount[patient == person].sum() <= most
            assert family is None or result.deductible_amount[household == number].sum() <= family
        if payer == "acme_ppo":
            shares = result.deductible_amount + result.coinsurance_amount + result.copayment_amount
            assert all(
                shares[patient == person].sum() <= 300_000
                for number in numbers
                for person in np.unique(patient[household == number])
            )
            assert all(shares[household == number].sum() <= 600_000 for number in numbers)
