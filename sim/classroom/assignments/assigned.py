"""The assignments of a class, as they are kept."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from sim.classroom.assignments.assignment import Assignment, Item, Late, from_content
from sim.classroom.assignments.public_items import need_private
from sim.classroom.records.classes import class_of
from sim.classroom.records.records import Records
from sim.classroom.records.trail import note
from sim.ground.database import plain
from sim.ground.errors import CleanClaimError
from sim.ground.files import read_toml

TIMES = ("opens", "due", "closes")


def assign_file(records: Records, class_name: str, path: str | Path, who: str = "") -> Assignment:
    """Assign what a file says; the file's name is the assignment's. Raises CleanClaimError naming the field."""
    file = Path(path)
    return assign(records, class_name, from_content(read_toml(file), file.stem, str(path)), who)


def assign(records: Records, class_name: str, given: Assignment, who: str = "") -> Assignment:
    """Keep an assignment. One that is kept already may change its title, times, late policy and attempts; its items
    only as long as nobody has opened one. Raises CleanClaimError otherwise, and for public items where it is to have
    private ones only.
    """
    class_of(records, class_name)
    need_private(given)
    old = next((one for one in assignments(records, class_name) if one.name == given.name), None)
    if (
        old is not None
        and old.items != given.items
        and records.first("openings", class_name=class_name, assignment=given.name)
    ):
        raise CleanClaimError(
            "the items cannot change: learners have opened them",
            f"assignment {given.name}",
            "the same items",
            "assign it under another name",
        )
    document = json.dumps(asdict(given), default=lambda value: value.isoformat())
    if old is None:
        records.add("assignments", class_name=class_name, name=given.name, document=document, who=plain(who))
    else:
        records.change("assignments", {"class_name": class_name, "name": given.name}, document=document)
    note(records, class_name, who, "assigned" if old is None else "assignment changed", given.name)
    return assignment_of(records, class_name, given.name)


def assignments(records: Records, class_name: str) -> tuple[Assignment, ...]:
    """The assignments of a class, by when they are due."""
    found = [_assignment(row["document"]) for row in records.rows("assignments", class_name=class_name)]
    return tuple(sorted(found, key=lambda one: (one.due or datetime.max, one.name)))


def assignment_of(records: Records, class_name: str, name: str) -> Assignment:
    """One assignment. Raises CleanClaimError with those there are."""
    row = records.first("assignments", class_name=class_name, name=str(name))
    if row is None:
        there = ", ".join(one.name for one in assignments(records, class_name)) or "none yet"
        raise CleanClaimError(
            f"no assignment {plain(name)[:60]!r}",
            f"class {class_name}",
            there,
            f"run `cleanclaim class assign {class_name} FILE.toml`, or choose one of these",
        )
    return _assignment(row["document"])


def _assignment(text: str) -> Assignment:
    """
    >>> from sim.classroom.assignments.assignment import Assignment
    >>> made = Assignment("w", "W", "exam", (Item(1, "coder_04_knee", 1.0, 6.0),), due=datetime(2026, 12, 8, 23, 59))
    >>> _assignment(json.dumps(asdict(made), default=lambda value: value.isoformat())) == made
    True
    """
    kept = json.loads(text)
    late = kept["late"]
    return Assignment(
        **{
            **kept,
            "items": tuple(Item(**one) for one in kept["items"]),
            "late": None if late is None else Late(**late),
            **{name: datetime.fromisoformat(kept[name]) if kept[name] else None for name in TIMES},
        }
    )
