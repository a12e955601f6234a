"""Classes: a name, a code to come in by, the secret that every learner's cases are drawn with."""

import re
import secrets
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from sim.classroom.records.records import Records, Row
from sim.classroom.records.trail import note
from sim.ground.database import instant, plain
from sim.ground.errors import CleanClaimError

SECRET_BYTES = 32
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that looks like another one
CODE_LENGTH = 8
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
KEEP_DAYS = 365  # our own default: a school says how long it keeps a class (docs/privacy.md)


@dataclass(frozen=True)
class Class:
    """A class. `code`: what learners type to come in; `secret`: 32 bytes that never leave the server; times of its
    assignments are local to `time_zone`; names are erased `retention_days` after it was closed."""

    name: str
    title: str
    code: str
    secret: bytes = field(repr=False)
    time_zone: str
    closed_at: str
    retention_days: int
    is_erased: bool

    @property
    def is_open(self) -> bool:
        """May learners come in?"""
        return not self.closed_at

    @property
    def zone(self) -> ZoneInfo:
        """Where its clock stands."""
        return ZoneInfo(self.time_zone)


def new_class(records: Records, name: str, title: str = "", time_zone: str = "America/New_York") -> Class:
    """Make a class. Raises CleanClaimError for a name that cannot be used or stands already, and an unknown time zone.

    >>> import tempfile; records = Records.at(tempfile.mkdtemp())
    >>> made = new_class(records, "billing_101", "Billing 101"); made.is_open, len(made.code)
    (True, 8)
    """
    if not NAME.fullmatch(name):
        raise CleanClaimError(
            f"{plain(name)[:60]!r} cannot name a class",
            "class new",
            "lower-case letters, digits, - and _, such as billing_101",
            "choose another name",
        )
    if records.first("classes", name=name) is not None:
        raise CleanClaimError(f"there is a class {name!r} already", "class new", "a new name", "choose another name")
    records.add(
        "classes",
        name=name,
        title=plain(title) or name,
        code="".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)),
        secret=secrets.token_bytes(SECRET_BYTES),
        time_zone=_zone(time_zone),
        retention_days=KEEP_DAYS,
    )
    note(records, name, "", "class made", name)
    return class_of(records, name)


def class_of(records: Records, name: str) -> Class:
    """One class. Raises CleanClaimError with the classes there are."""
    row = records.first("classes", name=str(name))
    if row is None:
        there = ", ".join(one["name"] for one in records.rows("classes")) or "none yet"
        raise CleanClaimError(
            f"no class {plain(name)[:60]!r}", "class", there, "run `cleanclaim class new NAME`, or choose one of these"
        )
    return _class(row)


def classes(records: Records) -> tuple[Class, ...]:
    """Every class, oldest first."""
    return tuple(_class(row) for row in records.rows("classes"))


def class_by_code(records: Records, code: str) -> Class | None:
    """The class with this code, however it was typed; None for no class."""
    row = records.first("classes", code=re.sub(r"[\s-]", "", str(code)[:40]).upper())
    return None if row is None else _class(row)


def open_class(records: Records, name: str, who: str = "") -> Class:
    """Let learners in again."""
    return _closed(records, name, "", who, "class opened")


def close_class(records: Records, name: str, who: str = "") -> Class:
    """Nobody comes in any more; what was done stays, and instructors still see it."""
    return _closed(records, name, instant(), who, "class closed")


def _closed(records: Records, name: str, closed_at: str, who: str, what: str) -> Class:
    made = class_of(records, name)
    records.change("classes", {"name": made.name}, closed_at=closed_at)
    note(records, name, who, what, name)
    return class_of(records, name)


def _zone(name: str) -> str:
    try:
        return str(ZoneInfo(name).key)
    except (OSError, ValueError, LookupError):
        raise CleanClaimError(
            f"unknown time zone {plain(name)[:60]!r}", "time zone", "a name such as America/Chicago", "correct it"
        ) from None


def _class(row: Row) -> Class:
    return Class(
        row["name"],
        row["title"],
        row["code"],
        bytes(row["secret"]),
        row["time_zone"],
        row["closed_at"],
        row["retention_days"],
        bool(row["is_erased"]),
    )
