"""The manager's task: one question about two strategies, answered from a quarter that both have worked.

    {"answer": "b"}          the letter of the choice

Not modeled: a question that is answered in words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.ground.files import remembered_up_to
from sim.learn.exercises.answer_format import Problem, Reading
from sim.learn.exercises.case import Case
from sim.learn.grading import error_kinds
from sim.learn.grading.marks import Mark, Marks
from sim.learn.tasks.contract import Finding, Step
from sim.learn.tasks.form import Choice, Form, Option
from sim.learn.tasks.quick_check.question import LETTERS, Laid, lay_out
from sim.manager.tasks.weigh_strategies.given import given
from sim.manager.tasks.weigh_strategies.money_questions import ALONE, COST, MISREAD, PART, UNSUPPORTED
from sim.manager.tasks.weigh_strategies.panels import panels
from sim.manager.tasks.weigh_strategies.played import found, wanted
from sim.manager.tasks.weigh_strategies.work_questions import ASKED

__all__ = ["Answer", "faults", "form", "given", "grade", "key", "mistaken", "mistakes", "opens", "parse", "worked"]

role, desk, title = "biller", "manager", "Weigh two strategies"
FIELD = "answer"
SKILL = "key-figures"
mistakes = (COST, UNSUPPORTED, MISREAD, ALONE, PART)


@dataclass(frozen=True)
class Answer:
    """The letter that was chosen."""

    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Nothing was chosen."""
        return not self.chosen

    def as_dict(self) -> dict[str, Any]:
        """As a desk sends it."""
        return dict(self.chosen)


@remembered_up_to(64)
def _laid(case: Case) -> Laid:
    """The question of a case; a wrong choice that reads like the right one, or like another, is left out."""
    asked = ASKED[wanted(case).question](found(case))
    wrong = {one.words: one for one in reversed(asked.wrong) if one.words != asked.right}
    kept = tuple(reversed(wrong.values()))
    return lay_out("", type(asked)(**{**vars(asked), "wrong": kept}), f"{case.exercise.name} {case.variant}")


def opens(case: Case) -> dict[str, Any]:
    """The tables and pictures of both quarters; no record of a patient."""
    asked = wanted(case)
    return {
        "label": "Two strategies, the same patients",
        "variant": case.variant,
        "facts": [
            ["Strategy A", asked.first.label],
            ["Strategy B", asked.second.label],
            ["Visits", f"{asked.visits:,}"],
        ],
        "panels": panels(found(case)),
    }


def form(case: Case) -> Form:
    """One choice."""
    laid = _laid(case)
    return Form((Choice(FIELD, laid.question.ask, "", tuple(Option(one, laid.words(one)) for one in laid.offers)),))


def parse(given: object) -> Answer | list[Problem]:
    """An answer, or what could not be read.

    >>> parse({"answer": "b"}).as_dict(), parse({"answer": "z"})[0].line()
    ({'answer': 'b'}, "answer: found 'z'; expected one of a, b, c, d")
    """
    read = Reading()
    fields = read.fields({} if given is None else given, (FIELD,), "answer")
    chosen = {name: read.text(value, name, 10) for name, value in fields.items()}
    for name, letter in chosen.items():
        if letter and letter not in LETTERS:
            read.refuse(name, letter, "one of " + ", ".join(LETTERS))
    return read.problems or Answer({name: letter for name, letter in chosen.items() if letter})


def grade(answer: Answer, case: Case) -> Marks | list[Problem]:
    """The mark: right, or why this choice is wrong and what is right."""
    laid, letter = _laid(case), answer.chosen.get(FIELD, "")
    if letter and letter not in laid.offers:
        return [Problem(FIELD, f"found {letter!r}", "one of the choices of this question")]
    if not letter:
        return Marks((), 0, 1, case.exercise.points)
    wrong = laid.offers[letter]
    asked = laid.question
    mark = Mark(
        FIELD,
        "wrong" if wrong else "right",
        f"{wrong.reason} {asked.why}" if wrong else asked.why,
        earned=0.0 if wrong else 1.0,
        skill=error_kinds.skill(wrong.error) if wrong else SKILL,
        error=wrong.error if wrong else "",
        title=error_kinds.words(wrong.error) if wrong else "",
        hint=f"Look at: {asked.place}.",
        key=asked.right,
        cite=asked.cite,
        reason=wrong.reason if wrong else "",
    )
    return Marks((mark,), 1, 1, case.exercise.points)


def key(case: Case) -> dict[str, Any]:
    """The right letter."""
    return {FIELD: _laid(case).right_letter}


def mistaken(case: Case, error: str) -> dict[str, Any] | None:
    """The choice that is this mistake; None where the question does not offer it."""
    offers = _laid(case).offers.items()
    return next(({FIELD: letter} for letter, one in offers if one is not None and one.error == error), None)


def faults(case: Case) -> list[Finding]:
    """A question with fewer than three choices: the quarters do not tell them apart."""
    if len(_laid(case).offers) >= 3:
        return []
    return [Finding("given", "two choices or fewer that differ", "another change, or more visits")]


def worked(case: Case) -> list[Step]:
    """Where one looks, what it says, what follows."""
    asked = _laid(case).question
    return [Step(asked.place, asked.says, f"{asked.right}. {asked.why}", asked.cite, (FIELD,))]
