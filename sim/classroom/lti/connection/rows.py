"""Rows that several processes write: put one in unless it is there, change one if nobody else has; who did it knows.

What names a row of a table is its unique constraint (sim/classroom/records/schema.py).
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sim.ground.database import instant

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table
    from sqlalchemy.sql.elements import ColumnElement

Row = Mapping[str, Any]


def put_once(connection: "Connection", table: "Table", row: Row) -> bool:
    """Insert a row unless one with its name stands there; whether it was inserted. Of two processes one inserts."""
    values = {"at": instant(), **row}
    insert = _insert(connection)(table).values(**values).on_conflict_do_nothing().returning(table.c.number)
    return connection.execute(insert).first() is not None


def _insert(connection: "Connection") -> Any:
    """The database's own insert, which may do nothing where a row stands."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as postgresql_insert

        return postgresql_insert
    from sqlalchemy.dialects.sqlite import insert as sqlite_insert

    return sqlite_insert


def put(connection: "Connection", table: "Table", row: Row, named: Iterable[str]) -> None:
    """Insert a row, or give the one with its name these values."""
    if not put_once(connection, table, row):
        names = set(named)
        values = {name: value for name, value in row.items() if name not in names}
        connection.execute(table.update().where(*_is(table, row, names)).values(**values))


def changed(connection: "Connection", table: "Table", where: Row, *only: "ColumnElement[bool]", **values: Any) -> bool:
    """Give the row so named these values where the conditions hold; whether that was so. Two processes: one of them."""
    done = connection.execute(table.update().where(*_is(table, where, where), *only).values(**values))
    return done.rowcount == 1


def found(connection: "Connection", table: "Table", **where: Any) -> dict[str, Any] | None:
    """The first row with these values."""
    row = (
        connection.execute(table.select().where(*_is(table, where, where)).order_by(table.c.number)).mappings().first()
    )
    return dict(row) if row else None


def all_of(connection: "Connection", table: "Table", **where: Any) -> list[dict[str, Any]]:
    """Every row with these values, oldest first."""
    query = table.select().where(*_is(table, where, where)).order_by(table.c.number)
    return [dict(row) for row in connection.execute(query).mappings()]


def gone(connection: "Connection", table: "Table", **where: Any) -> bool:
    """Delete the rows with these values; whether there were any. Two processes: one of them deletes."""
    return bool(connection.execute(table.delete().where(*_is(table, where, where))).rowcount)


def _is(table: "Table", row: Row, names: Iterable[str]) -> list[Any]:
    return [table.c[name] == row[name] for name in names]
