"""The follow-up on an aging list: for each claim its place in the order of work, what the status says, what is done,
and the note.

    {"claims": {"c1": {"order": "1", "found": "rejected", "action": "correct", "reference": "", "again": "2026-07-21"}}}

The order stays empty for a claim that is not worked today, the reference where the payer gave none, the day where
nothing more is to be heard.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sim.billing.denials.follow_up import IN_WORDS, PART, STEPS, near_days
from sim.ground.dates import Day
from sim.ground.params import param_value
from sim.learn.exercises.answer_format import Problem, Reading
from sim.learn.tasks.follow_up.aging_list import MOST
from sim.learn.tasks.form import Choice, Date, Form, Line, Number, Option, Sheet, Text
from sim.learn.tasks.form_answers import read

FOUND = tuple(
    option
    for name, words in IN_WORDS.items()
    for option in (Option(name, words), *((Option(PART, "Paid in part, a line denied"),) if name == "paid" else ()))
)
FIELDS = (
    Number("order", "Order", least=1, most=MOST),
    Choice("found", "What was found", options=FOUND),
    Choice("action", "What is done", options=tuple(Option(one.id, one.words) for one in STEPS)),
    Text("reference", "Reference number", most=40),
    Date("again", "Next follow-up"),
)


def line_id(place: int) -> str:
    """What a line of the list is called, counted from 1.

    >>> line_id(3)
    'c3'
    """
    return f"c{place}"


def form_of(lines: tuple[Line, ...], on: Day = "2026-06-01") -> Form:
    """The Form of a list, with the rules that hold on its day."""
    return Form((Sheet("claims", "Follow-up", rules(on), (), lines, FIELDS, "claim"),))


def rules(on: Day) -> str:
    """The clinic's rules for the order of work and for notes."""
    days = param_value("grace_of_follow_up", "*", str(on))
    return (
        f"Order of work: first what has to reach the payer within {near_days(str(on))} days, the nearest last day"
        " first. Then the other claims that can be worked, the largest expected payment first. Then what cannot be paid"
        " anymore. A claim that only waits needs no number. Reference number: the payer's claim number or the"
        " payment number, if there is one. Next follow-up: where an answer is awaited, on the day under “follow up"
        f" after” or up to {days} days later; after anything sent or asked, and for a pending payment, within {days}"
        " days from tomorrow on. Where nothing more is to be heard, no day is needed."
    )


@dataclass(frozen=True)
class Row:
    """What was entered for one claim."""

    order: int | None = None
    found: str = ""
    action: str = ""
    reference: str = ""
    again: date | None = None


@dataclass(frozen=True)
class Answer:
    """What was entered, by line."""

    claims: Mapping[str, Row] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Nothing was entered."""
        return not self.claims

    def as_dict(self) -> dict[str, Any]:
        """As a desk sends it."""
        return {
            "claims": {
                line: {name: str(value) for name, value in asdict(row).items() if value not in (None, "")}
                for line, row in self.claims.items()
            }
        }


ANY = form_of(tuple(Line(line_id(place), "") for place in range(1, MOST + 1)))


def parse(given: object) -> Answer | list[Problem]:
    """An answer, or what could not be read.

    >>> parse({"claims": {"c1": {"order": "2", "action": "wait"}}})
    Answer(claims={'c1': Row(order=2, found='', action='wait', reference='', again=None)})
    >>> [problem.where for problem in parse({"claims": {"c1": {"order": "first", "again": "soon"}}})]
    ['claims.c1.order', 'claims.c1.again']
    """
    reading = Reading()
    entered = reading.fields(given, ["claims"], "answer")
    values, problems = read(ANY, entered)
    if reading.problems or problems:
        return [*reading.problems, *problems]
    return Answer({line: Row(**cells) for line, cells in (values.get("claims") or {}).items()})
