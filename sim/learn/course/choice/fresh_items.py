"""Items nobody has seen: the next fresh variant of an exercise, and an order in which no scenario follows itself."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sim.learn.course.record.answers import History
from sim.learn.exercises.exercise import Exercise


class Item(NamedTuple):
    """A variant of an exercise."""

    exercise: str
    variant: int

    @property
    def link(self) -> str:
        """How a page's address names it.

        >>> Item("coder_04_knee", 3).link
        'coder_04_knee/3'
        """
        return f"{self.exercise}/{self.variant}"


def fresh(past: History, name: str) -> Item:
    """The next variant of an exercise that was not answered yet: one that was opened and left, else a new one.

    >>> fresh(History(variants={"knee": 2}, tried=frozenset({("knee", 2, "")})), "knee")
    Item(exercise='knee', variant=3)
    """
    last = past.variants.get(name, 0)
    case = (name, last, "")
    is_left = last and case not in past.tried and case not in past.over
    return Item(name, last if is_left else last + 1)


def alone(past: History, one: Exercise) -> Item:
    """The next fresh variant in which no step is filled in."""
    return Item(one.name, max(fresh(past, one.name).variant, one.steps_done + 1))


def lying(past: History, name: str) -> Item:
    """The variant to go on with: the last one while it is not over, else a fresh one."""
    last = past.variants.get(name, 0)
    return Item(name, last) if last and (name, last, "") not in past.over else fresh(past, name)


def scenario_of(one: Exercise, variant: int) -> str:
    """The scenario that a variant is drawn from."""
    return one.scenarios[(variant - 1) % len(one.scenarios)]


def interleaved(found: Sequence[Item], known: Mapping[str, Exercise], last: str = "") -> tuple[Item, ...]:
    """The items in an order in which no scenario follows itself, and no task where that can be. last: the scenario that
    was worked just before. Where only one scenario is left there is no other way."""
    left, out = list(found), list[Item]()
    task = ""
    while left:
        item = min(
            left, key=lambda one: (_follows(known, one, last), known[one.exercise].task == task, left.index(one))
        )
        left.remove(item)
        out.append(item)
        last, task = scenario_of(known[item.exercise], item.variant), known[item.exercise].task
    return tuple(out)


def _follows(known: Mapping[str, Exercise], item: Item, last: str) -> bool:
    return scenario_of(known[item.exercise], item.variant) == last


def last_scenario(past: History) -> str:
    """The scenario of the last answer; empty for none."""
    return past.answers[-1].scenario if past.answers else ""


def minutes(found: Iterable[Item], known: Mapping[str, Exercise]) -> int:
    """How long these items take, about."""
    return sum(known[item.exercise].minutes for item in found if item.exercise in known)
