"""A gradebook of our own: learners by assignments, as a CSV file and as a table to read."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from sim.classroom.gradebook.filling import points_text
from sim.classroom.gradebook.into_file import Marked
from sim.classroom.gradebook.students import Person
from sim.ground.spreadsheet_texts import guarded

NOTHING = "not handed in"


@dataclass(frozen=True)
class Line:
    """A learner's line: points (None: nothing to count) and words of each assignment, and the total."""

    person: Person
    points: tuple[float | None, ...]
    words: tuple[str, ...]

    @property
    def total(self) -> float:
        """All points together."""
        return sum(one or 0.0 for one in self.points)


def lines(marked: Sequence[Marked], people: Sequence[Person]) -> list[Line]:
    """Every learner in the order of the names."""
    return [
        Line(
            person,
            tuple(score.points if (score := one.scores.get(person.learner)) else None for one in marked),
            tuple(score.words if (score := one.scores.get(person.learner)) else NOTHING for one in marked),
        )
        for person in sorted(people, key=lambda one: (one.name.casefold(), one.learner))
    ]


def most_of(one: Marked) -> float:
    """How many points an assignment counts."""
    return next((score.most for score in one.scores.values()), 0.0)


def own_csv(marked: Sequence[Marked], people: Sequence[Person]) -> bytes:
    """The gradebook as a CSV file that a spreadsheet opens (UTF-8 with a byte order mark). Texts of learners and titles
    are guarded: no spreadsheet runs them. Points are numbers.
    """
    out = io.StringIO()
    write = csv.writer(out).writerow
    heads = [head for one in marked for head in (f"{one.title} (of {_number(most_of(one))})", f"{one.title}: status")]
    write(map(guarded, ["Name", "ID", "Login", "Email", *heads, f"Total (of {_number(sum(map(most_of, marked)))})"]))
    for line in lines(marked, people):
        who = line.person
        cells = [guarded(text) for text in (who.name, who.school_id, who.login, who.email)]
        for points, words in zip(line.points, line.words, strict=True):
            cells += ["" if points is None else _number(points), guarded(words)]
        write([*cells, _number(line.total)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _number(points: float) -> str:
    """
    >>> _number(8.50), _number(10.0)
    ('8.5', '10')
    """
    return points_text(points, 0, None)
