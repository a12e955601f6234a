"""Numbers that identify, each a module in the manner of python-stdnum (compact, validate, is_valid, format): npi, mbi,
ein, ndc, taxonomy, clia, icn.

`validate` gives the cleaned text, or a CleanClaimError that says what is wrong; `is_valid` says yes or no. Rejecting a
good number is worse than taking a bad one: a right form does not mean that the number was ever issued. The names below
are the older ones of the same checks, and the forms of codes.

    >>> from sim.reference.identifiers import ein, ndc, npi
    >>> npi.is_valid("1234567893"), ein.format("421234567"), ndc.validate("0409-3796-01")
    (True, '42-1234567', '00409379601')
"""

import re

from sim.ground.errors import CleanClaimError
from sim.reference.identifiers import clia, mbi, npi
from sim.reference.identifiers.text import compact, holds

__all__ = [
    "compact",
    "is_form",
    "is_mbi",
    "is_npi",
    "is_synthetic_mbi",
    "mbi_form",
    "npi_check_digit",
    "validate_form",
    "validate_mbi",
    "validate_npi",
]
FORMS = {
    "diagnosis": (
        re.compile(r"[A-Z][0-9A-Z]{2}(\.?[0-9A-Z]{1,4})?", re.ASCII),
        "a letter, two letters or digits, then up to 4 more after a point",
    ),
    "procedure": (re.compile(r"\d{4}[0-9A-Z]", re.ASCII), "five digits (the last may be a letter)"),
    "hcpcs": (re.compile(r"[A-CEGHJ-MP-V]\d{4}", re.ASCII), "a letter and four digits"),
    "modifier": (re.compile(r"[0-9A-Z]{2}", re.ASCII), "two digits or capital letters"),
    "clia": (re.compile(r"\d\dD\d{7}", re.ASCII), "two digits, D, seven digits"),
}
validate_npi, is_npi, npi_check_digit = npi.validate, npi.is_valid, npi.check_digit
validate_mbi, is_mbi, mbi_form, is_synthetic_mbi = mbi.validate, mbi.is_valid, mbi.form, mbi.is_synthetic
is_clia = clia.is_valid


def validate_form(kind: str, text) -> str:
    """A code in the form of its kind: diagnosis, procedure, hcpcs, modifier or clia. Whether such a code exists is
    another question.

    >>> validate_form("diagnosis", "m17.11"), validate_form("hcpcs", "j3301"), validate_form("clia", "16D0000000")
    ('M17.11', 'J3301', '16D0000000')
    """
    pattern, expected = FORMS[kind]
    cleaned = str(text).strip().upper()
    if not pattern.fullmatch(cleaned):
        raise CleanClaimError(f"{str(text)[:20]!r} has not the form of a {kind} code", "", expected, "check the typing")
    return cleaned


def is_form(kind: str, text) -> bool:
    """Has the text the form of its kind?

    >>> is_form("procedure", "99213"), is_form("procedure", "9921"), is_form("modifier", "LT")
    (True, False, True)
    """
    return holds(lambda value: validate_form(kind, value), text)
