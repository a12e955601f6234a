"""The reasons for which a clinic writes something off by its own decision: a closed list
(data/codes/write_offs.csv).
"""

from typing import Any

from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_csv, remembered


@remembered
def reasons() -> dict[str, dict[str, Any]]:
    """The closed list: reason -> label, causes, by, note, source.

    >>> reasons()["late filing"]["label"]
    "Filed after the payer's limit"
    """
    return {row["reason"]: row for row in read_csv(find("data/codes/write_offs.csv"))}


def reason_of(cause: str) -> str:
    """The reason with which a denied amount of this root cause is written off.

    >>> reason_of("late_filing"), reason_of("no_referral"), reason_of("no_answer")
    ('late filing', 'no authorization', 'other')
    """
    return next((name for name, row in reasons().items() if cause in row["causes"].split()), "other")


def checked(reason: str) -> str:
    """The same, if it is on the list. Raises CleanClaimError."""
    if reason not in reasons():
        raise CleanClaimError(
            f"unknown reason {str(reason)[:40]!r}", "write-off", ", ".join(reasons()), "choose one of these"
        )
    return reason
