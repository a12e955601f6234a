"""Working days of a clinic's office: Mondays to Fridays without the federal holidays (data/codes/federal_holidays.csv,
5 U.S.C. 6103; a holiday on a Saturday is kept on Friday, one on a Sunday on Monday).

Not modeled: holidays of a state, Saturdays on which an office works.
"""

from datetime import date, timedelta

import numpy as np

from sim.ground.files import find, read_csv, remembered

SATURDAY, SUNDAY = 5, 6


def is_working_day(days: np.ndarray) -> np.ndarray:
    """Which of these days (datetime64[D]) are worked.

    >>> is_working_day(np.array(["2026-07-02", "2026-07-03", "2026-07-05"], "datetime64[D]")).tolist()
    [True, False, False]
    """
    days = np.asarray(days, "datetime64[D]")
    if not len(days):
        return np.zeros(0, bool)
    years = days.astype("datetime64[Y]").astype(int) + 1970
    return np.is_busday(days, holidays=_holidays(int(years.min()), int(years.max()) + 1))


def working_days_between(first: np.datetime64, last: np.datetime64) -> int:
    """How many days are worked from the first to the last day, both included.

    >>> working_days_between(np.datetime64("2026-07-01"), np.datetime64("2026-07-07"))
    4
    """
    return int(is_working_day(np.arange(first, last + 1)).sum())


def holidays(year: int) -> dict[str, date]:
    """The federal holidays of a year, each on the day on which it is kept.

    >>> str(holidays(2026)["Independence Day"]), str(holidays(2026)["Thanksgiving Day"])
    ('2026-07-03', '2026-11-26')
    """
    return {row["name"]: _kept(row, year) for row in read_csv(find("data/codes/federal_holidays.csv"))}


@remembered
def _holidays(first: int, last: int) -> np.ndarray:
    return np.array([day for year in range(first, last + 1) for day in holidays(year).values()], "datetime64[D]")


def _kept(row: dict[str, str], year: int) -> date:
    month = int(row["month"])
    if row["rule"] == "fixed":
        day = date(year, month, int(row["day"]))
        return day + timedelta({SATURDAY: -1, SUNDAY: 1}.get(day.weekday(), 0))
    first = date(year, month, 1) if int(row["nth"]) > 0 else date(year + month // 12, month % 12 + 1, 1)
    ahead = (int(row["weekday"]) - first.weekday()) % 7
    return first + timedelta(ahead + 7 * (int(row["nth"]) - (int(row["nth"]) > 0)))
