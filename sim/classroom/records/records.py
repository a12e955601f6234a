"""The classroom's tables, read and written in short transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sim.classroom.records.schema import schema
from sim.ground.database import Database, instant
from sim.learn.desk.attempt_store import Store

Row = dict[str, Any]  # a row of a table of schema.py, by column


class Records:
    """The tables of the classroom in one database; `store` holds the attempts in the same one.

    >>> import tempfile
    >>> records = Records(Database(tempfile.mkdtemp()))
    >>> records.rows("classes")
    []
    """

    def __init__(self, database: Database | None = None) -> None:
        self.database = database or Database()
        self.store = Store(database=self.database)

    @classmethod
    def at(cls, folder: str | Path) -> "Records":
        """The records of a folder."""
        return cls(Database(folder))

    @contextmanager
    def connection(self, reading: bool = False) -> Iterator[Any]:
        """One transaction over the classroom's tables."""
        self.database.ensure(schema())
        with self.database.connection(reading) as connection:
            yield connection

    def table(self, name: str) -> Any:
        """A table, to build statements with."""
        return schema().tables[name]

    def add(self, table: str, **row: Any) -> None:
        """Append one row, with the time of now."""
        with self.connection() as connection:
            connection.execute(self.table(table).insert(), {"at": instant(), **row})

    def rows(self, table: str, **only: Any) -> list[Row]:
        """Rows in the order in which they were added, where the named columns have these values."""
        from sqlalchemy import select

        source = self.table(table)
        query = select(source).order_by(source.c.number)
        for column, value in only.items():
            query = query.where(source.c[column] == value)
        with self.connection(reading=True) as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def first(self, table: str, **only: Any) -> Row | None:
        """The first such row, or None."""
        return next(iter(self.rows(table, **only)), None)

    def change(self, table: str, where: Row, **values: Any) -> int:
        """Set columns of the rows that have the values of `where`; gives how many there were."""
        source = self.table(table)
        query = source.update().values(**values)
        for column, value in where.items():
            query = query.where(source.c[column] == value)
        with self.connection() as connection:
            return int(connection.execute(query).rowcount)
