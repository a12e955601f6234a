"""The audit trail: what was done in a class, by whom, when and why. Only ever added to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.classroom.records.records import Records, Row
from sim.ground.database import plain


@dataclass(frozen=True)
class Entry:
    """One line of the trail. `who`: a learner key, or the name of whoever used the command line (empty: not known);
    `about`: the assignment, attempt or learner that it concerns."""

    at: str
    who: str
    what: str
    about: str
    details: Mapping[str, Any]


def note(
    records: Records, class_name: str, who: str, what: str, about: str = "", details: Mapping[str, Any] | None = None
) -> None:
    """Add a line.

    >>> import tempfile; records = Records.at(tempfile.mkdtemp())
    >>> note(records, "billing_101", "L-1", "extension", "week_3", {"why": "was ill"})
    >>> [(one.what, one.details["why"]) for one in trail(records, "billing_101")]
    [('extension', 'was ill')]
    """
    text = json.dumps(dict(details or {}), default=str)[:20_000]
    records.add("trail", class_name=class_name, who=plain(who), what=plain(what), about=plain(about), details=text)


def trail(records: Records, class_name: str, **only: str) -> tuple[Entry, ...]:
    """The lines of a class, oldest first; `what`, `who` or `about` may be asked for."""
    rows = records.rows("trail", class_name=class_name, **only)
    return tuple(map(read_entry, rows))


def read_entry(row: Row) -> Entry:
    """A line as it is kept."""
    return Entry(row["at"], row["who"], row["what"], row["about"], _details(row["details"]))


def _details(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text or "{}")
    except ValueError:  # a text that was cut off at its largest size
        return {"text": text}
    return found if isinstance(found, dict) else {"text": found}
