"""What an author says of a policy question, below [given] in the exercise's file.

[given]
services = ["J3420", "84443"]      # the services asked about: one is taken for each variant, among those for a patient
                                   # of this age; one that stands twice is taken more often
notices = ["planned", "signed"]    # planned: not done yet; signed: an ABN is on file; done: done without any notice
modifiers = ["QW"]                 # on a line that is not in the record's own services (left out: none)
past_months = [5, 13]              # the payer paid the same service so many months ago (left out: nothing is added)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.ground.strict_toml import Field, Place, items, record, text, whole, word
from sim.payer.asked.advance_notice import DONE, NOT_DONE, SIGNED

STATES = (NOT_DONE, SIGNED, DONE)


@dataclass(frozen=True)
class Given:
    """The services asked about, the states of the notice, and how long ago the service was paid."""

    services: tuple[str, ...]
    notices: tuple[str, ...]
    modifiers: tuple[str, ...]
    past_months: tuple[int, ...]


def given(table: Mapping[str, Any], where: Place) -> Given:
    """What stands below [given]. Raises CleanClaimError with what may stand there.

    >>> given({"services": ["J3420"]}, Place("mine.toml", "given")).notices
    ('planned',)
    """
    fields = {
        "services": Field(items(text, least=1)),
        "notices": Field(items(word(*STATES), least=1), (NOT_DONE,)),
        "modifiers": Field(items(text), ()),
        "past_months": Field(items(whole(1, 240)), ()),
    }
    return Given(**record(table, where, fields))
