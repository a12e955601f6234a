"""What an author says of an aging list, below [given] in the exercise's file.

[given]
claims = 9                          # visits drawn; what was answered and posted long ago is not on the list
mistakes = ["wrong-member-id"]      # kinds of error that the staff made, on a visit each
days = 60                           # dates of service lie within so many days
after = 8                           # the list is of so many days after the last visit
lost = 1                            # of the oldest claims so many were in a file that nobody acknowledged
records = 0                         # so many claims are billed with modifier 22, for which some payers pend
unposted = 14                       # remittances of the last so many days are not posted yet
near = 1                            # at least so many claims whose last day is near
late = 0                            # at least so many claims that cannot arrive in time anymore
found = ["rejected", "denied"]      # what at least one status on the list says
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.billing.denials.follow_up import IN_WORDS, Found
from sim.ground.strict_toml import Field, Place, items, record, text, whole, word


@dataclass(frozen=True)
class Given:
    """An aging list as its author wants it."""

    claims: int
    mistakes: tuple[str, ...] = ()
    days: int = 60
    after: int = 8
    lost: int = 0
    records: int = 0
    unposted: int = 14
    near: int = 0
    late: int = 0
    found: tuple[Found, ...] = ()


def given(table: Mapping[str, Any], where: Place) -> Given:
    """What stands below [given].

    >>> given({"claims": 6}, Place("mine.toml", "given")).unposted
    14
    """
    fields = {
        "claims": Field(whole(3, 30)),
        "mistakes": Field(items(text), ()),
        "days": Field(whole(5, 200), 60),
        "after": Field(whole(1, 60), 8),
        "lost": Field(whole(0, 5), 0),
        "records": Field(whole(0, 5), 0),
        "unposted": Field(whole(0, 60), 14),
        "near": Field(whole(0, 5), 0),
        "late": Field(whole(0, 5), 0),
        "found": Field(items(word(*IN_WORDS)), ()),
    }
    return Given(**record(table, where, fields))
