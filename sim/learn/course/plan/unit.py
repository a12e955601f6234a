"""A unit of the course: exercises/<unit>/unit.toml, which says what one can do after it and in which order it goes.

title = "First visits"
minutes = 300                                # of study: lesson, exercises with fresh variants, check, reviews
before = ["01_coder_desk"]                   # units that come first (left out: none)
lesson = "20_read_the_record.ipynb"          # a notebook of notebooks/ (left out: none)
watch = ["coder_01_throat"]                  # exercises whose worked example is read first
exercises = ["coder_01_throat", "..."]       # in order; they may lie in other folders, each in one unit only

[can]                                        # what one can do after it, by competence
C1 = "Tell what was addressed today from what is only listed."

[gate]                                       # the mixed check at its end: fresh variants, interleaved
items = 8
pass = 85                                    # percent of the points, on first tries without help

A unit with `baseline = true` is its check alone: it measures what somebody can do before the other units, so that its
exercises may stand in those too, and it is over with any share. `again_days = [30, 90]` asks for it again with fresh
variants, so many days after it was begun for the first time.

An exercise that no unit names is extra practice of the unit in whose folder it lies: adding one touches no other file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sim.ground.files import believed, places, read_toml
from sim.ground.strict_toml import Field, Place, flag, items, record, shown, text_up_to, whole, word
from sim.learn.exercises.competences import competences

FILE = "unit.toml"
LEAST_ITEMS = 6  # a check of fewer items says little about anybody
LEAST_PASS = 70


@dataclass(frozen=True)
class Gate:
    """The check at the end of a unit. `passes`: the share of the points that passes, from 0 to 1."""

    items: int
    passes: float


@dataclass(frozen=True)
class Unit:
    """A unit as its file says. `can`: what one is able to do after it, by competence; `baseline`: it measures
    and teaches nothing, and is asked for again after `again_days`."""

    name: str
    title: str
    minutes: int
    before: tuple[str, ...]
    lesson: str
    watch: tuple[str, ...]
    exercises: tuple[str, ...]
    can: Mapping[str, str]
    gate: Gate
    path: str
    baseline: bool = False
    again_days: tuple[int, ...] = ()

    @property
    def competences(self) -> tuple[str, ...]:
        """The competences that it trains."""
        return tuple(self.can)


@believed
def units() -> dict[str, Unit]:
    """Every unit by its folder's name, in the order of the folders.

    >>> units()["01_coder_desk"].title
    'First visits'
    """
    found: dict[str, Path] = {}
    for place in reversed(places()):
        for path in sorted((place / "exercises").glob(f"*/{FILE}")):
            found[path.parent.name] = path
    return {name: parse(path) for name, path in sorted(found.items())}


def parse(path: Path) -> Unit:
    """Read one file. Raises CleanClaimError naming file and field for anything that is not as described above."""
    return _parsed(Path(path), Path(path).stat().st_mtime_ns if Path(path).is_file() else 0)


@cache
def _parsed(path: Path, _: int) -> Unit:
    found = record(read_toml(path), Place(str(path)), FIELDS)
    gate = found.pop("gate")
    return Unit(name=path.parent.name, path=str(path), gate=Gate(gate["items"], gate["pass"] / 100), **found)


def _can(value: Any, where: Place) -> dict[str, str]:
    """Competences with what one can do after the unit."""
    if not isinstance(value, Mapping) or not value:
        raise where.refuse(f"found {shown(value)}", "a table [can] of competences", 'write C1 = "..." below [can]')
    known = word(*competences())
    return {known(name, where): TEXT(words, where.at(name)) for name, words in value.items()}


def _rising(value: Any, where: Place) -> tuple[int, ...]:
    """Days of a baseline's re-checks, each later than the one before."""
    days: tuple[int, ...] = items(whole(1, 1000))(value, where)
    if list(days) != sorted(set(days)):
        raise where.refuse(f"found {shown(value)}", "each day later than the one before", "put them in order")
    return days


TEXT = text_up_to(400)
NAMES = items(text_up_to(80))
GATE = {"items": Field(whole(LEAST_ITEMS, 40)), "pass": Field(whole(LEAST_PASS, 100))}
FIELDS = {
    "title": Field(text_up_to(80)),
    "minutes": Field(whole(10, 3000)),
    "before": Field(NAMES, ()),
    "lesson": Field(text_up_to(80), ""),
    "watch": Field(NAMES, ()),
    "exercises": Field(items(text_up_to(80), least=1)),
    "can": Field(_can),
    "gate": Field(lambda value, where: record(value, where, GATE)),
    "baseline": Field(flag, False),
    "again_days": Field(_rising, ()),
}
