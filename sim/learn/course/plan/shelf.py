"""Everything the course consists of, looked up once: exercises, units and tracks. Whoever asks several questions takes
one shelf, since each look at the folders costs time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sim.learn.course.plan.track import FIRST, Track, tracks
from sim.learn.course.plan.unit import Unit, units
from sim.learn.exercises.exercise import Exercise, exercises


@dataclass(frozen=True, eq=False)
class Shelf:
    """Exercises, units and tracks by name."""

    exercises: Mapping[str, Exercise]
    units: Mapping[str, Unit]
    tracks: Mapping[str, Track]

    @cached_property
    def unit_of(self) -> Mapping[str, str]:
        """The unit of every exercise that a unit names; a baseline only borrows its exercises."""
        taught = (one for one in self.units.values() if not one.baseline)
        return {name: one.name for one in taught for name in one.exercises}

    def place_of(self, one: Exercise) -> str:
        """Where an exercise stands, in words: its unit, or more practice of the unit in whose folder it lies; empty
        where that folder is not a unit.
        """
        if one.name in self.unit_of:
            return self.units[self.unit_of[one.name]].title
        return f"{self.units[one.unit].title}: more practice" if one.unit in self.units else ""

    def extra(self, unit: Unit) -> list[Exercise]:
        """The exercises of a unit's folder that no unit names: more practice of the same kind."""
        return [one for one in self.exercises.values() if one.unit == unit.name and one.name not in self.unit_of]

    def of_unit(self, unit: Unit) -> list[Exercise]:
        """The exercises that a unit names, in order."""
        return [self.exercises[name] for name in unit.exercises if name in self.exercises]

    def of_track(self, track: Track) -> list[Unit]:
        """The units of a track in order, without those that are not there."""
        return [self.units[name] for name in track.unit_names if name in self.units]

    def track(self, name: str) -> Track:
        """A track by name; the first one for a name that there is none of."""
        return self.tracks.get(name) or self.tracks.get(FIRST) or next(iter(self.tracks.values()))

    @cached_property
    def trained(self) -> Mapping[str, frozenset[str]]:
        """The exercises that train each skill, as their files say."""
        found: dict[str, set[str]] = {}
        for one in self.exercises.values():
            for skill in one.skills:
                found.setdefault(skill, set()).add(one.name)
        return {skill: frozenset(names) for skill, names in found.items()}


def shelf() -> Shelf:
    """What is there now.

    >>> made = shelf()
    >>> made.unit_of["coder_01_throat"], made.track("").title
    ('01_coder_desk', 'Coder')
    """
    return Shelf(exercises(), units(), tracks())
