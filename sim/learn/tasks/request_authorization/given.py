"""What an author says of a request, below [given] in the exercise's file.

[given]
order = "gel_knee"                        # a file of data/orders: the chart up to the order
choices = { record = "complete" }         # fixed choices of that file; the others are drawn
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.clinic.visits.planned_service import order, orders, ways
from sim.ground.strict_toml import Field, Place, record, table_of, text, word


@dataclass(frozen=True)
class Given:
    """Which order, with which of its choices fixed."""

    order: str
    choices: Mapping[str, str] = field(default_factory=dict)


def given(table: Mapping[str, Any], where: Place) -> Given:
    """What stands below [given]. Raises CleanClaimError with the orders and choices there are.

    >>> given({"order": "knee_mri", "choices": {"timing": "locked"}}, Place("mine.toml", "given")).order
    'knee_mri'
    """
    fields = {"order": Field(word(*orders())), "choices": Field(table_of(text, text), {})}
    found = Given(**record(table, where, fields))
    next(ways(order(found.order), found.choices))
    return found
