"""What is done at the first page: choosing a track, reading a lesson, beginning a check or a drill. Each is one event,
saved before it returns.
"""

from datetime import datetime
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.learn.course.choice import checks, drills
from sim.learn.course.choice.way import Way, way
from sim.learn.course.record.answers import COURSE
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.seat import classroom

DESK = "start"


def do(store: Store, learner: str, kind: str, name: str, now: datetime) -> Way:
    """Something is done; gives the way after it. name: the track, the unit or the mistake. Raises CleanClaimError for
    what is not there; then nothing has changed.

    >>> import tempfile; from datetime import UTC
    >>> moment = datetime(2026, 10, 5, tzinfo=UTC)
    >>> do(Store(tempfile.mkdtemp()), "L-17", "choose_track", "biller", moment).track.title
    'Biller'
    """
    before = way(store, learner, now)
    place = {**classroom(), "assignment": None, "learner": learner, "desk": DESK, "exercise": None}
    store.add({**place, "kind": kind, "data": _data(before, kind, name)})
    return way(store, learner, now)


def _data(before: Way, kind: str, name: str) -> dict[str, Any]:
    shelf = before.shelf
    if kind not in COURSE:
        raise CleanClaimError(f"unknown event {kind[:40]!r}", "start page", ", ".join(COURSE), "reload the page")
    if kind == "choose_track":
        return {"track": _known(name, shelf.tracks, "track")}
    if kind == "begin_drill":
        return drills.begin(name, before.past, shelf)
    unit = shelf.units[_known(name, shelf.units, "unit")]
    return {"unit": unit.name} if kind == "read_lesson" else dict(checks.begin(unit, before.past, shelf))


def _known(name: str, among: Any, what: str) -> str:
    if name not in among:
        raise CleanClaimError(f"no {what} {name[:40]!r}", "start page", ", ".join(among), "choose one of these")
    return name
