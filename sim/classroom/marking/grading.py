"""What a grading process does until it is told to end: it gets warm, marks what has arrived, and hands in the drafts of
assignments that have ended.
"""

import logging
import threading
import time

from sim.classroom.marking.deadline_drafts import hand_in_drafts
from sim.classroom.marking.queue import Queue, mark_pending
from sim.classroom.records.records import Records
from sim.ground.errors import CleanClaimError
from sim.learn.exercises.case import draw_from
from sim.learn.exercises.exercise import exercises
from sim.learn.tasks.contract import grade_many, task_of

PAUSE = 0.2  # seconds between two looks while nothing arrives
DEADLINES = 15.0  # seconds between two looks at what has ended
log = logging.getLogger("cleanclaim.grading")


def grade_until(end: threading.Event, who: str, records: Records | None = None) -> None:
    """Mark until told to end. who: the name of this process (sim/classroom/marking/queue.py)."""
    get_warm()
    queue: Queue | None = None
    looked = 0.0
    while not end.is_set():
        try:
            queue = queue or Queue(records or Records(), who)
            marked = mark_pending(queue)
            for one in marked:
                if one.error:
                    log.warning("attempt %s could not be marked: %s", one.attempt_id, one.error)
            if not marked and time.monotonic() - looked > DEADLINES:
                hand_in_drafts(queue.records)
                looked = time.monotonic()
        except CleanClaimError as error:  # a database that does not answer may come back
            log.warning("cannot mark just now: %s", error.line())
            marked = []
            end.wait(5 * PAUSE)
        if not marked:
            end.wait(PAUSE)


def get_warm() -> None:
    """Mark the right answer of one exercise of each task, so that the first learner does not wait for what is loaded
    with the first answer."""
    first = {one.task: one for one in reversed(exercises().values())}
    for name, one in first.items():
        try:
            task, case = task_of(name), draw_from(one)
            answer = task.parse(task.key(case))
            grade_many(task, [answer, answer], [case, case])
        except CleanClaimError:
            continue  # an exercise that cannot be drawn is told where it is opened
