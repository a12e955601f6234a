"""MBI, the Medicare number on the card: eleven characters, digits and letters in fixed places, without S, L, O, I, B
and Z.

Source: CMS, Understanding the Medicare Beneficiary Identifier format. Ours have S in the second place: never issued, so
they are nobody's. The rule itself is not relaxed for them: `form` says "right form, synthetic".

    >>> format("1eg4te5mk73")
    '1EG4-TE5-MK73'
"""

import re

from sim.ground.errors import CleanClaimError
from sim.reference.identifiers.text import compact, holds

__all__ = ["compact", "form", "format", "is_synthetic", "is_valid", "validate"]
LETTER, EITHER = "[AC-HJKMNP-RT-Y]", "[0-9AC-HJKMNP-RT-Y]"
REST = rf"{EITHER}\d{LETTER}{EITHER}\d{LETTER}{{2}}\d\d"
MBI, SYNTHETIC = re.compile(rf"[1-9]{LETTER}{REST}", re.ASCII), re.compile(rf"[1-9]S{REST}", re.ASCII)


def validate(text) -> str:
    """The eleven characters. Raises CleanClaimError for any other form, synthetic numbers included.

    >>> validate("1EG4-TE5-MK73")
    '1EG4TE5MK73'
    """
    number = compact(text)
    if not MBI.fullmatch(number):
        raise CleanClaimError(
            f"Medicare number {str(text)[:20]!r} is {form(number)}",
            "",
            "11 characters as on the card, without S, L, O, I, B, Z",
            "copy it from the card",
        )
    return number


def is_valid(text) -> bool:
    """Is it right in form?

    >>> is_valid("1EG4-TE5-MK73"), is_valid("1S00A00AA00")
    (True, False)
    """
    return holds(validate, text)


def form(text) -> str:
    """ "right form", "right form, synthetic" or "malformed".

    >>> form("1S00-A00-AA00"), form("1EG4TE5MK73"), form("123")
    ('right form, synthetic', 'right form', 'malformed')
    """
    number = compact(text)
    if MBI.fullmatch(number):
        return "right form"
    return "right form, synthetic" if SYNTHETIC.fullmatch(number) else "malformed"


def is_synthetic(text) -> bool:
    """Can it belong to nobody?

    >>> is_synthetic("1S00A00AA00"), is_synthetic("1EG4TE5MK73")
    (True, False)
    """
    return form(text) == "right form, synthetic"


def format(text) -> str:
    """As on the card: 4, 3 and 4 characters. Synthetic numbers too."""
    number = compact(text)
    if not SYNTHETIC.fullmatch(number):
        number = validate(text)
    return f"{number[:4]}-{number[4:7]}-{number[7:]}"
