"""The answer of the task: what was counted for each element, its level, what decides, and the code.

{"problems": [{"what": "hypertension", "kind": "chronic not at goal"}],
 "data": [{"what": "TSH", "kind": "test"}],
 "risk": "prescription drug management", "minutes": "34",
 "level": {"problems": "moderate", "data": "minimal", "risk": "moderate"},
 "decides": "problems and risk", "code": "99214"}

Where the kind of visit is asked too (see visit_family.py): "family": "hospital subsequent".
"""

from dataclasses import dataclass, field
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.learn.exercises.answer_format import Problem
from sim.learn.tasks.em_level import words
from sim.learn.tasks.em_level.visit_family import FIELD
from sim.learn.tasks.form import Choice, Code, Form, Number, Rows, Text
from sim.learn.tasks.form_answers import admit, read

MOST_ROWS = 12
MOST_MINUTES = 1440
OFFICE = Form(
    (
        Rows(
            "problems",
            "Problems addressed today",
            "One row for each problem that was assessed or treated. A condition that is only listed is none.",
            (
                Choice("kind", "Kind of problem", "", words.options(words.PROBLEMS)),
                Text("what", "Problem (your note, not graded)", "", 80),
            ),
            MOST_ROWS,
            "problem",
        ),
        Rows(
            "data",
            "Data",
            "One row for each item. Count a test once. Leave it empty where the record shows none.",
            (
                Choice("kind", "Kind of item", "", words.options(words.DATA)),
                Text("what", "Test, note or person (your note)", "", 80),
            ),
            MOST_ROWS,
            "item",
        ),
        Choice("risk", "Risk: the riskiest decision", "What was decided about treatment?", words.options(words.RISK)),
        Number(
            "minutes",
            "Total time",
            "The clinician's own time on the date of service. Leave it empty where the record states none.",
            1,
            MOST_MINUTES,
            "minutes",
        ),
        Choice("level.problems", "Level of the problems", "", words.choices(words.LEVELS)),
        Choice("level.data", "Level of the data", "", words.choices(words.DATA_LEVELS)),
        Choice("level.risk", "Level of the risk", "", words.choices(words.LEVELS)),
        Choice(
            "decides",
            "What decides?",
            "Two elements that reach the level of the visit, or time.",
            words.choices(words.WAYS),
        ),
        Code("code", "Visit code", "The code for this patient and this level, such as 99202 or 99212."),
    )
)
EVERYWHERE = Form((FIELD, *OFFICE.controls))  # where the kind of visit is asked too


@dataclass(frozen=True)
class Entry:
    """A row as entered; `place` is its row on the page."""

    place: int
    kind: str
    what: str = ""


@dataclass(frozen=True)
class Answer:
    """What was entered; empty where nothing was."""

    problems: tuple[Entry, ...] = ()
    data: tuple[Entry, ...] = ()
    risk: str = ""
    minutes: int | None = None
    level: dict[str, str] = field(default_factory=dict)
    decides: str = ""
    code: str = ""
    family: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing was answered."""
        single = (self.risk, self.minutes, self.level, self.decides, self.code, self.family)
        return not (self.problems or self.data or any(single))

    def as_dict(self) -> dict[str, Any]:
        """As a desk sends it."""
        return {
            "problems": [{"kind": one.kind, "what": one.what} for one in self.problems],
            "data": [{"kind": one.kind, "what": one.what} for one in self.data],
            "risk": self.risk,
            "minutes": "" if self.minutes is None else str(self.minutes),
            "level": dict(self.level),
            "decides": self.decides,
            "code": self.code,
            **({"family": self.family} if self.family else {}),
        }


def parse(given: object) -> Answer | list[Problem]:
    """Read an answer strictly; a list of problems for one that cannot be read.

    >>> parse({"risk": "OTC drug", "minutes": "34"}).minutes
    34
    >>> [problem.where for problem in parse({"minutes": "many", "problems": [{"what": "cough"}]})]
    ['minutes', 'problems.0.kind']
    """
    try:
        draft = admit(EVERYWHERE, given, "answer")
    except CleanClaimError as error:
        return [Problem("answer", error.what, error.expected)]
    values, problems = read(EVERYWHERE, draft)
    rows = {name: _entries(draft[name], values[name]) for name in ("problems", "data")}
    problems += [
        Problem(f"{name}.{one.place}.kind", "no kind was chosen", "a kind from the list, or no row")
        for name, entries in rows.items()
        for one in entries
        if not one.kind and not any(problem.where == f"{name}.{one.place}.kind" for problem in problems)
    ]
    if problems:
        return problems
    level = {element: chosen for element, chosen in values["level"].items() if chosen}
    return Answer(
        rows["problems"],
        rows["data"],
        values["risk"],
        values["minutes"],
        level,
        values["decides"],
        values["code"],
        values["family"],
    )


def _entries(drafted: list[dict[str, Any]], rows: list[dict[str, Any]]) -> tuple[Entry, ...]:
    """The rows that hold something, each with its place on the page."""
    places = [place for place, row in enumerate(drafted) if row.get("kind") or row.get("what")]
    return tuple(Entry(place, row["kind"], row["what"]) for place, row in zip(places, rows, strict=True))
