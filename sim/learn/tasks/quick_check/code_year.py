"""The diagnosis codes around the last change of the code year, from data/codes/icd10cm_changes.csv, and what the
questions about them share. A row whose title is not certain is never asked about.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from sim.ground.dates import us_date
from sim.ground.files import remembered
from sim.reference.icd10cm import entry, lookup
from sim.reference.tables import rows

skill = "code-year"
hint = "The date of service decides which code year counts, not the day on which the claim is sent."
ERROR = "code-year-misread"
CITE = "45 CFR 162.1002; Medicare Claims Processing Manual ch. 23 10; ICD-10-CM addenda (public readings: verify)"
UNSURE = "verify)"  # how the title of such a row ends


class Changed(NamedTuple):
    """A code that begins or ends with the code year, and what takes its place."""

    code: str
    title: str
    begins: bool
    instead: tuple[str, ...]


@remembered
def first_day() -> date:
    """The day on which the newest code year of the table begins."""
    return max(date.fromisoformat(row["valid_from"]) for row in _rows() if row["valid_from"])


def _rows() -> tuple[Mapping[str, str], ...]:
    return rows("data/codes/icd10cm_changes.csv")


@remembered
def changed() -> dict[str, Changed]:
    """Code -> its change, for codes that could be billed on one side of the day.

    >>> changed()["M72.2"].begins, changed()["M67.A01"].begins
    (False, True)
    """
    day = first_day()
    found = {}
    for row in _rows():
        begins, ends = row["valid_from"] == str(day), row["valid_to"] == str(day - timedelta(1))
        side = day if begins else day - timedelta(1)
        if (begins or ends) and UNSURE not in row["title"] and lookup([row["code"]], on=str(side)).is_valid[0]:
            known = entry(row["code"])
            title = row["title"] or (known.title if known else "")
            found[row["code"]] = Changed(row["code"], title, begins, tuple(row["replaced_by"].split()))
    return found


def year_words() -> tuple[str, str]:
    """The last day of the old code year and the first of the new one, as people read them."""
    return us_date(first_day() - timedelta(1)), us_date(first_day())
