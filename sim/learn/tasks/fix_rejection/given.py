"""What an author says of a batch, below [given] in the exercise's file.

[given]
claims = [["member-id"], []]      # the slips of each claim (slips.py); none: a right claim; any: another one in every
                                  # variant
days_unread = 40                  # days for which the report lay unread (left out: worked on as usual)
file = "syntax"                   # the whole file comes back: syntax (999) or envelope (TA1); left out: it is read
enrolled_in = 12                  # days after the report from which the payer takes the clinic's electronic claims
                                  # (left out: it always did)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.ground.strict_toml import Field, Place, items, record, whole, word
from sim.learn.tasks.fix_rejection.file_errors import FILE_ERRORS
from sim.learn.tasks.fix_rejection.slips import ANY, SLIPS

MOST = 3


@dataclass(frozen=True)
class Given:
    """The slips of each claim, and what concerns all of them."""

    claims: tuple[tuple[str, ...], ...]
    days_unread: int = 0
    file: str = ""
    enrolled_in: int = 0


def given(table: Mapping[str, Any], where: Place) -> Given:
    """What stands below [given]. Raises CleanClaimError with the slips there are.

    >>> given({"claims": [["member-id"], []]}, Place("mine.toml", "given")).claims
    (('member-id',), ())
    """
    fields = {
        "claims": Field(items(items(word(ANY, *SLIPS)), least=1)),
        "days_unread": Field(whole(0, 365), 0),
        "file": Field(word("", *FILE_ERRORS), ""),
        "enrolled_in": Field(whole(0, 365), 0),
    }
    found = Given(**record(table, where, fields))
    if len(found.claims) > MOST:
        raise where.at("claims").refuse(f"found {len(found.claims)}", f"at most {MOST} claims", "leave some out")
    return found
