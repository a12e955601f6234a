"""The same item with different cases: figures of each case (scenario and decisions) beside those of all together. The
figures of a case are those of the item among the learners who had it, as Moodle does with the variants of a question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from sim.classroom.statistics.answered import Answered, MarkTable
from sim.classroom.statistics.figures import item_figures
from sim.classroom.statistics.intervals import Estimate, estimates


@dataclass(frozen=True)
class CaseFigures:
    """One case of an item. `finding`: what stands out against all cases together; empty for nothing."""

    item: int
    case: str
    learners: int
    facility: Estimate
    discrimination_index: Estimate
    finding: str


def case_figures(table: MarkTable, answers: Sequence[Answered]) -> tuple[CaseFigures, ...]:
    """The cases of each item that has several, in the order of items and cases."""
    rows = {learner: row for row, learner in enumerate(table.learners)}
    found = []
    for column, item in enumerate(table.items):
        had = [one for one in answers if one.item == item.number]
        cases = sorted({one.case for one in had})
        pooled = np.nanmean(table.marks[:, column]) / item.points * 100 if had else np.nan
        for case in cases if len(cases) > 1 else ():
            picked = sorted(rows[one.learner] for one in had if one.case == case)
            found.append(_of_case(table, column, case, picked, float(pooled)))
    return tuple(found)


def _of_case(table: MarkTable, column: int, case: str, rows: list[int], pooled: float) -> CaseFigures:
    told = estimates(partial(item_figures, points=table.points), table.marks[rows])
    facility = told["facility"][column]
    finding = ""
    if facility.high is not None and facility.high < pooled:
        finding = f"Harder than the item's other cases: all together earn {pooled:.0f} %."
    elif facility.low is not None and facility.low > pooled:
        finding = f"Easier than the item's other cases: all together earn {pooled:.0f} %."
    item = table.items[column].number
    return CaseFigures(item, case, len(rows), facility, told["discrimination_index"][column], finding)
