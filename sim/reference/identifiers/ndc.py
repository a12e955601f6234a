"""NDC, the number of a drug package: labeler, product, package. Claims carry eleven digits, 5-4-2; packages print ten,
as 4-4-2, 5-3-2 or 5-4-1.

The part that is too short gets a zero in front. Ten digits without hyphens could be any of the three: they are rejected
rather than guessed.

Source: 21 CFR 207.33; HIPAA form 5-4-2 as payers and X12 want it (LIN03, qualifier N4).

    >>> validate("0409-3796-01"), validate("50242-040-62"), validate("60575-4112-1"), format("00409379601")
    ('00409379601', '50242004062', '60575411201', '00409-3796-01')
"""

import re

from sim.ground.errors import CleanClaimError
from sim.reference.identifiers.text import compact, holds

__all__ = ["compact", "format", "is_valid", "ten_digits", "validate"]
PARTS = (5, 4, 2)
PRINTED = {(4, 4, 2), (5, 3, 2), (5, 4, 1), PARTS}


def validate(text) -> str:
    """The eleven digits. Raises CleanClaimError for another form, ten digits without hyphens among them.

    >>> is_valid("0409379601"), is_valid("0409-3796"), is_valid("00409-3796-01")
    (False, False, True)
    """
    written = str(text).strip()
    if re.fullmatch(r"\d{11}", written, re.ASCII):
        return written
    parts = written.split("-")
    if tuple(map(len, parts)) in PRINTED and re.fullmatch(r"[\d-]+", written, re.ASCII):
        return "".join(part.zfill(length) for part, length in zip(parts, PARTS, strict=True))
    expected = (
        "hyphens, such as 0409-3796-01: ten digits alone could be read in three ways"
        if re.fullmatch(r"\d{10}", written, re.ASCII)
        else "11 digits, or 10 with hyphens"
    )
    raise CleanClaimError(f"NDC {str(text)[:20]!r} is malformed", "", expected, "copy it from the package")


def is_valid(text) -> bool:
    """Is it right in form?"""
    return holds(validate, text)


def ten_digits(text, form: tuple[int, int, int] = (4, 4, 2)) -> str:
    """As a package of that form prints it. Raises CleanClaimError where a digit other than zero would be lost.

    >>> ten_digits("00409379601"), ten_digits("50242004062", (5, 3, 2))
    ('0409-3796-01', '50242-040-62')
    """
    number = validate(text)
    parts, start = [], 0
    for length, kept in zip(PARTS, form, strict=True):
        part, start = number[start : start + length], start + length
        if part[: length - kept].strip("0"):
            raise CleanClaimError(
                f"NDC {number} is not of the form {'-'.join(map(str, form))}",
                "",
                "another form",
                "choose 4-4-2, 5-3-2 or 5-4-1",
            )
        parts.append(part[length - kept :])
    return "-".join(parts)


def format(text) -> str:
    """As 5-4-2 with hyphens."""
    number = validate(text)
    return f"{number[:5]}-{number[5:9]}-{number[9:]}"
