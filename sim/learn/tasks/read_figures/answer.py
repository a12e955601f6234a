"""The manager's answer: for each figure the formula by its letter and the value, then what to prevent first.

    {"net_formula": "b", "net_value": "63.5",
     "cause": "too_many_units", "owner": "coder", "prevention": "review_charts", "after": "5.2"}

A value is typed with one decimal or more; percent and days may be typed behind it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sim.ground.files import remembered
from sim.billing.denials.denial_mix import Denials
from sim.billing.denials.remedies import prevention_rows
from sim.ground.files import find, read_csv
from sim.learn.exercises.answer_format import Problem, Reading
from sim.learn.tasks.form import Choice, Form, Option, Text
from sim.learn.tasks.form_answers import read
from sim.learn.tasks.read_figures.key_figures import KeyFigure, by_name, key_figures

NUMBER = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)\s*(?:%|percent|days)?", re.ASCII)
NOBODY = "nobody"
ROUNDING = {
    "days": "In days, rounded to one decimal such as 41.3.",
    "percent": "In percent, rounded to one decimal such as 12.4.",
}
DECIDED = ("cause", "owner", "prevention", "after")


def whole_form() -> Form:
    """Every field that any case may ask for."""
    known = [Denials(row["cause"], row["label"], 0, 0, 0, 0) for row in _causes()]
    return form_of(list(key_figures().values()), known)


def form_of(figures: list[KeyFigure], causes: list[Denials] | None) -> Form:
    """The fields of these figures, and of the decision among these causes; None for no decision."""
    asked = [control for one in figures for control in _of_figure(one)]
    return Form((*asked, *(_of_decision(causes) if causes is not None else ())))


def _of_figure(one: KeyFigure) -> tuple[Choice, Text]:
    ways = tuple(Option(letter, f"{text[:1].upper()}{text[1:]}") for letter, (_, text) in one.ways.items())
    return (
        Choice(f"{one.name}_formula", f"{one.label}: how is it counted?", one.asks, ways),
        Text(f"{one.name}_value", f"{one.label}: value", ROUNDING[one.unit], most=20),
    )


def _of_decision(causes: list[Denials]) -> tuple[Choice | Text, ...]:
    owners = sorted({row["desk"] for row in _causes()} - {NOBODY})
    ways = sorted(prevention_rows().values(), key=lambda row: str(row["label"]))
    return (
        Choice(
            "cause",
            "Which root cause do you work on first?",
            "The one with the most dollars denied, whatever the number of claims.",
            tuple(Option(one.code, one.label) for one in sorted(causes, key=lambda one: one.label)),
        ),
        Choice(
            "owner",
            "Who owns this cause?",
            "At whose desk the decision was made that led to it.",
            tuple(Option(name, owner_words(name)) for name in owners),
        ),
        Choice(
            "prevention",
            "What do you change?",
            "So that it isn't denied again, in addition to working what is denied already.",
            tuple(Option(row["prevention"], row["label"]) for row in ways),
        ),
        Text(
            "after",
            "What would the denial rate be without this cause?",
            "Claims that something else denied as well stay denied. " + ROUNDING["percent"],
            most=20,
        ),
    )


def owner_words(owner: str) -> str:
    """A desk as people call who sits there.

    >>> owner_words("poster"), owner_words("front desk")
    ('Payment poster', 'Front desk')
    """
    return "Payment poster" if owner == "poster" else f"{owner[:1].upper()}{owner[1:]}"


@remembered
def _causes() -> list[dict[str, Any]]:
    return [row for row in read_csv(find("data/codes/causes.csv")) if row["prevention"]]


@dataclass(frozen=True)
class Answer:
    """What was entered: letters and ids as texts, numbers as they were typed."""

    entered: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Nothing was entered."""
        return not self.entered

    def as_dict(self) -> dict[str, Any]:
        """As a desk sends it."""
        return dict(self.entered)

    def text(self, name: str) -> str:
        """What was entered in a field; empty for nothing."""
        return self.entered.get(name, "")

    def value(self, name: str) -> Fraction | None:
        """The number of a field; None where there is none."""
        return number_of(self.text(name))


def number_of(typed: str) -> Fraction | None:
    """A number as people type it; None for anything else.

    >>> number_of("63.5 %"), number_of("41 days"), number_of("many"), number_of("")
    (Fraction(127, 2), Fraction(41, 1), None, None)
    """
    found = NUMBER.fullmatch(typed.strip())
    return Fraction(Decimal(found[1])) if found else None


def is_whole(typed: str) -> bool:
    """Was it typed without a decimal?"""
    return "." not in typed


def parse(given: object) -> Answer | list[Problem]:
    """An answer, or what could not be read.

    >>> parse({"net_value": "63.5%", "owner": ""}).as_dict()
    {'net_value': '63.5%'}
    >>> [problem.line() for problem in parse({"net_value": "many"})]
    ["net_value: found 'many'; expected a number such as 12.4"]
    """
    form, reading = whole_form(), Reading()
    entered = reading.fields(given, [control.name for control in form.controls], "answer")
    values, problems = read(form, entered)
    for name in numbers():
        typed = values.get(name) or ""
        if typed and number_of(typed) is None:
            reading.refuse(name, typed, "a number such as 12.4")
    told = [*reading.problems, *problems]
    return told or Answer({name: value for name, value in values.items() if value})


def numbers() -> list[str]:
    """The fields that hold a number."""
    return [*(f"{name}_value" for name in by_name()), "after"]
