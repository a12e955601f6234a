"""The results of a class's assignments as scores for the LMS, put into the queue and sent.

Who has handed in nothing gets no score: whether missing work is a zero is the LMS's own setting. A score is told when
every item is handed in, or nothing can be handed in any more; until then the LMS hears that work is in progress. An
exam's scores go out once nothing can be handed in, so that nobody reads a mark in the LMS while others still work.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sim.classroom.assignments.assigned import assignments
from sim.classroom.assignments.assignment import Assignment
from sim.classroom.assignments.times import Standing, standing
from sim.classroom.lti.course.courses import courses_of
from sim.classroom.lti.gradebook.scores import Outcome, Score, queue_scores, send_scores
from sim.classroom.marking.results import Result, learners, results
from sim.classroom.records.classes import Class, class_of
from sim.classroom.records.records import Records

LONGEST_COMMENT = 500  # characters


def pass_on(records: Records, class_name: str, now: datetime) -> Outcome:
    """Queue what changed in a class that an LMS course is linked to, and send what is due."""
    if not courses_of(records, class_name):
        return Outcome()
    made, given = class_of(records, class_name), assignments(records, class_name)
    for one in given:
        queue_scores(records, class_name, one.name, scores_of(records, made, one, now), now)
    return send_scores(records, class_name, {one.name: one.title for one in given}, now)


def scores_of(records: Records, made: Class, given: Assignment, now: datetime) -> list[Score]:
    """What the LMS is told of everybody who began an assignment."""
    by_learner: dict[str, list[Result]] = defaultdict(list)
    people = learners(records, made)
    for one in results(records, made, given, now, people):
        by_learner[one.learner].append(one)
    times = {one.learner: standing(records, made, given, one, now) for one in people}
    found = (score_of(each, given, times[learner]) for learner, each in by_learner.items())
    return [score for score in found if score is not None]


def score_of(found: Iterable[Result], given: Assignment, times: Standing) -> Score | None:
    """One learner's score; None where there is nothing to tell."""
    items = [one for one in found if not one.is_dropped]
    if not any(one.attempts for one in items):
        return None
    is_over = times.is_visible and not times.is_open
    is_all_in = all(one.attempts for one in items)
    is_handed_in = is_over or (is_all_in and given.mode != "exam")
    return Score(
        items[0].learner,
        round(sum(one.earned for one in items), 2),
        round(sum(one.most for one in items), 2),
        _comment(items)[:LONGEST_COMMENT],
        is_handed_in,
        is_handed_in and not any(one.state == "saved" for one in items),
    )


def _comment(items: list[Result]) -> str:
    """What an instructor would ask about a number: late work, and marks that she set herself."""
    parts = []
    for one in items:
        counted = one.counted
        if counted is not None and counted.override is not None:
            parts.append(f"Item {one.item}: set by your instructor ({counted.why}).")
        elif counted is not None and counted.late_percent:
            parts.append(f"Item {one.item}: {counted.days_late} days late, {counted.late_percent:g}% off.")
    return " ".join(parts)
