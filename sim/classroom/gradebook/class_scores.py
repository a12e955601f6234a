"""What each learner of a class has for an assignment, put together from its items."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sim.classroom.gradebook.filling import Score
from sim.classroom.gradebook.own_table import NOTHING
from sim.classroom.gradebook.students import Person
from sim.classroom.marking.results import Result
from sim.classroom.records.roster import Member

WAITS = "being marked"


def scores(results: Iterable[Result]) -> dict[str, Score]:
    """Learner -> score. Items that were dropped count for nobody; an item that was not handed in counts no points, and
    a learner who handed in nothing has no score.
    """
    by_learner: dict[str, list[Result]] = defaultdict(list)
    for one in results:
        by_learner[one.learner].append(one)
    return {learner: _score(learner, found) for learner, found in by_learner.items()}


def _score(learner: str, results: Sequence[Result]) -> Score:
    kept = [one for one in results if not one.is_dropped]
    most = round(sum(one.most for one in kept), 4)
    if all(one.counted is None for one in kept):
        return Score(learner, None, most, WAITS if any(one.state == "saved" for one in kept) else NOTHING)
    return Score(learner, round(sum(one.earned for one in kept), 4), most, _words(kept))


def _words(results: Sequence[Result]) -> str:
    """What is behind the points: how much was taken off for lateness, overrides, items not handed in."""
    counted = [one.counted for one in results if one.counted is not None]
    late = [one for one in counted if one.days_late]
    taken = max((one.late_percent for one in late), default=0.0)
    told = [f"late, up to {taken:g}% off" if taken else "late"] * bool(late)
    told += ["override"] * any(one.override is not None for one in counted)
    open_ones = sum(one.counted is None and one.state != "saved" for one in results)
    waiting = sum(one.counted is None and one.state == "saved" for one in results)
    told += [
        f"{count} of {len(results)} items {words}" for count, words in ((open_ones, NOTHING), (waiting, WAITS)) if count
    ]
    return "; ".join(told)


def people(members: Iterable[Member]) -> list[Person]:
    """Members as a gradebook looks for them."""
    return [Person(one.learner, one.name, one.email, one.school_id, one.login) for one in members]
