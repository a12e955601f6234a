"""How far a learner is at each desk: what is done, and the figures of first tries.

Done means: right on a first try, without a hint and without the key; whoever needed help takes a fresh variant
(sim/learn/desk/desk_state.py). A claim that was corrected in the end was not paid first time, and a mistake that was
corrected was made all the same.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sim.learn.course.record.answers import History
from sim.learn.exercises.exercise import Exercise


class Progress(NamedTuple):
    """One desk. Amounts in cents; `settled`: exercises that were right in the end, though not at first or not
    unaided."""

    desk: str
    done: tuple[str, ...]
    settled: tuple[str, ...]
    of: int
    right: int
    items: int
    paid_first_time: int
    claims: int
    owed_not_paid_amount: int
    paid_not_supported_amount: int


def progress(past: History, desk: str, exercises: Iterable[Exercise]) -> Progress:
    """The figures of one desk. exercises: those of the desk, in order.

    >>> progress(History(), "coder", []).done
    ()
    """
    firsts = [one for one in past.firsts if one.desk == desk and one.score is not None]
    names = [one.name for one in exercises]
    settled = {exercise for exercise, _, item in past.settled if not item} - past.done
    claims = [one.paid_first_time for one in firsts if one.paid_first_time is not None]
    return Progress(
        desk,
        tuple(name for name in names if name in past.done),
        tuple(name for name in names if name in settled),
        len(names),
        sum(one.right for one in firsts),
        sum(one.items for one in firsts),
        sum(claims),
        len(claims),
        sum(one.owed_not_paid_amount for one in firsts),
        sum(one.paid_not_supported_amount for one in firsts),
    )
