"""The review of the day: what is due, each skill with a fresh variant, interleaved.

The most due skill comes first: the one that is least likely to be known still. For each an exercise is taken that
trains it and in which 70 to 85 % success is expected; one item may serve several skills.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from sim.learn.course.choice.fresh_items import Item, alone, interleaved, last_scenario, scenario_of
from sim.learn.course.plan.shelf import Shelf
from sim.learn.course.record.answers import History
from sim.learn.course.record.difficulty import HIGH, LOW, MIDDLE, Ratings
from sim.learn.course.record.mastery import Skill
from sim.learn.exercises.exercise import Exercise

MOST = 8  # items of one day; what is left over is due tomorrow


class Review(NamedTuple):
    """The skills that are due, the most due first, and the items for them."""

    skills: tuple[str, ...]
    items: tuple[Item, ...]


def due(skills: Mapping[str, Skill], now: datetime) -> list[Skill]:
    """The skills that come back today or are late, the one that is least likely to be known first. Days are those of
    now's zone."""
    found = [one for one in skills.values() if one.is_due(now.date(), now.tzinfo)]
    return sorted(found, key=lambda one: (one.recalled(now), one.skill))


def review(
    skills: Mapping[str, Skill],
    past: History,
    rated: Ratings,
    now: datetime,
    shelf: Shelf,
    taught: Collection[str] = (),
) -> Review:
    """The review of the day. taught: the exercises of the units so far, which are asked first."""
    wanted = [one.skill for one in due(skills, now)]
    near = {*taught, *(one.exercise for one in past.answers)}
    left, found, names = list(wanted), list[Item](), set[str]()
    while left and len(found) < MOST:
        last = _last(found, past, shelf)
        item = choose(left[0], past, rated, last, shelf, near - names)
        if item is None or scenario_of(shelf.exercises[item.exercise], item.variant) == last:
            item = choose(left[0], past, rated, last, shelf, shelf.exercises.keys() - names)
        served = set(shelf.exercises[item.exercise].skills) if item else set[str]()
        if item:
            found.append(item)
            names.add(item.exercise)
        left = [skill for skill in left[1:] if skill not in served]
    return Review(tuple(wanted), interleaved(found, shelf.exercises, last_scenario(past)))


def _last(found: list[Item], past: History, shelf: Shelf) -> str:
    if not found:
        return last_scenario(past)
    return scenario_of(shelf.exercises[found[-1].exercise], found[-1].variant)


def choose(skill: str, past: History, rated: Ratings, last: str, shelf: Shelf, among: Collection[str]) -> Item | None:
    """A fresh variant of an exercise that trains the skill, near the success that is aimed at, of another scenario than
    the last one where there is one. None where none of these trains it: as its file says, or as the learner's marks at
    it said.
    """
    shown = {one.exercise for one in past.answers if skill in one.skills}
    names = (shelf.trained.get(skill, frozenset()) | shown) & set(among)
    found = [shelf.exercises[name] for name in sorted(names) if name in shelf.exercises]
    found = [one for one in found if one.mode == "practice"]
    if not found:
        return None
    worked = [one.exercise for one in past.answers]

    def order(one: Exercise) -> tuple[bool, float, int, str]:
        follows = scenario_of(one, alone(past, one).variant) == last
        return follows, off(rated.expected(one.name, one.level)), worked.count(one.name), one.name

    return alone(past, min(found, key=order))


def off(expected: float) -> float:
    """How far an expected success lies outside of what is aimed at; 0 within.

    >>> off(0.8), round(off(0.605), 2), round(off(0.905), 2)
    (0.0, 0.17, 0.13)
    """
    return 0.0 if LOW <= expected <= HIGH else abs(expected - MIDDLE)
