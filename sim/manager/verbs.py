"""The manager's verbs of a notebook: a quarter worked by a strategy, and two of them side by side.

made = sim.quarter("in_house_trained")
sim.compare("in_house_untrained", "in_house_trained")
"""

from sim.ground.dates import Day as Date
from sim.manager.calendar.quarter import Quarter, play
from sim.manager.calendar.scene import USUAL, Scene, scene
from sim.manager.comparing.compare import Comparison, compared
from sim.manager.packs.in_force import with_own_files
from sim.manager.strategies.plan import Plan
from sim.manager.strategies.strategy import Strategy
from sim.manager.strategies.strategy import strategy as named


def quarter(
    strategy: str | Strategy | Plan = "in_house_trained",
    visits: int = 10_000,
    days: int = 90,
    seed: int = 1,
    clinic: str = "",
    conditions: str = USUAL,
    until: Date = None,
) -> Quarter:
    """A quarter of a clinic, worked day by day by a strategy (a file of data/strategies, or one of your own), or by a
    plan of several (sim/manager/strategies/plan.py). until: the last day that is played (default: a year after the
    first visit). Raises CleanClaimError for what cannot be.

    >>> made = quarter("in_house_trained", visits=60, days=30, seed=7)
    >>> len(made.day.visits), made.strategy.label
    (60, 'In house, trained')
    """
    same = _scene(visits, days, seed, clinic, conditions)  # first: the clinic may have strategies of its own
    return play(same, strategy if isinstance(strategy, Plan) else _strategy(strategy), until)


def compare(
    first: str | Strategy = "in_house_untrained",
    second: str | Strategy = "in_house_trained",
    visits: int = 10_000,
    days: int = 90,
    seed: int = 1,
    clinic: str = "",
    conditions: str = USUAL,
) -> Comparison:
    """Two strategies on the same patients, visits, payers and draws: the difference is theirs alone.

    >>> found = compare("in_house_untrained", "in_house_untrained", visits=60, days=30, seed=7)
    >>> any(found.difference.values()), found.items
    (False, [])
    """
    same = _scene(visits, days, seed, clinic, conditions)
    one, other = _strategy(first), _strategy(second)
    return compared(play(same, one), play(same, other))


def _scene(visits: int, days: int, seed: int, clinic: str, conditions: str) -> Scene:
    if clinic:
        with_own_files(clinic)
    return scene(visits, days, seed, clinic, conditions)


def _strategy(given: str | Strategy) -> Strategy:
    return given if isinstance(given, Strategy) else named(given)
