"""What the linter proves of units and tracks: what they name is there, each exercise stands in one unit, the time is
enough, and nobody passes a check by guessing.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from sim.ground.errors import CleanClaimError
from sim.ground.files import find
from sim.ground.strict_toml import suggestion
from sim.learn.course.choice.checks import QUICK
from sim.learn.course.choice.way import EXAMPLE_MINUTES, LESSON_MINUTES
from sim.learn.course.plan import track, unit
from sim.learn.course.plan.shelf import Shelf, shelf
from sim.learn.course.plan.unit import Unit
from sim.learn.exercises.competences import competence_of
from sim.learn.lint.findings import Finding, shown


def lint_unit(path: Path) -> Iterator[Finding]:
    """A unit: reads; its exercises, units and lesson are there; no other unit names the same exercise; what one can do
    after it is trained; its minutes hold what it asks for; its check cannot be passed by guessing."""
    one, file, books = unit.parse(path), shown(path), shelf()
    yield from _there(one, file, books)
    others = [each for each in books.units.values() if each.name != one.name and not each.baseline]
    for name in one.exercises if not one.baseline else ():
        twice = next((each.name for each in others if name in each.exercises), None)
        if twice:
            yield Finding(file, "exercises", f"{name!r}, which {twice} names too", "take it out of one of the two")
    found = books.of_unit(one)
    trained = {competence_of(skill) for each in found for skill in each.skills}
    for name in one.can:
        if name not in trained:
            yield Finding(
                file, f"can, {name}", "no exercise that trains it", "add an exercise, or take it out", "advice"
            )
    least = sum(each.minutes for each in found) + EXAMPLE_MINUTES * len(one.watch) + LESSON_MINUTES * bool(one.lesson)
    if one.minutes < least:
        yield Finding(file, "minutes", f"{one.minutes}, and one pass takes {least}", f"at least {least}")
    if not [each for each in found if each.task != QUICK and each.mode == "practice"]:
        yield Finding(file, "exercises", "nothing but quick checks, which can be guessed", "an exercise to be worked")


def _there(one: Unit, file: str, books: Shelf) -> Iterator[Finding]:
    """What it names."""
    yield from _missing(file, "exercises", one.exercises, books.exercises)
    yield from _missing(file, "watch", one.watch, books.exercises)
    yield from _missing(file, "before", one.before, books.units)
    if one.lesson and not _has(f"notebooks/{one.lesson}"):
        yield Finding(file, "lesson", f"{one.lesson!r}, which is not there", "the name of a notebook in notebooks")


def lint_track(path: Path) -> Iterator[Finding]:
    """A track: reads; its units are there, each once, none before one that it builds on; they take about its hours."""
    one, file, books = track.parse(path), shown(path), shelf()
    yield from _missing(file, "units", one.unit_names, books.units)
    for place, name in enumerate(one.unit_names):
        if name in one.unit_names[:place]:
            yield Finding(file, "units", f"{name!r} twice", "take one out")
        for first in books.units[name].before if name in books.units else ():
            if first in one.unit_names[place:]:
                yield Finding(
                    file, "units", f"{name!r} stands before {first!r}, on which it builds", "change the order"
                )
    hours = sum(each.minutes for each in books.of_track(one)) / 60
    if abs(hours - one.hours) > one.hours / 10:
        yield Finding(file, "hours", f"{one.hours}, and its units take {hours:g}", f"{hours:g}, or other minutes")


def _missing(file: str, field: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Finding]:
    there = set(known)
    for name in names:
        if name not in there:
            yield Finding(file, field, f"{name!r}, which there is not", suggestion(name, sorted(there)))


def _has(path: str) -> bool:
    try:
        find(path)
    except CleanClaimError:
        return False
    return True
