"""What an author says of an audited claim, below [given] in the exercise's file.

[given]
coder = "novice"                             # novice | software: who coded the claim
sent = [["wrong-units", "wrong-side"], []]   # what that coder got wrong: kinds of error for which the scenario has a
                                             # trap at the coder's desk. One list is taken for each variant, among those
                                             # that fit it; an empty list is a claim that was coded right
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.ground.strict_toml import Field, Place, items, record, word
from sim.learn.grading.error_kinds import kinds

CODERS = {
    "novice": "a coder in training",
    "software": "coding software; no coder has reviewed it",
}


@dataclass(frozen=True)
class Given:
    """Who coded the claim, and the lists of mistakes of which one is in it."""

    coder: str
    sent: tuple[tuple[str, ...], ...]


def given(table: Mapping[str, Any], where: Place) -> Given:
    """What stands below [given]. Raises CleanClaimError with what may stand there.

    >>> given({"sent": [["wrong-side"], []]}, Place("mine.toml", "given")).coder
    'novice'
    """
    errors = [kind.error for kind in kinds().values() if kind.desk == "coder"]
    fields = {
        "coder": Field(word(*CODERS), "novice"),
        "sent": Field(items(items(word(*errors)), least=1)),
    }
    return Given(**record(table, where, fields))
