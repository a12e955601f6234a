"""How hard an exercise is for this learner: Elo ratings from the learner's own marks, with the exercise's level as the
prior. Two ratings meet in every first try; the share earned moves both.

    expected share = 1 / (1 + 10 ** ((exercise - learner) / 400))
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sim.learn.course.record.answers import Answer

LEARNER = 1250.0  # somebody new: four of five at level 1, half at level 3
EASIEST, A_LEVEL = 1000.0, 120.0
MOVES_LEARNER, MOVES_EXERCISE = 40.0, 24.0
LOW, HIGH = 0.70, 0.85  # the expected success of what is asked next
MIDDLE = (LOW + HIGH) / 2


@dataclass(frozen=True)
class Ratings:
    """The learner's rating, and those of the exercises that were tried."""

    learner: float = LEARNER
    exercises: Mapping[str, float] = field(default_factory=dict)

    def expected(self, name: str, level: int) -> float:
        """The expected share of an exercise.

        >>> [round(Ratings().expected("x", level), 2) for level in (1, 2, 3)]
        [0.81, 0.68, 0.51]
        """
        return expected(self.learner, self.exercises.get(name, prior(level)))


def prior(level: int) -> float:
    """The rating of an exercise nobody has tried, by its level of 1 to 5."""
    return EASIEST + A_LEVEL * (level - 1)


def expected(learner: float, exercise: float) -> float:
    """The expected share where these two ratings meet."""
    return float(1 / (1 + 10 ** ((exercise - learner) / 400)))


def ratings(answers: Iterable[Answer]) -> Ratings:
    """The ratings after these answers; only fresh ones that were made alone count.

    >>> ratings([]).learner
    1250.0
    """
    learner, known = LEARNER, dict[str, float]()
    for one in answers:
        if one.is_fresh and one.is_alone and one.score is not None:
            exercise = known.get(one.exercise, prior(one.level))
            surprise = one.score - expected(learner, exercise)
            learner += MOVES_LEARNER * surprise
            known[one.exercise] = exercise - MOVES_EXERCISE * surprise
    return Ratings(learner, known)
