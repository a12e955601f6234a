"""The form that a learner had before them at an item of an assignment: its labels are the words of results and
disputes."""

from sim.classroom.assignments.assignment import Assignment
from sim.classroom.assignments.seats import seat_at
from sim.classroom.assignments.times import Standing
from sim.classroom.records.classes import Class
from sim.classroom.records.roster import Member
from sim.ground.errors import CleanClaimError
from sim.learn.desk.seat import seated
from sim.learn.exercises.case import draw
from sim.learn.tasks.contract import task_of
from sim.learn.tasks.form import Form
from sim.learn.tasks.place_words import NO_FORM

OPEN = Standing(None, None, None, None, 1, None, True, "")  # whatever its dates: somebody looks at it


def own_form(made: Class, given: Assignment, one: Member, item: int) -> Form:
    """The form of the learner's own case; an empty one where the case cannot be drawn any more."""
    try:
        with seated(seat_at(made, given, one, OPEN)):
            case = draw(given.item_name(item))
            return task_of(case.exercise.task).form(case)
    except CleanClaimError:
        return NO_FORM
