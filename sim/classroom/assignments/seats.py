"""The seat of a member at an assignment: the items with the member's own cases, as the desks know exercises."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from sim.classroom.assignments.assigned import assignment_of
from sim.classroom.assignments.assignment import Assignment, Item
from sim.classroom.assignments.sealed_draws import drawn_as
from sim.classroom.assignments.times import Standing, standing
from sim.classroom.records.classes import Class, class_of
from sim.classroom.records.records import Records
from sim.classroom.records.roster import Member
from sim.learn.desk.seat import Seat
from sim.learn.exercises.exercise import Exercise, exercise

MOST_SEATS = 2000  # sets of items that are kept, a few kB each
EXAM_HINT = "There are no hints in an exam."


def practice_seat(one: Member) -> Seat:
    """A member of a class at practice: every exercise, marked at once."""
    return Seat(one.learner, one.class_name)


def seat_of(records: Records, one: Member, assignment: str, now: datetime) -> Seat:
    """A member at an assignment. Before it opens there are no items; when nothing is accepted the seat says why.
    Raises CleanClaimError for an assignment that the class does not have.
    """
    made, given = class_of(records, one.class_name), assignment_of(records, one.class_name, assignment)
    return seat_at(made, given, one, standing(records, made, given, one, now))


def seat_at(made: Class, given: Assignment, one: Member, now: Standing) -> Seat:
    """The same for an assignment whose standing is known."""
    items = _items(made.secret, made.name, given, one.learner, now.attempts) if now.is_visible else {}
    return Seat(one.learner, made.name, given.name, items, marks_later=True, why_not=now.why_not)


@lru_cache(maxsize=MOST_SEATS)
def _items(secret: bytes, class_name: str, given: Assignment, learner: str, attempts: int) -> Mapping[str, Exercise]:
    """The items by name. The same objects each time they are asked for, so that their cases are drawn once."""
    made = (_item(secret, class_name, given, learner, one, attempts) for one in given.items)
    return {one.name: one for one in made}


def _item(secret: bytes, class_name: str, given: Assignment, learner: str, item: Item, attempts: int) -> Exercise:
    """An exercise as an item: in the assignment's order and mode, with this learner's own draws. Exercises that share a
    patient go on sharing one.
    """
    one = exercise(item.origin)
    is_exam = given.mode == "exam"
    return replace(
        one,
        name=given.item_name(item.number),
        origin=item.origin,
        unit=f"{item.number:03}",
        title=f"Item {item.number}" if is_exam else f"Item {item.number}: {one.title}",
        goal="" if is_exam else one.goal,
        hints=(EXAM_HINT,) if is_exam else one.hints,
        steps_done=0 if is_exam else one.steps_done,
        patient=drawn_as(secret, class_name, given.name, learner, one.patient or str(item.number)),
        mode=given.mode,
        search=given.search or one.search,
        points=item.points,
        attempts=attempts,
    )
