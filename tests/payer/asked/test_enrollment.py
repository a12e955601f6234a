"""How far back an enrollment reaches, counted by hand."""

import pytest

from sim.payer.asked.enrollment import first_paid_day, reaches


@pytest.mark.parametrize(
    "payer, received, first",
    [
        ("medicare_part_b", "2026-07-31", "2026-07-01"),
        ("medicare_part_b", "2026-03-02", "2026-01-31"),  # 28 days of February
        ("acme_ppo", "2026-07-31", "2026-07-31"),
        ("medicaidcare", "2026-07-31", "2026-07-31"),
    ],
)
def test_first_day_that_is_paid(payer, received, first):
    assert str(first_paid_day(payer, received)) == first
    assert reaches(payer, received, first) and not reaches(payer, received, "2026-01-01")
