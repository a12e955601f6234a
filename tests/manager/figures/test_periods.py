"""Months and weeks add up to the whole, counted again with plain pandas."""

import pandas
import pytest

import sim
from sim.manager.figures.map_keys import board, last_day
from sim.manager.figures.periods import MONTH, WEEK, periods


@pytest.fixture(scope="module")
def made():
    return sim.quarter("in_house_untrained", visits=200, days=60, seed=2)


@pytest.mark.parametrize("by", [MONTH, WEEK])
def test_the_parts_add_up(made, by):
    day, on = made.day, last_day(made)
    found = periods(day, on, by)
    rows = {row.figure: row.counted for row in board(made)}
    assert sum(one.charges for one in found) == rows["charges"].value
    assert sum(one.payments for one in found) == rows["payments"].value
    assert sum(one.contractual for one in found) == rows["contractual adjustments"].value
    assert sum(one.denials.top for one in found) == rows["initial denials"].top
    assert sum(one.denials.bottom for one in found) == rows["initial denials"].bottom


def test_a_month_is_that_of_plain_pandas(made):
    ledger = made.day.ledger
    ledger = ledger.assign(month=pandas.to_datetime(ledger.entry_date).dt.strftime("%Y-%m"))
    kinds = ledger.entry_kind.astype(str)
    charges = ledger[kinds.isin(["charge", "charge reversal"])].groupby("month").amount.sum()
    for one in periods(made.day, last_day(made)):
        assert one.charges == charges.get(one.name, 0)
