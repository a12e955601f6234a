"""The first page, at one look: the assignments of a class, what to do next and how long it takes, where one is in the
track, what is due, what is mastered, what mistakes have cost, what is known for exams. Below it every exercise by desk.
"""

from datetime import datetime
from typing import Any

from sim.learn.course.choice.way import Way, way
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.seat import seat
from sim.ui.desks import common
from sim.ui.desks.common import View
from sim.ui.desks.moments import here_and_now
from sim.ui.desks.start import course
from sim.ui.desks.start.assignments import assigned
from sim.ui.desks.start.desk_lists import clinic, roles
from sim.ui.desks.start.lesson import lesson
from sim.ui.desks.start.next_step import begin
from sim.ui.desks.start.own_portfolio import own_portfolio

TASK = ""  # no task is worked at this page


def view(store: Store | None, learner: str, deed: dict[str, Any] | None = None, now: datetime | None = None) -> View:
    """The first page as a JSON object; without a store as for somebody who has done nothing. deed: what was done here
    just now, such as the lesson that is read. now: the moment, in the zone in which days are counted (left out: this
    one)."""
    moment = now or here_and_now(store)
    made = way(store, learner, moment)
    read, own = lesson(made, deed), own_portfolio(store, learner, deed, moment)
    said = f"Lesson: {read['title']}" if read else "Your portfolio is ready to save" if own["page"] else ""
    return {
        "drawing": "start",
        "case": "start",
        "bar": {
            "role": "Start",
            "title": "Where you stand",
            "chips": [learner] if learner not in ("", "local") and not seat().class_name else [],
            "scores": [],
        },
        "assigned": assigned(store) if store is not None else [],
        "begin": begin(made),
        "lesson": read,
        "announce": said,
        **_course(made),
        "portfolio": own,
        "roles": roles(made),
        "clinic": clinic(),
        "foot": common.FOOT,
    }


def _course(made: Way) -> View:
    return {
        "track": course.track(made),
        "due": course.due(made),
        "mastered": course.mastered(made),
        "cost": course.cost(made),
        "pace": course.ghost(made),
        "exams": course.exams(made),
        "journal": course.mistakes(made),
    }
