"""Writers of one process share their commits: a commit waits for the disk, so many writers that come at
once pay for one of them. The first to come leads: it takes what has arrived, does all of it in one transaction and
commits; those who come meanwhile are the next group. Nobody waits for somebody who is not there yet.
"""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

Work = Callable[[Any], None]  # what one writer does, given the connection
MOST = 200  # writers of one group


@dataclass(eq=False)
class Write:
    """One writer: what it does, whether that is over, and what went wrong with it."""

    work: Work
    is_over: bool = False
    error: BaseException | None = None


class GroupedWrites:
    """The writers of one database. transaction: opens one, which commits at its end.

    >>> from contextlib import nullcontext
    >>> seen = []
    >>> GroupedWrites(lambda: nullcontext(seen)).write(lambda connection: connection.append("saved")); seen
    ['saved']
    """

    def __init__(self, transaction: Callable[[], AbstractContextManager[Any]]) -> None:
        self._transaction = transaction
        self._arrived: list[Write] = []
        self._door, self._turn = threading.Lock(), threading.Lock()

    def write(self, work: Work) -> None:
        """Do a piece of work; it is committed when this returns. Raises what the work raises, or what the commit does;
        then nothing of it is there."""
        mine = Write(work)
        with self._door:
            self._arrived.append(mine)
        with self._turn:
            while not mine.is_over:
                self._lead()
        if mine.error is not None:
            raise mine.error

    def _lead(self) -> None:
        """Commit what has arrived."""
        with self._door:
            group, self._arrived = self._arrived[:MOST], self._arrived[MOST:]
        try:
            with self._transaction() as connection:
                for one in group:
                    _done(one, connection, is_alone=len(group) == 1)
        except BaseException as error:
            for one in group:
                one.error = one.error or error
            if not isinstance(error, Exception):
                raise
        finally:
            for one in group:
                one.is_over = True


def _done(one: Write, connection: Any, is_alone: bool) -> None:
    """One writer's work; where it fails, what it did is undone and the others' stays."""
    if is_alone:
        one.work(connection)
        return
    try:
        with connection.begin_nested():
            one.work(connection)
    except Exception as error:  # whatever it is, it is this writer's own and is raised where he waits
        one.error = error
