"""Statistics and gradebook as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from sim.classroom.assignments.assigned import assignments
from sim.classroom.assignments.assignment import Assignment
from sim.classroom.gradebook.class_scores import people, scores
from sim.classroom.gradebook.into_file import Marked
from sim.classroom.gradebook.own_table import Line, lines, most_of, own_csv
from sim.classroom.marking.results import learners, results
from sim.classroom.records.classes import Class
from sim.classroom.records.records import Records
from sim.classroom.statistics.class_answers import statistics_of
from sim.classroom.statistics.class_report import ClassStatistics
from sim.classroom.statistics.figures import figure_words
from sim.classroom.statistics.intervals import Estimate
from sim.ui.desks.pictures.class_pictures import class_pictures
from sim.ui.desks.pictures.shapes import Drawn

SIGNS = {"percent": "%", "points": " points"}


@dataclass(frozen=True)
class FigureLine:
    """One figure: its name, formula and what it says, and its value in words for each thing it is of."""

    name: str
    formula: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """A picture, and its numbers as a table."""

    drawn: Drawn

    @property
    def svg(self) -> Markup:
        """The picture; its texts were escaped where it was drawn."""
        return Markup(self.drawn.svg().as_svg())  # noqa: S704


@dataclass(frozen=True)
class StatisticsPage:
    """Everything on the page of statistics."""

    found: ClassStatistics
    pictures: tuple[Picture, ...]
    items: tuple[FigureLine, ...]
    test: tuple[FigureLine, ...]


def statistics_page(records: Records, made: Class, given: Assignment, now: datetime) -> StatisticsPage:
    """The statistics of an assignment."""
    found = statistics_of(records, made, given, now)
    names = list(found.items[0].figures) if found.items else []
    items = tuple(_line(name, [one.figures[name] for one in found.items]) for name in names)
    pictures = tuple(Picture(one) for one in class_pictures(found)) if found.learners else ()
    return StatisticsPage(found, pictures, items, tuple(_line(name, [one]) for name, one in found.test.items()))


def _line(name: str, values: list[Estimate]) -> FigureLine:
    words = figure_words()[name]
    return FigureLine(words.name, words.formula, tuple(in_words(one, words.unit) for one in values))


def in_words(one: Estimate, unit: str) -> str:
    """A figure with its interval.

    >>> in_words(Estimate(66.6667, 50.0, 80.0), "percent"), in_words(Estimate(None), "points")
    ('66.7% [50.0 to 80.0]', 'not known')
    """
    if one.value is None:
        return "not known"
    interval = "" if one.low is None or one.high is None else f" [{one.low:.1f} to {one.high:.1f}]"
    return f"{one.value:.1f}{SIGNS.get(unit, '')}{interval}"


@dataclass(frozen=True)
class Gradebook:
    """Every learner's points: a head for each assignment, with how many it counts, and the lines."""

    heads: tuple[tuple[str, str, float], ...]
    lines: tuple[Line, ...]
    file: bytes


def gradebook(records: Records, made: Class, now: datetime) -> Gradebook:
    """The gradebook of a class, also as a CSV file."""
    given = assignments(records, made.name)
    marked = [Marked(one.name, one.title, scores(results(records, made, one, now))) for one in given]
    who = people(learners(records, made))
    heads = tuple((one.name, one.title, most_of(score)) for one, score in zip(given, marked, strict=True))
    return Gradebook(heads, tuple(lines(marked, who)), own_csv(marked, who))


def names_of(found: ClassStatistics, known: Mapping[str, str]) -> list[tuple[str, float, int, int]]:
    """(name, percent, items answered, kinds of error) of each learner, the weakest first."""
    rows = [
        (known.get(one.learner, one.learner), one.percent, one.answered, len(one.errors)) for one in found.by_learner
    ]
    return sorted(rows, key=lambda row: (row[1], row[0]))
