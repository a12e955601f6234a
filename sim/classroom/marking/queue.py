"""The queue of what was handed in and has no marks yet, oldest first, across classes. Several grading processes, on one
machine or more, take from it at once.

    queue = Queue(records, "machine a, grader 1")
    mark_pending(queue)             takes what has arrived, marks it as one table; gives what was marked

A process holds what it takes for a while. When it is killed its successor of the same name has it at once, and another
one when the while is over. What a process ended over is taken alone the next time, so that it cannot take others with
it; what cannot be marked is tried a few times and then left, with the reason, for the instructor (`unmarkable`).
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sim.classroom.assignments.assigned import assignment_of
from sim.classroom.assignments.seats import practice_seat, seat_at
from sim.classroom.assignments.times import Standing
from sim.classroom.disputes.disputes import regrade_ruled
from sim.classroom.records.classes import class_of
from sim.classroom.records.records import Records
from sim.classroom.records.roster import member
from sim.ground.database import instant
from sim.learn.desk.attempt_store import Row
from sim.learn.desk.marking import Marked, mark
from sim.learn.desk.seat import Seat

MOST = 50  # attempts taken at once: some seconds of work
LOOKED_AT = 1000  # pending attempts that are looked at to find those that are free
HELD = timedelta(seconds=60)  # how long what was taken is held
AGAIN = timedelta(minutes=5)  # until what could not be marked is tried again
TRIES = 3
MARGIN = 500  # attempts below the last one seen: a lower number may be committed later


class Unmarkable(NamedTuple):
    """An attempt that could not be marked, and why."""

    attempt_id: str
    why: str


class Queue:
    """The queue as one grading process sees it. who: its name; two that run at once must not share one."""

    def __init__(self, records: Records, who: str) -> None:
        self.records, self.who = records, who
        self._from = 0  # below this number everything is marked, or left
        records.change("markings", {"taken_by": who}, taken_until="")  # a predecessor of this name is gone

    def take(self, now: datetime | None = None) -> list[Row]:
        """Attempts without marks that nobody else holds; they are held for this process now."""
        moment = now or datetime.now(UTC)
        waiting = self.records.store.unmarked(self._from, LOOKED_AT)
        if not waiting:
            self._from = max(self._from, self.records.store.last_attempt() - MARGIN)
            return []
        self._from = max(self._from, waiting[0].number - MARGIN)
        taken = self._hold([one.attempt_id for one in waiting], moment)
        return self.records.store.rows("attempts", id=tuple(taken)) if taken else []

    def _hold(self, wanted: Sequence[str], now: datetime) -> list[str]:
        """Those of the wanted attempts that are free, now held: many at once, or one over which a process ended."""
        from sqlalchemy import select

        table, until = self.records.table("markings"), instant(now + HELD)
        with self.records.connection() as connection:
            query = select(table).where(table.c.attempt_id.in_(wanted))
            known = {row["attempt_id"]: row for row in connection.execute(query).mappings()}
            free = [one for one in wanted if one not in known or _is_free(known[one], now)]
            fresh = [one for one in free if one not in known]
            chosen = fresh[:MOST] or free[:1]
            if not chosen:
                return []
            rows = [
                {"attempt_id": one, "taken_by": self.who, "taken_until": until, "at": instant(now)} for one in chosen
            ]
            return [one for row in rows for (one,) in connection.execute(_taking(connection, table, row, instant(now)))]

    def release(self, found: Sequence[Marked], now: datetime | None = None) -> None:
        """What was marked is let go; what could not be is tried again later."""
        from sqlalchemy import delete

        table, moment = self.records.table("markings"), now or datetime.now(UTC)
        with self.records.connection() as connection:
            over = [one.attempt_id for one in found if not one.error]
            if over:
                connection.execute(delete(table).where(table.c.attempt_id.in_(over)))
            for one in found:
                if one.error:
                    change = table.update().where(table.c.attempt_id == one.attempt_id)
                    connection.execute(change.values(why=one.error[:2000], taken_until=instant(moment + AGAIN)))


def _is_free(row: Any, now: datetime) -> bool:
    """Is the time over for which it was held, and is it worth another try?"""
    return row["taken_until"] < instant(now) and row["times"] < TRIES


def _taking(connection: Any, table: Any, row: Row, now: str) -> Any:
    """The statement that holds an attempt; it gives its id unless somebody else was quicker."""
    from sqlalchemy.dialects import postgresql, sqlite

    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
    held = {name: row[name] for name in ("taken_by", "taken_until")}
    return (
        insert.values(**row, times=1)
        .on_conflict_do_update(
            index_elements=["attempt_id"],
            set_={**held, "times": table.c.times + 1},
            where=table.c.taken_until < now,
        )
        .returning(table.c.attempt_id)
    )


def mark_pending(queue: Queue, now: datetime | None = None) -> list[Marked]:
    """Mark what has arrived, as one table; nothing where nothing waits."""
    attempts = queue.take(now)
    if not attempts:
        return []
    found = mark(queue.records.store, attempts, seats(queue.records))
    for place in {(row["class_name"], row["assignment"], row["exercise"]) for row in attempts if row["assignment"]}:
        regrade_ruled(queue.records, *place)  # an answer that was accepted before is accepted now
    queue.release(found, now)
    return found


def seats(records: Records) -> Callable[[Row], Seat]:
    """Attempt -> the seat at which it was made, whatever the time is now: a deadline that has passed takes no marks."""

    def seat_of(attempt: Row) -> Seat:
        one = member(records, attempt["learner"])
        if not attempt["assignment"]:
            return practice_seat(one)
        made = class_of(records, attempt["class_name"])
        given = assignment_of(records, made.name, attempt["assignment"])
        return seat_at(made, given, one, Standing(None, None, None, None, given.attempts, None, True, ""))

    return seat_of


def unmarkable(records: Records, class_name: str) -> tuple[Unmarkable, ...]:
    """The attempts of a class that could not be marked."""
    held = {row["attempt_id"]: row for row in records.rows("markings") if row["why"] or row["times"] >= TRIES}
    mine = records.store.rows("attempts", id=tuple(held), class_name=class_name) if held else []
    ended = "the grading process ended while it was marked"
    return tuple(Unmarkable(row["id"], held[row["id"]]["why"] or ended) for row in mine)


def try_again(records: Records, class_name: str) -> int:
    """Let the attempts of a class that could not be marked be tried again; gives how many there are."""
    found = unmarkable(records, class_name)
    for one in found:
        records.change("markings", {"attempt_id": one.attempt_id}, taken_until="", times=0, why="")
    return len(found)
