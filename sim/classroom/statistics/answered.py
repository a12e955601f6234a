"""What statistics are made of: one counting answer of a learner to an item, with its marks and its case; and the table
of marks of a class.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.classroom.disputes.entries import Answer, Entry, Mark, entry_of, is_wrong
from sim.classroom.statistics.figures import Array


@dataclass(frozen=True)
class Answered:
    """`score`: from 0 to 1, before a late policy. `case`: scenario and decisions, the same for two learners who had the
    same question. `disputed`: places of the answer that the learner disputes.
    """

    learner: str
    item: int
    score: float
    marks: tuple[Mark, ...]
    answer: Answer
    case: str = ""
    disputed: tuple[Entry, ...] = ()

    @property
    def wrong(self) -> list[Mark]:
        """The marks that cost points."""
        return [mark for mark in self.marks if is_wrong(mark)]

    def entries(self) -> dict[Entry, Mark]:
        """What was entered wrongly, each with its mark."""
        return {entry_of(mark, self.answer): mark for mark in self.wrong}


@dataclass(frozen=True)
class AskedItem:
    """An item as statistics name it. `chance`: the share of points that blind guessing earns; None where it can't be
    said.
    """

    number: int
    title: str
    points: float
    chance: float | None = None


@dataclass(frozen=True)
class MarkTable:
    """Marks in points: a row for each learner, a column for each item; NaN where the item was not attempted."""

    learners: tuple[str, ...]
    items: tuple[AskedItem, ...]
    marks: Array

    @property
    def points(self) -> Array:
        """The most that each item gives."""
        return np.array([item.points for item in self.items], float)


def mark_table(items: Sequence[AskedItem], answers: Iterable[Answered], is_closed: bool = False) -> MarkTable:
    """The table of marks of those who attempted something. is_closed: the assignment has ended, so that what a learner
    left out counts nothing, as in Moodle; before, it is not yet attempted.

    >>> items = [AskedItem(1, "Knee", 4), AskedItem(2, "Ear", 2)]
    >>> answers = [Answered("L-1", 1, 0.5, (), {}), Answered("L-2", 1, 1, (), {}), Answered("L-2", 2, 0.5, (), {})]
    >>> mark_table(items, answers).marks.tolist()
    [[2.0, nan], [4.0, 1.0]]
    >>> mark_table(items, answers, is_closed=True).marks.tolist()
    [[2.0, 0.0], [4.0, 1.0]]
    """
    there = list(answers)
    learners = sorted({one.learner for one in there})
    row = {learner: place for place, learner in enumerate(learners)}
    column = {item.number: place for place, item in enumerate(items)}
    marks = np.full((len(learners), len(items)), 0.0 if is_closed else np.nan)
    for one in there:
        if one.item in column:
            marks[row[one.learner], column[one.item]] = one.score * items[column[one.item]].points
    return MarkTable(tuple(learners), tuple(items), marks)
