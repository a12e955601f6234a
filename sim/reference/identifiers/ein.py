"""EIN, a clinic's federal tax number: nine digits, the first two from a list of prefixes.

Source: IRS, how EINs are assigned (valid prefixes). A number with the prefix 00 was never assigned: right for made-up
clinics, and `is_synthetic` says so.

    >>> format("421234567")
    '42-1234567'
"""

import re

from sim.ground.errors import CleanClaimError
from sim.reference.identifiers.text import compact, holds

__all__ = ["compact", "format", "is_synthetic", "is_valid", "validate"]
NEVER = {0, 7, 8, 9, 17, 18, 19, 28, 29, 49, 69, 70, 78, 79, 89, 96, 97}


def validate(text) -> str:
    """The nine digits. Raises CleanClaimError for another length and for a prefix that is not assigned.

    >>> validate("42-1234567"), is_valid("49-1234567")
    ('421234567', False)
    """
    number = compact(text)
    if not re.fullmatch(r"\d{9}", number, re.ASCII):
        raise CleanClaimError(
            f"tax number {str(text)[:20]!r} is malformed",
            "",
            "nine digits, as 42-1234567",
            "copy it from the IRS letter",
        )
    if int(number[:2]) in NEVER:
        raise CleanClaimError(
            f"tax number {str(text)[:20]!r} begins with {number[:2]}, which is not assigned",
            "",
            "an assigned prefix",
            "copy it from the IRS letter",
        )
    return number


def is_valid(text) -> bool:
    """Is it right in form and prefix?"""
    return holds(validate, text)


def is_synthetic(text) -> bool:
    """Nine digits with the prefix 00.

    >>> is_synthetic("00-1234567"), is_synthetic("42-1234567")
    (True, False)
    """
    return bool(re.fullmatch(r"00\d{7}", compact(text), re.ASCII))


def format(text) -> str:
    """As it is written: two digits, a hyphen, seven digits. Synthetic numbers too."""
    number = compact(text) if is_synthetic(text) else validate(text)
    return f"{number[:2]}-{number[2:]}"
