"""The two quarters of a case, and what is said of them in the questions. Same exercise and variant, same quarters: the
strategies are the exercise's, the patients those of the variant, so that exercises share what was played.
"""

from sim.ground.files import remembered_up_to
from sim.ground.strict_toml import Place
from sim.learn.exercises.case import Case
from sim.manager.comparing.compare import Comparison, compared
from sim.manager.comparing.kept_quarters import Wanted, kept_quarter
from sim.manager.tasks.weigh_strategies.given import Given, given

PATIENTS = 3  # so many quarters in turn


def wanted(case: Case) -> Given:
    """What the exercise's author asked for."""
    return given(case.exercise.given, Place(case.exercise.path, "given"))


@remembered_up_to(32)
def found(case: Case) -> Comparison:
    """Both strategies on the same patients."""
    asked = wanted(case)
    scene = Wanted(asked.visits, seed=1 + (case.variant - 1) % PATIENTS)
    return compared(kept_quarter(scene, asked.first), kept_quarter(scene, asked.second))


def more_or_less(cents: int, words: str = "") -> str:
    """An amount as a difference.

    >>> more_or_less(-150), more_or_less(150), more_or_less(0)
    ('$1.50 less', '$1.50 more', 'The same')
    """
    from_zero = abs(cents)
    if not cents:
        return "The same"
    told = f"${from_zero // 100:,}.{from_zero % 100:02d} {'more' if cents > 0 else 'less'}"
    return f"{told} {words}".strip()
