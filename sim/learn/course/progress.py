"""How far a learner is: what is done at each desk, and the figures of the start page.

Done means: right on a first try, without a hint and without the key; whoever needed help takes a fresh variant
(sim/learn/desk/desk_state.py). The figures are those of first tries as well: a claim that was corrected in the end was
not paid first time, and a mistake that was corrected was made all the same.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sim.learn.course.tries import Result, Try, tries
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.desk_state import series, standing
from sim.learn.desk.learner_desk import current


class Progress(NamedTuple):
    """One desk. Amounts in cents; `skills`: skill -> (items right, items); `settled`: exercises that were right in the
    end, though not at first or not unaided; `next_exercise`: empty when all are done."""

    desk: str
    done: tuple[str, ...]
    settled: tuple[str, ...]
    of: int
    right: int
    items: int
    paid_first_time: int
    claims: int
    owed_not_paid_amount: int
    paid_not_supported_amount: int
    skills: dict[str, tuple[int, int]]
    next_exercise: str


def progress(store: Store, learner: str, desk: str) -> Progress:
    """The figures of one desk.

    >>> import tempfile; from sim.learn.desk.attempt_store import Store
    >>> progress(Store(tempfile.mkdtemp()), "L-17", "coder").done
    ()
    """
    results = [found.result for found in first_tries(tries(store, learner, desk)) if "score" in found.result]
    now, names = current(store, learner, desk), [one.name for one in series(desk)]
    done = tuple(name for name in names if name in now.done)
    claims = [found["paid_first_time"] for found in results if found.get("paid_first_time") is not None]
    return Progress(
        desk,
        done,
        tuple(name for name in names if standing(now, name) == "corrected"),
        len(names),
        sum(found["right"] for found in results),
        sum(max(found["entered"], found["key"]) for found in results),
        sum(claims),
        len(claims),
        sum(found["owed_not_paid_amount"] or 0 for found in results),
        sum(found["paid_not_supported_amount"] or 0 for found in results),
        _skills(results),
        next((name for name in names if name not in done), ""),
    )


def first_tries(made: Iterable[Try]) -> list[Try]:
    """The first submission of each case."""
    found: dict[Any, Try] = {}
    for one in made:
        found.setdefault(one.case, one)
    return list(found.values())


def _skills(results: Iterable[Result]) -> dict[str, tuple[int, int]]:
    skills: dict[str, list[int]] = {}
    for mark in (
        mark for found in results for mark in found.get("marks", ()) if mark.get("skill") and mark.get("counts")
    ):
        entry = skills.setdefault(mark["skill"], [0, 0])
        entry[0] += mark["verdict"] == "right"
        entry[1] += 1
    return {skill: (entry[0], entry[1]) for skill, entry in sorted(skills.items())}
