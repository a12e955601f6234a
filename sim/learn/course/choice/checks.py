"""The mixed check of a unit: fresh variants of its exercises, interleaved. Passed, when the first tries earn the unit's
share of the points, each answered alone: with a hint or the key an item earns nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.learn.course.choice.fresh_items import Item, alone, interleaved, last_scenario
from sim.learn.course.plan.shelf import Shelf
from sim.learn.course.plan.unit import Unit
from sim.learn.course.record.answers import Answer, Chosen, History, Lying
from sim.learn.exercises.exercise import Exercise

QUICK = "quick_check"  # questions to choose from, which can be guessed
MOST_QUICK = 3  # one item in so many, at most


@dataclass(frozen=True)
class Check:
    """A check that was begun: its items, and the first answer to each, None while there is none."""

    unit: Unit
    at: str
    items: tuple[Item, ...]
    answers: tuple[Answer | None, ...]

    @property
    def left(self) -> tuple[Item, ...]:
        """The items that are not answered."""
        return tuple(item for item, answer in zip(self.items, self.answers, strict=True) if answer is None)

    @property
    def is_over(self) -> bool:
        """Is every item answered?"""
        return not self.left

    @property
    def share(self) -> float:
        """The share of the points that was earned, from 0 to 1; what is not answered earns nothing."""
        earned = [one.score or 0.0 if one is not None and one.is_alone else 0.0 for one in self.answers]
        return round(sum(earned) / len(earned), 4) if earned else 0.0

    @property
    def is_passed(self) -> bool:
        """Was it passed? A baseline only has to be over."""
        return self.is_over and (self.unit.baseline or self.share >= self.unit.gate.passes)


def checks(past: History, shelf: Shelf) -> list[Check]:
    """Every check that was begun, in order; those of units that are no longer there are left out."""
    known, made = shelf.exercises, shelf.units
    answered = first_answers(past)
    found = []
    for one in past.chosen:
        items = tuple(item for item in items_of(one) if item.exercise in known)
        if one.kind == "begin_check" and one.data.get("unit") in made and items:
            answers = tuple(answer_after(answered, item, one.at) for item in items)
            found.append(Check(made[one.data["unit"]], one.at, items, answers))
    return found


def items_of(one: Chosen) -> tuple[Item, ...]:
    """The items of a check or a drill, as they were stored."""
    rows = one.data.get("items") or ()
    return tuple(Item(str(name), int(variant)) for name, variant in rows)


def first_answers(past: History) -> dict[Lying, Answer]:
    """The first answer to each case."""
    found: dict[Lying, Answer] = {}
    for one in past.answers:
        found.setdefault(one.case, one)
    return found


def answer_after(first: Mapping[Lying, Answer], item: Item, at: str) -> Answer | None:
    """The first answer to an item, where it was given after this moment."""
    answer = first.get((item.exercise, item.variant, ""))
    return answer if answer is not None and answer.at > at else None


def items_for(unit: Unit, past: History, shelf: Shelf) -> tuple[Item, ...]:
    """The items of the unit's next check. Exercises take turns, a check after a failed one begins with others;
    variants with steps filled in are left out, and at most one item in three can be guessed."""
    known, pool = shelf.exercises, _pool(unit, shelf)
    begun = sum(one.kind == "begin_check" and one.data.get("unit") == unit.name for one in past.chosen)
    turn = (begun * unit.gate.items) % len(pool) if pool else 0
    pool = [*pool[turn:], *pool[:turn]]
    quick = unit.gate.items // MOST_QUICK
    counts: dict[str, int] = {}
    found: list[Item] = []
    place = 0
    while pool and len(found) < unit.gate.items:
        one = pool[place % len(pool)]
        place += 1
        if one.task == QUICK and sum(known[item.exercise].task == QUICK for item in found) >= quick:
            pool = [each for each in pool if each.task != QUICK]
            continue
        found.append(Item(one.name, alone(past, one).variant + counts.get(one.name, 0)))
        counts[one.name] = counts.get(one.name, 0) + 1
    return interleaved(found, known, last_scenario(past))


def _pool(unit: Unit, shelf: Shelf) -> list[Exercise]:
    return [one for one in shelf.of_unit(unit) if one.mode == "practice"]


def begin(unit: Unit, past: History, shelf: Shelf) -> Mapping[str, Any]:
    """What is stored when a check begins."""
    return {"unit": unit.name, "items": [list(item) for item in items_for(unit, past, shelf)]}
