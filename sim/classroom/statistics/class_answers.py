"""The statistics of an assignment from what is stored: the attempt of each learner that counts, before a late policy,
without the items that a ruling took out.
"""

from collections import defaultdict
from datetime import datetime

from sim.classroom.assignments.assignment import Assignment
from sim.classroom.assignments.times import standing
from sim.classroom.disputes.answers import MarkedAnswer, marked_answers
from sim.classroom.disputes.disputes import disputes
from sim.classroom.disputes.entries import Entry
from sim.classroom.marking.results import Result, learners, results
from sim.classroom.records.classes import Class
from sim.classroom.records.records import Records
from sim.classroom.statistics.answered import Answered, AskedItem
from sim.classroom.statistics.class_report import ClassStatistics, class_statistics
from sim.ground.errors import CleanClaimError
from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercise
from sim.learn.tasks.contract import task_of
from sim.learn.tasks.form import Choice

SURELY_ABOVE = 0.5  # guessing never earns more: a choice has at least two options


def statistics_of(records: Records, made: Class, given: Assignment, now: datetime) -> ClassStatistics:
    """All statistics of an assignment for its class. What somebody left out counts nothing once nobody may hand in any
    more.
    """
    found = [one for one in results(records, made, given, now) if not one.is_dropped]
    stored = {one.attempt["id"]: one for one in marked_answers(records.store, made.name, given.name)}
    disputed: dict[str, list[Entry]] = defaultdict(list)
    for each in disputes(records, made.name, assignment=given.name):
        disputed[each.attempt_id].append(each.entry)
    answers = [
        _answered(one, stored[one.counted.attempt_id], tuple(disputed[one.counted.attempt_id]))
        for one in found
        if one.counted is not None and one.counted.attempt_id in stored
    ]
    is_closed = not any(standing(records, made, given, one, now).is_open for one in learners(records, made))
    return class_statistics(_items(given, found, answers), answers, is_closed)


def chance_of(name: str) -> float | None:
    """The share of points that blind guessing earns at an exercise; None where something is typed or marked.

    >>> chance_of("coder_04_knee") is None
    True
    """
    try:
        case = draw(name)
        controls = task_of(case.exercise.task).form(case).controls
    except CleanClaimError:  # an exercise that is not there any more still has its statistics
        return None
    shares = [1 / len(one.options) for one in controls if isinstance(one, Choice) and one.options]
    return sum(shares) / len(shares) if shares and len(shares) == len(controls) else None


def _items(given: Assignment, found: list[Result], answers: list[Answered]) -> list[AskedItem]:
    there = {one.item for one in found}
    scores = {number: [one.score for one in answers if one.item == number] for number in there}
    return [
        AskedItem(
            item.number,
            exercise(item.origin).title,
            item.points,
            chance_of(item.origin) if _mean(scores[item.number]) < SURELY_ABOVE else None,
        )
        for item in given.items
        if item.number in there
    ]


def _mean(scores: list[float]) -> float:
    return sum(scores) / len(scores) if scores else 1.0


def _answered(one: Result, stored: MarkedAnswer, disputed: tuple[Entry, ...]) -> Answered:
    """What counts: the marks as they stand, or what an instructor decided about the attempt."""
    assert one.counted is not None, "asked for a counted attempt only"
    score = one.counted.score if one.counted.override is None else one.counted.override / one.most
    return Answered(
        one.learner,
        one.item,
        float(score or 0.0),
        tuple(stored.stands.get("marks") or ()),
        stored.attempt["answer"],
        stored.case,
        disputed,
    )
