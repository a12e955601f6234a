"""Identifiers: right ones pass, every single slip of the finger in an NPI is found."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ground.errors import CleanClaimError
from sim.reference.identifiers import is_form, is_mbi, is_npi, is_synthetic_mbi, mbi_form, npi_check_digit, validate_mbi, validate_npi

NPIS = st.tuples(st.sampled_from("12"), st.text("0123456789", min_size=8, max_size=8)).map("".join).map(lambda nine: nine + npi_check_digit(nine))


@given(NPIS, st.integers(1, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(npi, place, shift):
    assert is_npi(npi)
    wrong = npi[:place] + str((int(npi[place]) + shift) % 10) + npi[place + 1:]
    assert not is_npi(wrong)


@pytest.mark.parametrize("text", ["", "123", "3234567893", "12345678931", "abcdefghij", "１２３４５６７８９３", None])
def test_malformed_npis(text):
    assert not is_npi(text)


def test_an_npi_says_which_digit_was_expected():
    with pytest.raises(CleanClaimError, match="3 as its last digit"):
        validate_npi("1234567890")


@pytest.mark.parametrize(("text", "is_right"), [("1EG4-TE5-MK73", True), ("1eg4te5mk73", True), ("0EG4TE5MK73", False), ("1SG4TE5MK73", False), ("1EG4TE5MK7", False),
                                                ("1EG4TE5MKO3", False), ("1BG4TE5MK73", False)])
def test_medicare_numbers(text, is_right):
    assert is_mbi(text) is is_right


def test_a_synthetic_number_is_nobodys():
    assert mbi_form("1SG4TE5MK73") == "right form, synthetic" and is_synthetic_mbi("1SG4TE5MK73")
    with pytest.raises(CleanClaimError, match="synthetic"):
        validate_mbi("1SG4TE5MK73")


@pytest.mark.parametrize(("kind", "good", "bad"), [("diagnosis", "S61.411A", "S61411.A"), ("procedure", "99213", "9921"), ("hcpcs", "J3301", "33301"),
                                                   ("modifier", "25", "255"), ("clia", "16D1234567", "16X1234567")])
def test_forms(kind, good, bad):
    assert is_form(kind, good) and not is_form(kind, bad)
