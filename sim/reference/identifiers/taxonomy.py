"""Taxonomy, the code of a provider's kind and specialty: ten characters, the last an X. Which ones exist is NUCC's list
(data import taxonomy).

Source: NUCC health care provider taxonomy, form of the code.

    >>> validate("207q00000x"), is_valid("207Q00000"), is_valid("363LF0000X")
    ('207Q00000X', False, True)
"""

import re

from sim.ground.errors import CleanClaimError
from sim.reference.identifiers.text import compact, holds

__all__ = ["compact", "format", "is_valid", "validate"]


def validate(text) -> str:
    """The ten characters. Raises CleanClaimError for another form."""
    code = compact(text)
    if not re.fullmatch(r"[1-4]\d[0-9A-Z]{7}X", code, re.ASCII):
        raise CleanClaimError(
            f"taxonomy {str(text)[:20]!r} is malformed",
            "",
            "ten characters, two digits first and X last, as 207Q00000X",
            "look it up in NPPES",
        )
    return code


def is_valid(text) -> bool:
    """Is it right in form?"""
    return holds(validate, text)


def format(text) -> str:
    """As it is printed."""
    return validate(text)
