"""The biller's answer: line by line what the contract allows, by how much the line is short, and what to do.

    {"claim1": {"1": {"contract": "105.29", "short": "21.06", "action": "dispute"}}}

claim1 is the first claim of the remittance; its lines have their own numbers. Nothing in `short` is the same as 0.00.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.ground.money import dollars
from sim.learn.exercises.answer_format import Problem, Reading
from sim.learn.exercises.several_visits import MOST
from sim.learn.tasks.form import Choice, Form, Line, Money, Option, Sheet
from sim.learn.tasks.form_answers import read

LINES = 50
ACTIONS = {
    "paid": "Allowed as contracted",
    "dispute": "Short: dispute it",
    "late": "Short: too late",
}
FIELDS = (
    Money("contract", "Contract allows"),
    Money("short", "Short by"),
    Choice("action", "What to do", "", tuple(Option(name, words) for name, words in ACTIONS.items())),
)


@dataclass(frozen=True)
class Judged:
    """What was entered for a line: cents, and what to do; None and "" where nothing was entered."""

    contract: int | None = None
    short: int | None = None
    action: str = ""

    @property
    def shortfall(self) -> int:
        """Nothing entered is nothing short."""
        return self.short or 0

    def as_dict(self) -> dict[str, str]:
        """As a desk sends it."""
        cents = {"contract": self.contract, "short": self.short}
        sent = {name: dollars(value).replace("$", "") for name, value in cents.items() if value is not None}
        return {**sent, **({"action": self.action} if self.action else {})}


def claim_sheet(number: int, label: str, lines: tuple[Line, ...]) -> Sheet:
    """The lines of one claim and what is asked of each."""
    return Sheet(f"claim{number}", label, "", ("Units", "Allowed"), lines, FIELDS)


WHOLE = Form(
    tuple(
        claim_sheet(number, "", tuple(Line(str(line), "") for line in range(1, LINES + 1)))
        for number in range(1, MOST + 1)
    )
)
NAMES = tuple(control.name for control in WHOLE.controls)


@dataclass(frozen=True)
class Answer:
    """(claim, line) -> what was entered for it."""

    lines: Mapping[tuple[int, int], Judged] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Nothing was entered."""
        return not self.lines

    def as_dict(self) -> dict[str, Any]:
        """As a desk sends it."""
        sent: dict[str, Any] = {}
        for (claim, line), judged in self.lines.items():
            sent.setdefault(f"claim{claim}", {})[str(line)] = judged.as_dict()
        return sent


def parse(given: object) -> Answer | list[Problem]:
    """An answer, or what could not be read.

    >>> parse({"claim1": {"2": {"contract": "$105.29", "action": "paid"}}}).lines
    {(1, 2): Judged(contract=10529, short=None, action='paid')}
    >>> [problem.where for problem in parse({"claim1": {"1": {"short": "-3", "action": "wait"}}})]
    ['claim1.1.short', 'claim1.1.action']
    """
    reading = Reading()
    entered = reading.fields({} if given is None else given, NAMES, "answer")
    values, problems = read(Form(tuple(one for one in WHOLE.controls if entered.get(one.name))), entered)
    if reading.problems or problems:
        return [*reading.problems, *problems]
    return Answer(
        {
            (int(name.removeprefix("claim")), int(line)): Judged(**cells)
            for name, lines in values.items()
            for line, cells in lines.items()
        }
    )
