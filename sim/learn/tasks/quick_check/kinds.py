"""The kinds of questions: a file about_KIND.py of this folder each, found by scanning. A kind says

skill, hint                 what it trains (a skill of data/codes/errors.csv); where to look, without the answer
errors                      the misconceptions behind its wrong choices, kinds of data/codes/errors.csv
facts(case)                 what it can ask about, such as the codes of a table, in groups that take turns
question(fact, case, seed)  the question about one of them; a seed shuffles, the tables say what is true
"""

from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from sim.ground.files import remembered
from sim.learn.exercises.case import Case
from sim.learn.tasks.quick_check.question import Groups, Question

PREFIX = "about_"


class Kind(Protocol):
    """What a kind's file offers."""

    skill: str
    hint: str
    errors: tuple[str, ...]

    def facts(self, case: Case) -> Groups:
        """What it can ask about, in groups."""

    def question(self, fact: str, case: Case, seed: str) -> Question:
        """The question about one fact."""


@remembered
def kinds() -> dict[str, Kind]:
    """Every kind by name.

    >>> "who_owes" in kinds()
    True
    """
    names = sorted(path.stem for path in Path(__file__).parent.glob(f"{PREFIX}*.py"))
    return {name.removeprefix(PREFIX): cast(Kind, import_module(f"{__package__}.{name}")) for name in names}
