"""The answer of the task: whether to ask, which gap, the clinical indicators that are cited, the words of the query and
the answers that it offers.

    {"ask": "yes", "gap": "side", "indicators": [{"document": 1, "section": 2, "line": 0, "start": 20, "end": 42}],
     "wording": "w2", "options": ["o1", "o4", "o6"]}
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.coding.compliant_query import gaps
from sim.ground.errors import CleanClaimError
from sim.learn.exercises.answer_format import Problem
from sim.learn.tasks.form import Choice, Choices, Form, Option, Phrases
from sim.learn.tasks.form_answers import admit, read

MOST_WORDINGS = MOST_OPTIONS = 16
MOST_INDICATORS = 6
YES, NO = "yes", "no"
ASK = (Option(YES, "Yes, the provider has to be asked"), Option(NO, "No, nothing is open"))


def form_of(wordings: Sequence[str], options: Sequence[str]) -> Form:
    """The form with these wordings and answers on offer, in this order."""
    return Form(
        (
            Choice(
                "ask",
                "Is a query needed?",
                "A query is for what the codes need and only the provider can say. If none is needed, leave the rest"
                " empty.",
                ASK,
            ),
            Choice("gap", "What is open?", "", tuple(Option(one.gap, one.words) for one in gaps().values())),
            Phrases(
                "indicators",
                "Clinical indicators that the query cites",
                "Mark the findings of this visit that make the question necessary: at least two. Nothing from an old"
                " list.",
                MOST_INDICATORS,
                "indicator",
            ),
            Choice(
                "wording",
                "The question",
                "Choose the wording that may be sent.",
                tuple(Option(f"w{place}", words) for place, words in enumerate(wordings, 1)),
            ),
            Choices(
                "options",
                "Answers offered to the provider",
                "Leave this empty for an open question. A yes or no question offers Yes and No, and both ways out.",
                tuple(Option(f"o{place}", words) for place, words in enumerate(options, 1)),
            ),
        )
    )


FORM = form_of([""] * MOST_WORDINGS, [""] * MOST_OPTIONS)


@dataclass(frozen=True)
class Answer:
    """What was entered; empty where nothing was."""

    ask: str = ""
    gap: str = ""
    indicators: tuple[dict[str, int], ...] = ()
    wording: str = ""
    options: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Nothing was answered."""
        return self == Answer()

    def as_dict(self) -> dict[str, Any]:
        """As a desk sends it."""
        return {
            "ask": self.ask,
            "gap": self.gap,
            "indicators": [dict(one) for one in self.indicators],
            "wording": self.wording,
            "options": list(self.options),
        }


def parse(given: object) -> Answer | list[Problem]:
    """Read an answer strictly; a list of problems for one that cannot be read.

    >>> parse({"ask": "yes", "options": ["o1", "o2"]}).options
    ('o1', 'o2')
    >>> [problem.where for problem in parse({"ask": "maybe"})]
    ['ask']
    """
    try:
        draft = admit(FORM, given, "answer")
    except CleanClaimError as error:
        return [Problem("answer", error.what, error.expected)]
    values, problems = read(FORM, draft)
    return problems or Answer(
        values["ask"], values["gap"], tuple(values["indicators"]), values["wording"], tuple(values["options"])
    )
