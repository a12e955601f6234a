"""The readiness of one person: a rating with its evidence for each competence, the baseline with its re-checks, and the
figures of the whole person. Worked out of the history of practice; nothing of it is stored.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sim.learn.course.choice.rechecks import Recheck, day_of, rechecks
from sim.learn.course.choice.way import Way
from sim.learn.course.record.answers import Answer
from sim.learn.course.record.mistake_journal import Entry, journal
from sim.learn.course.record.pace import Pace, pace
from sim.learn.exercises.competences import competence_of, competences
from sim.manager.readiness.coaching import Action, actions
from sim.manager.readiness.evidence import Case, Shown, by_competence, case_words, fresh_cases, paid_at_once
from sim.manager.readiness.rating import RATINGS, READY, average, rating, why
from sim.manager.readiness.thresholds import Thresholds

MOST_MISTAKES = 3  # named at each competence; the learner's own journal has them all
ROLES = {"coder": ("C",), "biller": ("B",), "both": ("C", "B")}  # whose competences a track asks for


@dataclass(frozen=True)
class Mistake:
    """A named error: in how many cases, when last, and whether a later answer got it right."""

    error: str
    words: str
    times: int
    last: date
    is_corrected: bool


@dataclass(frozen=True)
class Rated:
    """A competence of a person. `is_asked`: does the person's track ask for it? `accuracy`: percent of the last fresh
    cases together, None without one; `fresh`: fresh cases in all; `paid_at_once` of `claims`; amounts in cents, of
    first tries."""

    competence: str
    name: str
    words: str
    rating: str
    why: str
    is_asked: bool
    accuracy: float | None
    fresh: int
    cases: tuple[Case, ...]
    paid_at_once: int
    claims: int
    owed_not_paid_amount: int
    paid_not_supported_amount: int
    mistakes: tuple[Mistake, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Baseline:
    """The first baseline, or the one that was begun and is not over. `share`: from 0 to 1; `again`: its re-checks."""

    title: str
    on: date
    answered: int
    of: int
    share: float
    is_over: bool
    again: tuple[Recheck, ...]


@dataclass(frozen=True)
class Person:
    """Everything that is known of a person's readiness on a day. `learner`: the key of the work; `bar`: percent;
    `right` of `items`: codes and fields of the latest fresh cases; amounts in cents, of first tries."""

    learner: str
    name: str
    on: date
    track: str
    bar: int
    competences: tuple[Rated, ...]
    baseline: Baseline | None
    right: int
    items: int
    paid_at_once: int
    claims: int
    pace: Pace | None
    owed_not_paid_amount: int
    paid_not_supported_amount: int
    seconds: int

    @property
    def counts(self) -> dict[str, int]:
        """How many competences that the track asks for stand at each rating."""
        found = Counter(one.rating for one in self.asked)
        return {word: found[word] for word in RATINGS}

    @property
    def asked(self) -> tuple[Rated, ...]:
        """The competences that the track asks for."""
        return tuple(one for one in self.competences if one.is_asked)

    @property
    def accuracy(self) -> float | None:
        """Percent of codes and fields that were right in the latest fresh cases; None without one."""
        return round(100 * self.right / self.items, 1) if self.items else None

    def as_dict(self) -> dict[str, Any]:
        """As plain data."""
        found = asdict(self)
        for one, made in zip(found["competences"], self.competences, strict=True):
            one["cases"] = [each._asdict() for each in made.cases]
            one["actions"] = [each._asdict() for each in made.actions]
        return {**found, "pace": self.pace and self.pace._asdict(), "counts": self.counts, "accuracy": self.accuracy}


def readiness_of(way: Way, learner: str, name: str, limits: Thresholds, standard: str = "") -> Person:
    """The readiness of the person whose course this is, on the day of way.now.

    >>> from datetime import UTC, datetime
    >>> from sim.learn.course.choice.way import way
    >>> from sim.manager.readiness.thresholds import thresholds
    >>> found = readiness_of(way(None, "", datetime(2026, 10, 5, tzinfo=UTC)), "L-1", "Ana", thresholds())
    >>> found.counts["not shown yet"], found.baseline, found.bar
    (8, None, 95)
    """
    answers = fresh_cases(way.past, way.shelf)
    shown, mistakes, bar = by_competence(answers), journal(way.past), limits.bar(way.track.name, standard)
    latest = answers[-limits.latest_cases :]
    paid, claims = paid_at_once(answers, limits.latest_claims)
    return Person(
        learner,
        name,
        way.now.date(),
        way.track.title,
        bar,
        tuple(_rated(one, shown.get(one, []), mistakes, bar, limits, way) for one in competences()),
        _baseline(way),
        sum(one.right for one in latest),
        sum(one.items for one in latest),
        paid,
        claims,
        pace(way.past.answers, [one.name for one in way.shelf.exercises.values() if one.task == OFFICE]),
        sum(one.owed_not_paid_amount for one in way.past.firsts),
        sum(one.paid_not_supported_amount for one in way.past.firsts),
        way.past.seconds(),
    )


OFFICE = "code_visit"  # the task of which the pace is told


def _rated(
    name: str, shown: Sequence[Shown], mistakes: Iterable[Entry], bar: int, limits: Thresholds, way: Way
) -> Rated:
    known, last = competences()[name], shown[-limits.last :]
    its = [one for one in mistakes if competence_of(one.skill) == name]
    found = rating(name, shown, bar, limits)
    is_asked = name.startswith(ROLES[way.track.role])
    paid, claims = paid_at_once([one.answer for one in shown], limits.latest_claims)
    owed, unsupported = _cost(name, way.past.firsts)
    return Rated(
        name,
        known.name,
        known.words,
        found,
        why(name, shown, bar, limits) + (UNTAUGHT if is_asked and not _is_trained(name, way) else ""),
        is_asked,
        average(last) if last else None,
        len(shown),
        tuple(case_words(one, way.shelf, way.now.tzinfo) for one in last),
        paid,
        claims,
        owed,
        unsupported,
        tuple(_mistake(one, way) for one in its[:MOST_MISTAKES]),
        actions(name, way, its) if is_asked and found != READY else (),
    )


UNTAUGHT = " The baseline measures it; no unit of this track trains it."


def _is_trained(competence: str, way: Way) -> bool:
    """Does a unit of the person's track train it? What only measures trains nothing."""
    return any(competence in one.can for one in way.units if not one.baseline)


def _cost(competence: str, firsts: Iterable[Answer]) -> tuple[int, int]:
    """What the mistakes of a competence cost in first tries: cents owed and not paid, cents paid and not supported."""
    marks = [mark for one in firsts for mark in one.marks if competence_of(mark.skill) == competence]
    return sum(one.owed_not_paid_amount for one in marks), sum(one.paid_not_supported_amount for one in marks)


def _mistake(one: Entry, way: Way) -> Mistake:
    return Mistake(one.error, one.words, one.times, day_of(one.last, way.now), one.is_corrected)


def _baseline(way: Way) -> Baseline | None:
    """The baseline of the track, else of another track: the first that is over, else the latest that was begun."""
    units = sorted((one for one in way.shelf.units.values() if one.baseline), key=lambda one: one not in way.units)
    begun = [(unit, one) for unit in units for one in way.checks if one.unit.name == unit.name]
    over = [(unit, one) for unit, one in begun if one.is_over]
    if not begun:
        return None
    unit, one = over[0] if over else begun[-1]
    answered, again = len(one.items) - len(one.left), rechecks(unit, way.checks, way.now)
    return Baseline(unit.title, day_of(one.at, way.now), answered, len(one.items), one.share, one.is_over, again)
