"""A track of the course for a clinic: after the baseline the units that train what is denied most, need by need, each
as early as the units that it builds on permit; what everybody needs follows. In 30, 60 and 90 days.

An exercise fits a need by the mistake that is in it, by its skills or by its task; more so where its story has codes
that the clinic bills. A unit fits as its best exercises do.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from sim.clinic.scenarios.library import scenarios
from sim.ground.errors import CleanClaimError
from sim.ground.strict_toml import suggestion
from sim.learn.course.plan.shelf import Shelf, shelf
from sim.learn.course.plan.unit import Unit
from sim.learn.exercises.exercise import Exercise
from sim.learn.tasks.contract import task_of
from sim.manager.intake.counted import Kept
from sim.manager.intake.findings import top_codes
from sim.manager.intake.needs import Need, needs
from sim.manager.intake.tally import OTHER
from sim.manager.packs.cells import CODE
from sim.manager.packs.toml_text import toml_text

BY_MISTAKE, BY_SKILL, BY_TASK, SAME_CODE = (
    1.0,
    0.5,
    1.0,
    0.3,
)  # how well an exercise fits; what a code of the clinic adds
BEST = 5  # exercises by which a unit is judged
FIRST = 3  # exercises that are named for a need
EACH = 2  # units that are placed and named for a need
TOP_CODES = 40
BASES = {"both": "clinic", "coder": "coder", "biller": "biller"}  # role -> the track that holds what everybody needs
STAGES = ("First 30 days", "Days 31 to 60", "Days 61 to 90")
LONGEST = 400  # letters of a track's words


class Fit(NamedTuple):
    """How well an exercise fits a need. is_more: more practice of its unit, which the unit does not name itself."""

    exercise: str
    unit: str
    need: str
    score: float
    is_more: bool = False


@dataclass(frozen=True)
class OwnTrack:
    """A track made for a clinic: its units in order, stage by stage; the needs; and what fits them best."""

    name: str
    role: str
    stages: tuple[tuple[str, ...], ...]
    needs: tuple[Need, ...]
    fits: tuple[Fit, ...]
    books: Shelf

    @property
    def units(self) -> tuple[str, ...]:
        """Its units in order."""
        return tuple(name for stage in self.stages for name in stage)

    @property
    def hours(self) -> int:
        """Of study in all."""
        return max(1, round(sum(self.books.units[name].minutes for name in self.units) / 60))

    @cached_property
    def lines(self) -> list[str]:
        """Each need with the units of the track that train it, and the exercises to begin with."""
        return list(self._lines())

    def _lines(self) -> Iterator[str]:
        number = {name: place for place, name in enumerate(self.units, 1)}
        for need in self.needs:
            every = [fit for fit in self.fits if fit.need == need.name]
            best = [name for name in best_units(self.books.units, every) if name in number]
            chosen = sorted(best[:EACH], key=lambda name: number[name])
            if not chosen:
                names = ", ".join(fit.exercise for fit in every[:FIRST])
                yield f"{need.words}: " + (
                    f"no unit of this track; practice {names}." if names else "nothing trains it."
                )
                continue
            which = " and ".join(str(number[name]) for name in chosen)
            titles = ", ".join(self.books.units[name].title for name in chosen)
            words = f"units {which} train it" if len(chosen) > 1 else f"unit {which} trains it"
            yield f"{need.words}: {words} ({titles}); begin with {', '.join(_begin(every, chosen))}."

    @property
    def text(self) -> str:
        """The track's file."""
        words = " ".join(self.lines[:2]) or "What everybody needs in the first 90 days."
        title = self.name.replace("_", " ").title()
        stages = [{"title": STAGES[at], "units": list(stage)} for at, stage in enumerate(self.stages) if stage]
        head: dict[str, Any] = {"title": title, "role": self.role, "hours": self.hours, "words": shortened(words)}
        return "# Made by cleanclaim clinic track from the clinic's counts; you may edit it.\n" + toml_text(
            {**head, "stage": stages}
        )


def shortened(words: str) -> str:
    """At most so many letters as a track may have, ending with a whole sentence or word.

    >>> len(shortened("One two three. " * 60)) <= LONGEST
    True
    """
    if len(words) <= LONGEST:
        return words
    cut = words[: LONGEST - 4]
    return cut[: cut.rfind(". ") + 1] if ". " in cut[100:] else cut[: cut.rfind(" ")] + " ..."


def own_track(name: str, kept: Kept, role: str = "both", hours: int = 0) -> OwnTrack:
    """The track. role: both, coder or biller; hours: of study, as many as the usual track of the role unless told.
    Raises CleanClaimError for another role.
    """
    if role not in BASES:
        raise CleanClaimError(
            f"found the role {role[:30]!r}", "clinic track", ", ".join(BASES), suggestion(role, BASES)
        )
    books, wanted = shelf(), needs(kept)
    base = books.track(BASES[role])
    found = fits(books, wanted, _codes(kept), role)
    scores = unit_scores(found)
    minutes = 60 * (hours or base.hours)
    usual = [one for one in base.unit_names if one in books.units]
    order = in_order(books.units, [*by_need(books.units, wanted, found), *_best(books.units, scores)], usual, minutes)
    return OwnTrack(name, role, in_stages(books.units, order), tuple(wanted), tuple(found), books)


def fits(books: Shelf, wanted: Sequence[Need], codes: frozenset[str], role: str) -> list[Fit]:
    """What fits, the best first."""
    found = list(_fits(books, wanted, codes, role))
    return sorted(found, key=lambda one: (-one.score, one.exercise))


def _fits(books: Shelf, wanted: Sequence[Need], codes: frozenset[str], role: str) -> Iterator[Fit]:
    roles = {"both": ("coder", "biller", "both"), "coder": ("coder", "both"), "biller": ("biller", "both")}[role]
    for one in books.exercises.values():
        unit = books.unit_of.get(one.name, one.unit)
        if unit not in books.units or task_of(one.task).role not in roles:
            continue
        same = SAME_CODE * bool(codes & _codes_of(one))
        for need in wanted:
            match = _match(one, need)
            if match:
                yield Fit(one.name, unit, need.name, need.percent * (match + same), one.name not in books.unit_of)


def _match(one: Exercise, need: Need) -> float:
    if one.trap.get("error") in need.errors or any(each.policy in need.policies for each in one.payer_errors):
        return BY_MISTAKE
    if one.task in need.tasks:
        return BY_TASK
    return BY_SKILL if need.skills & set(one.skills) else 0.0


def _codes_of(one: Exercise) -> frozenset[str]:
    """The codes that the stories of an exercise name."""
    known = scenarios()
    told = (row for name in one.scenarios if name in known for row in known[name].raw.get("service", ()))
    return frozenset(str(row["code"]) for row in told if CODE.fullmatch(str(row.get("code", ""))))


def _codes(kept: Kept) -> frozenset[str]:
    return frozenset(one.name for one in top_codes(kept)[:TOP_CODES] if one.name != OTHER)


def unit_scores(found: Iterable[Fit]) -> dict[str, float]:
    """Unit -> how well its best exercises fit, each need once for an exercise."""
    by_exercise: dict[tuple[str, str], float] = {}
    for fit in (one for one in found if not one.is_more):
        by_exercise[fit.unit, fit.exercise] = by_exercise.get((fit.unit, fit.exercise), 0) + fit.score
    by_unit: dict[str, list[float]] = {}
    for (unit, _), score in by_exercise.items():
        by_unit.setdefault(unit, []).append(score)
    return {unit: sum(sorted(scores)[-BEST:]) / BEST for unit, scores in by_unit.items()}


def by_need(units: Mapping[str, Unit], wanted: Iterable[Need], found: Sequence[Fit]) -> list[str]:
    """The units that train each need best, the greatest need first."""
    names = (best_units(units, [fit for fit in found if fit.need == need.name])[:EACH] for need in wanted)
    return list(dict.fromkeys(name for each in names for name in each))


def best_units(units: Mapping[str, Unit], found: Iterable[Fit]) -> list[str]:
    """The units that fit, the best first; among equals the one that is reached sooner."""
    return _best(units, unit_scores(found))


def _best(units: Mapping[str, Unit], scores: Mapping[str, float]) -> list[str]:
    reached = {name: sum(units[one].minutes for one in _before(units, name)) for name in scores if scores[name] > 0}
    return sorted(reached, key=lambda name: (-round(scores[name], 6), reached[name], name))


def _begin(found: Sequence[Fit], units: Sequence[str]) -> list[str]:
    """The exercises to begin with: the two best of each unit, unit by unit."""
    of = [[fit.exercise for fit in found if fit.unit == unit and not fit.is_more] for unit in units]
    return [name for names in of for name in names[:2]][:FIRST]


def in_order(units: Mapping[str, Unit], wanted: Iterable[str], base: Sequence[str], minutes: int) -> list[str]:
    """The units in order: the baseline of the usual track, those that are wanted, then those of the usual track, each
    after the units that come before it, as far as the minutes go. A unit of the usual track that nothing calls for goes
    first when there is no time.
    """
    measured = [one for one in base if units[one].baseline]
    order: list[str] = []
    for name in dict.fromkeys([*measured, *wanted, *base]):
        new = [one for one in [*_before(units, name), name] if one not in order]
        if sum(units[one].minutes for one in [*order, *new]) <= minutes:
            order += new
    return order


def _before(units: Mapping[str, Unit], name: str) -> list[str]:
    """What comes before a unit, the first first."""
    found: list[str] = []
    for one in units[name].before:
        if one in units and one != name:
            found += [each for each in (*_before(units, one), one) if each not in found]
    return found


def in_stages(units: Mapping[str, Unit], order: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Three stages of about the same time."""
    total = sum(units[one].minutes for one in order) or 1
    stages: tuple[list[str], ...] = ([], [], [])
    done = 0
    for one in order:
        middle = done + units[one].minutes / 2
        stages[min(int(3 * middle / total), 2)].append(one)
        done += units[one].minutes
    return tuple(map(tuple, stages))
