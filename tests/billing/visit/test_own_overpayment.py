"""An overpayment that the clinic finds itself: days and source by payer, words with both deadlines for Medicare."""

import pytest

from sim.billing.visit.own_overpayment import duty
from sim.payer.rulebook.payers import payers


def test_medicare_has_60_days_and_up_to_180_for_an_investigation():
    found = duty("medicare_part_b", "2026-05-01")
    assert (found.days, found.investigation_days) == (60, 180)
    assert "42 CFR 401.305" in found.cite and "False Claims Act" in found.words


def test_the_investigation_rule_begins_in_2025():
    assert duty("medicare_part_b", "2024-12-31") is None, "no limit is loaded before 2025"


@pytest.mark.parametrize("payer", [one for one in payers() if one != "medicare_part_b"])
def test_other_payers_as_their_file_says(payer):
    found = duty(payer, "2026-05-01")
    assert found is None or (found.cite and found.investigation_days == 0 and payers()[payer].label in found.words)
