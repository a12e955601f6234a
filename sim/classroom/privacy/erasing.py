"""Erase who a learner is. The roster row goes, with links and visits, and what others wrote about the person in their
own words. Attempts, marks and charts opened stay as they were, since they are only ever added to: under a random key
that no longer leads to anybody.
"""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.classroom.privacy.learner_rows import LearnerRows, is_about, rows_of, tables_of_learners
from sim.classroom.records.records import Records
from sim.classroom.records.roster import Member
from sim.classroom.records.schema import schema
from sim.classroom.records.trail import note, read_entry
from sim.ground.database import WAIT_SECONDS

KEPT: dict[str, tuple[str, ...]] = {  # tables whose rows stay -> the words that somebody wrote in them, which go
    "extensions": ("why",),
    "openings": (),
    "hand_ins": (),
    "collected": (),
    "disputes": ("reason",),
}
ERASED = "[erased]"
SHORTEST = 3  # a shorter name or ID stands in too many other words


@dataclass(frozen=True)
class Plan:
    """What goes and what stays, in lines to read."""

    learner: str
    name: str
    goes: tuple[str, ...]
    stays: tuple[str, ...]


@dataclass(frozen=True)
class Erased:
    """Who was erased; `is_swept`: the freed space of the file was written over too (None: the database does that by
    itself)."""

    learner: str
    is_swept: bool | None


def plan(records: Records, learner: str) -> Plan:
    """What `erase` will do, without doing it."""
    rows = rows_of(records, learner)
    one = rows.member
    known = [word for word, said in _identity(one).items() if said]
    gone = [f"{len(found)} of {name}" for name, found in rows.classroom.items() if found and _goes(name)]
    words = [f"{len(found)} of {name}" for name, found in rows.classroom.items() if found and not _goes(name)]
    words += [f"{len(rows.work['overrides'])} of overrides"] * bool(rows.work["overrides"])
    words += [f"{len(rows.trail)} of the trail"] * bool(rows.trail)
    goes = [f"roster row: {', '.join(known)}", "rows: " + ", ".join(gone)]
    goes += ["words written in: " + ", ".join(words)] * bool(words)
    kept = [f"{len(found)} {name}" for name, found in rows.work.items()]
    return Plan(one.learner, one.name, tuple(goes), (f"under the key {one.learner}: " + ", ".join(kept),))


def erase(records: Records, learner: str, who: str = "") -> Erased:
    """Erase a learner. Raises CleanClaimError for a key that the roster does not know."""
    rows = rows_of(records, learner)
    _erase(records, rows, who)
    return Erased(rows.member.learner, sweep(records.database.file))


def erase_many(records: Records, learners: tuple[Member, ...], who: str = "") -> bool | None:
    """Erase several, and write over the freed space once."""
    for one in learners:
        _erase(records, rows_of(records, one.learner), who)
    return sweep(records.database.file)


def _erase(records: Records, rows: LearnerRows, who: str) -> None:
    key, mine = rows.member.learner, {row["id"] for row in rows.work["attempts"]}
    _scrub_trail(records, rows, mine)
    _scrub_rulings(records, rows.member)
    _scrub_overrides(records, mine)
    with records.connection() as connection:
        for name in tables_of_learners():
            table = records.table(name)
            if _goes(name):
                connection.execute(table.delete().where(table.c.learner == key))
            elif KEPT[name]:
                gone = dict.fromkeys(KEPT[name], "")
                connection.execute(table.update().where(table.c.learner == key).values(**gone))
    note(records, rows.member.class_name, who, "learner erased", key)


def _goes(table: str) -> bool:
    """Rows of a table that nobody has declared as work go."""
    return table not in KEPT


def _identity(one: Member) -> dict[str, str]:
    return {"name": one.name, "email": one.email, "ID": one.school_id, "login": one.login}


def _scrub_trail(records: Records, rows: LearnerRows, mine: set[str]) -> None:
    """What the trail says of this learner loses its details; elsewhere the name, ID and addresses are taken out."""
    one, clean = rows.member, _cleaner(rows.member)
    for row in records.rows("trail", class_name=one.class_name):
        empties = is_about(read_entry(row), one.learner, mine)
        details = "{}" if empties else _clean_json(row["details"], clean)
        now = {"who": clean(row["who"]), "about": clean(row["about"]), "details": details}
        if now != {name: row[name] for name in now}:
            records.change("trail", {"number": row["number"]}, **now)


def _scrub_rulings(records: Records, one: Member) -> None:
    """A ruling is about an answer and not about a person; a name in its reason is taken out all the same."""
    clean = _cleaner(one)
    for row in records.rows("rulings", class_name=one.class_name):
        if clean(row["why"]) != row["why"]:
            records.change("rulings", {"number": row["number"]}, why=clean(row["why"]))


def _cleaner(one: Member) -> Callable[[str], str]:
    """What takes the person's name, email, ID and login out of a text.

    >>> _cleaner(Member("c", "L-1", "Ana Diaz", "", "417", "", "learner", False, ""))("ana diaz was ill; 417, not 4170")
    '[erased] was ill; [erased], not 4170'
    """
    words = sorted((said for said in _identity(one).values() if len(said) >= SHORTEST), key=len, reverse=True)
    if not words:
        return lambda text: text
    found = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.I)
    return lambda text: found.sub(ERASED, text)


def _clean_json(text: str, clean: Callable[[str], str]) -> str:
    """A document with every text cleaned; a document that cannot be read is emptied."""

    def walk(said: Any) -> Any:
        if isinstance(said, dict):
            return {clean(str(name)): walk(one) for name, one in said.items()}
        if isinstance(said, list):
            return [walk(one) for one in said]
        return clean(said) if isinstance(said, str) else said

    try:
        before = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return "{}"
    after = walk(before)
    return text if after == before else json.dumps(after)


def _scrub_overrides(records: Records, mine: set[str]) -> None:
    """Why an instructor gave other points may say that somebody was ill: the words go, who and when and how many points
    stay."""
    store = records.store
    if not any(row["attempt_id"] in mine for row in store.rows("overrides")):
        return
    from sqlalchemy import column, table, update

    overrides = table("overrides", column("attempt_id"), column("why"))
    with records.database.connection() as connection:
        for attempt in mine:
            connection.execute(update(overrides).where(overrides.c.attempt_id == attempt).values(why=ERASED))


def sweep(file: Path | None) -> bool | None:
    """Write the database file anew, so that what was deleted is not in its freed space or its journal. False where
    somebody else works with the file: run it again later. None for PostgreSQL, whose autovacuum frees rows by itself.
    """
    if file is None:
        return None
    try:
        with closing(sqlite3.connect(file, timeout=WAIT_SECONDS, isolation_level=None)) as connection:
            connection.execute("VACUUM")
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy
    except sqlite3.OperationalError:
        return False


def undeclared() -> tuple[str, ...]:
    """Tables with rows of learners whose rows go because nobody said otherwise; for the tests."""
    return tuple(name for name in tables_of_learners() if name in schema().tables and _goes(name))
