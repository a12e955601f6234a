"""What a desk may show before an answer has been graded: what the exercise's file says of itself, and what its task
opens. Built up from what is open, never by taking secrets out of a whole: no truth, no seed, no drawn choices, no
supported amount, no cause.
"""

from typing import Any

from sim.learn.exercises.case import Case
from sim.learn.tasks.contract import task_of


def public(case: Case) -> dict[str, Any]:
    """All that may be shown, JSON-able: exercise, title, task, ask, mode, search, points, hint_count, and what the task
    opens (see its opens). A task that does not say shows nothing of the case."""
    one = case.exercise
    return {
        "exercise": one.name,
        "title": one.title,
        "task": one.task,
        "ask": one.ask,
        "mode": one.mode,
        "search": one.search,
        "points": one.points,
        "hint_count": len(one.hints),
        **task_of(one.task).opens(case),
    }
