"""Points of an assignment into a column of their gradebook."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sim.classroom.gradebook.dialect import Column, Dialect, amount, plain
from sim.classroom.gradebook.raw_sheet import RawSheet
from sim.classroom.gradebook.students import Found

CENT = Decimal("0.01")  # Canvas shows and compares two places
EMPTY = ("", "-")


@dataclass(frozen=True)
class Score:
    """What a learner has for an assignment: points after late policy and overrides (None: not handed in, or not marked
    yet), of how many; what is behind them in words."""

    learner: str
    points: float | None
    most: float
    words: str = ""


@dataclass(frozen=True)
class Changed:
    """A cell that held something else before."""

    name: str
    was: str
    now: str


@dataclass(frozen=True)
class Left:
    """A cell that was left as it is, and why."""

    name: str
    was: str
    why: str


@dataclass(frozen=True)
class Filled:
    """What was written into a column: whose, how many cells, which of them held something else, which were left alone,
    who has nothing to be written; factor: by what points were multiplied, since the column counts other points."""

    assignment: str
    column: str
    most: float
    their_most: Decimal | None
    written: int
    changed: tuple[Changed, ...]
    left: tuple[Left, ...]
    nothing: tuple[Left, ...]

    @property
    def is_scaled(self) -> bool:
        """The column counts other points than the assignment."""
        return self.their_most is not None and self.their_most != Decimal(str(self.most))


def fill(
    sheet: RawSheet, dialect: Dialect, column: Column, found: Found, scores: Mapping[str, Score], title: str
) -> tuple[RawSheet, Filled]:
    """The sheet with the points in place, and what was done. Who has no points keeps the cell as it is."""
    texts: dict[int, str] = {}
    changed: list[Changed] = []
    left: list[Left] = []
    nothing: list[Left] = []
    most = next((score.most for score in scores.values()), 0.0)
    for number, person in found.rows.items():
        was = sheet.rows[number].value(column.place).strip()
        score = scores.get(person.learner)
        if score is None or score.points is None:
            nothing.append(Left(person.name, was, score.words if score else "not assigned"))
            continue
        if plain(was) in dialect.kept:
            left.append(Left(person.name, was, dialect.kept[plain(was)]))
            continue
        now = points_text(score.points, score.most, column.most)
        if amount(was) != amount(now):
            texts[number] = now
            changed += [Changed(person.name, was, now)] if was not in EMPTY else []
    done = Filled(title, column.header, most, column.most, len(texts), tuple(changed), tuple(left), tuple(nothing))
    return sheet.filled(column.place, texts), done


def points_text(points: float, most: float, their_most: Decimal | None) -> str:
    """Points as they are written, in the points that the column counts, two places at most.

    >>> points_text(8.5, 10, None), points_text(8.5, 10, Decimal(100)), points_text(2 / 3, 1, Decimal(1))
    ('8.5', '85', '0.67')
    """
    given = Decimal(str(points))
    if their_most is not None and most:
        given = given * their_most / Decimal(str(most))
    text = f"{given.quantize(CENT, ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
