"""An assignment: one TOML file, which an instructor who cannot program can write. Times are local to the class.

title = "Week 3: coding visits"
mode = "homework"                # practice | homework | exam: what a mark shows, whether there are hints
opens = 2026-12-01T08:00:00      # before it nothing is shown (left out: open at once)
due = 2026-12-08T23:59:00
closes = 2026-12-10T23:59:00     # after it nothing is accepted (left out: at due; with [late] when the class is
                                 # closed)
attempts = 2                     # how often an item may be handed in, each time with a fresh case (left out: 1)
counts = "best"                  # best | last | first of the attempts
minutes = 60                     # from the first look at an item (left out: no limit)
key_after_close = true           # learners see keys and reasons once nothing is accepted any more (left out: never)
search = "index"                 # type-ahead | index | off (left out: as each exercise says)
private_only = true              # accept no items that CleanClaim ships, since their keys can be found out

[late]                           # left out: nothing is accepted after `due`
percent_per_day = 10             # taken off the points for each day begun
most_percent = 50

[[item]]
exercise = "coder_04_knee"
weight = 2                       # its points count so many times (left out: 1)

[[item]]
draw = 6                         # so many exercises ...
competence = "B4"                # ... of this competence (data/codes/competences.csv) ...
level = 3                        # ... and this level, chosen when it is assigned
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sim.classroom.assignments.item_choice import chosen
from sim.ground.errors import CleanClaimError
from sim.ground.strict_toml import Field, Place, flag, items, number_between, record, shown, text_up_to, whole, word
from sim.learn.exercises.exercise import REVEALS, SEARCHES, exercise

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
COUNTS = ("best", "last", "first")
MOST_ITEMS = 100


@dataclass(frozen=True)
class Late:
    """What late work loses: percent of its points for each day begun after `due`, up to a most."""

    percent_per_day: float
    most_percent: float


@dataclass(frozen=True)
class Item:
    """One item: its number from 1, the exercise it is made of, how often its points count, and what it is worth. The
    worth is kept, so that grades stand when the exercise's file changes.
    """

    number: int
    origin: str
    weight: float
    points: float


@dataclass(frozen=True)
class Assignment:
    """An assignment as its file says, with its items chosen. `opens`, `due`, `closes`: local to the class, None where
    the file leaves them out; `minutes`: 0 for no limit."""

    name: str
    title: str
    mode: str
    items: tuple[Item, ...]
    opens: datetime | None = None
    due: datetime | None = None
    closes: datetime | None = None
    late: Late | None = None
    attempts: int = 1
    counts: str = "best"
    minutes: int = 0
    key_after_close: bool = False
    search: str = ""
    private_only: bool = False

    def item_name(self, number: int) -> str:
        """The name under which an item's work is kept.

        >>> Assignment("week_3", "Week 3", "homework", ()).item_name(2)
        'week_3.2'
        """
        return f"{self.name}.{number}"

    def item_of(self, name: str) -> Item:
        """The item of a kept name. Raises CleanClaimError for one that is not here."""
        for one in self.items:
            if self.item_name(one.number) == name:
                return one
        raise CleanClaimError(
            f"no item {name[:60]!r}", f"assignment {self.name}", ", ".join(map(self._named, self.items)), "choose one"
        )

    def _named(self, one: Item) -> str:
        return self.item_name(one.number)

    def late_percent(self, days: int) -> float:
        """What is taken off for so many days begun after `due`.

        >>> Assignment("w", "W", "homework", (), late=Late(10, 25)).late_percent(4)
        25
        """
        return min(self.late.percent_per_day * days, self.late.most_percent) if self.late and days > 0 else 0


def from_content(content: Mapping[str, Any], name: str, path: str) -> Assignment:
    """An assignment from a parsed TOML document (or from a page's form). Raises CleanClaimError naming the field.

    >>> made = from_content({"title": "Knees", "mode": "homework", "item": [{"exercise": "coder_04_knee"}]}, "w1", "w1")
    >>> made.items[0].points, made.attempts
    (6.0, 1)
    """
    where = Place(path)
    if not NAME.fullmatch(name):
        raise where.refuse(f"the name {name[:60]!r}", "lower-case letters, digits, - and _", "rename it")
    found = record(content, where, FIELDS)
    lines = found.pop("item")
    made = Assignment(name=name, items=_items(lines, where), **found)
    _check(made, where)
    return made


def _items(lines: tuple[Mapping[str, Any], ...], where: Place) -> tuple[Item, ...]:
    """The lines as items; what is to be drawn is drawn now, never the same exercise twice."""
    taken = {line["exercise"] for line in lines if line["exercise"]}
    found: list[tuple[str, float, float]] = []
    for number, line in enumerate(lines, 1):
        here = where.at("item").nth(number)
        if bool(line["exercise"]) == bool(line["draw"]):
            raise here.refuse(
                "neither or both of exercise and draw", 'exercise = "..." or draw = 6', "write one of them"
            )
        names = (
            (line["exercise"],)
            if line["exercise"]
            else chosen(line["draw"], line["competence"], line["level"], taken, here)
        )
        taken.update(names)
        found += [(one.name, line["weight"], one.points * line["weight"]) for one in map(exercise, names)]
    if len(found) > MOST_ITEMS:
        raise where.refuse(f"{len(found)} items", f"at most {MOST_ITEMS}", "divide it into several assignments")
    return tuple(Item(number, *one) for number, one in enumerate(found, 1))


def _check(made: Assignment, where: Place) -> None:
    order = [(name, getattr(made, name)) for name in ("opens", "due", "closes") if getattr(made, name) is not None]
    for (early, first), (late, then) in zip(order, order[1:]):
        if then <= first and (early, late) != ("due", "closes") or then < first:
            raise where.at(late).refuse(f"{late} is not after {early}", f"a time after {first}", "correct the times")
    if made.late is not None and made.due is None:
        raise where.at("late").refuse("late work without a due date", "due = 2026-12-08T23:59:00", "add due")
    if made.late is not None and made.closes == made.due:
        raise where.at("late").refuse("[late] although it closes at due", "closes after due, or none", "correct closes")


def local_time(value: Any, where: Place) -> datetime:
    """A date with a time, local to the class."""
    if not isinstance(value, datetime) or value.tzinfo is not None:
        raise where.refuse(
            f"found {shown(value)}", "a time such as 2026-12-08T23:59:00, without a zone", "write date and time"
        )
    return value


TEXT = text_up_to(200)
LATE = {"percent_per_day": Field(number_between(0, 100)), "most_percent": Field(number_between(0, 100), 100)}
ITEM = {
    "exercise": Field(TEXT, ""),
    "draw": Field(whole(1, MOST_ITEMS), 0),
    "competence": Field(TEXT, ""),
    "level": Field(whole(1, 5), 0),
    "weight": Field(number_between(0.1, 100), 1),
}
FIELDS = {
    "title": Field(TEXT),
    "mode": Field(word(*REVEALS)),
    "opens": Field(local_time, None),
    "due": Field(local_time, None),
    "closes": Field(local_time, None),
    "late": Field(lambda value, where: Late(**record(value, where, LATE)), None),
    "attempts": Field(whole(1, 20), 1),
    "counts": Field(word(*COUNTS), "best"),
    "minutes": Field(whole(1, 6000), 0),
    "key_after_close": Field(flag, False),
    "search": Field(word(*SEARCHES), ""),
    "private_only": Field(flag, False),
    "item": Field(items(lambda value, where: record(value, where, ITEM), least=1)),
}
