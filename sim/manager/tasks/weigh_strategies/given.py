"""What an author says of a question about two strategies, below [given] in the exercise's file.

[given]
question = "worth_its_cost"        # one of the questions of money_questions.py and work_questions.py
first = "in_house_untrained"       # a file of data/strategies
second = "in_house_untrained"      # the other one; left out: the same
visits = 300                       # of the quarter

[given.change]                     # what of the second is changed by hand (data/codes/strategy_settings.csv)
verified_percent = "100"
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.ground.strict_toml import Field, Place, record, table_of, text, whole, word
from sim.manager.strategies.settings import changed, settings
from sim.manager.strategies.strategy import Strategy, strategies, strategy

LEAST, USUAL, MOST = 100, 300, 2000
QUESTIONS = (
    *("worth_its_cost", "after_an_audit", "lag_in_dollars", "cost_to_collect", "small_write_offs", "break_even_share"),
    *("behind_over_90", "largest_loss", "fullest_desk"),
)


@dataclass(frozen=True)
class Given:
    """Which question, about which two strategies, over how many visits."""

    question: str
    first: Strategy
    second: Strategy
    visits: int


def given(table: Mapping[str, Any], where: Place) -> Given:
    """What stands below [given]. Raises CleanClaimError with the questions and the settings there are.

    >>> made = given({"question": "worth_its_cost", "first": "expert", "change": {"appeals": "no"}}, Place("mine.toml"))
    >>> made.second.appeals, made.first.appeals
    (False, True)
    """
    known = word(*strategies())
    found = record(
        table,
        where,
        {
            "question": Field(word(*QUESTIONS)),
            "first": Field(known),
            "second": Field(known, ""),
            "visits": Field(whole(LEAST, MOST), USUAL),
            "change": Field(table_of(word(*settings()), text), {}),
        },
    )
    first = strategy(found["first"])
    second = strategy(found["second"] or found["first"])
    if found["change"]:
        second = changed(second, dict(found["change"]), label=f"{second.label}, changed")
    return Given(found["question"], first, second, found["visits"])
