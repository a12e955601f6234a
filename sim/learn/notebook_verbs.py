"""What a notebook asks of the teacher: the exercises, one of them, and marks for an answer.

tasks(), exercises()            what there is (pandas frames)
exercise("coder_04_knee")       one exercise's chart and question, without its key
grade("coder_04_knee", answer)  marks for an answer, with reasons
"""

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pandas import DataFrame


def exercises() -> "DataFrame":
    """Every exercise: unit, name, title, desk, level, points (a pandas frame)."""
    import pandas

    from sim.learn.exercises.exercise import exercises as known

    return pandas.DataFrame(
        [
            {
                "unit": one.unit,
                "exercise": one.name,
                "title": one.title,
                "desk": one.desk,
                "level": one.level,
                "points": one.points,
            }
            for one in known().values()
        ]
    )


def tasks() -> "DataFrame":
    """Every task: task, role, desk, title, exercises (how many there are; a pandas frame, a row a task)."""
    import pandas

    from sim.learn.exercises.exercise import exercises as known
    from sim.learn.tasks.contract import tasks as all_tasks

    count = Counter(one.task for one in known().values())
    return pandas.DataFrame(
        [
            {"task": name, "role": one.role, "desk": one.desk, "title": one.title, "exercises": count[name]}
            for name, one in all_tasks().items()
        ]
    )


def exercise(name: str, variant: int = 1) -> dict[str, Any]:
    """What a learner sees of an exercise: chart, patient, payer, question. No key.

    >>> exercise("coder_04_knee")["title"]
    'Knee and blood pressure'
    """
    from sim.learn.exercises.case import draw
    from sim.learn.tasks.shown_before_grading import public

    return public(draw(name, variant))


def grade(name: str, answer: dict[str, Any], variant: int = 1) -> dict[str, Any]:
    """Marks for an answer in the form of its task (see sim/learn/tasks). An answer that cannot be read gives
    {"problems": [...]} and costs nothing; an empty one is not told the key.

    >>> grade("coder_04_knee", {})["score"], grade("coder_04_knee", {"diagnoses": "M17.11"})["problems"][0]
    (0.0, "diagnoses: found 'M17.11'; expected a list of at most 12")
    """
    from sim.learn.desk.submission import graded, is_empty
    from sim.learn.exercises.case import draw
    from sim.learn.grading.marks import Marks

    case = draw(name, variant)
    marks = graded(case, answer)[1]
    if not isinstance(marks, Marks):
        return {"problems": [one.line() for one in marks]}
    is_told = not is_empty(answer) or case.exercise.reveals != "key"
    return marks.as_dict(case.exercise.reveals if is_told else "question")
