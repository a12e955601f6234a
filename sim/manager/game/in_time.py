"""What the desks did in a week, and what they did not do in time: a decision that needs more hours than a desk has is
seen here.
"""

from typing import NamedTuple

import numpy as np

from sim.manager.calendar.quarter import Quarter
from sim.manager.calendar.work_table import DONE, LOST
from sim.manager.game.decided import DAYS
from sim.manager.strategies.strategy import work_items


class InTime(NamedTuple):
    """A kind of item: how many were done in the week, how many had their last day in it without being done, and both to
    date."""

    item: str
    done: int
    late: int
    done_to_date: int
    late_to_date: int


def done_in_time(made: Quarter) -> list[InTime]:
    """Each kind of item that came up, in the order of the desks; the week is the seven days up to the Friday.

    >>> from sim.manager.game.decided import Game, usual_hours
    >>> from sim.manager.game.quarters import own
    >>> one = done_in_time(own(Game(1).with_week((0.4, *usual_hours()[1:]))))[0]
    >>> one.item, one.done > 0, one.late > 0
    ('verification', True, True)
    """
    work, until = made.work, made.window.until
    done, late = work.outcome_code == DONE, work.outcome_code == LOST
    recent = np.where(done, work.done_date > until - DAYS, work.deadline_date >= until - DAYS)
    found = []
    for item in work_items():
        mine = work.item_code == item
        counts = [int((mine & one).sum()) for one in (done & recent, late & recent, done, late)]
        if counts[2] or counts[3]:
            found.append(InTime(item, *counts))
    return found
