"""Questions for a question bank: those of quick checks, really drawn, with their choices, the reason of each wrong one,
and the rule. A question about a remittance has the remittance in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from html import escape
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.learn.exercises.case import Case, draw
from sim.learn.exercises.exercise import Exercise, exercise, exercises
from sim.learn.tasks.quick_check.drawn import questions
from sim.learn.tasks.quick_check.own_remittance import panel
from sim.learn.tasks.quick_check.question import Laid

TASK = "quick_check"
MOST = 50  # variants of an exercise


@dataclass(frozen=True)
class Choice:
    """A choice: its words, whether it is the right one, and what is said of it."""

    words: str
    is_right: bool
    feedback: str


@dataclass(frozen=True)
class BankQuestion:
    """A question as an LMS takes it. html: the question with what it is about, escaped; why: the fact in words, and
    where it is written."""

    title: str
    html: str
    choices: tuple[Choice, ...]
    why: str

    @property
    def key(self) -> str:
        """A short name that belongs to what is asked: with other wrong choices it is still the same question."""
        return blake2b(self.html.encode(), digest_size=8).hexdigest()


def bank(names: Sequence[str], variants: int = 1) -> tuple[BankQuestion, ...]:
    """The questions of these exercises in so many variants, each once. Raises CleanClaimError for an exercise that is
    no quick check.

    >>> made = bank(["drill_02_places"], 2)
    >>> len(made) > 5, sum(choice.is_right for choice in made[0].choices)
    (True, 1)
    """
    if not 1 <= variants <= MOST:
        raise CleanClaimError(f"{variants} variants", "--variants", f"a number from 1 to {MOST}", "choose another")
    found: dict[str, BankQuestion] = {}
    for name in names:
        one = _quick_check(name)
        for variant in range(1, variants + 1):
            case = draw(one.name, variant)
            for laid in questions(case):
                made = _made(one, case, laid)
                found.setdefault(made.key, made)
    return tuple(found.values())


def quick_checks() -> tuple[str, ...]:
    """The names of all exercises that are quick checks."""
    return tuple(name for name, one in exercises().items() if one.task == TASK)


def _quick_check(name: str) -> Exercise:
    one = exercise(name)
    if one.task != TASK:
        raise CleanClaimError(
            "a question bank takes questions with choices; this exercise has a form",
            f"exercise {name}",
            "a quick check: " + ", ".join(quick_checks()),
            "name one of these, or all: leave the names out",
        )
    return one


def _made(one: Exercise, case: Case, laid: Laid) -> BankQuestion:
    asked = laid.question
    choices = tuple(
        Choice(laid.words(letter), offer is None, "" if offer is None else offer.reason)
        for letter, offer in laid.offers.items()
    )
    shown = f"<p>{escape(asked.ask)}</p>" + (panel_html(panel(case)) if asked.is_own else "")
    return BankQuestion(one.title, shown, choices, asked.why + (f" ({asked.cite})" if asked.cite else ""))


def panel_html(shown: dict[str, Any]) -> str:
    """A panel as a desk shows it, as HTML.

    >>> panel_html({"heading": "A & B", "blocks": [{"pairs": [["Paid", "$1.00"]]}]})
    '<p><strong>A &amp; B</strong></p><p>Paid: $1.00</p>'
    """
    parts = [f"<p><strong>{escape(shown['heading'])}</strong></p>"]
    for block in shown["blocks"]:
        if "pairs" in block:
            parts.append(f"<p>{'; '.join(f'{escape(name)}: {_cell(said)}' for name, said in block['pairs'])}</p>")
        if "table" in block:
            head = "".join(f'<th scope="col">{escape(name)}</th>' for name in block["table"]["head"])
            rows = ("".join(f"<td>{_cell(cell)}</td>" for cell in row) for row in block["table"]["rows"])
            body = "".join(f"<tr>{row}</tr>" for row in rows)
            parts.append(f'<table border="1"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')
    return "".join(parts)


def _cell(said: Any) -> str:
    return f"<code>{escape(said['code'])}</code>" if isinstance(said, dict) else escape(str(said))
