"""The answer of the task: for each code of the claim, each modifier and each number of units that is asked about, the
phrases marked in the record, or that the record does not support it.

    {"dx_1": {"marked": [{"document": 1, "section": 4, "line": 0, "start": 3, "end": 20}], "absent": false},
     "line_1": {"marked": [], "absent": true}, "line_1_units": {...}, "line_1_modifier_1": {...}}
"""

from dataclasses import dataclass, field
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.learn.exercises.answer_format import Problem
from sim.learn.tasks.form import Form, Phrases, Tick
from sim.learn.tasks.form_answers import admit, read

MOST_DIAGNOSES = MOST_LINES = 12
MOST_MODIFIERS = 4
MOST_PHRASES = 4
ABSENT = "Not in the record"


def names() -> list[str]:
    """The fields of any claim, in the order of a form."""
    lines = [
        [name, *(f"{name}_modifier_{place}" for place in range(1, MOST_MODIFIERS + 1)), f"{name}_units"]
        for name in (f"line_{number}" for number in range(1, MOST_LINES + 1))
    ]
    return [f"dx_{number}" for number in range(1, MOST_DIAGNOSES + 1)] + [name for line in lines for name in line]


def controls(name: str, label: str = "", help: str = "", tag: str = "") -> tuple[Phrases, Tick]:
    """What is asked about one code: the phrases, or that there is none."""
    return Phrases(f"{name}.marked", label, help, MOST_PHRASES, tag), Tick(f"{name}.absent", ABSENT)


FORM = Form(tuple(control for name in names() for control in controls(name)))


@dataclass(frozen=True)
class Entry:
    """What was answered about one code."""

    marked: tuple[dict[str, int], ...] = ()
    absent: bool = False

    @property
    def is_blank(self) -> bool:
        """Neither a phrase nor that there is none."""
        return not self.marked and not self.absent

    def as_dict(self) -> dict[str, Any]:
        """As a desk sends it."""
        return {"marked": [dict(spot) for spot in self.marked], "absent": self.absent}


@dataclass(frozen=True)
class Answer:
    """What was answered, by the name of the field; nothing where nothing was."""

    entries: dict[str, Entry] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Nothing was answered."""
        return not self.entries

    def of(self, name: str) -> Entry:
        """The answer about one code."""
        return self.entries.get(name, Entry())

    def as_dict(self) -> dict[str, Any]:
        """As a desk sends it."""
        return {name: entry.as_dict() for name, entry in self.entries.items()}


def parse(given: object) -> Answer | list[Problem]:
    """Read an answer strictly; a list of problems for one that cannot be read.

    >>> parse({"dx_1": {"absent": True}}).of("dx_1").absent
    True
    >>> spot = {"document": 0, "section": 0, "line": 0, "start": 0, "end": 4}
    >>> [problem.where for problem in parse({"dx_1": {"absent": True, "marked": [spot]}})]
    ['dx_1.absent']
    """
    try:
        draft = admit(FORM, given, "answer")
    except CleanClaimError as error:
        return [Problem("answer", error.what, error.expected)]
    values, problems = read(FORM, draft)
    entries = {
        name: Entry(tuple(one.get("marked") or ()), bool(one.get("absent"))) for name, one in values.items() if one
    }
    problems += [
        Problem(f"{name}.absent", f"both a phrase and {ABSENT.lower()!r}", "one of the two")
        for name, one in entries.items()
        if one.marked and one.absent
    ]
    return problems or Answer({name: one for name, one in entries.items() if not one.is_blank})
