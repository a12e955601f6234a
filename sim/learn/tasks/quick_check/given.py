"""What an author says of a drill, below [given] in the exercise's file.

[given]
kinds = ["adjustment_meaning", "who_owes"]     # files about_KIND.py of this folder
questions = 5                                  # in a row
facts = ["25", "57", "59"]                     # asked about these only (left out: about anything of the kind)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.ground.strict_toml import Field, Place, items, record, text, whole, word
from sim.learn.tasks.quick_check.kinds import kinds

MOST = 10
USUAL = 5


@dataclass(frozen=True)
class Given:
    """Which kinds of questions, how many in a row, about which facts."""

    kinds: tuple[str, ...]
    questions: int = USUAL
    facts: tuple[str, ...] = ()


def given(table: Mapping[str, Any], where: Place) -> Given:
    """What stands below [given]. Raises CleanClaimError with the kinds there are.

    >>> given({"kinds": ["who_owes"]}, Place("mine.toml", "given")).questions
    5
    """
    fields = {
        "kinds": Field(items(word(*kinds()), least=1)),
        "questions": Field(whole(1, MOST), USUAL),
        "facts": Field(items(text), ()),
    }
    return Given(**record(table, where, fields))
