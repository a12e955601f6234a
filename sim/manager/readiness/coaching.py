"""What a person does next in a competence: the unit that teaches it, the drill of a mistake that stands uncorrected,
and a fresh case of the skill that is known least. All are the course's own choice.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sim.learn.course.choice import drills
from sim.learn.course.choice.checks import QUICK
from sim.learn.course.choice.fresh_items import Item
from sim.learn.course.choice.reviews import choose
from sim.learn.course.choice.way import Way
from sim.learn.course.plan.unit import Unit
from sim.learn.course.record.mastery import Skill
from sim.learn.course.record.mistake_journal import Entry
from sim.learn.exercises.competences import skills_of

UNIT, DRILL, EXERCISE = "unit", "drill", "exercise"


class Action(NamedTuple):
    """Something to do. kind: unit, drill or exercise; `name`: the unit, the mistake or the exercise; `variant`: of an
    exercise, else 0."""

    kind: str
    name: str
    title: str
    variant: int = 0


def actions(competence: str, way: Way, mistakes: Sequence[Entry]) -> tuple[Action, ...]:
    """What to do next for a competence, at most one of each kind. mistakes: those of the competence, the most frequent
    first."""
    return tuple(_actions(competence, way, mistakes))


def _actions(competence: str, way: Way, mistakes: Sequence[Entry]) -> Iterator[Action]:
    unit = unit_for(competence, way)
    if unit is not None:
        yield Action(UNIT, unit.name, unit.title)
    mistake = next((one for one in mistakes if not one.is_corrected and drills.able_to(one, way.shelf)), None)
    if mistake is not None:
        yield Action(DRILL, mistake.error, mistake.words)
    item = _fresh(competence, way, unit.exercises if unit is not None else ()) or _fresh(
        competence, way, way.shelf.exercises
    )
    if item is not None:
        yield Action(EXERCISE, item.exercise, way.shelf.exercises[item.exercise].title, item.variant)


def _fresh(competence: str, way: Way, among: Iterable[str]) -> Item | None:
    """A fresh case of the skill that is known least and that one of these exercises trains; a quick check shows
    nothing, so that none is chosen."""
    known = way.shelf.exercises
    names = {name for name in among if name in known and known[name].task != QUICK}
    found = (choose(skill, way.past, way.ratings, "", way.shelf, names) for skill in weakest(competence, way))
    return next((item for item in found if item is not None), None)


def unit_for(competence: str, way: Way) -> Unit | None:
    """The unit that teaches it: the first of the track that is not passed, else the first of all."""
    others = [one for one in way.shelf.units.values() if one not in way.units]
    fits = (one for one in (*way.units, *others) if competence in one.can and not one.baseline)
    return next((one for one in fits if one.name not in way.passed), None)


def weakest(competence: str, way: Way) -> list[str]:
    """The skills of a competence: those that were met and are known least come first, those never met last."""
    return sorted(skills_of(competence), key=lambda name: (name not in way.skills, _level(way, name), name))


def _level(way: Way, name: str) -> tuple[int, int]:
    known = way.skills.get(name) or Skill(name)
    return known.level, known.right
