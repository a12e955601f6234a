"""A drill: five fresh cases in which one kind of mistake can be made again."""

from dataclasses import dataclass
from typing import Any

from sim.clinic.visits.case import trap_for
from sim.ground.errors import CleanClaimError
from sim.learn.course.choice.checks import answer_after, first_answers, items_of
from sim.learn.course.choice.fresh_items import Item, alone, interleaved, last_scenario
from sim.learn.course.plan.shelf import Shelf
from sim.learn.course.record.answers import Answer, History
from sim.learn.course.record.mistake_journal import Entry, journal, mistakes
from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import Exercise
from sim.learn.grading import error_kinds

LENGTH = 5
OFTEN = 2  # a mistake in so many of the latest first tries calls for its drill
LATEST = 20
PAUSE = 5  # first tries after a drill before the next one is called for
MANY = 10**6  # a mistake that no exercise shows by name comes last
LOOKED_AT = 8  # variants that are looked at for one in which the mistake can be made


@dataclass(frozen=True)
class Drill:
    """A drill that was begun, with the first answer to each item."""

    error: str
    at: str
    items: tuple[Item, ...]
    answers: tuple[Answer | None, ...]

    @property
    def left(self) -> tuple[Item, ...]:
        """The items that are not answered."""
        return tuple(item for item, answer in zip(self.items, self.answers, strict=True) if answer is None)

    @property
    def avoided(self) -> int:
        """In how many cases the mistake was not made."""
        return sum(one is not None and self.error not in {mark.error for mark in mistakes(one)} for one in self.answers)


def drills(past: History, shelf: Shelf) -> list[Drill]:
    """Every drill that was begun, in order."""
    known = shelf.exercises
    first, found = first_answers(past), []
    for one in (one for one in past.chosen if one.kind == "begin_drill"):
        items = tuple(item for item in items_of(one) if item.exercise in known)
        answers = tuple(answer_after(first, item, one.at) for item in items)
        found.append(Drill(str(one.data.get("error")), one.at, items, answers))
    return [one for one in found if one.items]


def wanted(past: History, shelf: Shelf) -> Entry | None:
    """The mistake that calls for a drill: made in two of the latest first tries that came after its last drill; the
    most frequent one, and of equals the one that the fewest exercises show by name, since what it leads to (a deposit
    that does not balance) is named beside it. After a drill other work comes first for a while."""
    begun = {one.error: one.at for one in drills(past, shelf)}
    firsts = [one for one in past.firsts if one.case in past.over][-LATEST:]
    last = max(begun.values(), default="")
    if last and sum(one.at > last for one in firsts) < LENGTH + PAUSE:
        return None
    for entry in sorted(journal(past), key=lambda one: (-one.times, len(_showing(one.error, shelf)) or MANY)):
        after = [one for one in firsts if one.at > begun.get(entry.error, "")]
        times = sum(entry.error in {mark.error for mark in mistakes(one)} for one in after)
        if times >= OFTEN and able_to(entry, shelf):
            return entry
    return None


def able_to(entry: Entry, shelf: Shelf) -> list[Exercise]:
    """The exercises in which this mistake can be made, the surest first: where it was made, where it was made before
    the learner's desk or a sample makes it, and where its skill is trained."""
    known = shelf.exercises
    named = _showing(entry.error, shelf)
    trained = [one for one in known.values() if entry.skill and entry.skill in one.skills]
    made = [known[name] for name in entry.exercises if name in known]
    found = {one.name: one for one in (*named, *made, *trained) if one.mode == "practice"}
    return list(found.values())


def _showing(error: str, shelf: Shelf) -> list[Exercise]:
    """The exercises that show a mistake by name: a trap or a sample makes it."""
    return [
        one
        for one in shelf.exercises.values()
        if one.trap.get("error") == error or any(each.answer == f"mistake {error}" for each in one.samples)
    ]


def begin(error: str, past: History, shelf: Shelf) -> dict[str, Any]:
    """What is stored when a drill begins. Raises CleanClaimError for a mistake that stands in no list, or that no
    exercise can show."""
    if error not in error_kinds.kinds():
        raise CleanClaimError("no such kind of mistake", "drill", "a mistake of your journal", "choose one of these")
    entry = next((one for one in journal(past) if one.error == error), None)
    entry = entry or Entry(error, "", error_kinds.skill(error), 0, "", 0, 0, False, ())
    pool = able_to(entry, shelf)
    if not pool:
        raise CleanClaimError("no exercise shows this mistake", "drill", "another mistake", "choose another one")
    scenarios = dict.fromkeys(one.scenarios for one in pool)
    first = [next(one for one in pool if one.scenarios == each) for each in scenarios]
    order = [*first, *(one for one in pool if one not in first)]
    taken: dict[str, int] = {}
    items = [_item(order[place % len(order)], error, past, taken) for place in range(LENGTH)]
    return {"error": error, "items": [list(item) for item in interleaved(items, shelf.exercises, last_scenario(past))]}


def _item(one: Exercise, error: str, past: History, taken: dict[str, int]) -> Item:
    """A fresh variant in which the mistake can be made, where there is one near."""
    begin_at = max(alone(past, one).variant, taken.get(one.name, 0) + 1)
    variant = next((n for n in range(begin_at, begin_at + LOOKED_AT) if _shows(one, n, error)), begin_at)
    taken[one.name] = variant
    return Item(one.name, variant)


def _shows(one: Exercise, variant: int, error: str) -> bool:
    try:
        case = draw(one.name, variant)
    except CleanClaimError:
        return False
    return trap_for(case.scenario, case.row, error) is not None
