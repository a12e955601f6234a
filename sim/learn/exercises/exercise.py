"""An exercise: one TOML file in exercises/<unit>/, which an instructor who cannot program can write.

title = "Knee and blood pressure"            # what the learner sees
task = "code_visit"                          # a folder of sim/learn/tasks: code_visit | em_level | ...
scenario = "knee_injection"                  # or scenarios = ["...", "..."]: one is drawn
payer = "acme_ppo"                           # a file of data/payers; left out: drawn
skills = ["modifier-25", "laterality"]
points = 5
goal = "Tell a visit from a procedure."        # what one can do after it, without the answer (left out: none shown)
minutes = 9                                  # how long a beginner needs, about (left out: not shown)
ask = "Code the visit for the claim."
hints = ["Which problems were managed today?", "..."]
search = "type-ahead"                        # type-ahead | index | off
mode = "practice"                            # practice | homework | exam
start = "filled"                             # filled | blank: how the form of build_claim begins
steps_done = 2                               # so many steps of the worked case are done and shown at the beginning, and
                                             # their fields filled in; in practice one fewer in each further variant
                                             # (left out: none)

second_payer = "medicaidcare"                # the patient has this payer too, after the first (left out: one payer
                                             only)
patient = "planned knee"                 # exercises with the same name here, scenario, payer and choices have the
                                             # same patients: one story at several desks (left out: its own patients)
oldest = 64                                  # patients are at most so many years old (left out: as the scenario says)
registered = "second payer"                  # the front desk wrote down the patient's second payer as the first (left
                                             out: as the card says)

[choices]                                    # fixed choices of the scenario; the others are drawn
pressure = "managed"

[trap]                                       # the mistake made before the learner's desk (build_claim, work_denial)
error = "missing-modifier-25"                # a kind of data/codes/errors.csv that the scenario has a trap for

[given]                                      # what the task itself asks an author for; its task.py says which fields
claims = 5                                   # (only tasks with a function given)

[credentialing]                              # what was filed with the payer about the provider (work_denial); see
about = "enrollment"                         # sim/learn/exercises/provider_file.py
received_days = 12

[[payer_error]]                              # where the payer itself is wrong (build_claim, work_denial); may be given
                                             several times
kind = "underpaid"                           # underpaid with percent | wrong denial or outdated file with policy |
                                             # paid late with days
percent = 80                                 # of what the payer should allow
code = "20610"                               # the line it meets; left out: every line
why = "The contract says more."              # how one sees that the payer is wrong

[[sample]]                                   # answers with the points they earn; the linter proves them
what = "the record's own codes"
answer = "truth"                             # truth | blank | mistake ERROR | [sample.answer] as a desk sends it
earns = "full"                               # full | none | less | points
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.ground.files import believed, read_toml, scan
from sim.ground.own_files import renaming
from sim.ground.unreadable_files import usable
from sim.ground.strict_toml import (
    Field,
    Place,
    items,
    number_between,
    record,
    shown,
    table_of,
    text,
    text_up_to,
    whole,
    word,
)
from sim.learn.exercises import provider_file, task_folders
from sim.payer.engine.payer_errors import KINDS, MOST_DAYS, PayerError, checked

SEARCHES = ("type-ahead", "index", "off")
REVEALS = {"practice": "key", "homework": "hint", "exam": "none"}
STARTS = ("filled", "blank")
REGISTERED = ("second payer",)
EARNS = ("full", "none", "less")

_assigned: "ContextVar[Mapping[str, Exercise] | None]" = ContextVar("assigned", default=None)


@dataclass(frozen=True, eq=False)
class Sample:
    """An answer with what it must earn: "full", "none", "less" (than full), or points. `answer` is a word or the answer
    itself.
    """

    what: str
    answer: str | Mapping[str, Any]
    earns: str | float
    choices: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Exercise:
    """One exercise as its file says, or one item of an assignment made of it: `origin` is then the exercise's name, and
    `attempts` how often it may be handed in, each time with a fresh case (0: as often as wished).
    """

    name: str
    unit: str
    path: str
    title: str
    task: str
    scenarios: tuple[str, ...]
    skills: tuple[str, ...]
    points: float
    ask: str
    hints: tuple[str, ...]
    payer: str = ""
    search: str = "type-ahead"
    mode: str = "practice"
    start: str = "filled"
    steps_done: int = 0
    level: int = 1
    goal: str = ""
    minutes: int = 0
    choices: Mapping[str, Any] = field(default_factory=dict)
    trap: Mapping[str, str] = field(default_factory=dict)
    payer_errors: tuple[PayerError, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict)
    credentialing: provider_file.ProviderFile | None = None
    second_payer: str = ""
    patient: str = ""
    registered: str = ""
    oldest: int = 0
    samples: tuple[Sample, ...] = ()
    attempts: int = 0
    origin: str = ""

    @property
    def drawn_as(self) -> str:
        """The name under which its patients are drawn: its own, or one that several exercises share."""
        return self.patient or self.name

    @cached_property
    def desk(self) -> str:
        """The desk at which its task is worked."""
        return task_folders.desk_of(self.task)

    def steps_at(self, variant: int) -> int:
        """How many steps of the worked case are done at the beginning: in practice fewer each time, an assignment's
        item as its file says."""
        return self.steps_done if self.attempts else max(0, self.steps_done - variant + 1)

    @property
    def reveals(self) -> str:
        """What a mark may show in this mode: key, hint or none."""
        return REVEALS[self.mode]


def exercises() -> dict[str, Exercise]:
    """Every exercise by name (the file's own), in the order of units and names.

    >>> all(exercise.hints for exercise in exercises().values())
    True
    """
    only = _assigned.get()
    if only is not None:
        return dict(only)
    return dict(_on_file())


def is_exercise(path: Path) -> bool:
    """Is this file of exercises/ an exercise? Beside them lie what a unit says of itself, and the tracks."""
    return path.name != "unit.toml" and path.parent.name != "tracks"


@believed
def _on_file() -> dict[str, Exercise]:
    paths = tuple(usable("exercises", parse, only=is_exercise).values())
    return _in_order(paths, tuple(map(_changed, paths)))


@lru_cache(8)
def _in_order(paths: tuple[Path, ...], changed: tuple[int, ...]) -> dict[str, Exercise]:
    """The same files, unchanged since, are the same exercises."""
    found = [_parsed(*of) for of in zip(paths, changed, strict=True)]
    return {exercise.name: exercise for exercise in sorted(found, key=lambda one: (one.unit, one.name))}


def exercise(name: str) -> Exercise:
    """One exercise by name. Raises CleanClaimError with the names there are."""
    only = _assigned.get()
    if only is not None:
        return _item(only, str(name))
    path = scan("exercises").get(str(name))
    if path is None or not is_exercise(path):
        known = (one for one, place in scan("exercises").items() if is_exercise(place))
        raise CleanClaimError(
            f"no exercise {str(name)[:60]!r}",
            "exercises",
            ", ".join(known) or "a file in exercises/<unit>",
            renaming("exercises", str(name)) or "choose one of these",
        )
    return parse(path)


@contextmanager
def assigned(items: Mapping[str, Exercise] | None) -> Iterator[None]:
    """Within, there are only these exercises: the items of an assignment by name; None: every exercise.

    >>> with assigned({}): len(exercises())
    0
    """
    before = _assigned.set(items)
    try:
        yield
    finally:
        _assigned.reset(before)


def _item(items: Mapping[str, Exercise], name: str) -> Exercise:
    if name not in items:
        raise CleanClaimError(
            f"no item {name[:60]!r} in this assignment", "assignment", ", ".join(items), "choose one of these"
        )
    return items[name]


def parse(path: Path) -> Exercise:
    """Read one file. Raises CleanClaimError naming file and field for anything that is not as described above."""
    return _parsed(Path(path), _changed(path))


def _changed(path: Path) -> int:
    """When a file was last changed (nanoseconds), 0 where there is none."""
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


@cache
def _parsed(path: Path, _: int) -> Exercise:
    return from_content(read_toml(path), path.stem, path.parent.name, str(path))


def from_content(content: Mapping[str, Any], name: str, unit: str, path: str) -> Exercise:
    """An exercise from a parsed TOML document."""
    where = Place(path)
    found = record(content, where, FIELDS)
    if bool(found["scenario"]) == bool(found["scenarios"]):
        raise where.at("scenario").refuse(
            "both scenario and scenarios are given" if found["scenario"] else "scenario is missing",
            'scenario = "..." or scenarios = ["...", "..."]',
            "write one of the two",
        )
    single, several = found.pop("scenario"), found.pop("scenarios")
    plural = {key: found.pop(key) for key in ("payer_error", "sample")}
    made = Exercise(
        name=name,
        unit=unit,
        path=path,
        scenarios=several or (single,),
        payer_errors=plural["payer_error"],
        samples=plural["sample"],
        **found,
    )
    _check(made, where)
    return made


def _check(made: Exercise, where: Place) -> None:
    """What only the whole can tell."""
    if made.registered and not made.second_payer:
        raise where.at("second_payer").refuse(
            "registered without second_payer", "a file of data/payers", "name the patient's second payer"
        )
    task_folders.given(made.task, made.given, where.at("given"))
    lacking = task_folders.lacks(made.task, made)
    if lacking is not None:
        raise where.at(lacking.field).refuse(lacking.found, "what was wrong before", lacking.write)


def _given(value: Any, where: Place) -> Mapping[str, Any]:
    """A table that the task reads."""
    if not isinstance(value, Mapping):
        raise where.refuse(f"found {shown(value)}", "a table [given]", "write [given] and its fields below it")
    return dict(value)


def _payer_error(value: Any, where: Place) -> PayerError:
    return checked(PayerError(**record(value, where, PAYER_ERROR)), f"{where.file}, {where.field}")


def _answer(value: Any, where: Place) -> str | Mapping[str, Any]:
    """truth, blank, a kind of mistake, or an answer as a desk sends it."""
    is_word = isinstance(value, str) and (value in ("truth", "blank") or value.startswith("mistake "))
    if not is_word and not isinstance(value, Mapping):
        raise where.refuse(
            f"found {shown(value)}", "truth, blank, mistake ERROR, or a table [sample.answer]", "write one of these"
        )
    return value


def _earns(value: Any, where: Place) -> str | float:
    """full, none, less, or points."""
    if value not in EARNS and (isinstance(value, bool) or not isinstance(value, (int, float))):
        raise where.refuse(f"found {shown(value)}", "full, none, less or points", "write one of these")
    return value


TEXT = text_up_to(4000)
CHOICES = Field(table_of(text, lambda value, where: value), {})
PAYER_ERROR = {
    "kind": Field(word(*KINDS)),
    "policy": Field(TEXT, ""),
    "percent": Field(whole(0, 99), 0),
    "days": Field(whole(0, MOST_DAYS), 0),
    "code": Field(TEXT, ""),
    "why": Field(TEXT),
}
TRAP = {"error": Field(TEXT)}
SAMPLE = {"what": Field(TEXT), "answer": Field(_answer), "earns": Field(_earns), "choices": CHOICES}
FIELDS = {
    "title": Field(TEXT),
    "task": Field(lambda value, where: word(*task_folders.names())(value, where)),
    "scenario": Field(TEXT, ""),
    "scenarios": Field(items(TEXT, least=1), ()),
    "skills": Field(items(TEXT, least=1)),
    "points": Field(number_between(0.5, 100)),
    "ask": Field(TEXT),
    "hints": Field(items(TEXT, least=1)),
    "payer": Field(TEXT, ""),
    "search": Field(word(*SEARCHES), "type-ahead"),
    "mode": Field(word(*REVEALS), "practice"),
    "start": Field(word(*STARTS), "filled"),
    "steps_done": Field(whole(0, 20), 0),
    "second_payer": Field(TEXT, ""),
    "patient": Field(TEXT, ""),
    "registered": Field(word(*REGISTERED), ""),
    "oldest": Field(whole(1, 120), 0),
    "level": Field(whole(1, 5), 1),
    "goal": Field(TEXT, ""),
    "minutes": Field(whole(0, 600), 0),
    "choices": CHOICES,
    "trap": Field(lambda value, where: record(value, where, TRAP), {}),
    "given": Field(_given, {}),
    "credentialing": Field(provider_file.read, None),
    "payer_error": Field(items(_payer_error), ()),
    "sample": Field(items(lambda value, where: Sample(**record(value, where, SAMPLE))), ()),
}
