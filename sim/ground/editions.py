"""The window of dates of service, and from when to when each shipped code set, fee schedule and edit table applies:
data/editions.toml, the only place that names these dates.
"""

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_toml, remembered
from sim.ground.strict_toml import Field, Place, day, items, record, suggestion, text

FILE = "data/editions.toml"


class Span(NamedTuple):
    """The first and the last day, both included."""

    first: np.datetime64
    last: np.datetime64

    @property
    def dates(self) -> tuple[date, date]:
        """Both as plain dates."""
        return self.first.astype(date), self.last.astype(date)


class Edition(NamedTuple):
    """What the shipped figures of a data set are: a publisher's release and the days for which they are good."""

    holds: str
    release: str
    first: date
    last: date
    cite: str


class Editions(NamedTuple):
    """The whole file."""

    dates_of_service: Span
    editions: dict[str, Edition]


SPAN = {"from": Field(day), "to": Field(day)}
EDITION = {"holds": Field(items(text)), "release": Field(text), **SPAN, "cite": Field(text)}
FIELDS = {
    "dates_of_service": Field(lambda value, where: _span(record(value, where, SPAN), where)),
    "edition": Field(items(lambda value, where: _edition(record(value, where, EDITION), where))),
}


def service_dates() -> Span:
    """The window in which the simulated visits lie.

    >>> service_dates().first, (service_dates().last - service_dates().first).astype(int)
    (np.datetime64('2026-04-01'), np.int64(182))
    """
    return _editions().dates_of_service


def edition(holds: str) -> Edition:
    """The shipped edition of a data set: icd10cm, hcpcs, pprrvu, gpci, ptp, mue, add_on, pos or cpt.

    >>> edition("icd10cm").release, edition("pprrvu").last
    ('April 2026', datetime.date(2026, 12, 31))
    """
    known = shipped_editions()
    if holds not in known:
        raise CleanClaimError(f"no edition of {holds!r}", FILE, ", ".join(known), suggestion(holds, known))
    return known[holds]


def shipped_editions() -> dict[str, Edition]:
    """Every data set of which a dated edition ships."""
    return _editions().editions


@remembered
def _editions() -> Editions:
    return read_editions(find(FILE))


def read_editions(path: Path) -> Editions:
    """One file of editions. Raises CleanClaimError for what is not as data/editions.toml describes it."""
    found = record(read_toml(path), Place(str(path)), FIELDS)
    return Editions(found["dates_of_service"], {one.holds: one for group in found["edition"] for one in group})


def _span(found: dict[str, date], where: Place) -> Span:
    _check_order(found["from"], found["to"], where)
    return Span(np.datetime64(found["from"], "D"), np.datetime64(found["to"], "D"))


def _edition(found: dict[str, Any], where: Place) -> tuple[Edition, ...]:
    release, first, last, cite = (found[name] for name in ("release", "from", "to", "cite"))
    _check_order(first, last, where)
    return tuple(Edition(holds, release, first, last, cite) for holds in found["holds"])


def _check_order(first: date, last: date, where: Place) -> None:
    if first > last:
        raise where.refuse(f"found from {first} to {last}", "from not after to", "swap them")
