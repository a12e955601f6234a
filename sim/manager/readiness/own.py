"""The readiness of somebody who practices on this computer, without a class."""

from datetime import datetime

from sim.ground.errors import CleanClaimError
from sim.learn.course.choice.way import way
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.seat import seat
from sim.manager.readiness.person import Person, readiness_of
from sim.manager.readiness.thresholds import thresholds

ONE_PERSON = "local"  # the key of the one person of a computer (sim/learn/desk/seat.py)


def own_readiness(learner: str = "", standard: str = "", store: Store | None = None) -> Person:
    """The readiness of this learner; left out, of whoever sits here. Raises CleanClaimError for a name under which
    nothing was done here.
    """
    kept = store or Store()
    key = learner or seat().learner
    if learner and not kept.course_of(key):
        known = sorted({str(row["learner"]) for row in kept.brief("events")})
        raise CleanClaimError(
            f"nobody called {learner[:60]!r} has practiced here",
            "readiness",
            ", ".join(known[:20]) or "somebody who has worked at a desk on this computer",
            "check the name; for somebody of a class name the class",
        )
    name = "Your work" if key == ONE_PERSON else key
    return readiness_of(way(kept, key, datetime.now().astimezone()), key, name, thresholds(), standard)
