"""Figures of items and of a whole test, as the quiz statistics report of Moodle computes them (formulas and words:
data/codes/class_figures.csv; docs.moodle.org/dev/Quiz_statistics_calculations).

A table of marks has a row for each learner and a column for each item; NaN where a learner did not attempt the item.
All functions take tables with leading axes as well, (..., learners, items): a bootstrap asks for hundreds at once.
A figure of which nothing can be said is NaN.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.ground.files import find, read_csv, remembered

Array = npt.NDArray[np.float64]
NEARLY_ZERO = 1e-12  # of a variance: the marks differ by rounding only


class FigureWords(NamedTuple):
    """A figure: of an item or of the test, its name, unit, formula, and what it says."""

    figure: str
    of: str
    name: str
    unit: str
    formula: str
    words: str


@remembered
def figure_words() -> dict[str, FigureWords]:
    """All figures by name.

    >>> figure_words()["error_ratio"].formula
    '100 sqrt(1 - alpha / 100)'
    """
    return {row["figure"]: FigureWords(**row) for row in read_csv(find("data/codes/class_figures.csv"))}


@dataclass(frozen=True)
class ItemFigures:
    """An entry for each item, all in percent but `learners`, who attempted it."""

    learners: Array
    facility: Array
    standard_deviation: Array
    discrimination_index: Array
    discriminative_efficiency: Array
    intended_weight: Array
    effective_weight: Array


@dataclass(frozen=True)
class TestFigures:
    """Of the totals of those who attempted every item. Mean, median, standard deviation and standard error in points;
    consistency and error ratio in percent.
    """

    __test__ = False  # not a test of pytest

    learners: Array
    mean: Array
    median: Array
    test_standard_deviation: Array
    internal_consistency: Array
    error_ratio: Array
    standard_error: Array
    skewness: Array
    kurtosis: Array


def item_figures(marks: Array, points: Array) -> ItemFigures:
    """The figures of each item. points: the most that each item gives.

    Worked by hand: three learners, two items of 1 and 2 points, marks (0, 1), (1, 1), (1, 2).
        facility      (0+1+1)/3 / 1 = 66.7 %, (1+1+2)/3 / 2 = 66.7 %
        s.d.          both sqrt(1/3) points = 57.7 % of 1 point, 28.9 % of 2 points
        discrimination cov = (-2/3)(-1/3)/2 + (1/3)(-1/3)/2 + (1/3)(2/3)/2 = 1/6; 100 (1/6) / (1/3) = 50
        efficiency    sorted (0,1,1) and (1,1,2) are the same pairs: cov max = cov, 100
        weights       intended 1/3, 2/3; cov with total (1, 2, 3): both 1/2, so effective 50 and 50

    >>> found = item_figures(np.array([[0, 1], [1, 1], [1, 2.]]), np.array([1, 2.]))
    >>> [np.round(one, 1).tolist() for one in (found.facility, found.standard_deviation, found.discrimination_index)]
    [[66.7, 66.7], [57.7, 28.9], [50.0, 50.0]]
    >>> [np.round(one, 1).tolist()
    ...  for one in (found.discriminative_efficiency, found.intended_weight, found.effective_weight)]
    [[100.0, 100.0], [33.3, 66.7], [50.0, 50.0]]
    """
    attempted = ~np.isnan(marks)
    total = np.where(attempted, marks, 0.0).sum(axis=-1, keepdims=True)
    rest = np.where(attempted, total - marks, np.nan)
    whole = np.where(attempted, total, np.nan)
    count = attempted.sum(axis=-2).astype(float)
    variance, of_rest = covariance(marks, marks), covariance(rest, rest)
    together = covariance(marks, rest)
    most = covariance(np.sort(marks, axis=-2), np.sort(rest, axis=-2))
    return ItemFigures(
        count,
        100 * divided(_sum(marks), count * points),
        100 * divided(np.sqrt(variance), np.broadcast_to(points, variance.shape)),
        100 * divided(together, np.sqrt(_no_zero(variance) * _no_zero(of_rest))),
        100 * divided(together, _no_zero(most)),
        np.broadcast_to(100 * points / points.sum(), variance.shape),
        _effective(covariance(marks, whole)),
    )


def test_figures(marks: Array) -> TestFigures:
    """The figures of the totals.

    Worked by hand: four learners, two items, marks (0, 0), (1, 0), (1, 1), (1, 1); totals 0, 1, 2, 2.
        mean 5/4, median 1.5; var(total) = (25 + 1 + 9 + 9)/16/3 = 11/12
        alpha = 100 x 2/1 x (1 - (1/4 + 1/3) / (11/12)) = 100 x 2 x 4/11 = 72.7
        error ratio = 100 sqrt(3/11) = 52.2; standard error = 0.522 x 0.957 = 0.5

    >>> found = test_figures(np.array([[0, 0], [1, 0], [1, 1], [1, 1.]]))
    >>> [round(float(one), 3) for one in (found.mean, found.median, found.test_standard_deviation)]
    [1.25, 1.5, 0.957]
    >>> [round(float(one), 1) for one in (found.internal_consistency, found.error_ratio, found.standard_error)]
    [72.7, 52.2, 0.5]
    """
    every = np.asarray(~np.isnan(marks).any(axis=-1))
    total = np.where(every, marks.sum(axis=-1), np.nan)[..., None]
    count, items = every.sum(axis=-1).astype(float), marks.shape[-1]
    mean = divided(_sum(total)[..., 0], count)
    second, third, fourth = (_moment(total, mean, power) for power in (2, 3, 4))
    k2 = _no_zero(divided(second, count - 1))
    k3 = divided(count * third, (count - 1) * (count - 2))
    k4 = divided(
        count * ((count + 1) * fourth - 3 * (count - 1) * divided(second * second, count)),
        (count - 1) * (count - 2) * (count - 3),
    )
    of_items = covariance(*[np.where(every[..., None], marks, np.nan)] * 2).sum(axis=-1)
    alpha = 100 * items / (items - 1) * (1 - divided(of_items, k2)) if items > 1 else np.full_like(k2, np.nan)
    ratio = 100 * np.sqrt(np.maximum(1 - alpha / 100, 0))
    spread = np.sqrt(divided(second, count - 1))
    return TestFigures(
        count,
        mean,
        _median(total[..., 0], count),
        spread,
        alpha,
        ratio,
        ratio * spread / 100,
        divided(k3, k2**1.5),
        divided(k4, k2 * k2),
    )


def covariance(one: Array, other: Array) -> Array:
    """cov(one, other) over the learners, divided by n - 1; both are NaN at the same places.

    >>> covariance(np.array([[1.], [2], [3]]), np.array([[2.], [4], [6]])).tolist()
    [2.0]
    """
    count = (~np.isnan(one)).sum(axis=-2).astype(float)
    there = [part - divided(_sum(part), count)[..., None, :] for part in (one, other)]
    return divided(_sum(there[0] * there[1]), count - 1)


def divided(one: Array, other: Array) -> Array:
    """One by the other; NaN where the other is not above zero.

    >>> divided(np.array([1.0, 1.0]), np.array([4.0, 0.0])).tolist()
    [0.25, nan]
    """
    return np.divide(one, other, out=np.full(np.broadcast(one, other).shape, np.nan), where=np.asarray(other) > 0)


def _effective(with_total: Array) -> Array:
    """Effective weights from the covariances of the items with the total."""
    root = np.sqrt(np.where(with_total >= 0, with_total, np.nan))
    return 100 * divided(root, np.nansum(root, axis=-1, keepdims=True))


def _sum(marks: Array) -> Array:
    return np.nansum(marks, axis=-2)


def _no_zero(variance: Array) -> Array:
    return np.where(variance > NEARLY_ZERO, variance, np.nan)


def _moment(total: Array, mean: Array, power: int) -> Array:
    """The sum of the powers of the differences from the mean."""
    return _sum((total - mean[..., None, None]) ** power)[..., 0]


def _median(total: Array, count: Array) -> Array:
    """The middle of the totals that are there; numpy sorts NaN to the end."""
    ordered = np.sort(total, axis=-1)
    last = np.maximum(count.astype(np.intp) - 1, 0)
    picked = [np.take_along_axis(ordered, place[..., None], axis=-1)[..., 0] for place in (last // 2, -(-last // 2))]
    return (picked[0] + picked[1]) / 2
