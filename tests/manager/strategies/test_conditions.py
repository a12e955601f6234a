"""Conditions as files: percentages that add up, policies that deny, every payer kind named."""

import pytest

from sim.ground.errors import CleanClaimError
from sim.manager.strategies.conditions import all_conditions, conditions
from sim.payer.rulebook.catalogue import policies
from sim.payer.rulebook.payers import payers


@pytest.mark.parametrize("name", sorted(all_conditions()))
def test_shipped_conditions_hang_together(name):
    one = conditions(name)
    assert sum(one.closed_percent) == 100
    assert sum(wrong.percent for wrong in one.wrong_denials) == 100
    assert all(policies()[wrong.policy].verb == "denies" for wrong in one.wrong_denials)
    for payer in payers().values():
        habits = one.habits(payer.kind)
        assert sum(late.percent for late in habits.late) == 100
        assert payer.kind == "self pay" or habits.cite
    for band in one.patients:
        assert sum(band.paid_percent) <= 100
    assert [band.up_to for band in one.patients] == sorted(band.up_to for band in one.patients)
    assert all(cite for _, cite in one.cites)


def test_a_kind_that_is_not_named_does_nothing_wrong():
    habits = conditions("industry_2024").habits("no such kind")
    assert (habits.wrong_per_million, habits.late[0].high) == (0, 0)


def test_unknown_conditions_are_told():
    with pytest.raises(CleanClaimError, match="industry_2024"):
        conditions("no_such")
