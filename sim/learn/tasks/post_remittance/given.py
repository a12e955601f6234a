"""What an author says of a remittance to post, below [given] in the exercise's file.

[given]
claims = 4                               # visits in it, of different patients
days = 4                                 # their dates of service lie so close together; the claims are sent together
mistakes = ["missing-modifier-25"]       # kinds of error the staff made, on a visit each (left out: none)
second_payers = 1                        # so many patients have the exercise's second_payer
of = "first payer"                       # first payer | second payer: whose remittance it is
earlier = ["level-too-high"]             # a claim of some weeks before that has been corrected since, with its error
take_back = "this payment"               # how its money comes back: this payment | held | recouped | refunded | carried

The payer reverses the earlier claim in this very payment (this payment); reverses it here and takes the money later
(held); reversed it in the payment before and takes the money now (recouped); had the clinic's refund already
(refunded); reversed it in a payment before that was too small for it, so the rest is carried forward to this one
(carried).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.ground.strict_toml import Field, Place, items, record, text, word
from sim.learn.exercises.case import Case
from sim.learn.exercises.several_visits import WANTED_FIELDS, Wanted

WAYS = ("this payment", "held", "recouped", "refunded", "carried")
BEFORE = ("recouped", "carried")  # the reversal stands in an earlier payment
WEEKS = {True: 63, False: 35}  # days before: one answer fits in between, or two


@dataclass(frozen=True)
class Given:
    """The visits, whose remittance, and how money of a corrected claim comes back (empty: nothing is recouped)."""

    visits: Wanted
    of: str = "first payer"
    take_back: str = ""


def given(table: Mapping[str, Any], where: Place) -> Given:
    """What stands below [given]. Raises CleanClaimError with what can be written there.

    >>> given({"claims": 3, "days": 4}, Place("mine.toml", "given")).visits.claims
    3
    """
    fields = {
        **WANTED_FIELDS,
        "of": Field(word("first payer", "second payer"), "first payer"),
        "earlier": Field(items(text), ()),
        "take_back": Field(word(*WAYS), ""),
    }
    found = record(table, where, fields)
    of, way, earlier = found.pop("of"), found.pop("take_back"), found.pop("earlier")
    if bool(way) != bool(earlier):
        raise where.at("take_back").refuse(
            "earlier without take_back" if earlier else "take_back without earlier",
            "both, or neither",
            'write earlier = [...] and take_back = "..."',
        )
    weeks = WEEKS[way in BEFORE] if earlier else 0
    return Given(Wanted(**{**found, "days": found["days"] or 4, "earlier": earlier, "earlier_days": weeks}), of, way)


def wanted(case: Case) -> Given:
    """What the exercise's author asked for."""
    return given(case.exercise.given, Place(case.exercise.path, "given"))
