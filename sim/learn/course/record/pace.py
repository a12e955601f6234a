"""How fast a learner codes office visits, beside the working median. It is shown, and is never part of a grade.

visits an hour = 60 / median minutes from opening a fresh visit to its first submission, pauses left out
"""

from collections.abc import Iterable
from statistics import median
from typing import NamedTuple

from sim.ground.params import stated
from sim.learn.course.record.answers import Answer

PARAM = "office_visits_an_hour"  # the working median
LATEST = 10  # visits that count
LEAST = 3


class Pace(NamedTuple):
    """Office visits an hour: the learner's, and the working median's; over how many visits."""

    visits_an_hour: float
    working: int
    visits: int


def pace(answers: Iterable[Answer], office: Iterable[str]) -> Pace | None:
    """The pace of the latest visits; None while there are too few. office: the exercises in which one office visit is
    coded.

    >>> pace([], ["coder_01_throat"]) is None
    True
    """
    visits = set(office)
    timed = [one.seconds for one in answers if one.is_fresh and one.seconds and one.exercise in visits][-LATEST:]
    return Pace(round(3600 / median(timed), 1), stated(PARAM)[-1].value, len(timed)) if len(timed) >= LEAST else None
