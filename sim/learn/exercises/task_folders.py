"""The tasks there are: one folder each with a file task.py, found by scanning sim/learn/tasks, and sim/manager/tasks
for those that play a clinic's quarter.

    names()                 ("build_claim", "code_visit", ...)
    module("code_visit")    the task's own file, imported

An author's own tasks lie in folders named by CLEANCLAIM_TASKS (several are parted as in PATH; each holds task folders).
A task is a program, so it is taken only from where whoever starts CleanClaim says so: never from CLEANCLAIM_HOME, where
files of other people land. A task of the house cannot be replaced.
"""

import os
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from sim.ground.errors import CleanClaimError
from sim.ground.strict_toml import Place, record

ROOMS = Path(__file__).resolve().parents[2]
HOUSE = tuple(ROOMS / room / "tasks" for room in ("learn", "manager"))


def places() -> list[Path]:
    """The folders in which task folders lie, the house's own first."""
    named = [Path(place) for place in os.environ.get("CLEANCLAIM_TASKS", "").split(os.pathsep) if place]
    return [*HOUSE, *named]


def files() -> dict[str, Path]:
    """Each task's file by the task's name.

    >>> {"build_claim", "code_visit", "work_denial"} <= set(files())
    True
    """
    found = {name: file for house in HOUSE for name, file in _of_the_house(house).items()}
    for place in places()[len(HOUSE) :]:
        for name, file in _within(place).items():
            found.setdefault(name, file)
    return found


@cache
def _of_the_house(house: Path) -> dict[str, Path]:
    """Read once: every exercise asks. An author's own folders are read each time, for they are being written."""
    return _within(house)


def _within(place: Path) -> dict[str, Path]:
    return {file.parent.name: file for file in sorted(place.glob("*/task.py")) if file.parent.name.isidentifier()}


def names() -> tuple[str, ...]:
    """The names of all tasks."""
    return tuple(sorted(files()))


def module(name: str) -> ModuleType:
    """A task's own file. Raises CleanClaimError with the names there are."""
    if name not in files():
        raise CleanClaimError(f"no task {str(name)[:40]!r}", "tasks", ", ".join(names()), "choose one of these")
    import_module("sim.learn.tasks").__path__[:] = [str(place) for place in places()]
    return import_module(f"sim.learn.tasks.{name}.task")


def desk_of(name: str) -> str:
    """The desk at which a task is worked.

    >>> desk_of("work_denial")
    'denial'
    """
    return str(getattr(module(name), "desk", ""))


class Lacking(Protocol):
    """What an exercise has to have and has not."""

    field: str
    found: str
    write: str


def lacks(name: str, exercise: object) -> Lacking | None:
    """What an exercise of this task has to have and has not (`lacks(exercise)` of the task); None for nothing."""
    asked = getattr(module(name), "lacks", None)
    return asked(exercise) if asked is not None else None


def given(name: str, table: Mapping[str, Any], where: Place) -> Any:
    """What an author writes below [given], read by the task (`given(table, where)`); a task without that function takes
    nothing there."""
    read = getattr(module(name), "given", None)
    return read(table, where) if read is not None else record(table, where, {})
