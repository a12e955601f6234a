"""ICN, Medicare Part B's own number of a claim: thirteen digits: how it came in (2), year (2), day of the year (3),
batch (3), place in the batch (3).

Other payers number their claims as they like (up to 50 characters in REF*F8): only what a claim form can carry is
checked then, by `is_payer_number`.

Source: provider guides of the Medicare contractors on internal control numbers: verify with yours.

    >>> received("0226152123001"), format("0226152123001"), is_valid("0226400123001")
    (datetime.date(2026, 6, 1), '02-26152-123-001', False)
"""

import re
from datetime import date, timedelta

from sim.ground.errors import CleanClaimError
from sim.reference.identifiers.text import compact, holds

__all__ = ["compact", "format", "is_payer_number", "is_valid", "received", "validate"]


def validate(text) -> str:
    """The thirteen digits. Raises CleanClaimError for another length, and for a day that the year has not.

    >>> is_valid("0224366123001"), is_valid("0226366123001"), is_valid("0226000123001")
    (True, False, False)
    """
    number = compact(text)
    if not re.fullmatch(r"\d{13}", number, re.ASCII):
        raise CleanClaimError(
            f"ICN {str(text)[:20]!r} is malformed", "", "thirteen digits", "copy it from the remittance"
        )
    if _day(number).year != 2000 + int(number[2:4]) or number[4:7] == "000":
        raise CleanClaimError(
            f"ICN {number!r} names day {number[4:7]} of its year",
            "",
            "001 to 365 (366 in a leap year)",
            "copy it from the remittance",
        )
    return number


def is_valid(text) -> bool:
    """Is it right in form?"""
    return holds(validate, text)


def received(text) -> date:
    """The day on which the contractor received the claim."""
    return _day(validate(text))


def format(text) -> str:
    """In its parts."""
    number = validate(text)
    return f"{number[:2]}-{number[2:7]}-{number[7:10]}-{number[10:]}"


def is_payer_number(text) -> bool:
    """Can it be some payer's claim number: 1 to 50 printable characters without the separators of a claim file?

    >>> is_payer_number("PPO-2026-0001"), is_payer_number("A*B"), is_payer_number("")
    (True, False, False)
    """
    return bool(re.fullmatch(r"[A-Za-z0-9 ./_-]{1,50}", str(text)))


def _day(number: str) -> date:
    return date(2000 + int(number[2:4]), 1, 1) + timedelta(int(number[4:7]) - 1)
