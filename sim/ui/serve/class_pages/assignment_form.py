"""The form in which an assignment is written: what was typed, what is wrong with it field by field, and the same as the
content of a file. Nothing that was typed is lost by an error.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sim.classroom.assignments.assignment import NAME, Assignment, from_content
from sim.classroom.assignments.item_choice import chosen
from sim.ground.errors import CleanClaimError
from sim.ground.strict_toml import Place
from sim.learn.exercises.exercise import exercises
from sim.ui.serve.class_pages.class_page import fault_words

WHERE = "the form"
TIMES = ("opens", "due", "closes")
NUMBERS = {"attempts": int, "minutes": int, "percent_per_day": float, "most_percent": float}
FLAGS = ("key_after_close", "private_only")
WORDS = ("title", "mode", "counts", "search")
TEXTS = ("name", *WORDS, *TIMES, *NUMBERS, *FLAGS)
START = {"mode": "homework", "attempts": "1", "counts": "best", "most_percent": "100"}
DRAW = ("draw", "competence", "level")


@dataclass(frozen=True)
class Chosen:
    """One item of the form: the exercise, and how often its points count, as typed."""

    exercise: str
    weight: str = "1"


@dataclass(frozen=True)
class Typed:
    """What stands in the form. `texts`: each field as typed; `faults`: what is wrong, by field."""

    texts: Mapping[str, str]
    items: tuple[Chosen, ...] = ()
    faults: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A field as typed; a new form's own value where nothing was."""
        return self.texts.get(name, "")

    def with_faults(self, **faults: str) -> "Typed":
        """The same, with what is wrong."""
        return replace(self, faults={**self.faults, **faults})

    def with_items(self, names: list[str]) -> "Typed":
        """The same with these exercises behind those that are there; none twice."""
        there = {one.exercise for one in self.items}
        known = exercises()
        fresh = [Chosen(name) for name in dict.fromkeys(names) if name not in there and name in known]
        return replace(self, items=(*self.items, *fresh))


def typed_of(given: Assignment) -> Typed:
    """An assignment as it is typed.

    >>> made = from_content({"title": "Knees", "mode": "exam", "item": [{"exercise": "coder_04_knee"}]}, "w1", "w1")
    >>> typed_of(made).text("attempts"), typed_of(made).items
    ('1', (Chosen(exercise='coder_04_knee', weight='1'),))
    """
    texts = {name: str(getattr(given, name)) for name in ("name", *WORDS, "attempts")}
    texts |= {name: _moment(getattr(given, name)) for name in TIMES}
    texts |= {name: "yes" if getattr(given, name) else "" for name in FLAGS}
    texts["minutes"] = str(given.minutes or "")
    texts["percent_per_day"] = f"{given.late.percent_per_day:g}" if given.late else ""
    texts["most_percent"] = f"{given.late.most_percent:g}" if given.late else "100"
    return Typed(texts, tuple(Chosen(one.origin, f"{one.weight:g}") for one in given.items))


def assignment_of_form(typed: Typed, name: str = "") -> Assignment | Typed:
    """The assignment, or the form again with what is wrong. name: of an assignment that is there already."""
    content, faults = _content(typed)
    name = name or typed.text("name") or name_of(typed.text("title"))
    if not NAME.fullmatch(name):
        faults["name"] = "Use lower-case letters, digits, - and _, such as week_3."
    if not typed.items:
        faults["items"] = "Choose at least one exercise."
    if faults:
        return typed.with_faults(**faults)
    try:
        return from_content(content, name, WHERE)
    except CleanClaimError as error:
        at = re.split(r"[ ,:]", error.what)[0]
        place = {"item": "items", "late": "percent_per_day"}.get(at, at)
        shown = replace_start(error)
        return typed.with_faults(**{place if place in (*TEXTS, "items") else "form": shown})


def replace_start(error: CleanClaimError) -> str:
    """What is wrong, without the field that it stands at."""
    what = error.what.partition(": ")[2] or error.what
    return fault_words(CleanClaimError(what, "", error.expected, error.todo))


def name_of(title: str) -> str:
    """A name for an assignment of this title.

    >>> name_of("Week 3: Visits & claims")
    'week_3_visits_claims'
    """
    return re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:40].strip("_")


def drawn(typed: Typed, wanted: Mapping[str, str]) -> Typed:
    """The form with so many exercises of a competence and level drawn; or with what is wrong."""
    try:
        count, level = int(wanted["draw"]), int(wanted["level"] or 0)
        if not 1 <= count <= 100:
            raise ValueError
    except ValueError:
        return typed.with_faults(draw="Enter how many, such as 6.")
    there = {one.exercise for one in typed.items}
    try:
        return typed.with_items(list(chosen(count, wanted["competence"], level, there, Place(WHERE))))
    except CleanClaimError as error:
        return typed.with_faults(draw=replace_start(error))


def _content(typed: Typed) -> tuple[dict[str, Any], dict[str, str]]:
    """The content of a file, and the fields that cannot be read."""
    faults: dict[str, str] = {}
    found: dict[str, Any] = {name: typed.text(name) for name in WORDS if typed.text(name)}
    if not typed.text("title").strip():
        faults["title"] = "Enter a title."
    for name in TIMES:
        if typed.text(name):
            try:
                found[name] = datetime.fromisoformat(typed.text(name)).replace(tzinfo=None)
            except ValueError:
                faults[name] = "Enter a date and a time, such as 2026-12-08T23:59."
    numbers: dict[str, Any] = {}
    for name, kind in NUMBERS.items():
        if typed.text(name).strip():
            try:
                numbers[name] = kind(typed.text(name))
            except ValueError:
                faults[name] = "Enter a number."
    found |= {name: numbers[name] for name in ("attempts", "minutes") if numbers.get(name)}
    if numbers.get("percent_per_day"):
        found["late"] = {name: numbers[name] for name in ("percent_per_day", "most_percent") if name in numbers}
    found |= {name: True for name in FLAGS if typed.text(name)}
    found["item"] = [{"exercise": one.exercise, "weight": _weight(one, faults)} for one in typed.items]
    return found, faults


def _weight(one: Chosen, faults: dict[str, str]) -> float:
    try:
        return float(one.weight or 1)
    except ValueError:
        faults["items"] = f"The weight of {one.exercise} is not a number."
        return 1.0


def _moment(value: datetime | None) -> str:
    return value.isoformat(timespec="minutes") if value is not None else ""
