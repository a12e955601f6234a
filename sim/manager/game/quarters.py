"""The quarters of a game, played once and remembered: the learner's own up to any Friday and to its end, and the same
quarter run by the strategies beside it.
"""

from functools import lru_cache
from threading import Lock

import numpy as np

from sim.manager.calendar.hours import FOLLOWED
from sim.manager.calendar.quarter import Programs, Quarter, around_plan, play
from sim.manager.calendar.scene import Scene, scene
from sim.manager.game.decided import DAYS, Game, friday, plan_of
from sim.manager.game.rules import setup
from sim.manager.strategies.plan import Plan
from sim.manager.strategies.strategy import strategy

_busy = Lock()  # two pages that ask for one quarter play it once


def own(game: Game, week: int = 0) -> Quarter:
    """The learner's quarter as it was known on a week's Friday; 0: the last week begun."""
    number = week or len(game.weeks)
    begun = game._replace(weeks=game.weeks[:number])
    if begun.weeks and begun.weeks[-1].reply:
        begun = begun._replace(weeks=(*begun.weeks[:-1], begun.weeks[-1]._replace(reply=None)))
    return _played(game.seed, plan_of(begun), np.datetime64(friday(number)))


def finished(game: Game) -> Quarter:
    """The whole quarter, followed for a year."""
    return _played(game.seed, plan_of(game), _stage(game.seed).first + FOLLOWED)


def beside(seed: int) -> dict[str, Quarter]:
    """The same quarter run by the strategies that stand beside, followed for a year."""
    return {name: _steady(seed, name) for name in setup().beside}


def ready(seed: int) -> None:
    """Play what every week of a seed needs."""
    beside(seed)


def _stage(seed: int) -> Scene:
    with _busy:
        return _scene(seed)


@lru_cache(maxsize=4)
def _scene(seed: int) -> Scene:
    one = setup()
    return scene(one.visits, one.weeks * DAYS, seed, given=one.conditions, start=one.first_monday)


def _steady(seed: int, name: str) -> Quarter:
    stage = _stage(seed)
    with _busy:
        return _steadily(stage.seed, name)


@lru_cache(maxsize=12)
def _steadily(seed: int, name: str) -> Quarter:
    return play(_scene(seed), strategy(name))


def _former(seed: int) -> Programs:
    return _steady(seed, setup().start).programs


def _played(seed: int, plan: Plan, until: np.datetime64) -> Quarter:
    _former(seed)
    with _busy:
        return _once(seed, plan, until)


@lru_cache(maxsize=40)
def _once(seed: int, plan: Plan, until: np.datetime64) -> Quarter:
    stage = _scene(seed)
    return play(stage, plan, until, around_plan(stage, plan, until, _steadily(seed, setup().start).programs))
