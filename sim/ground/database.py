"""Where rows are kept for good: attempts.sqlite in the user's own folder, or the PostgreSQL database named by
CLEANCLAIM_DATABASE.

A transaction that writes counts when its `with` block ends: it has then been flushed to the disk, so neither a killed
process nor thirty desks saving at once lose it. Writers of one SQLite file queue (BEGIN IMMEDIATE, 30 seconds) instead
of failing. Which tables there are, each user of a database says (`ensure`).
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.ground.database_journal import SYNCHRONOUS, WAIT_SECONDS, prepare
from sim.ground.errors import CleanClaimError
from sim.ground.files import work_folder
from sim.ground.grouped_writes import GroupedWrites

if TYPE_CHECKING:
    from sqlalchemy import Engine, MetaData

NAME = "attempts.sqlite"
TURNS = "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(%s::text[]) AS name"
DAMAGED = ("malformed", "not a database", "no such column", "no column named")


class Database:
    """The database of one folder, or of one address; without either the one that the environment names.

    >>> import tempfile, sqlalchemy as sa
    >>> tables = sa.MetaData(); days = sa.Table("days", tables, sa.Column("day", sa.String(10)))
    >>> database = Database(tempfile.mkdtemp()); database.ensure(tables)
    >>> with database.connection() as connection: _ = connection.execute(days.insert(), {"day": "2026-01-05"})
    >>> with database.connection(reading=True) as connection: connection.execute(days.select()).all()
    [('2026-01-05',)]
    """

    def __init__(self, folder: str | Path | None = None, url: str | None = None) -> None:
        self.url = url or (os.environ.get("CLEANCLAIM_DATABASE") if folder is None else None)
        self.file = None if self.url else Path(folder or work_folder()) / NAME
        self.where = "CLEANCLAIM_DATABASE" if self.url else str(self.file)
        self._known: set[int] = set()
        self._grouped = GroupedWrites(lambda: self.engine.execution_options(reading=False).begin())

    @cached_property
    def engine(self) -> "Engine":
        """SQLAlchemy's engine, made when it is first needed."""
        return _address(self.url) if self.url or self.file is None else _file(self.file)

    def ensure(self, tables: "MetaData") -> None:
        """See to it that these tables stand; asked for once in a process."""
        if id(tables) in self._known:
            return
        with translated(self.where), self.engine.begin() as connection:
            if self.url:  # two servers that start at once must not both create a table
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(20260101)")
            tables.create_all(connection)
        self._known.add(id(tables))

    @contextmanager
    def connection(self, reading: bool = False) -> Iterator[Any]:
        """One transaction: all of what happens in it, or nothing. Raises CleanClaimError when it cannot be saved."""
        engine = self.engine
        with translated(self.where), engine.execution_options(reading=reading).begin() as connection:
            yield connection

    def write(self, work: Callable[[Any], None]) -> None:
        """One transaction that only writes, given as a function of the connection. Threads that write to a SQLite file
        at once are committed together; PostgreSQL does that itself. Raises CleanClaimError when it cannot be saved."""
        with translated(self.where):
            if self.url:
                with self.engine.begin() as connection:
                    work(connection)
            else:
                self._grouped.write(work)

    def take_turns(self, connection: Any, names: Iterable[str]) -> None:
        """Until this transaction ends, others that take a turn for one of these names wait, so that the rows of a name
        are numbered in the order in which they can be seen. A SQLite file has one writer at a time anyway.
        """
        wanted = sorted(set(map(plain, names)))  # in one order: two writers of several names never wait in a circle
        if self.url and wanted:
            connection.exec_driver_sql(TURNS, (wanted,))


def set_aside(file: Path | None = None) -> Path:
    """Rename a damaged attempts file (and its journal), so that a new one is begun; nothing is deleted. Returns the new
    name.
    """
    file = file or work_folder() / NAME
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


def plain(text: object) -> str:
    """A short text that any database takes: no control characters, no half characters, at most 200."""
    return "".join(c for c in str(text)[:200] if c.isprintable() and not 0xD800 <= ord(c) <= 0xDFFF)


def instant(now: datetime | None = None) -> str:
    """A point in time as rows keep it: UTC, to the microsecond, so that texts sort as times do.

    >>> instant(datetime(2026, 1, 5, 8, 30, tzinfo=UTC))
    '2026-01-05T08:30:00.000000+00:00'
    """
    return (now or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="microseconds")


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
    with translated(str(file)):
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
def translated(where: str) -> Iterator[None]:
    """Database errors in the user's words."""
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except (DBAPIError, sqlite3.Error) as reason:
        text = str(getattr(reason, "orig", None) or reason)
        raise _error(text.splitlines()[0][:160], where) from None


def _error(text: str, where: str) -> CleanClaimError:
    if any(sign in text for sign in DAMAGED):
        return CleanClaimError(
            f"the attempts file is damaged: {text}",
            where,
            "the file as CleanClaim wrote it",
            "move this file elsewhere and keep it; a new one is begun (from Python: sim.ground.database.set_aside())",
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
