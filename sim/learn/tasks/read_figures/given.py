"""What an author says of a clinic's figures, below [given] in the exercise's file.

[given]
figures = ["net collection", "initial denials"]    # of data/codes/key_figures.csv; asked for in the order of that file
months = 6            # the books are read on the last day of so many months from the first one of the simulated period
visits = 140          # of the simulated period, those after that day included
coder = "novice"      # who worked: expert or novice
mistakes = ["late-submission"]                     # kinds of error made beside that,
percent = 50          # on so many of the visits on which they can be made
decide = true         # ask as well what to prevent first
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.ground.strict_toml import Field, Place, flag, items, record, whole, word
from sim.learn.exercises.clinic_period import Staff
from sim.learn.grading.error_kinds import kinds
from sim.learn.tasks.read_figures.key_figures import key_figures

LEAST_VISITS, MOST_VISITS = 40, 240


@dataclass(frozen=True)
class Given:
    """Which figures, of how large a clinic, on which day."""

    figures: tuple[str, ...]
    months: int = 6
    visits: int = 140
    staff: Staff = Staff()
    decide: bool = False


def given(table: Mapping[str, Any], where: Place) -> Given:
    """What stands below [given]. Raises CleanClaimError with the figures there are.

    >>> given({"figures": ["net collection"]}, Place("mine.toml", "given")).months
    6
    """
    fields = {
        "figures": Field(items(word(*key_figures()), least=1)),
        "months": Field(whole(1, 12), 6),
        "visits": Field(whole(LEAST_VISITS, MOST_VISITS), 140),
        "coder": Field(word("expert", "novice"), "novice"),
        "mistakes": Field(items(word(*kinds())), ()),
        "percent": Field(whole(1, 100), 50),
        "decide": Field(flag, False),
    }
    found = record(table, where, fields)
    staff = Staff(found.pop("coder"), found.pop("mistakes"), found.pop("percent"))
    return Given(staff=staff, **found)
