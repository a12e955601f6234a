"""What an author says of a remittance to check against the contract, below [given] in the exercise's file. The payer's
mistake itself is [[payer_error]] with kind underpaid; without one the remittance is clean.

[given]
claims = 4                    # visits in it, of different patients
days = 4                      # their dates of service lie so close together; the claims are sent together
days_after = 12               # today is so many days after the payment
sometimes = true              # the payer errs in about half of the variants only (left out: in all)
mistakes = ["..."]            # kinds of error the staff made, on a visit each (left out: none)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.ground.strict_toml import Field, Place, flag, record, whole
from sim.learn.exercises.case import Case
from sim.learn.exercises.several_visits import WANTED_FIELDS, Wanted

USUAL_DAYS = 4
USUAL_AFTER = 10


@dataclass(frozen=True)
class Given:
    """The visits, how long ago the payment came, and whether the payer errs in a part of the variants only."""

    visits: Wanted
    days_after: int = USUAL_AFTER
    sometimes: bool = False


def given(table: Mapping[str, Any], where: Place) -> Given:
    """What stands below [given]. Raises CleanClaimError with what can be written there.

    >>> given({"claims": 3}, Place("mine.toml", "given")).days_after
    10
    """
    found = record(
        table,
        where,
        {**WANTED_FIELDS, "days_after": Field(whole(0, 700), USUAL_AFTER), "sometimes": Field(flag, False)},
    )
    after, sometimes = found.pop("days_after"), found.pop("sometimes")
    return Given(Wanted(**{**found, "days": found["days"] or USUAL_DAYS}), after, sometimes)


def wanted(case: Case) -> Given:
    """What the exercise's author asked for."""
    return given(case.exercise.given, Place(case.exercise.path, "given"))
