"""How long names are kept: so many days after a class was closed, then every name of it is erased."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sim.classroom.privacy.erasing import erase_many
from sim.classroom.records.classes import Class, class_of, classes, close_class
from sim.classroom.records.records import Records
from sim.classroom.records.roster import members
from sim.classroom.records.trail import note
from sim.ground.errors import CleanClaimError

MOST_DAYS = 3650


@dataclass(frozen=True)
class Due:
    """A class whose names are to be erased, and how many people that are."""

    name: str
    people: int


def keep_days(records: Records, name: str, days: int, who: str = "") -> Class:
    """Say how many days after closing the names are kept. Raises CleanClaimError for a number that makes no sense."""
    made = class_of(records, name)
    if not 0 <= days <= MOST_DAYS:
        raise CleanClaimError(f"{days} days", f"class {made.name}", f"0 to {MOST_DAYS}", "choose another number")
    records.change("classes", {"name": made.name}, retention_days=days)
    note(records, made.name, who, "retention set", made.name, {"days": days})
    return class_of(records, made.name)


def erased_on(one: Class) -> datetime | None:
    """When the names of a class are to be erased; None while it is open, or where it was done.

    >>> erased_on(Class("c", "C", "", b"", "America/New_York", "2026-01-31T12:00:00+00:00", 30, False)).isoformat()
    '2026-03-02T12:00:00+00:00'
    """
    if one.is_open or one.is_erased:
        return None
    return datetime.fromisoformat(one.closed_at).astimezone(UTC) + timedelta(days=one.retention_days)


def due(records: Records, now: datetime | None = None) -> tuple[Due, ...]:
    """Every class that is due."""
    at = now or datetime.now(UTC)
    found = ((one, erased_on(one)) for one in classes(records))
    return tuple(
        Due(one.name, len(members(records, one.name, everybody=True)))
        for one, when in found
        if when is not None and when <= at
    )


def erase_class(records: Records, name: str) -> tuple[int, bool | None]:
    """Close a class, if it is open, and erase everybody in it, instructors too. Gives how many, and whether the freed
    space was written over (`sim.classroom.privacy.erasing.sweep`)."""
    made = class_of(records, name)
    if made.is_open:
        close_class(records, made.name)
    people = members(records, made.name, everybody=True)
    swept = erase_many(records, people)
    records.change("classes", {"name": made.name}, is_erased=1)
    note(records, made.name, "", "names erased", made.name, {"people": len(people)})
    return len(people), swept
