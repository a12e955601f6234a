"""What a notebook asks of the teacher: the exercises, one of them, and marks for an answer.

tasks(), exercises(), bank()    what there is (pandas frames)
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


def bank() -> "DataFrame":
    """The bank of scenarios, a row each (a pandas frame): scenario, specialty, setting (office, facility outpatient,
    emergency, inpatient, nursing facility, home, other), level (1 to 5), keys (how many different keys its variants
    have), queries (questions that only the provider can answer), series (the first visit of the series it belongs to;
    empty for a visit that stands alone), mess (places where fragments of real records may stand), reviewed (the day on
    which a second reader coded it blind; missing where nobody has).

    >>> frame = bank()
    >>> list(frame.columns)
    ['scenario', 'specialty', 'setting', 'level', 'keys', 'queries', 'series', 'mess', 'reviewed']
    >>> int(frame.set_index("scenario").loc["knee_injection", "keys"])
    12
    """
    import pandas

    from sim.learn.lint.bank import Banked, rows

    return pandas.DataFrame(rows(), columns=list(Banked._fields))


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
    from sim.learn.desk.marking import graded
    from sim.learn.desk.submission import is_empty
    from sim.learn.exercises.case import draw
    from sim.learn.grading.marks import Marks

    case = draw(name, variant)
    marks = graded(case, answer)[1]
    if not isinstance(marks, Marks):
        return {"problems": [one.line() for one in marks]}
    is_told = not is_empty(answer) or case.exercise.reveals != "key"
    return marks.as_dict(case.exercise.reveals if is_told else "question")
