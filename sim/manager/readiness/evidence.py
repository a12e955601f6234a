"""What somebody has shown: the fresh cases of each competence, in order of time, from the history of practice.

A fresh case is the first try of a variant that was never seen. It shows a competence as far as its marks, or its file,
name a skill of it. Steps that were filled in show nothing; a question to choose from can be guessed and shows nothing
either. A case that was helped earns nothing, as in a check of the course.
"""

from collections.abc import Iterable, Mapping
from datetime import date, tzinfo
from statistics import mean
from typing import NamedTuple

from sim.learn.course.choice.checks import QUICK
from sim.learn.course.plan.shelf import Shelf
from sim.learn.course.record.answers import Answer, History
from sim.learn.exercises.competences import competence_of


class Shown(NamedTuple):
    """A fresh case as evidence of one competence. `earned`: the share of the competence's codes and fields that were
    right, from 0 to 1; `share`: the same, and 0 where the case was helped."""

    answer: Answer
    earned: float
    share: float


class Case(NamedTuple):
    """A fresh case in words. `on`: the day in the zone asked for; `title`: the exercise's; `percent`: earned."""

    on: date
    exercise: str
    title: str
    variant: int
    percent: float
    helped: bool


def fresh_cases(past: History, shelf: Shelf) -> list[Answer]:
    """The first tries that count as evidence, oldest first; what is not marked yet or not told is left out."""
    return [one for one in past.answers if one.is_fresh and one.score is not None and _counts(one, shelf)]


def _counts(one: Answer, shelf: Shelf) -> bool:
    known = shelf.exercises.get(one.exercise)
    return known is None or not (known.task == QUICK or known.steps_at(one.case[1]))


def by_competence(answers: Iterable[Answer]) -> dict[str, list[Shown]]:
    """The evidence of each competence that was shown, oldest first."""
    found: dict[str, list[Shown]] = {}
    for one in answers:
        for competence, earned in shares(one.skills).items():
            found.setdefault(competence, []).append(Shown(one, earned, earned if one.is_alone else 0.0))
    return found


def shares(skills: Mapping[str, float]) -> dict[str, float]:
    """The share of each competence: the mean of its skills that the case showed.

    >>> shares({"laterality": 1.0, "specificity": 0.5, "modifier-25": 0.0, "juggling": 1.0})
    {'C2': 0.75, 'C4': 0.0}
    """
    found: dict[str, list[float]] = {}
    for skill, share in skills.items():
        if competence := competence_of(skill):
            found.setdefault(competence, []).append(share)
    return {competence: round(mean(values), 4) for competence, values in found.items()}


def paid_at_once(answers: Iterable[Answer], latest: int) -> tuple[int, int]:
    """(claims paid at the first submission, claims) of the latest that were sent; an exercise without a claim is none.

    >>> paid_at_once([], 20)
    (0, 0)
    """
    claims = [one.paid_first_time for one in answers if one.paid_first_time is not None][-latest:]
    return sum(claims), len(claims)


def case_words(shown: Shown, shelf: Shelf, zone: tzinfo | None) -> Case:
    """A fresh case as a manager reads it."""
    one = shown.answer
    known = shelf.exercises.get(one.exercise)
    on = one.moment.astimezone(zone).date()
    title = known.title if known is not None else one.exercise
    return Case(on, one.exercise, title, one.case[1], round(shown.earned * 100, 1), not one.is_alone)
