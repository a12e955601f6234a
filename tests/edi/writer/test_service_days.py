"""First and last day of service, as claims and lines write them."""

import numpy as np

from sim.edi.writer.service_days import claim_periods, first_and_last_day
from sim.ground.table import Table

CLAIMS = Table(claim_key=np.array([1, 2, 3]))
LINES = Table(
    claim_key=np.array([2, 1, 1, 1, 9]),
    service_date=np.array(["2026-04-07", "2026-04-05", "2026-04-02", "NaT", "2026-01-01"], "datetime64[D]"),
)


def test_the_earliest_and_the_latest_day_of_a_claims_own_lines():
    first, last = first_and_last_day(CLAIMS, LINES)
    assert first.astype(str).tolist() == ["2026-04-02", "2026-04-07", "NaT"]
    assert last.astype(str).tolist() == ["2026-04-05", "2026-04-07", "NaT"]


def test_two_days_one_day_and_none_are_written_each_in_its_form():
    assert claim_periods(CLAIMS, LINES) == {
        "claims.service_date": ["20260402-20260405", "20260407", ""],
        "claims.date_form": ["RD8", "D8", ""],
    }
