"""Dates: as people read them, and years counted from them."""

from datetime import date, datetime

import numpy as np

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Day = date | np.datetime64 | str | None


def us_month(text: str) -> str:
    """A month as people read it.

    >>> us_month("2026-04")
    'Apr 2026'
    """
    year, _, month = text.partition("-")
    return f"{MONTHS[int(month) - 1]} {year}"


def us_date(value: Day, weekday: bool = False) -> str:
    """A date as US readers write it, on every page, letter and line of the terminal; empty where there is none.

    >>> us_date(date(2026, 10, 5)), us_date("2026-10-05", weekday=True), us_date(np.datetime64("NaT"))
    ('Oct 5, 2026', 'Monday, Oct 5, 2026', '')
    """
    found = to_date(value)
    if found is None:
        return ""
    text = f"{MONTHS[found.month - 1]} {found.day}, {found.year}"
    return f"{WEEKDAYS[found.weekday()]}, {text}" if weekday else text


def to_date(value: Day) -> date | None:
    """A date from a date, a time, a datetime64 or an ISO text; None where there is none. Raises ValueError for a text
    that is not a date.

    >>> to_date(np.datetime64("2026-10-05")), to_date("2026-10-05T09:30"), to_date("")
    (datetime.date(2026, 10, 5), datetime.date(2026, 10, 5), None)
    """
    if value is None or str(value) in ("", "NaT", "None"):
        return None
    return value if isinstance(value, date) and not isinstance(value, datetime) else date.fromisoformat(str(value)[:10])


def day_of(value: Day) -> np.datetime64:
    """A day as it stands in a column of dates; NaT for none.

    >>> day_of(date(2026, 10, 5)), bool(np.isnat(day_of(None)))
    (np.datetime64('2026-10-05'), True)
    """
    return np.datetime64(to_date(value), "D")


def years_between(birth_date: np.ndarray, on: np.ndarray | np.datetime64) -> np.ndarray:
    """Whole years of age.

    >>> years_between(np.array(["2000-06-02", "2000-06-01"], "datetime64[D]"), np.datetime64("2026-06-01")).tolist()
    [25, 26]
    """
    months = np.asarray(on).astype("datetime64[M]") - birth_date.astype("datetime64[M]")
    not_yet = (np.asarray(on) - np.asarray(on).astype("datetime64[M]")) < (
        birth_date - birth_date.astype("datetime64[M]")
    )
    return (months.astype(np.int64) - not_yet) // 12


def years_later(dates: np.ndarray, years: int | np.ndarray) -> np.ndarray:
    """The last day of a limit of so many years: the same day, and for 29 February the last of February (CMS Claims
    Processing Manual ch. 1, 70.7).

    >>> years_later(np.array(["2024-02-29", "2027-03-01"], "datetime64[D]"), 1).astype(str).tolist()
    ['2025-02-28', '2028-03-01']
    """
    later, day = _same_month(dates, years)
    length = (later + 1).astype("datetime64[D]") - later.astype("datetime64[D]")
    return later.astype("datetime64[D]") + np.minimum(day, length - np.timedelta64(1, "D"))


def anniversary(dates: np.ndarray, years: int | np.ndarray) -> np.ndarray:
    """The day on which so many years have passed: the same day, and for 29 February the first of March.

    >>> anniversary(np.array(["2024-02-29", "2024-03-01", "NaT"], "datetime64[D]"), 3).astype(str).tolist()
    ['2027-03-01', '2027-03-01', 'NaT']
    """
    later, day = _same_month(dates, years)
    return later.astype("datetime64[D]") + day


def _same_month(dates: np.ndarray, years: int | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The month so many years later, and the days passed of the month of each date."""
    dates = np.asarray(dates, "datetime64[D]")
    month = dates.astype("datetime64[M]")
    return month + np.asarray(12 * np.asarray(years), "timedelta64[M]"), dates - month.astype("datetime64[D]")
