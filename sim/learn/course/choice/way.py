"""The way of a learner: where somebody is in a track, what to do next and why, what is due, what is mastered.

    way(store, learner, now)        everything a first page says, worked out of stored events and marks

What comes first, in this order: a check or a drill that was begun, a baseline that is due again, the review of the day,
the drill of a mistake that was made twice, then the unit: its lesson, worked examples, exercises, check.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from functools import cached_property, lru_cache

from sim.learn.course.choice import drills
from sim.learn.course.choice.checks import Check, checks
from sim.learn.course.choice.drills import Drill
from sim.learn.course.choice.fresh_items import Item, lying, minutes
from sim.learn.course.choice.rechecks import rechecks
from sim.learn.course.choice.reviews import Review, review
from sim.learn.course.plan.shelf import Shelf, shelf
from sim.learn.course.plan.track import Track, first
from sim.learn.course.plan.unit import Unit
from sim.learn.course.record.answers import Answer, History, Lying, history
from sim.learn.course.record.difficulty import Ratings, ratings
from sim.learn.course.record.mastery import Skill, mastery
from sim.learn.course.record.mistake_journal import Entry
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.desk_state import BAR

ENOUGH = 5  # fresh variants after which somebody goes on; the check and the reviews come back to it
LESSON_MINUTES = 20
EXAMPLE_MINUTES = 4


@dataclass(frozen=True)
class Step:
    """Something to do. kind: lesson, example, exercise, check, review, drill. `item`: the case to open, None for a
    lesson and for a check or drill that has not begun; `of`: how many items it has in all, `number`: which this is."""

    kind: str
    unit: str = ""
    item: Item | None = None
    minutes: int = 0
    error: str = ""
    number: int = 0
    of: int = 0
    is_done: bool = False


@dataclass(frozen=True, eq=False)
class Way:
    """A learner's course as it stands at `now`, whose zone counts the days."""

    shelf: Shelf
    past: History
    track: Track
    now: datetime

    @cached_property
    def checks(self) -> list[Check]:
        """Every check that was begun."""
        return checks(self.past, self.shelf)

    @cached_property
    def drills(self) -> list[Drill]:
        """Every drill that was begun."""
        return drills.drills(self.past, self.shelf)

    @cached_property
    def skills(self) -> dict[str, Skill]:
        """How well each skill is known that was met."""
        asked = frozenset(((*item, ""), one.at, one.unit.baseline) for one in self.checks for item in one.items)
        return _skills(self.past, asked, self.now.tzinfo)

    @cached_property
    def ratings(self) -> Ratings:
        """The ratings of learner and exercises."""
        return ratings(self.past.answers)

    @cached_property
    def passed(self) -> frozenset[str]:
        """The units whose check was passed."""
        return frozenset(one.unit.name for one in self.checks if one.is_passed)

    @cached_property
    def units(self) -> list[Unit]:
        """The units of the track."""
        return self.shelf.of_track(self.track)

    @cached_property
    def unit(self) -> Unit | None:
        """The unit at hand: the first whose check was not passed; None when all were."""
        return next((one for one in self.units if one.name not in self.passed), None)

    @cached_property
    def review(self) -> Review:
        """The review of the day."""
        place = self.units.index(self.unit) + 1 if self.unit is not None else len(self.units)
        taught = {name for one in self.units[:place] if not one.baseline for name in one.exercises}
        return review(self.skills, self.past, self.ratings, self.now, self.shelf, taught)

    @cached_property
    def mistake(self) -> Entry | None:
        """The mistake that calls for a drill."""
        return drills.wanted(self.past, self.shelf)

    @cached_property
    def trained(self) -> dict[str, list[str]]:
        """The skills that the track's exercises train, and those that were met, by competence."""
        listed = (skill for one in self.units for each in self.shelf.of_unit(one) for skill in each.skills)
        found = {skill: Skill(skill).competence for skill in (*listed, *self.skills)}
        wanted = {name for one in self.units for name in one.competences}
        return {
            name: sorted(skill for skill, its in found.items() if its == name)
            for name in sorted(wanted, key=lambda one: (one[0] != "C", one))
        }

    # -- what to do

    def steps(self, unit: Unit) -> list[Step]:
        """Everything a unit asks for, in order, with what is done of it."""
        return list(self._steps(unit))

    def _steps(self, unit: Unit) -> Iterator[Step]:
        known = self.shelf.exercises
        if unit.baseline:
            yield self._check_step(unit)
            return
        if unit.lesson:
            read = any(one.kind == "read_lesson" and one.data.get("unit") == unit.name for one in self.past.chosen)
            yield Step("lesson", unit.name, minutes=LESSON_MINUTES, is_done=read)
        for name in (name for name in unit.watch if name in known):
            yield Step(
                "example", unit.name, lying(self.past, name), EXAMPLE_MINUTES, is_done=name in self.past.examples
            )
        for one in self.shelf.of_unit(unit):
            is_done = self._is_practiced(one.name)
            yield Step("exercise", unit.name, lying(self.past, one.name), one.minutes, is_done=is_done)
        yield self._check_step(unit)

    def _is_practiced(self, name: str) -> bool:
        """Right alone on a first try, or tried alone often enough; steps that are filled in are not alone."""
        tries = [one for one in self.past.answers if one.exercise == name and one.is_fresh]
        return any(one.is_alone and (one.score or 0) >= BAR for one in tries) or len(tries) >= ENOUGH

    def _check_step(self, unit: Unit) -> Step:
        """The check: what is left of one that was begun, else one to begin."""
        begun = next((one for one in reversed(self.checks) if one.unit.name == unit.name and not one.is_over), None)
        if begun is None:
            named = self.shelf.of_unit(unit)
            mean = sum(one.minutes for one in named) / len(named) if named else 0
            length = round(mean * unit.gate.items)
            return Step("check", unit.name, minutes=length, of=unit.gate.items, is_done=unit.name in self.passed)
        left, whole = begun.left, len(begun.items)
        time = minutes(left, self.shelf.exercises)
        return Step("check", unit.name, left[0], time, number=whole - len(left) + 1, of=whole)

    @cached_property
    def next(self) -> Step | None:
        """What to do now; None when the track is done and nothing is due."""
        return self._begun() or self._again() or self._due() or self._drill() or self._in_unit()

    def after(self, name: str) -> Step | None:
        """Where the desk leads on from an exercise: to what was begun or is due, then to the other exercises of its
        unit, behind it first. None where only the first page can tell.
        """
        first = self._begun() or self._due()
        unit = self.shelf.units.get(self.shelf.unit_of.get(name, ""), self.unit)
        if first is not None or unit is None:
            return first
        steps = [one for one in self._steps(unit) if one.kind == "exercise" and one.item is not None]
        place = next((n for n, one in enumerate(steps, 1) if one.item and one.item.exercise == name), 0)
        left = (one for one in (*steps[place:], *steps[:place]) if not one.is_done)
        return next((one for one in left if one.item and one.item.exercise != name), None)

    def _begun(self) -> Step | None:
        """A check or a drill that was begun and is not over; of several the latest."""
        last = self.checks[-1] if self.checks else None
        if last is not None and not last.is_over:
            return self._check_step(last.unit)
        drill = self.drills[-1] if self.drills else None
        if drill is not None and drill.left:
            left, whole = drill.left, len(drill.items)
            time = minutes(left, self.shelf.exercises)
            return Step("drill", "", left[0], time, drill.error, whole - len(left) + 1, whole)
        return None

    def _again(self) -> Step | None:
        """A baseline of the track that is due again."""
        due = (one for one in self.units if any(each.is_due for each in rechecks(one, self.checks, self.now)))
        unit = next(due, None)
        return replace(self._check_step(unit), is_done=False) if unit is not None else None

    def _due(self) -> Step | None:
        items = self.review.items
        time = minutes(items, self.shelf.exercises)
        return Step("review", "", items[0], time, number=1, of=len(items)) if items else None

    def _drill(self) -> Step | None:
        if self.mistake is None:
            return None
        pool = drills.able_to(self.mistake, self.shelf)[: drills.LENGTH]
        time = round(drills.LENGTH * sum(one.minutes for one in pool) / len(pool))
        return Step("drill", "", None, time, self.mistake.error, of=drills.LENGTH)

    def _in_unit(self) -> Step | None:
        if self.unit is None:
            return None
        return next((one for one in self._steps(self.unit) if not one.is_done), None)


@lru_cache(maxsize=100)
def _skills(past: History, asked: frozenset[tuple[Lying, str, bool]], zone: tzinfo | None) -> dict[str, Skill]:
    """The skills of a history, worked out once while nothing new is stored. asked: the items of checks, with when each
    began and whether it is a baseline."""
    began = {case: at for case, at, _ in asked}
    measured = {case for case, _, is_baseline in asked if is_baseline}

    def is_check(answer: Answer) -> bool:
        return answer.case in began and answer.at > began[answer.case]

    return mastery(past.answers, is_check, zone, lambda answer: answer.case in measured and is_check(answer))


def way(store: Store | None, learner: str, now: datetime) -> Way:
    """The way of a learner; without a store that of somebody who has done nothing.

    >>> from datetime import UTC
    >>> made = way(None, "", datetime(2026, 10, 5, tzinfo=UTC))
    >>> made.track.name, made.unit.name, made.next.is_done
    ('coder', '01_coder_desk', False)
    """
    past = history(store, learner) if store is not None else History()
    books = shelf()
    return Way(books, past, books.track(chosen_track(past)), now)


def chosen_track(past: History) -> str:
    """The name of the track that was chosen last; the first one for none."""
    return next((str(one.data.get("track")) for one in reversed(past.chosen) if one.kind == "choose_track"), first())
