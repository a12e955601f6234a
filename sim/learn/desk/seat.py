"""Who sits at the desk, and with what work: the one person of this computer, or a member of a class at an assignment.

seat()                who is there: as a server says for this one message, else as the environment says
with seated(one):     what follows is done at this seat; within it there are only the exercises of its assignment
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from sim.ground.database import plain
from sim.learn.exercises.exercise import Exercise, assigned


@dataclass(frozen=True)
class Seat:
    """`learner`: the key under which work is kept. `exercises`: the items of the assignment by name; None in practice,
    where every exercise may be opened. `marks_later`: what is submitted is saved at once, and marked by a process of
    its own (a class); else it is marked as it is saved. `why_not`: why nothing can be changed or handed in now, such as
    a due time that is over; empty when it can.

    >>> with seated(Seat("L-17", "billing_101", "week_3")): seat().assignment
    'week_3'
    """

    learner: str
    class_name: str = ""
    assignment: str = ""
    exercises: Mapping[str, Exercise] | None = None
    marks_later: bool = False
    why_not: str = ""


_seat: ContextVar[Seat | None] = ContextVar("seat", default=None)


def seat() -> Seat:
    """Who sits here. Without a server: CLEANCLAIM_LEARNER, else the name that a JupyterHub gives, else the one person
    of this computer; CLEANCLAIM_CLASS and CLEANCLAIM_ASSIGNMENT where they are set.
    """
    return _seat.get() or Seat(
        plain(os.environ.get("CLEANCLAIM_LEARNER") or os.environ.get("JUPYTERHUB_USER") or "local"),
        plain(os.environ.get("CLEANCLAIM_CLASS") or ""),
        plain(os.environ.get("CLEANCLAIM_ASSIGNMENT") or ""),
    )


@contextmanager
def seated(one: Seat) -> Iterator[None]:
    """What happens within is done by this learner, with the work of this assignment."""
    before = _seat.set(one)
    try:
        with assigned(one.exercises):
            yield
    finally:
        _seat.reset(before)


def learner() -> str:
    """Who is at the desk.

    >>> len(learner()) > 0
    True
    """
    return seat().learner


def classroom() -> dict[str, str | None]:
    """The class and the assignment as rows keep them; None where there is none."""
    here = seat()
    return {"class_name": here.class_name or None, "assignment": here.assignment or None}
