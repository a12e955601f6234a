"""What learners did, kept for good: events (drafts and clicks), attempts (submitted answers), marks, and an
instructor's overrides.

Rows are only ever added; nothing is changed or deleted, but for drafts that a later draft of the same case replaced.
The file is attempts.sqlite in the user's own folder, or a PostgreSQL database named by CLEANCLAIM_DATABASE. A row
counts as saved when `add` returns: it has then been flushed to the disk, so neither a killed process nor thirty desks
saving at once lose it. Writers queue (BEGIN IMMEDIATE, 30 seconds) instead of failing.
"""

import json
import os
import sqlite3
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.ground.errors import CleanClaimError
from sim.ground.files import home
from sim.learn.desk.attempt_journal import SYNCHRONOUS, WAIT_SECONDS, prepare

if TYPE_CHECKING:
    from sqlalchemy import Engine, MetaData

Row = dict[str, Any]  # a row of one of the four tables, its documents as JSON
LARGEST = 1_000_000  # characters of one stored document
COLUMNS = {
    "events": ("learner", "class_name", "assignment", "desk", "exercise", "kind", "data"),
    "attempts": (
        "learner",
        "class_name",
        "assignment",
        "desk",
        "exercise",
        "task",
        "mode",
        "variant",
        "scenario",
        "scenario_hash",
        "draws",
        "chart",
        "editions",
        "grader_version",
        "answer",
    ),
    "marks": ("attempt_id", "learner", "exercise", "grader_version", "points", "earned", "marks"),
    "overrides": ("attempt_id", "who", "why", "points"),
}
DOCUMENTS = {"data", "draws", "chart", "editions", "answer", "marks"}  # kept as JSON text
UNREADABLE = "unreadable"  # in the place of a document; a document is a JSON object, or a text of more than a word
NUMBERS = {"points", "earned", "variant"}


def learner() -> str:
    """Who is at the desk: CLEANCLAIM_LEARNER, else the name a JupyterHub gives, else the one person of this computer.

    >>> len(learner()) > 0
    True
    """
    return plain(os.environ.get("CLEANCLAIM_LEARNER") or os.environ.get("JUPYTERHUB_USER") or "local")


def classroom() -> dict[str, str | None]:
    """The class and assignment that an instructor set for this desk (CLEANCLAIM_CLASS, CLEANCLAIM_ASSIGNMENT); None
    where there is none.
    """
    return {
        "class_name": os.environ.get("CLEANCLAIM_CLASS") or None,
        "assignment": os.environ.get("CLEANCLAIM_ASSIGNMENT") or None,
    }


def plain(text: object) -> str:
    """A short text that any database takes: no control characters, no half characters, at most 200."""
    return "".join(c for c in str(text)[:200] if c.isprintable() and not 0xD800 <= ord(c) <= 0xDFFF)


def set_aside(file: Path | None = None) -> Path:
    """Rename a damaged attempts file (and its journal), so that a new one is begun; nothing is deleted. Returns the new
    name.
    """
    file = file or home() / "attempts.sqlite"
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    aside = file.with_name(f"{file.name}.damaged-{stamp}")
    try:
        for ending in ("-wal", "-shm", ""):
            part = file.with_name(file.name + ending)
            if part.exists():
                part.rename(aside.with_name(aside.name + ending))
    except OSError as reason:
        raise CleanClaimError(
            f"cannot rename the attempts file: {reason.strerror}",
            str(file),
            "a file nobody has open",
            "close the other desks and try again",
        ) from None
    return aside


class Store:
    """The store of one folder (or of one database address).

    >>> import tempfile; store = Store(tempfile.mkdtemp())
    >>> saved = store.add({"learner": "L-17", "desk": "coder", "kind": "draft", "data": {"diagnoses": ["I10"]}})
    >>> [event["data"] for event in store.events("L-17", desk="coder")]
    [{'diagnoses': ['I10']}]
    """

    def __init__(self, folder: str | Path | None = None, url: str | None = None) -> None:
        self.url = url or (os.environ.get("CLEANCLAIM_DATABASE") if folder is None else None)
        self.file = None if self.url else Path(folder or home()) / "attempts.sqlite"
        self.where = "CLEANCLAIM_DATABASE" if self.url else str(self.file)

    # -- writing

    def add(self, event: Row) -> Row:
        """Append one event; returns it as stored, with its id and time, once it is on the disk."""
        return self.append([("events", event)])[0]

    def append(self, rows: list[tuple[str, Row]]) -> list[Row]:
        """Append rows of several tables, all of them or none. Raises CleanClaimError when they cannot be saved."""
        ready = [(table, _row(table, row)) for table, row in rows]
        with self._connection() as connection:
            for table, row in ready:
                connection.execute(self._tables[table].insert(), _stored(row))
        return [row for _, row in ready]

    def override(self, attempt_id: str, who: str, why: str, points: float) -> Row:
        """An instructor's own judgment of an attempt, beside the marks it stands over. The latest counts."""
        if not str(who).strip() or not str(why).strip():
            raise CleanClaimError(
                "an override without a name or a reason", f"attempt {plain(attempt_id)}", "who and why", "add them"
            )
        return self.append([("overrides", {"attempt_id": attempt_id, "who": who, "why": why, "points": points})])[0]

    # -- reading

    def events(self, learner: str | None = None, desk: str | None = None, **more: str | None) -> list[Row]:
        """Events in the order in which they were saved; any column may be asked for."""
        return self.rows("events", learner=learner, desk=desk, **more)

    def since(self, learner: str, desk: str, number: int = 0) -> list[Row]:
        """Events from the one with this number on, each with its `number`, without drafts that the next draft replaced.
        In one file numbers rise in the order of saving.
        """
        from sqlalchemy import select

        source = self._tables["events"]
        query = (
            select(source)
            .where(source.c.learner == plain(learner), source.c.desk == desk, source.c.number >= number)
            .where(source.c.number.not_in(self._replaced(learner, desk, number)))
            .order_by(source.c.number)
        )
        with self._connection(reading=True) as connection:
            return [{**_read(row), "number": row["number"]} for row in connection.execute(query).mappings()]

    def rows(self, table: str, **only: str | int | None) -> list[Row]:
        """Rows of one table, oldest first, where the named columns have the given values (None: any)."""
        from sqlalchemy import select

        source = self._tables[table]
        query = select(source).order_by(source.c.number)
        for column, value in only.items():
            if value is not None:
                query = query.where(source.c[column] == value)
        with self._connection(reading=True) as connection:
            found = [_read(row) for row in connection.execute(query).mappings()]
        return [row for row in found if not any(row.get(name) == UNREADABLE for name in DOCUMENTS)]

    def thin(self, learner: str, desk: str) -> None:
        """Take away the drafts at one desk that the next draft replaced: a form of many fields, typed for an hour, is
        thousands of them.
        """
        from sqlalchemy import delete

        source = self._tables["events"]
        with self._connection() as connection:
            connection.execute(delete(source).where(source.c.number.in_(self._replaced(learner, desk))))

    def _replaced(self, learner: str, desk: str, number: int = 0) -> Any:
        """Numbers of drafts after which the next event at the desk is a draft again. The first one asked for is never
        among them: whoever asks knows it.
        """
        from sqlalchemy import func, select

        source = self._tables["events"]
        following = func.lead(source.c.kind).over(order_by=source.c.number).label("following")
        events = (
            select(source.c.number, source.c.kind, following)
            .where(source.c.learner == plain(learner), source.c.desk == desk, source.c.number >= number)
            .subquery()
        )
        both = (events.c.kind == "draft") & (events.c.following == "draft")
        return select(events.c.number).where(both, events.c.number > number)

    # -- the database

    @property
    def _tables(self) -> Any:
        return _schema().tables

    @cached_property
    def _engine(self) -> "Engine":
        engine = _address(self.url) if self.url or self.file is None else _file(self.file)
        with _translated(self.where), engine.begin() as connection:
            _schema().create_all(connection)
        return engine

    @contextmanager
    def _connection(self, reading: bool = False) -> Iterator[Any]:
        engine = self._engine
        with _translated(self.where), engine.execution_options(reading=reading).begin() as connection:
            yield connection


@cache
def _schema() -> "MetaData":
    """The four tables. Rows are found by learner or by attempt; `number` keeps the order of saving."""
    import sqlalchemy as sa

    whole = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    kind: dict[str, Any] = {**dict.fromkeys(NUMBERS, sa.Float), "attempt_id": sa.String(36), "learner": sa.String(200)}
    schema = sa.MetaData()
    for table, columns in COLUMNS.items():
        sa.Table(
            table,
            schema,
            sa.Column("number", whole, primary_key=True, autoincrement=True),
            sa.Column("id", sa.String(36), unique=True, nullable=False),
            sa.Column("at", sa.String(32), nullable=False),
            *(sa.Column(name, kind.get(name, sa.Text), index=name in ("learner", "attempt_id")) for name in columns),
        )
    return schema


def _address(url: str | None) -> "Engine":
    import sqlalchemy as sa

    try:
        return sa.create_engine(url or "", pool_pre_ping=True)
    except (sa.exc.ArgumentError, ImportError, sa.exc.NoSuchModuleError) as reason:
        raise CleanClaimError(
            f"cannot use this database address: {str(reason).splitlines()[0][:120]}",
            "CLEANCLAIM_DATABASE",
            "postgresql+psycopg://NAME@HOST/DATABASE and its driver",
            "correct it or install the driver",
        ) from None


def _file(file: Path) -> "Engine":
    """An engine on a SQLite file: every transaction that writes takes its turn at once, and a commit waits for the
    disk.
    """
    import sqlalchemy as sa

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise CleanClaimError(
            f"cannot make the folder {file.parent}: {reason.strerror}",
            "CLEANCLAIM_HOME",
            "a folder you may write to",
            "set CLEANCLAIM_HOME to such a folder",
        ) from None
    with _translated(str(file)):
        prepare(file)
    engine = sa.create_engine(f"sqlite:///{file}", poolclass=sa.pool.NullPool, connect_args={"timeout": WAIT_SECONDS})

    @sa.event.listens_for(engine, "connect")
    def careful(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        connection.execute(SYNCHRONOUS)

    @sa.event.listens_for(engine, "begin")
    def in_turn(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("reading") else "BEGIN IMMEDIATE")

    return engine


@contextmanager
def _translated(where: str) -> Iterator[None]:
    """Database errors in the user's words."""
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except (DBAPIError, sqlite3.Error) as reason:
        text = str(getattr(reason, "orig", None) or reason)
        raise _error(text.splitlines()[0][:160], where) from None


def _error(text: str, where: str) -> CleanClaimError:
    if "malformed" in text or "not a database" in text or "no such column" in text or "no column named" in text:
        return CleanClaimError(
            f"the attempts file is damaged: {text}",
            where,
            "the file as CleanClaim wrote it",
            "move this file elsewhere and keep it; a new one is begun (from Python:"
            " sim.learn.desk.attempt_store.set_aside())",
        )
    if "locked" in text:
        return CleanClaimError(
            "the attempts file is busy; nothing was saved", where, f"a turn within {WAIT_SECONDS} seconds", "try again"
        )
    return CleanClaimError(
        f"cannot save or read attempts: {text}; nothing was saved",
        where,
        "a folder you may write to, with room on the disk",
        "make room, or set CLEANCLAIM_HOME to another folder",
    )


def _row(table: str, given: Row) -> Row:
    unknown = set(given) - set(COLUMNS[table]) - {"id"}
    if unknown:
        raise CleanClaimError(
            f"unknown column {sorted(unknown)[0]!r}", f"table {table}", ", ".join(COLUMNS[table]), "check the name"
        )
    row = {name: given.get(name) for name in COLUMNS[table]}
    return {
        "id": given.get("id") or str(uuid.uuid4()),
        "at": datetime.now(UTC).isoformat(timespec="microseconds"),
        **row,
    }


def _stored(row: Row) -> Row:
    out: Row = {}
    for name, value in row.items():
        if name in DOCUMENTS:
            out[name] = json.dumps(value)
            if len(out[name]) > LARGEST:
                raise CleanClaimError(
                    f"{name} is too large to keep", "attempts", f"at most {LARGEST:,} characters", "make it shorter"
                )
        else:
            out[name] = (
                value
                if value is None or name in NUMBERS
                else plain(value)
                if name != "why"
                else str(value)[:2000].replace("\0", "")
            )
    return out


def _read(row: Mapping[str, Any]) -> Row:
    return {
        name: _document(name, value) if name in DOCUMENTS and value is not None else value
        for name, value in row.items()
        if name != "number"
    }


def _document(name: str, text: str) -> Any:
    """A stored document; UNREADABLE for one that a full disk or another program has spoiled."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return UNREADABLE
    return found if found is None or isinstance(found, str if name == "chart" else dict) else UNREADABLE
