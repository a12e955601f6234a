"""Their gradebook in, our points filled in, the same file out."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sim.classroom.gradebook.dialect import Column, Dialect
from sim.classroom.gradebook.dialects import column_for, dialect_of
from sim.classroom.gradebook.filling import Filled, Score, fill
from sim.classroom.gradebook.raw_sheet import RawSheet
from sim.classroom.gradebook.students import Found, Person, find, students
from sim.ground.errors import CleanClaimError


@dataclass(frozen=True)
class Marked:
    """An assignment with what each learner has for it."""

    name: str
    title: str
    scores: Mapping[str, Score]


@dataclass(frozen=True)
class Report:
    """What was done with a gradebook: whose it is, each column that was filled, who was found, and the assignments that
    have no column, with the reason."""

    file: str
    dialect: str
    filled: tuple[Filled, ...]
    found: Found
    no_column: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "file": self.file,
            "system": self.dialect,
            "columns": [
                {**asdict(one), "their_most": None if one.their_most is None else float(one.their_most)}
                for one in self.filled
            ],
            "found": len(self.found.rows),
            "found_by_name_only": [_student(one) for one in self.found.by_name],
            "not_clear": [{**_student(one.student), "why": one.why} for one in self.found.unclear],
            "not_in_the_class": [_student(one) for one in self.found.not_in_class],
            "not_in_the_file": [{"name": one.name, "email": one.email} for one in self.found.not_in_file],
            "assignments_without_a_column": list(self.no_column),
        }


def _student(one: Any) -> dict[str, Any]:
    return {"line": one.line, "name": one.name}


def fill_sheet(
    sheet: RawSheet, marked: Sequence[Marked], people: Sequence[Person], column: str = ""
) -> tuple[RawSheet, Report]:
    """Their gradebook with our columns filled, and what was done. column: the header or title of the column, where it
    is not the assignment's title. Of several assignments those without a column are told; of one it is an error."""
    dialect = dialect_of(sheet)
    found = find(students(dialect, sheet), people)
    filled: list[Filled] = []
    without: list[CleanClaimError] = []
    for one in marked:
        try:
            place = _column(dialect, sheet, (column,) if column else (one.title, one.name))
        except CleanClaimError as error:
            without.append(error)
            continue
        sheet, done = fill(sheet, dialect, place, found, one.scores, one.title)
        filled.append(done)
    if without and not filled:
        raise without[0]
    return sheet, Report(sheet.file, dialect.name, tuple(filled), found, tuple(error.line() for error in without))


def _column(dialect: Dialect, sheet: RawSheet, titles: Sequence[str]) -> Column:
    """The column of the first title that has one; what is wrong with the first title where none has."""
    first: CleanClaimError | None = None
    for title in titles:
        try:
            return column_for(dialect, sheet, title)
        except CleanClaimError as error:
            first = first or error
    assert first is not None  # there is always a title
    raise first


def write_beside(content: bytes, out: Path, source: Path | None = None) -> None:
    """Write a file whole or not at all, never over the file that it came from, and for its owner's eyes alone."""
    if source is not None and out.resolve() == source.resolve():
        raise CleanClaimError(
            "this is the file of the LMS itself", str(out), "another name", "choose another name for --out"
        )
    hidden = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        hidden.touch(0o600)
        hidden.write_bytes(content)
        hidden.replace(out)
    except OSError as reason:
        hidden.unlink(missing_ok=True)
        raise CleanClaimError(
            f"cannot write: {reason.strerror}", str(out), "a folder you may write to", "choose another --out"
        ) from None
