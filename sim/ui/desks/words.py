"""How a desk writes dates, money, counts and codes: dates written out, money with its dollar sign, every text in plain
words.
"""

from datetime import date, datetime

MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def day(value, weekday: bool = False) -> str:
    """A date written out; empty for a missing one.

    >>> day(date(2026, 10, 5)), day("2026-10-05", weekday=True), day(None)
    ('5 October 2026', 'Monday, 5 October 2026', '')
    """
    found = to_date(value)
    if found is None:
        return ""
    text = f"{found.day} {MONTHS[found.month - 1]} {found.year}"
    return f"{DAYS[found.weekday()]}, {text}" if weekday else text


def to_date(value) -> date | None:
    """A date from a date, a datetime64 or ISO text; None where there is none."""
    if value is None or str(value) in ("", "NaT", "None"):
        return None
    return value if isinstance(value, date) and not isinstance(value, datetime) else date.fromisoformat(str(value)[:10])


def money(amount, sign: str = "$") -> str:
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
