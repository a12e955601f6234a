"""The drill's task: one fact and a choice, several in a row, from the lists of codes and from what came back for the
case's own claim.

    {"q1": "b", "q2": "a"}          the letter of the choice, by question
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.learn.exercises.answer_format import Problem, Reading
from sim.learn.exercises.case import Case
from sim.learn.grading.feedback import sentences
from sim.learn.grading.marks import Mark, Marks
from sim.learn.tasks.contract import Finding, Step
from sim.learn.tasks.form import Choice, Form, Option
from sim.learn.tasks.quick_check.drawn import asks_of_own_claim, lacking, questions
from sim.learn.tasks.quick_check.given import MOST, given
from sim.learn.tasks.quick_check.kinds import kinds
from sim.learn.tasks.quick_check.own_remittance import panel
from sim.learn.tasks.quick_check.question import LETTERS, Laid

__all__ = ["Answer", "faults", "form", "given", "grade", "key", "mistaken", "mistakes", "opens", "parse", "worked"]

role, desk, title = "coder", "coder", "Quick check"
FIELDS = tuple(f"q{place}" for place in range(1, MOST + 1))
SENTENCES = 6
mistakes = tuple(dict.fromkeys(error for kind in kinds().values() for error in kind.errors))


@dataclass(frozen=True)
class Answer:
    """The letter chosen for each question that was answered."""

    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Nothing was chosen."""
        return not self.chosen

    def as_dict(self) -> dict[str, Any]:
        """As a desk sends it."""
        return dict(self.chosen)


def opens(case: Case) -> dict[str, Any]:
    """The patient's day and payer, and the remittance where something is asked about it; no record."""
    return {"variant": case.variant, "payer": case.payer_label, "panels": _panels(case)}


def _panels(case: Case) -> list[dict[str, Any]]:
    return [panel(case)] if asks_of_own_claim(case) else []


def form(case: Case) -> Form:
    """One choice a question."""
    return Form(
        tuple(
            Choice(
                name,
                f"{place}. {laid.question.ask}",
                "",
                tuple(Option(letter, laid.words(letter)) for letter in laid.offers),
            )
            for place, (name, laid) in enumerate(zip(FIELDS, questions(case), strict=False), 1)
        )
    )


def parse(given: object) -> Answer | list[Problem]:
    """An answer, or what could not be read.

    >>> parse({"q1": "b", "q2": ""}).as_dict(), parse({"q1": "z"})[0].line()
    ({'q1': 'b'}, "q1: found 'z'; expected one of a, b, c, d")
    """
    read = Reading()
    fields = read.fields({} if given is None else given, FIELDS, "answer")
    chosen = {name: read.text(value, name, 10) for name, value in fields.items()}
    for name, letter in chosen.items():
        if letter and letter not in LETTERS:
            read.refuse(name, letter, "one of " + ", ".join(LETTERS))
    return read.problems or Answer({name: letter for name, letter in chosen.items() if letter})


def grade(answer: Answer, case: Case) -> Marks | list[Problem]:
    """One mark a question; a choice that a question does not have is told first."""
    asked = dict(zip(FIELDS, questions(case), strict=False))
    unknown = [
        Problem(name, f"found {letter!r}", "one of the choices of this question")
        for name, letter in answer.chosen.items()
        if name not in asked or letter not in asked[name].offers
    ]
    if unknown:
        return unknown
    marks = tuple(_mark(name, laid, answer.chosen.get(name, "")) for name, laid in asked.items())
    return Marks(marks, len(answer.chosen), len(asked), case.exercise.points)


def _mark(name: str, laid: Laid, letter: str) -> Mark:
    """The fact, and of a wrong choice why it is wrong."""
    wrong = laid.offers[letter] if letter else None
    is_right = letter == laid.right_letter
    kind = kinds()[laid.kind]
    said = f"{wrong.reason} {laid.question.why}" if wrong else laid.question.why
    return Mark(
        name,
        "right" if is_right else "wrong" if letter else "missing",
        sentences(said, SENTENCES),
        1.0,
        float(is_right),
        kind.skill,
        wrong.error if wrong else "",
        "" if is_right else "Not this one" if letter else "Not answered",
        kind.hint,
        laid.question.right,
        laid.question.cite,
        reason=wrong.reason if wrong else "",
    )


def key(case: Case) -> dict[str, Any]:
    """The right letters."""
    return {name: laid.right_letter for name, laid in zip(FIELDS, questions(case), strict=False)}


def mistaken(case: Case, error: str) -> dict[str, Any] | None:
    """Everything right but the first question at which this mistake can be made."""
    for name, laid in zip(FIELDS, questions(case), strict=False):
        for letter, offer in laid.offers.items():
            if offer is not None and offer.error == error:
                return {**key(case), name: letter}
    return None


def faults(case: Case) -> list[Finding]:
    """A drill with too few questions, or about a fact that none of its kinds knows."""
    return lacking(case)


def worked(case: Case) -> list[Step]:
    """Question by question: where it stands, what it says, the answer."""
    return [
        Step(
            laid.question.place,
            laid.question.says,
            f"{laid.question.right}. So the answer is {laid.right_letter}. {laid.question.why}",
            laid.question.cite,
            (name,),
        )
        for name, laid in zip(FIELDS, questions(case), strict=False)
    ]
