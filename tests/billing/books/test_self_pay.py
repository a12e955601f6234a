"""Self-pay: no claim, an estimate in time, a bill by the clinic's discount, and a dispute from 400 dollars on."""

import pytest

from sim.billing.books.self_pay import bill, estimate
from sim.ground.errors import CleanClaimError


@pytest.mark.parametrize(
    "scheduled, visit, last_day",
    [
        ("2026-06-01", "2026-06-15", "2026-06-04"),  # ten business days ahead: three to write it
        ("2026-06-02", "2026-06-15", "2026-06-03"),  # nine: one
        ("2026-06-05", "2026-06-10", "2026-06-08"),  # three; the next business day is a Monday
        ("2026-06-05", "2026-06-09", None),  # two: only when asked
    ],
)
def test_the_estimate_is_due_in_time(scheduled, visit, last_day):
    assert estimate([("99203", 1)], visit, scheduled)["last_day"] == last_day


def test_the_discount_is_the_clinic_s_and_every_line_adds_up():
    told = bill([("99214", 1), ("36415", 1), ("J3301", 4)], "2026-06-15")
    assert told["charge_amount"] == told["discount_amount"] + told["due_amount"] and told["discount_amount"] == round(
        told["charge_amount"] * 0.4
    )
    assert not told["may_dispute"]


def test_a_bill_far_above_the_estimate_may_be_disputed():
    before = estimate([("99203", 1)], "2026-06-15", "2026-06-01")
    assert bill([("99203", 1), ("20692", 1)], "2026-06-15", before)["may_dispute"]
    assert not bill([("99204", 1)], "2026-06-15", before)["may_dispute"]


@pytest.mark.parametrize("above, may_dispute", [(39_999, False), (40_000, True), (40_001, True)])
def test_a_dispute_begins_at_four_hundred_dollars_above_the_estimate(above, may_dispute):
    due = bill([("20692", 1)], "2026-06-15")["due_amount"]
    assert bill([("20692", 1)], "2026-06-15", {"due_amount": due - above})["may_dispute"] is may_dispute


@pytest.mark.parametrize("services, on", [([("00000", 1)], "2026-06-15"), ([("99203", 1)], "soon")])
def test_what_cannot_be_priced_is_said(services, on):
    with pytest.raises(CleanClaimError):
        bill(services, on)
