"""NPI, the national provider identifier: ten digits, the last of them a check digit.

Source: 45 CFR 162.406; CMS check-digit specification (Luhn over the card prefix 80840 and the number). Numbers that
begin with 2 are right in form; none has been issued so far, so ours begin with it.

    >>> validate("1234567893"), format(" 1234567893")
    ('1234567893', '1234567893')
"""

import re

from sim.ground.errors import CleanClaimError
from sim.reference.identifiers.text import compact, holds

__all__ = ["check_digit", "compact", "format", "is_valid", "validate"]


def check_digit(first_nine: str) -> str:
    """The tenth digit.

    >>> check_digit("123456789")
    '3'
    """
    digits = [int(digit) for digit in "80840" + first_nine]
    doubled = [digit * 2 - 9 * (digit > 4) if place % 2 == 0 else digit for place, digit in enumerate(reversed(digits))]
    return str(-sum(doubled) % 10)


def validate(text) -> str:
    """The ten digits. Raises CleanClaimError for a wrong length, first digit or check digit.

    >>> validate("1234567890")
    Traceback (most recent call last):
    sim.ground.errors.CleanClaimError: not a valid NPI: the check digit of 1234567890 doesn't match; expected 3 as its
    last digit; to do: re-enter the 10-digit number
    """
    number = compact(text)
    if not re.fullmatch(r"[12]\d{9}", number, re.ASCII):
        raise CleanClaimError(
            f"not a valid NPI: {str(text)[:20]!r}",
            "",
            "10 digits, the first 1 or 2",
            "re-enter the 10-digit number",
        )
    right = check_digit(number[:9])
    if number[9] != right:
        raise CleanClaimError(
            f"not a valid NPI: the check digit of {number} doesn't match",
            "",
            f"{right} as its last digit",
            "re-enter the 10-digit number",
        )
    return number


def is_valid(text) -> bool:
    """Is it right in form and check digit?

    >>> is_valid("2000000003"), is_valid("1234567893")
    (False, True)
    """
    return holds(validate, text)


def format(text) -> str:
    """As it is printed."""
    return validate(text)
