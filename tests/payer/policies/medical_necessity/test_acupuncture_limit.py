"""Acupuncture for low back pain: both sides of the visits and of the year."""

from datetime import date, timedelta

import pytest
from written import otherwise

TODAY = date(2026, 5, 4)
HEAD = "payer     claim  past  code   modifiers  dx      service_date | denies\n"


def visits(days_ago, modifier, answer) -> str:
    """A table: paid visits so many days ago, and one of today with its answer."""
    past = [f"medicare  1  yes  97810  -  M54.50  {TODAY - timedelta(days)} | -\n" for days in days_ago]
    return f"{HEAD}{''.join(past)}medicare  1  -  97810  {modifier}  M54.50  {TODAY} | {answer}\n"


@pytest.mark.parametrize(
    "days_ago, modifier, answer",
    [
        (range(1, 12), "-", "no"),  # the twelfth in ninety days
        (range(1, 13), "-", "CO-273"),  # the thirteenth
        (range(1, 13), "KX", "no"),
        (range(1, 13), "GA", "PR-273"),  # with a signed notice
        ([*range(1, 12), 90], "-", "CO-273"),  # the thirteenth of the year, though not in ninety days
        ([*range(1, 12), 364], "-", "CO-273"),
        ([*range(1, 12), 365], "-", "no"),  # a year ago today
        (range(1, 20), "KX", "no"),  # the twentieth in a year
        (range(1, 21), "KX", "CO-119"),  # the twenty-first
        (range(1, 21), "KX,GA", "PR-119"),
        ([*range(1, 20), 364], "KX", "CO-119"),
        ([*range(1, 20), 365], "KX", "no"),  # a year ago today
    ],
)
def test_visits_are_counted_by_their_number_in_the_year(days_ago, modifier, answer):
    assert otherwise("acupuncture_limit", visits(days_ago, modifier, answer)) == []
