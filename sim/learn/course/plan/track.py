"""A track: one file in exercises/tracks/, the units of a role in order, in stages.

title = "Coder"
role = "coder"                               # coder | biller | both
hours = 80                                   # of study in all
words = "From the record to the coded visit."

[[stage]]
title = "Weeks 1 to 4: the record"
units = ["01_coder_desk", "..."]
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sim.ground.files import believed, clinic_in_force, places, read_toml
from sim.ground.strict_toml import Field, Place, items, record, text_up_to, whole, word

FOLDER = "exercises/tracks"
FIRST = "coder"  # the track of somebody who has chosen none, where the clinic in force has none of its own


@dataclass(frozen=True)
class Stage:
    """A part of a track."""

    title: str
    units: tuple[str, ...]


@dataclass(frozen=True)
class Track:
    """A track as its file says."""

    name: str
    title: str
    role: str
    hours: int
    words: str
    stages: tuple[Stage, ...]
    path: str

    @property
    def unit_names(self) -> tuple[str, ...]:
        """All its units in order."""
        return tuple(name for stage in self.stages for name in stage.units)


@believed
def tracks() -> dict[str, Track]:
    """Every track by its file's name.

    >>> tracks()["coder"].role, len(tracks()["biller"].unit_names), tracks()["both_roles"].hours
    ('coder', 16, 80)
    """
    found: dict[str, Path] = {}
    for place in reversed(places()):
        for path in sorted((place / FOLDER).glob("*.toml")):
            found[path.stem] = path
    return {name: parse(path) for name, path in sorted(found.items())}


def first() -> str:
    """The track of somebody who has chosen none: the one named after the clinic in force, if there is one."""
    return clinic_in_force() if clinic_in_force() in tracks() else FIRST


def parse(path: Path) -> Track:
    """Read one file. Raises CleanClaimError naming file and field for anything that is not as described above."""
    return _parsed(Path(path), Path(path).stat().st_mtime_ns if Path(path).is_file() else 0)


@cache
def _parsed(path: Path, _: int) -> Track:
    found = record(read_toml(path), Place(str(path)), FIELDS)
    return Track(name=path.stem, path=str(path), stages=found.pop("stage"), **found)


def _stage(value: Any, where: Place) -> Stage:
    return Stage(**record(value, where, STAGE))


STAGE = {"title": Field(text_up_to(80)), "units": Field(items(text_up_to(80), least=1))}
FIELDS = {
    "title": Field(text_up_to(80)),
    "role": Field(word("coder", "biller", "both")),
    "hours": Field(whole(1, 1000)),
    "words": Field(text_up_to(400)),
    "stage": Field(items(_stage, least=1)),
}
