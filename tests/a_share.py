"""Tests over the whole bank take a share of it: `lint` proves every file, and a bank that grows must not make the tests
grow. Which ones is told by a hash of the name, so that a new file moves no other one in or out for long.

CLEANCLAIM_EVERYTHING=1 takes all (before a release, or after a change to what all pages share).
"""

import os
from collections.abc import Callable, Iterable
from hashlib import sha256


def share(names: Iterable[str], most: int, kind: Callable[[str], str] = lambda name: "") -> list[str]:
    """At most so many of the names of each kind, in their order; all of them where everything is asked for."""
    every, taken = list(names), set()
    if os.environ.get("CLEANCLAIM_EVERYTHING"):
        return every
    count: dict[str, int] = {}
    for name in sorted(every, key=lambda name: sha256(name.encode()).digest()):
        count[kind(name)] = count.get(kind(name), 0) + 1
        if count[kind(name)] <= most:
            taken.add(name)
    return [name for name in every if name in taken]


def of_each_task(most: int) -> list[str]:
    """At most so many exercises of each task."""
    from sim.learn.exercises.exercise import exercises

    known = exercises()  # looked up once: each look reads the folders
    return share(known, most, lambda name: known[name].task)


def of_scenarios(most: int) -> list[str]:
    """At most so many scenarios."""
    from sim.clinic.scenarios.library import scenarios

    return share(sorted(scenarios()), most)
