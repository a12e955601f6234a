"""CLIA number, the certificate of a laboratory: two digits for the state, a D, seven digits.

Source: CMS, CLIA; box 23 of the form and REF*X4. Box 23 also takes an authorization number: a CLIA number is told by
its D in the third place.

    >>> validate("16d0000000"), is_valid("16X0000000"), format("16D0000000")
    ('16D0000000', False, '16D0000000')
"""

import re

from sim.ground.errors import CleanClaimError
from sim.reference.identifiers.text import compact, holds

__all__ = ["compact", "format", "is_valid", "validate"]


def validate(text) -> str:
    """The ten characters. Raises CleanClaimError for another form."""
    number = compact(text)
    if not re.fullmatch(r"\d\dD\d{7}", number, re.ASCII):
        raise CleanClaimError(
            f"CLIA number {str(text)[:20]!r} is malformed",
            "",
            "two digits, D, seven digits",
            "copy it from the certificate",
        )
    return number


def is_valid(text) -> bool:
    """Is it right in form?"""
    return holds(validate, text)


def format(text) -> str:
    """As it is printed."""
    return validate(text)
