"""Money is whole cents (int64). A percentage rounds once, half away from zero, where the rule says."""

import re
from typing import Any

import numpy as np

from sim.ground.errors import CleanClaimError

Whole = Any  # a whole number, or an array of them
LARGEST = 10**11  # cents; larger amounts at the door are findings


def share(amount: Whole, parts: Whole, whole: Whole = 100) -> Any:
    """`parts` of `whole` of an amount in cents, rounded half away from zero. Works on one amount and on arrays.

    >>> int(share(8367, 20)), int(share(-8367, 20)), int(share(5, 50))
    (1673, -1673, 3)
    """
    return divide(np.asarray(amount, np.int64) * np.asarray(parts, np.int64), whole)


def divide(numerator: Whole, denominator: Whole) -> Any:
    """Integer division rounded half away from zero (the denominator is positive).

    >>> int(divide(5, 2)), int(divide(-5, 2)), int(divide(4, 3))
    (3, -3, 1)
    """
    numerator, denominator = np.asarray(numerator, np.int64), np.asarray(denominator, np.int64)
    return np.sign(numerator) * ((2 * np.abs(numerator) + denominator) // (2 * denominator))


def dollars(cents: int) -> str:
    """An amount as people read it.

    >>> dollars(123456), dollars(-5)
    ('$1,234.56', '-$0.05')
    """
    cents = int(cents)
    return f"{'-' if cents < 0 else ''}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def cents(text: str, where: str = "amount") -> int:
    """Dollars as typed, in cents. Raises CleanClaimError for anything that is not an amount.

    >>> cents("$1,234.5"), cents("210"), cents("-0.05")
    (123450, 21000, -5)
    """
    cleaned = str(text).strip().replace("$", "").replace(",", "")
    if not re.fullmatch(r"-?\d{1,9}(\.\d{0,2})?|-?\.\d{1,2}", cleaned, re.ASCII):
        raise CleanClaimError(
            f"{str(text)[:30]!r} is not an amount", where, "dollars and cents, as 123.45", "type the amount again"
        )
    sign, cleaned = (-1, cleaned[1:]) if cleaned.startswith("-") else (1, cleaned)
    whole, _, part = cleaned.partition(".")
    return sign * (int(whole or 0) * 100 + int(part.ljust(2, "0") or 0))
