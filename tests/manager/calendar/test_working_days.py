"""Holidays and working days, as the calendar of the federal government shows them."""

import numpy as np
import pytest

from sim.manager.calendar.working_days import holidays, is_working_day, working_days_between


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-01-01", False),
        ("2026-01-19", False),
        ("2026-02-16", False),
        ("2026-05-25", False),
        ("2026-06-19", False),
        ("2026-07-03", False),
        ("2026-07-04", False),
        ("2026-07-06", True),
        ("2026-09-07", False),
        ("2026-10-12", False),
        ("2026-11-11", False),
        ("2026-11-26", False),
        ("2026-11-27", True),
        ("2026-12-25", False),
        ("2027-07-05", False),
        ("2027-12-24", False),
        ("2027-12-31", False),
    ],
)
def test_a_day_is_worked_or_not(day, works):
    assert is_working_day(np.array([day], "datetime64[D]"))[0] == works


def test_eleven_holidays_a_year():
    assert {len(holidays(year)) for year in range(2024, 2035)} == {11}


def test_no_days_no_work():
    assert len(is_working_day(np.zeros(0, "datetime64[D]"))) == 0
    assert working_days_between(np.datetime64("2026-04-04"), np.datetime64("2026-04-05")) == 0
