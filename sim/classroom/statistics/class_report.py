"""The statistics of an assignment for one class, put together: what an instructor reads and a page draws."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import numpy as np

from sim.classroom.statistics.answered import Answered, AskedItem, MarkTable, mark_table
from sim.classroom.statistics.case_variants import CaseFigures, case_figures
from sim.classroom.statistics.figures import figure_words, item_figures, test_figures
from sim.classroom.statistics.intervals import FEWEST, MIDDLE, Estimate, estimates
from sim.classroom.statistics.misconceptions import (
    CompetenceResult,
    Cost,
    LearnerResult,
    Misconception,
    by_competence,
    by_learner,
    cost_of,
    misconceptions,
)
from sim.classroom.statistics.suspect_keys import SuspectKey, suspect_keys

LITTLE = 10  # percent: an item tells little when even the upper end of its discrimination is below
BINS = 10
NOT_ENOUGH = f"Fewer than {FEWEST} learners: figures without intervals, and no item is flagged by its discrimination."
ONE_OF = f"In brackets the interval that holds {MIDDLE} of 100 classes drawn from this one."


@dataclass(frozen=True)
class ItemStatistics:
    """One item: its figures by name (data/codes/class_figures.csv) and what stands out, in words."""

    number: int
    title: str
    points: float
    learners: int
    figures: Mapping[str, Estimate]
    findings: tuple[str, ...]


@dataclass(frozen=True)
class ClassStatistics:
    """`learners`: who attempted something; `whole`: who attempted every item, of whom the figures of the test are.
    `histogram`: how many of these have a total of 0 to 10 %, 10 to 20 %, ... of the points.
    """

    learners: int
    whole: int
    points: float
    items: tuple[ItemStatistics, ...]
    test: Mapping[str, Estimate]
    histogram: tuple[int, ...]
    suspects: tuple[SuspectKey, ...]
    cases: tuple[CaseFigures, ...]
    misconceptions: tuple[Misconception, ...]
    competences: tuple[CompetenceResult, ...]
    by_learner: tuple[LearnerResult, ...]
    cost: Cost
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """As plain data, with the formula of each figure."""
        formulas = {one.figure: one._asdict() for one in figure_words().values()}
        said = [{**asdict(one), "says": one.says} for one in self.misconceptions]
        shares = [{**asdict(one), "percent": one.percent} for one in self.competences]
        return {**asdict(self), "misconceptions": said, "competences": shares, "formulas": formulas}


def class_statistics(
    items: Sequence[AskedItem], answers: Sequence[Answered], is_closed: bool = False
) -> ClassStatistics:
    """All statistics of an assignment. answers: the counting answer of each learner to each item, dropped items left
    out; is_closed: what a learner left out counts nothing.

    >>> items = [AskedItem(1, "Knee", 1), AskedItem(2, "Ear", 1)]
    >>> answers = [Answered("L-1", 1, 1, (), {}), Answered("L-1", 2, 0, (), {}), Answered("L-2", 1, 1, (), {})]
    >>> found = class_statistics(items, answers)
    >>> [(one.learners, one.figures["facility"].value) for one in found.items], found.whole
    ([(2, 100.0), (1, 0.0)], 1)
    """
    table = mark_table(items, answers, is_closed)
    if not table.learners or not items:
        return ClassStatistics(0, 0, 0.0, (), {}, (0,) * BINS, (), (), (), (), (), Cost(), ("Nobody answered yet.",))
    figures = estimates(partial(item_figures, points=table.points), table.marks)
    whole = table.marks[~np.isnan(table.marks).any(axis=1)]
    test = {name: one[0] for name, one in estimates(test_figures, whole).items()} if len(whole) else {}
    suspects = suspect_keys(table, answers, figures["facility"], figures["discrimination_index"])
    return ClassStatistics(
        len(table.learners),
        len(whole),
        float(table.points.sum()),
        tuple(_item(table, place, figures) for place in range(len(items))),
        {name: one for name, one in test.items() if name != "learners"},
        _histogram(whole.sum(axis=1) / table.points.sum()),
        suspects,
        case_figures(table, answers),
        misconceptions(answers),
        by_competence(answers),
        by_learner(answers),
        cost_of(mark for one in answers for mark in one.wrong),
        (ONE_OF,) if len(table.learners) >= FEWEST else (NOT_ENOUGH,),
    )


def _item(table: MarkTable, place: int, figures: Mapping[str, Sequence[Estimate]]) -> ItemStatistics:
    item = table.items[place]
    mine = {name: one[place] for name, one in figures.items() if name != "learners"}
    learners = int((~np.isnan(table.marks[:, place])).sum())
    return ItemStatistics(item.number, item.title, item.points, learners, mine, tuple(_findings(mine, learners)))


def _findings(figures: Mapping[str, Estimate], learners: int) -> list[str]:
    found = []
    facility, discrimination = figures["facility"].value, figures["discrimination_index"]
    if discrimination.high is not None and discrimination.high < LITTLE and learners >= FEWEST:
        found.append(
            f"It does not tell who knows more: discrimination {discrimination.value:.0f},"
            f" and even the upper end of its interval is {discrimination.high:.0f}."
        )
    if facility == 100 or facility == 0:
        found.append("Everybody earned all points." if facility else "Nobody earned a point.")
    return found


def _histogram(shares: np.ndarray) -> tuple[int, ...]:
    places = np.clip((shares * BINS).astype(np.intp), 0, BINS - 1)
    return tuple(np.bincount(places, minlength=BINS).tolist())
