"""What learners did, kept for good: events (drafts and clicks), attempts (submitted answers), marks, and an
instructor's overrides.

Rows are only ever added; nothing is changed or deleted, but for drafts that a later draft of the same case replaced.
A row counts as saved when `add` returns: it has then been flushed to the disk (sim/ground/database.py).
"""

import json
import sqlite3
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.ground.database import Database, instant, plain
from sim.ground.errors import CleanClaimError

if TYPE_CHECKING:
    from sqlalchemy import MetaData

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
JSON_SINCE = (3, 38)  # from this SQLite on every build reads JSON
DRAFTS = ("draft", "put_away", "scrub", "move")


class Waiting(NamedTuple):
    """An attempt without marks: its number and its id."""

    number: int
    attempt_id: str


class Store:
    """The store of one folder (or of one database address).

    >>> import tempfile; store = Store(tempfile.mkdtemp())
    >>> saved = store.add({"learner": "L-17", "desk": "coder", "kind": "draft", "data": {"diagnoses": ["I10"]}})
    >>> [event["data"] for event in store.events("L-17", desk="coder")]
    [{'diagnoses': ['I10']}]
    """

    def __init__(
        self, folder: str | Path | None = None, url: str | None = None, database: Database | None = None
    ) -> None:
        self.database = database or Database(folder, url)
        self.url, self.file, self.where = self.database.url, self.database.file, self.database.where

    # -- writing

    def add(self, event: Row) -> Row:
        """Append one event; returns it as stored, with its id and time, once it is on the disk."""
        return self.append([("events", event)])[0]

    def append(self, rows: list[tuple[str, Row]], once: bool = False) -> list[Row]:
        """Append rows of several tables, all of them or none. `once`: a row whose id is there already is passed over.
        Raises CleanClaimError when they cannot be saved."""
        ready = [(table, _row(table, row)) for table, row in rows]
        stored = [(table, _stored(row)) for table, row in ready]

        def insert(connection: Any) -> None:
            self.database.take_turns(connection, (row["learner"] for _, row in ready if row.get("learner")))
            for table, row in stored:
                connection.execute(_insert(connection, self._tables[table], once), row)

        if stored:
            self.database.ensure(_schema())
            self.database.write(insert)
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

    def since(self, learner: str, desk: str, number: int = 0, assignment: str = "") -> list[Row]:
        """Events from the one with this number on, each with its `number`, without drafts that the next draft replaced;
        of one assignment, or of practice. A learner's numbers rise in the order of saving.
        """
        from sqlalchemy import select

        source = self._tables["events"]
        query = (
            select(source)
            .where(*self._place(learner, desk, number, assignment))
            .where(source.c.number.not_in(self._replaced(learner, desk, number, assignment)))
            .order_by(source.c.number)
        )
        with self._connection(reading=True) as connection:
            return [{**_read(row), "number": row["number"]} for row in connection.execute(query).mappings()]

    def rows(self, table: str, **only: str | int | tuple[str, ...] | None) -> list[Row]:
        """Rows of one table, oldest first, where the named columns have the given values (None: any; "": none; several:
        one of them)."""
        from sqlalchemy import select

        source = self._tables[table]
        query = select(source).order_by(source.c.number)
        for column, value in only.items():
            if value is not None:
                known = source.c[column]
                several = known.in_(value) if isinstance(value, tuple) else known == value
                query = query.where(known.is_(None) if value == "" else several)
        with self._connection(reading=True) as connection:
            found = [_read(row) for row in connection.execute(query).mappings()]
        return [row for row in found if not any(row.get(name) == UNREADABLE for name in DOCUMENTS)]

    def course_of(self, learner: str, number: int = 0) -> list[Row]:
        """A learner's events at every desk after this number, each with its `number`: what was done and when. Drafts
        and what belongs to an assignment come without their data; where the database can, the way of a claim, which is
        most of an event, is left out before it is read.
        """
        from sqlalchemy import case, select

        its = self._tables["events"].c
        is_plain = its.kind.in_(DRAFTS) | its.assignment.is_not(None)
        columns = (its.number, its.id, its.at, its.desk, its.kind, its.assignment)
        with self._connection(reading=True) as connection:
            data = case((is_plain, None), else_=_without_way(connection, its.data)).label("data")
            query = select(*columns, data).where(its.learner == plain(learner), its.number > number)
            rows = connection.execute(query.order_by(its.number)).mappings()
            return [{**_read(row), "number": row["number"]} for row in rows]

    def marks_of(self, learner: str, number: int = 0) -> list[Row]:
        """A learner's marks after this number, each with its `number`."""
        from sqlalchemy import select

        source = self._tables["marks"]
        query = select(source).where(source.c.learner == plain(learner), source.c.number > number)
        with self._connection(reading=True) as connection:
            rows = connection.execute(query.order_by(source.c.number)).mappings()
            return [{**_read(row), "number": row["number"]} for row in rows]

    def handed_in(self, learner: str, class_name: str) -> dict[tuple[str, str], int]:
        """How many cases of each exercise of each assignment a learner handed in: (assignment, exercise) -> count."""
        from sqlalchemy import func, select

        its = self._tables["attempts"].c
        query = (
            select(its.assignment, its.exercise, func.count(its.variant.distinct()))
            .where(its.learner == plain(learner), its.class_name == class_name, its.assignment.is_not(None))
            .group_by(its.assignment, its.exercise)
        )
        with self._connection(reading=True) as connection:
            return {(row[0], row[1]): int(row[2]) for row in connection.execute(query)}

    def newest(self) -> int:
        """The number of the event that was saved last; 0 where there is none."""
        from sqlalchemy import func, select

        with self._connection(reading=True) as connection:
            return connection.execute(select(func.max(self._tables["events"].c.number))).scalar() or 0

    def later(self, kind: str, number: int) -> list[Row]:
        """Events of one kind after this number, whoever's, each with its `number`."""
        from sqlalchemy import select

        source = self._tables["events"]
        query = select(source).where(source.c.number > number, source.c.kind == kind).order_by(source.c.number)
        with self._connection(reading=True) as connection:
            return [{**_read(row), "number": row["number"]} for row in connection.execute(query).mappings()]

    def brief(self, table: str, **only: str | None) -> list[Row]:
        """Rows as `rows` gives them, without their documents: a class's answers and charts are many megabytes."""
        from sqlalchemy import select

        source = self._tables[table]
        columns = [one for one in source.c if one.name not in (*DOCUMENTS, "number")]
        query = select(*columns).order_by(source.c.number)
        for column, value in only.items():
            if value is not None:
                query = query.where(source.c[column] == value)
        with self._connection(reading=True) as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def unmarked(self, number: int, most: int) -> list[Waiting]:
        """Attempts from this number on that have no marks, oldest first."""
        from sqlalchemy import exists, select

        attempts, marks = self._tables["attempts"], self._tables["marks"]
        query = (
            select(attempts.c.number, attempts.c.id)
            .where(attempts.c.number >= number, ~exists().where(marks.c.attempt_id == attempts.c.id))
            .order_by(attempts.c.number)
            .limit(most)
        )
        with self._connection(reading=True) as connection:
            return [Waiting(*row) for row in connection.execute(query)]

    def last_attempt(self) -> int:
        """The number of the attempt that was saved last; 0 where there is none."""
        from sqlalchemy import func, select

        with self._connection(reading=True) as connection:
            return connection.execute(select(func.max(self._tables["attempts"].c.number))).scalar() or 0

    def last_events(self, class_name: str, assignment: str) -> dict[str, str]:
        """When each learner last did something at an assignment."""
        from sqlalchemy import func, select

        its = self._tables["events"].c
        query = select(its.learner, func.max(its.at)).group_by(its.learner)
        query = query.where(its.class_name == class_name, its.assignment == assignment, its.kind != "marked")
        with self._connection(reading=True) as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def thin(self, learner: str, desk: str, assignment: str = "") -> None:
        """Take away the drafts at one desk that the next draft replaced: a form of many fields, typed for an hour, is
        thousands of them.
        """
        from sqlalchemy import delete

        source = self._tables["events"]
        with self._connection() as connection:
            connection.execute(
                delete(source).where(source.c.number.in_(self._replaced(learner, desk, assignment=assignment)))
            )

    def _place(self, learner: str, desk: str, number: int, assignment: str) -> tuple[Any, ...]:
        """What an event must have to belong to one desk, in practice or in one assignment."""
        its = self._tables["events"].c
        set_work = its.assignment == assignment if assignment else its.assignment.is_(None)
        return its.learner == plain(learner), its.desk == desk, its.number >= number, set_work

    def _replaced(self, learner: str, desk: str, number: int = 0, assignment: str = "") -> Any:
        """Numbers of drafts after which the next event at the desk is a draft again. The first one asked for is never
        among them: whoever asks knows it.
        """
        from sqlalchemy import func, select

        source = self._tables["events"]
        following = func.lead(source.c.kind).over(order_by=source.c.number).label("following")
        events = (
            select(source.c.number, source.c.kind, following)
            .where(*self._place(learner, desk, number, assignment))
            .subquery()
        )
        both = (events.c.kind == "draft") & (events.c.following == "draft")
        return select(events.c.number).where(both, events.c.number > number)

    @property
    def _tables(self) -> Any:
        return _schema().tables

    @contextmanager
    def _connection(self, reading: bool = False) -> Iterator[Any]:
        self.database.ensure(_schema())
        with self.database.connection(reading) as connection:
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


def _without_way(connection: Any, data: Any) -> Any:
    """An event's data without the way of the claim and the key, where the database reads JSON for sure."""
    from sqlalchemy import case, func

    if connection.dialect.name != "sqlite" or sqlite3.sqlite_version_info < JSON_SINCE:
        return data
    return case((func.json_valid(data) == 1, func.json_remove(data, "$.journey", "$.answer", "$.key")), else_=data)


def _insert(connection: Any, table: Any, once: bool) -> Any:
    """The statement that adds a row; `once`: unless its id is there."""
    if not once:
        return table.insert()
    from sqlalchemy.dialects import postgresql, sqlite

    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table).on_conflict_do_nothing(index_elements=["id"])


def _row(table: str, given: Row) -> Row:
    unknown = set(given) - set(COLUMNS[table]) - {"id", "at"}
    if unknown:
        raise CleanClaimError(
            f"unknown column {sorted(unknown)[0]!r}", f"table {table}", ", ".join(COLUMNS[table]), "check the name"
        )
    row = {name: given.get(name) for name in COLUMNS[table]}
    return {
        "id": given.get("id") or str(uuid.uuid4()),
        "at": given.get("at") or instant(),
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
