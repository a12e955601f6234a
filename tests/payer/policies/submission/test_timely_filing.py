"""The filing limit of what corrects a claim: counted from the answer, in days at one payer, in a year at another."""

from datetime import date, timedelta

import pytest
from written import otherwise

HEAD = "payer  claim  replaces  claim_frequency_code  is_reopening  service_date  received_date | denies\n"
SERVED = date(2026, 5, 4)


def corrected(payer, received, how, again, answer) -> str:
    """A table: a claim received on a day, and what corrects it, received on another."""
    first = f"{payer}  1a  -  1  no  {SERVED}  {received} | no\n"
    return f"{HEAD}{first}{payer}  1b  1a  {how}  {SERVED}  {again} | {answer}\n"


@pytest.mark.parametrize(
    "payer, answered, how, days, answer",
    [
        ("commercial", date(2026, 5, 26), "7  no", 180, "no"),
        ("commercial", date(2026, 5, 26), "7  no", 181, "CO-29"),
        ("medicare", date(2026, 5, 22), "1  yes", 365, "no"),  # a calendar year after the answer
        ("medicare", date(2026, 5, 22), "1  yes", 366, "CO-29"),
    ],
)
def test_a_correction_is_in_time_up_to_the_last_day_of_its_own_limit(payer, answered, how, days, answer):
    table = corrected(payer, SERVED + timedelta(4), how, answered + timedelta(days), answer)
    assert otherwise("timely_filing", table) == []


def test_a_claim_that_came_late_stays_late_however_soon_it_is_corrected():
    late = f"commercial  1a  -  1  no  {SERVED}  2026-08-03 | CO-29\n"  # day 91
    assert otherwise("timely_filing", f"{HEAD}{late}commercial  1b  1a  7  no  {SERVED}  2026-09-08 | CO-29\n") == []
