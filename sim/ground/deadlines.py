"""The last day of a limit, for everybody who asks: the payer that denies what comes late, the biller's worklist, the
pages.

A payer states a limit either in days (NAME in [limits] of its file, or data/params/NAME.toml) or in calendar years
(NAME_years). What
it states itself goes before what holds for all payers ("*"), and what it states later replaces what it stated earlier,
whether in days or in years. Both from one day on would be two answers to one question: that is an error of the files.
"""

from typing import NamedTuple, Protocol

import numpy as np

from sim.ground.coded import Coded
from sim.ground.dates import years_later
from sim.ground.errors import CleanClaimError
from sim.ground.files import places, remembered
from sim.ground.params import Spans, read

NO_DAY = np.datetime64("NaT", "D")


class Limit(NamedTuple):
    """What one payer states: from which days on, how many, and whether these are calendar years."""

    starts: np.ndarray
    numbers: np.ndarray
    in_years: np.ndarray


class PayerRows(Protocol):
    """Rows with a payer each."""

    @property
    def payer_code(self) -> Coded:
        """The payer's file name."""


def last_days(name: str, payer: str, dates: np.ndarray, in_force: np.ndarray) -> np.ndarray:
    """The last day allowed by the limit NAME of one payer, counted from `dates`, with the number that is in force on
    each of the days `in_force`; NaT where no limit is in force or a date is missing.

    Days are added to the date, the last one counts. A year from 1 March ends on the next 1 March.

    >>> served = np.array(["2026-05-01"], "datetime64[D]")
    >>> (last_days("filing_limit", "acme_ppo", served, served).astype(str),
    ...  last_days("filing_limit", "medicare_part_b", served, served).astype(str))
    (array(['2026-07-30'], dtype='<U28'), array(['2027-05-01'], dtype='<U28'))
    """
    found = limits(name)
    limit = found.get(payer) or found.get("*")
    dates = np.asarray(dates, "datetime64[D]")
    if limit is None:
        return np.full(len(dates), NO_DAY)
    place = np.searchsorted(limit.starts, in_force, side="right") - 1
    known = (place >= 0) & ~np.isnat(in_force)
    number, years = limit.numbers[place], limit.in_years[place]
    last = np.where(known, dates + np.where(years, 0, number).astype("timedelta64[D]"), NO_DAY)
    if (known & years).any():
        last = np.where(known & years, years_later(dates, np.where(years, number, 0)), last)
    return last


def last_day(name: str, rows: PayerRows, dates: np.ndarray, in_force: np.ndarray) -> np.ndarray:
    """As `last_days`, for rows of several payers. Shape: datetime64[D], one per row."""
    payers = rows.payer_code
    last = np.full(len(payers), NO_DAY)
    for key, payer in enumerate(payers.pool):
        mask = payers.keys == key
        if mask.any():
            last[mask] = last_days(name, payer, dates[mask], in_force[mask])
    return last


@remembered
def limits(name: str) -> dict[str, Limit]:
    """Payer -> what it states of a limit, "*" for all that state nothing. Raises CleanClaimError where a payer states
    days and years from the same day on.

    >>> limits("filing_limit")["acme_ppo"].numbers.tolist(), limits("filing_limit")["medicare_part_b"].in_years.tolist()
    ([90], [True])
    """
    days, years = (read(one) if _is_stated(one) else {} for one in (name, f"{name}_years"))
    return {payer: _limit(name, payer, days.get(payer), years.get(payer)) for payer in {**days, **years}}


def _limit(name: str, payer: str, days: Spans | None, years: Spans | None) -> Limit:
    stated = [(spans, in_years) for spans, in_years in ((days, False), (years, True)) if spans is not None]
    starts = np.concatenate([spans[0] for spans, _ in stated])
    if len(np.unique(starts)) < len(starts):
        raise CleanClaimError(
            f"{payer} states {name} twice from one day on",
            f"data/params/{name}.toml, data/params/{name}_years.toml, [limits] of data/payers/{payer}.toml",
            "days or calendar years, not both",
            "remove one of the two",
        )
    order = np.argsort(starts)
    numbers = np.concatenate([spans[1] for spans, _ in stated])
    in_years = np.concatenate([np.full(len(spans[0]), flag) for spans, flag in stated])
    return Limit(starts[order], numbers[order], in_years[order])


def _is_stated(name: str) -> bool:
    return any((place / f"data/params/{name}.toml").is_file() for place in places())
