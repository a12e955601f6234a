"""Identifiers: right ones pass, every single slip of the finger in an NPI is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ground.errors import CleanClaimError
from sim.reference.identifiers import clia, ein, icn, mbi, ndc, npi, taxonomy
from sim.reference.identifiers import (
    is_form,
    is_mbi,
    is_npi,
    is_synthetic_mbi,
    mbi_form,
    npi_check_digit,
    validate_mbi,
    validate_npi,
)

NPIS = (
    st.tuples(st.sampled_from("12"), st.text("0123456789", min_size=8, max_size=8))
    .map("".join)
    .map(lambda nine: nine + npi_check_digit(nine))
)


@given(NPIS, st.integers(1, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(npi, place, shift):
    assert is_npi(npi)
    wrong = npi[:place] + str((int(npi[place]) + shift) % 10) + npi[place + 1 :]
    assert not is_npi(wrong)


@pytest.mark.parametrize("text", ["", "123", "3234567893", "12345678931", "abcdefghij", "１２３４５６７８９３", None])
def test_malformed_npis(text):
    assert not is_npi(text)


def test_an_npi_says_which_digit_was_expected():
    with pytest.raises(CleanClaimError, match="3 as its last digit"):
        validate_npi("1234567890")


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("1EG4-TE5-MK73", True),
        ("1eg4te5mk73", True),
        ("0EG4TE5MK73", False),
        ("1SG4TE5MK73", False),
        ("1EG4TE5MK7", False),
        ("1EG4TE5MKO3", False),
        ("1BG4TE5MK73", False),
    ],
)
def test_medicare_numbers(text, is_right):
    assert is_mbi(text) is is_right


def test_a_synthetic_number_is_nobodys():
    assert mbi_form("1SG4TE5MK73") == "right form, synthetic" and is_synthetic_mbi("1SG4TE5MK73")
    with pytest.raises(CleanClaimError, match="synthetic"):
        validate_mbi("1SG4TE5MK73")


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("diagnosis", "S61.411A", "S61411.A"),
        ("procedure", "99213", "9921"),
        ("hcpcs", "J3301", "33301"),
        ("modifier", "25", "255"),
        ("clia", "16D1234567", "16X1234567"),
    ],
)
def test_forms(kind, good, bad):
    assert is_form(kind, good) and not is_form(kind, bad)


@pytest.mark.parametrize(
    ("module", "good", "bad", "printed"),
    [
        (npi, "1234567893", "1234567890", "1234567893"),
        (mbi, "1eg4te5mk73", "1EG4TE5MKO3", "1EG4-TE5-MK73"),
        (ein, "421234567", "091234567", "42-1234567"),
        (ein, "42-1234567", "42-123456", "42-1234567"),
        (ndc, "0409-3796-01", "0409379601", "00409-3796-01"),
        (ndc, "50242-040-62", "50242-40-62", "50242-0040-62"),
        (ndc, "60575-4112-1", "60575-4112-", "60575-4112-01"),
        (ndc, "00409379601", "004093796011", "00409-3796-01"),
        (taxonomy, "207q00000x", "207Q00000", "207Q00000X"),
        (clia, "16D1234567", "16X1234567", "16D1234567"),
        (icn, "0226152123001", "0226366123001", "02-26152-123-001"),
    ],
)
def test_each_number_in_its_own_module(module, good, bad, printed):
    assert module.is_valid(good) and module.format(good) == printed and module.format(printed) == printed
    assert not module.is_valid(bad)
    with pytest.raises(CleanClaimError) as caught:
        module.validate(bad)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("module", [npi, mbi, ein, ndc, taxonomy, clia, icn])
@given(text=st.text(max_size=20) | st.none() | st.integers())
def test_any_text_is_valid_or_refused_never_a_crash(module, text):
    if module.is_valid(text):
        assert module.validate(module.validate(text)) == module.validate(text)
    else:
        with pytest.raises(CleanClaimError):
            module.validate(text)


@given(st.sampled_from([(4, 4, 2), (5, 3, 2), (5, 4, 1)]), st.data())
def test_a_package_number_goes_to_eleven_digits_and_back(form, data):
    parts = [data.draw(st.text("0123456789", min_size=length, max_size=length)) for length in form]
    printed = "-".join(parts)
    assert ndc.ten_digits(ndc.validate(printed), form) == printed and len(ndc.validate(printed)) == 11


def test_synthetic_numbers_are_told_as_such():
    assert ein.is_synthetic("00-0000001") and not ein.is_valid("00-0000001") and ein.format("000000001") == "00-0000001"
    assert mbi.is_synthetic("1S00A00AA00") and mbi.format("1S00A00AA00") == "1S00-A00-AA00"


def test_the_day_a_claim_came_in():
    assert (
        str(icn.received("0226152123001")) == "2026-06-01"
        and icn.is_valid("0224366000000")
        and not icn.is_valid("0225366000000")
    )
