"""Quarters that were just played, kept for whoever asks again: a page that changes one of two strategies plays one."""

from typing import NamedTuple

from sim.ground.files import remembered_up_to
from sim.manager.calendar.quarter import Quarter, play
from sim.manager.calendar.scene import Scene, scene
from sim.manager.strategies.strategy import Strategy

KEPT = 4


class Wanted(NamedTuple):
    """Which scene: so many visits on so many days, of which patients (seed), at which clinic (empty: the shipped)."""

    visits: int = 2000
    days: int = 90
    seed: int = 1
    clinic: str = ""


@remembered_up_to(2)
def kept_scene(wanted: Wanted) -> Scene:
    """The scene."""
    return scene(wanted.visits, wanted.days, wanted.seed, wanted.clinic)


@remembered_up_to(KEPT)
def kept_quarter(wanted: Wanted, one: Strategy) -> Quarter:
    """The scene worked by a strategy.

    >>> from sim.manager.strategies.strategy import strategy
    >>> wanted = Wanted(visits=20, days=30, seed=7)
    >>> kept_quarter(wanted, strategy("expert")) is kept_quarter(wanted, strategy("expert"))
    True
    """
    return play(kept_scene(wanted), one)
