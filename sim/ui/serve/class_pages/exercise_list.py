"""The exercises an instructor chooses from, each in one line."""

from collections.abc import Collection
from dataclasses import dataclass

from sim.learn.exercises.competences import competence_of, competences
from sim.learn.exercises.exercise import Exercise, exercises
from sim.learn.exercises.private_bank import is_private
from sim.learn.tasks.contract import task_of
from sim.ui.desks import desk_folders

LEVELS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class ExerciseLine:
    """One exercise: title, what is done, at which desk, how hard and how long, points, competences it trains; whether
    nobody who only holds what ships can find its key."""

    name: str
    title: str
    task: str
    desk: str
    desk_label: str
    level: int
    minutes: int
    points: float
    competences: tuple[str, ...]
    is_private: bool


def exercise_lines() -> tuple[ExerciseLine, ...]:
    """Every exercise, by unit."""
    return tuple(line_of(one) for one in exercises().values())


def line_of(one: Exercise) -> ExerciseLine:
    """One exercise.

    >>> line_of(exercises()["coder_04_knee"]).competences
    ('C4', 'C2')
    """
    trained = dict.fromkeys(competence_of(skill) for skill in one.skills)
    return ExerciseLine(
        one.name,
        one.title,
        task_of(one.task).title,
        one.desk,
        desk_folders.label(one.desk),
        one.level,
        one.minutes,
        one.points,
        tuple(name for name in trained if name),
        is_private(one),
    )


def chosen_lines(names: Collection[str]) -> tuple[ExerciseLine, ...]:
    """The lines of these exercises, in their order; what is not there any more is left out."""
    known = exercises()
    return tuple(line_of(known[name]) for name in names if name in known)


def competence_choices() -> tuple[tuple[str, str], ...]:
    """(competence, its name) for a list to choose from.

    >>> competence_choices()[0]
    ('C1', 'Chart reading')
    """
    return tuple((name, one.name) for name, one in competences().items())


def desk_choices() -> tuple[tuple[str, str], ...]:
    """(desk, its label) of the desks that have exercises."""
    return tuple((desk, desk_folders.label(desk)) for desk in desk_folders.worked_desks())
