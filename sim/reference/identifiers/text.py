"""What the identifiers share: cleaning a text, and asking whether a check holds."""

import re

from sim.ground.errors import CleanClaimError


def compact(text) -> str:
    """Without blanks and hyphens, in capitals.

    >>> compact(" 1eg4-te5-mk73 ")
    '1EG4TE5MK73'
    """
    return re.sub(r"[\s-]", "", str(text)).upper()


def holds(validate, text) -> bool:
    """Does the check pass?"""
    try:
        validate(text)
    except CleanClaimError:
        return False
    return True
