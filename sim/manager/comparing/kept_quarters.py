"""Quarters that were just played, kept for whoever asks again: a page that changes one of two strategies plays one."""

from dataclasses import replace
from threading import RLock, Thread
from typing import Any, NamedTuple

from sim.ground.files import remembered_up_to
from sim.manager.calendar.quarter import Quarter, play
from sim.manager.calendar.scene import Scene, scene
from sim.manager.strategies.plan import always
from sim.manager.strategies.strategy import ROLES, Strategy

SCENES, KEPT = 3, 8  # an exercise has three groups of patients; a quarter of 2,000 visits takes 5 to 9 MB
_busy = RLock()  # two pages that ask for one quarter play it once
UNPAID: dict[str, Any] = {  # what names a strategy and what is paid for it: nothing of it is asked while work is done
    "name": "",
    "label": "",
    "says": "",
    "cites": (),
    "hour_cost": (0,) * len(ROLES),
    "percent_of_collections": 0,
    "training_hour_cost": 0,
    "statement_cost": 0,
}


class Wanted(NamedTuple):
    """Which scene: so many visits on so many days, of which patients (seed), at which clinic (empty: the shipped)."""

    visits: int = 2000
    days: int = 90
    seed: int = 1
    clinic: str = ""


@remembered_up_to(SCENES)
def kept_scene(wanted: Wanted) -> Scene:
    """The scene."""
    return scene(wanted.visits, wanted.days, wanted.seed, wanted.clinic)


def kept_quarter(wanted: Wanted, one: Strategy) -> Quarter:
    """The scene worked by a strategy. What an hour costs or a firm takes changes nothing of the work, so it is not
    played again.

    >>> from sim.manager.strategies.strategy import strategy
    >>> wanted = Wanted(visits=20, days=30, seed=7)
    >>> expert = kept_quarter(wanted, strategy("expert"))
    >>> dearer = kept_quarter(wanted, strategy("expert").but(label="Dearer", statement_cost=500))
    >>> dearer.day is expert.day, dearer.strategy.label
    (True, 'Dearer')
    """
    with _busy:
        return replace(_played(wanted, one.but(**UNPAID)), strategy=one, plan=always(one))


def play_ahead(wanted: Wanted, *several: Strategy) -> None:
    """Play them while a page is read; whoever asks for one meanwhile waits for it."""
    Thread(target=lambda: [kept_quarter(wanted, one) for one in several], daemon=True).start()


@remembered_up_to(KEPT)
def _played(wanted: Wanted, one: Strategy) -> Quarter:
    return play(kept_scene(wanted), one)
