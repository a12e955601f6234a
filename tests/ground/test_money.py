"""Cents: rounded once, half away from zero, and read from what people type."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, strategies as st

from sim.ground.errors import CleanClaimError
from sim.ground.money import cents, divide, dollars, share


@given(st.integers(-(10**11), 10**11), st.integers(0, 1_000_000))
def test_a_share_is_rounded_half_away_from_zero(amount, parts):
    exact = (Decimal(amount) * parts / 1_000_000).quantize(
        Decimal(1), ROUND_HALF_UP
    )  # Decimal's HALF_UP is half away from zero
    assert int(share(amount, parts, 1_000_000)) == int(exact)


@given(st.integers(-(10**8), 10**8))
def test_what_is_shown_can_be_typed(amount):
    assert cents(dollars(amount)) == amount


def test_division_by_arrays():
    assert divide([7, -7, 6], 2).tolist() == [4, -4, 3]


@pytest.mark.parametrize("text", ["", "abc", "1.234", "--5", "1e9", "9" * 12, "١٢"])
def test_what_is_no_amount_says_so(text):
    with pytest.raises(CleanClaimError, match="is not an amount"):
        cents(text)
