"""Synthetic learners: how able each is, which misconceptions each holds, and what each enters at a case. Their answers
are real ones: the key with the mistakes that the case allows, graded by the tasks themselves.

    made = Bank()                                    every exercise with its first case, its key and its mistakes
    everybody = learners(made, 300, seed=1)          ability from a standard normal, misconceptions by ability
    made.graded("coder_04_knee", {"wrong-side"})     the marks of that answer

The model. A learner of ability a holds a misconception e with the chance

    1 / (1 + exp(STEEP a - SPREAD d))     d: how hard the exercises are, on the mean, where e can be made (level - 3)

and makes it in four of five cases that allow it; everybody slips in one of thirty. Of one case at most three mistakes
are made; who makes none may still leave a part of the answer blank, the likelier the harder the exercise is. How far
learners differ is an assumption, so consistency and discrimination compare items with each other; what is measured is
which mistakes each case allows, what they cost, and whether they are told by name.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.learn.desk.desk_state import BAR
from sim.learn.exercises.case import Case, draw_from
from sim.learn.exercises.exercise import Exercise, exercises
from sim.learn.tasks.contract import Task, judge, mistaken, own_mistakes, task_of
from sim.learn.tasks.form import Choice, Rows

HOLDS, SLIPS = 0.8, 1 / 30  # chance of a mistake in a case that allows it: of who holds the misconception, of anybody
STEEP, SPREAD = 1.7, 0.35  # of the chance to hold a misconception, per standard deviation of ability, per level
MOST_MISTAKES = 3
OMITS = 0.12  # chance that who knows everything leaves a part blank, at level 3 and ability 0
OMISSION = "a part left blank"

Answer = dict[str, Any]  # JSON: as a desk sends it
Result = dict[str, Any]  # JSON: the marks of an answer


@dataclass(frozen=True)
class Asked:
    """An exercise's case with its key and the answer of each mistake that can be made in it."""

    exercise: Exercise
    task: Task
    case: Case
    key: Answer
    wrong: Mapping[str, Answer]

    def answer(self, errors: Iterable[str]) -> Answer:
        """The key with these mistakes in it."""
        made = deepcopy(self.key)
        for error in sorted(errors):
            other = self.blank if error == OMISSION else self.wrong[error]
            made = merged(self.key, made, other)
        return made

    @property
    def blank(self) -> Answer:
        """The key with its last filled part left out."""
        filled = [name for name, value in self.key.items() if value not in ("", [], {}, None)]
        return {name: type(value)() if filled and name == filled[-1] else value for name, value in self.key.items()}


def merged(key: Any, made: Any, other: Any) -> Any:
    """Two answers with mistakes as one with both: what differs from the key counts.

    >>> merged({"a": 1, "b": [1, 2]}, {"a": 9, "b": [1, 2]}, {"a": 1, "b": [1, 7]})
    {'a': 9, 'b': [1, 7]}
    """
    if isinstance(key, dict) and isinstance(made, dict) and isinstance(other, dict):
        names = list(dict.fromkeys([*key, *made, *other]))
        return {
            name: merged(key.get(name), made.get(name), other.get(name))
            for name in names
            if name in made or name in other
        }
    if isinstance(key, list) and isinstance(made, list) and isinstance(other, list):
        if len(key) == len(made) == len(other):
            return [merged(*each) for each in zip(key, made, other, strict=True)]
    return other if made == key else made


class Bank:
    """Every exercise that is practiced, asked once."""

    def __init__(self) -> None:
        found = (_asked(one) for one in exercises().values() if one.mode == "practice")
        self.asked = {one.exercise.name: one for one in found if one is not None}
        self._graded: dict[tuple[str, frozenset[str]], Result] = {}

    def graded(self, name: str, errors: Iterable[str] = ()) -> Result:
        """The marks of an exercise's key with these mistakes in it, graded once."""
        place = (name, frozenset(errors))
        if place not in self._graded:
            one = self.asked[name]
            self._graded[place] = marks_of(one, one.answer(place[1]))
        return self._graded[place]

    @cached_property
    def hardness(self) -> dict[str, float]:
        """How hard the exercises are, on the mean, in which each mistake can be made: level less 3."""
        levels: dict[str, list[int]] = {}
        for one in self.asked.values():
            for error in one.wrong:
                levels.setdefault(error, []).append(one.exercise.level)
        return {error: float(np.mean(found)) - 3 for error, found in sorted(levels.items())}


def _asked(one: Exercise) -> Asked | None:
    """The first case, with the mistakes that cost something in it; None where none can be drawn."""
    task = task_of(one.task)
    try:
        case = draw_from(one, 1)
    except CleanClaimError:
        return None
    traps = {trap.error for trap in case.scenario.traps} if case.scenario is not None else set()
    sampled = {str(each.answer)[8:] for each in one.samples if str(each.answer).startswith("mistake ")}
    asked = Asked(one, task, case, task.key(case), {})
    wrong: dict[str, Answer] = {}
    for error in sorted(traps | sampled | own_mistakes(task)):
        answer = mistaken(task, case, error)
        if answer is not None and marks_of(asked, answer)["score"] < 1:
            wrong[error] = answer
    return Asked(one, task, case, asked.key, wrong or dict(_other_choices(asked)))


def _other_choices(asked: Asked) -> Iterator[tuple[str, Answer]]:
    """Where a task names no mistakes of its own: each question with a fixed list answered by its next option, each list
    of rows without its last row."""
    for control in asked.task.form(asked.case).controls:
        given = _at(asked.key, control.name)
        if isinstance(control, Choice) and given:
            ids = [option.id for option in control.options]
            other: Any = ids[(ids.index(given) + 1) % len(ids)] if given in ids else ""
        elif isinstance(control, Rows) and isinstance(given, list) and given:
            other = given[:-1]
        else:
            continue
        answer = _put(asked.key, control.name, other)
        if marks_of(asked, answer)["score"] < 1:
            yield f"another answer to: {control.name}", answer


def _at(answer: Answer, name: str) -> Any:
    """What an answer has at a place such as "level.risk"."""
    head, _, rest = name.partition(".")
    value = answer.get(head)
    return _at(value, rest) if rest and isinstance(value, dict) else None if rest else value


def _put(answer: Answer, name: str, value: Any) -> Answer:
    head, _, rest = name.partition(".")
    return {**answer, head: _put(answer.get(head) or {}, rest, value) if rest else value}


def marks_of(asked: Asked, answer: Answer) -> Result:
    """The marks of an answer; what cannot be read earns nothing and is named by nothing."""
    parsed = asked.task.parse(json.loads(json.dumps(answer)))
    marks = judge(asked.task, parsed, asked.case) if not isinstance(parsed, list) else parsed
    return {"score": 0.0, "marks": []} if isinstance(marks, list) else marks.as_dict()


def is_wrong(result: Result) -> bool:
    """Did the answer miss the bar?"""
    return bool(result["score"] < BAR)


def named(result: Result) -> set[str]:
    """The kinds of mistake that the marks name."""
    return {mark["error"] for mark in result["marks"] if mark.get("error") and mark.get("verdict") != "right"}


@dataclass(frozen=True)
class Learner:
    """One synthetic learner."""

    ability: float
    holds: frozenset[str]

    def errs(self, asked: Asked, rng: np.random.Generator) -> frozenset[str]:
        """The mistakes of an answer."""
        made = [error for error in asked.wrong if rng.random() < (HOLDS if error in self.holds else SLIPS)]
        if made:
            return frozenset(rng.permutation(made)[:MOST_MISTAKES].tolist())
        odds = OMITS / (1 - OMITS) * np.exp(0.5 * (asked.exercise.level - 3) - self.ability)
        return frozenset({OMISSION} if rng.random() < odds / (1 + odds) else ())


def learners(bank: Bank, count: int, seed: int) -> list[Learner]:
    """So many learners."""
    rng, found = np.random.default_rng(seed), []
    errors, hard = list(bank.hardness), np.array(list(bank.hardness.values()))
    for ability in rng.normal(size=count):
        chance = 1 / (1 + np.exp(STEEP * ability - SPREAD * hard))
        held = rng.random(len(errors)) < chance
        found.append(Learner(float(ability), frozenset(error for error, is_held in zip(errors, held) if is_held)))
    return found
