"""Tickets: a random word that somebody may use once, for one thing and for a short time. Kept as a hash, so that who
reads the database cannot use one.

    course        a code that links a course in the LMS to a class; typed by the instructor
    registration  an address at which an LMS may register itself for a class
    visit         a launch that goes on in a window of its own
    launch        a launch that waits for the instructor: for the code of a class, or for the choice of an assignment
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sim.classroom.lti.connection.rows import found, gone, put_once
from sim.classroom.records.records import Records
from sim.ground.database import instant, plain

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that looks like another
LASTS = {
    "course": timedelta(days=7),
    "registration": timedelta(days=1),
    "visit": timedelta(minutes=5),
    "launch": timedelta(hours=1),
}


@dataclass(frozen=True)
class Ticket:
    """What a ticket is for."""

    kind: str
    class_name: str
    made_by: str
    about: Mapping[str, Any]


def make_ticket(
    records: Records, kind: str, class_name: str, made_by: str, now: datetime, about: Mapping[str, Any] | None = None
) -> str:
    """A new ticket; returns its word, which is shown once."""
    word = secrets.token_urlsafe(32) if kind != "course" else _typed()
    row = {
        "ticket": _hash(kind, word),
        "kind": kind,
        "class_name": class_name,
        "made_by": plain(made_by),
        "about": json.dumps(dict(about or {})),
        "expires_at": instant(now + LASTS[kind]),
    }
    with records.connection() as connection:
        kept = records.table("lti_tickets")
        connection.execute(kept.delete().where(kept.c.expires_at < instant(now)))
        put_once(connection, kept, row)
    return word


def read_ticket(records: Records, kind: str, word: str, now: datetime) -> Ticket | None:
    """What a ticket is for, while it may be used."""
    with records.connection(reading=True) as connection:
        row = found(connection, records.table("lti_tickets"), ticket=_hash(kind, word))
    if row is None or row["expires_at"] < instant(now):
        return None
    return Ticket(row["kind"], row["class_name"], row["made_by"], json.loads(row["about"]))


def use_ticket(records: Records, kind: str, word: str, now: datetime) -> Ticket | None:
    """Use it up; None for whoever comes second. Nothing of it stays: a waiting launch holds a name."""
    ticket = read_ticket(records, kind, word, now)
    if ticket is None:
        return None
    with records.connection() as connection:
        first = gone(connection, records.table("lti_tickets"), ticket=_hash(kind, word))
    return ticket if first else None


def _typed() -> str:
    """A word that a person types: ABCD-EFGH-JKMN."""
    signs = [secrets.choice(LETTERS) for _ in range(12)]
    return "-".join("".join(signs[at : at + 4]) for at in (0, 4, 8))


def _hash(kind: str, word: str) -> str:
    """A code is typed with or without its hyphens, in letters of any size."""
    same = "".join(word.upper().split()).replace("-", "") if kind == "course" else word
    return sha256(f"{kind} {same[:200]}".encode(errors="replace")).hexdigest()
