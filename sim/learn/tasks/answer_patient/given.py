"""What an author says of a question, below [given] in the exercise's file.

[given]
question = "why_owe"        # of sim/learn/tasks/answer_patient/questions.py
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.ground.strict_toml import Field, Place, record, word
from sim.learn.tasks.answer_patient.questions import QUESTIONS


@dataclass(frozen=True)
class Given:
    """Which question is asked."""

    question: str


def given(table: Mapping[str, Any], where: Place) -> Given:
    """What stands below [given]. Raises CleanClaimError with the questions there are.

    >>> given({"question": "why_owe"}, Place("mine.toml", "given"))
    Given(question='why_owe')
    """
    return Given(**record(table, where, {"question": Field(word(*QUESTIONS))}))
