"""How a desk writes dates, money, counts and codes: dates written out, money with its dollar sign, every text in plain
words.
"""

from datetime import datetime


def money(amount: int | None, sign: str = "$") -> str:
    """Whole cents as people read them.

    >>> money(11142), money(-21000), money(117534), money(None)
    ('$111.42', '−$210.00', '$1,175.34', '–')
    """
    if amount is None:
        return "–"
    amount = int(amount)
    return f"{'−' if amount < 0 else ''}{sign}{abs(amount) // 100:,}.{abs(amount) % 100:02d}"


def count(number: int, one: str, many: str = "") -> str:
    """A number and its noun.

    >>> count(1, "finding"), count(3, "finding")
    ('1 finding', '3 findings')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def clock(stamp: str) -> str:
    """Hour and minute, local, of a stored time (ISO with zone)."""
    return datetime.fromisoformat(stamp).astimezone().strftime("%H:%M") if stamp else ""
