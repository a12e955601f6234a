"""How sure a figure is: a bootstrap interval. The learners of a class are drawn again and again, with replacement, and
the figure is computed from each draw; the middle 95 of 100 draws are its interval. Same class, same interval.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from sim.classroom.statistics.figures import Array
from sim.ground.draw import whole

FEWEST = 20  # learners; with fewer an interval says more about chance than about the item
DRAWS = 400
MIDDLE = 95  # percent of the draws
CELLS = 2_000_000  # marks held at once


@dataclass(frozen=True)
class Estimate:
    """A figure with its interval; None where nothing can be said, or where too few learners are there."""

    value: float | None
    low: float | None = None
    high: float | None = None


def estimates(figures: Callable[[Array], Any], marks: Array) -> dict[str, list[Estimate]]:
    """Each field of a figures object (an entry for each item, or one for the test), with its interval from 20 learners
    on. figures: a function of a table of marks with leading axes.

    >>> from sim.classroom.statistics.figures import test_figures
    >>> estimates(test_figures, np.array([[0, 0], [1, 1.]]))["mean"]
    [Estimate(value=1.0, low=None, high=None)]
    """
    found = _columns(figures(marks))
    if len(marks) < FEWEST:
        return {name: [Estimate(_said(value)) for value in values] for name, values in found.items()}
    drawn = [_columns(figures(marks[rows]), len(rows)) for rows in _draws(len(marks), max(1, CELLS // marks.size))]
    return {name: _with_interval(found[name], np.concatenate([one[name] for one in drawn])) for name in found}


def _draws(learners: int, at_once: int) -> list[np.ndarray]:
    """Rows of learners, drawn with replacement: so many draws at once."""
    cells = whole(1, "class bootstrap", np.arange(DRAWS * learners), learners).reshape(DRAWS, learners)
    return [cells[start : start + at_once].astype(np.intp) for start in range(0, DRAWS, at_once)]


def _columns(figures: Any, draws: int = 0) -> dict[str, Array]:
    """The fields as columns; of several draws a row each."""
    shape = (draws, -1) if draws else (-1,)
    return {field.name: np.asarray(getattr(figures, field.name)).reshape(shape) for field in fields(figures)}


def _with_interval(values: Array, drawn: Array) -> list[Estimate]:
    edges = ((100 - MIDDLE) / 2, (100 + MIDDLE) / 2)
    out = []
    for value, column in zip(values, drawn.T, strict=True):
        known = column[~np.isnan(column)]
        low, high = np.percentile(known, edges) if len(known) > DRAWS // 2 and not np.isnan(value) else (np.nan, np.nan)
        out.append(Estimate(_said(value), _said(low), _said(high)))
    return out


def _said(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 4)
