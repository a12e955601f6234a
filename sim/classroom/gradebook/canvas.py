"""Canvas. Header: Student (or LastName, FirstName), ID, SIS User ID, SIS Login ID, Section, `Title (12345)`..., and
totals. A row "    Points Possible" below it says the points of each column and which columns are read only; before it
may stand a row "Manual Posting". A cell EX is excused, N/A not assigned. (instructure/canvas-lms,
lib/gradebook_exporter.rb and lib/gradebook_importer.rb)
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from sim.classroom.gradebook.dialect import Dialect, Heading, amount, plain
from sim.classroom.gradebook.raw_sheet import RawSheet, Row

POINTS = "points possible"
TOTAL = re.compile(
    r"(?:^|\s)(?:(?:Unposted )?(?:Current|Final) (?:Score|Points|Grade)|Override (?:Score|Grade|Status))"
)
ABOUT = ("section", "integration id", "root account")
KEPT = {"ex": "excused in the gradebook", "n/a": "not assigned to this student in the gradebook"}


def _recognized(headers: Sequence[str]) -> bool:
    return {"id", "section"} <= {*headers} and bool({"student", "lastname"} & {*headers})


def _heading(header: str) -> Heading | None:
    r"""
    >>> _heading("Knee visit (84512)"), _heading("Final Score"), _heading("Notes")
    (Heading(title='Knee visit', most=None, why_not=''), None, None)
    """
    if TOTAL.search(header) or plain(header) in ABOUT:
        return None
    numbered = re.fullmatch(r"(.*\S)\s*\(\d+\)", header)
    return Heading(numbered[1]) if numbered else None


def _points_row(sheet: RawSheet) -> Row | None:
    return next((row for row in sheet.rows[1:4] if plain(row.value(0)) == POINTS), None)


def _most(sheet: RawSheet, place: int) -> Decimal | str | None:
    """The points of a column, or why it cannot be filled."""
    row = _points_row(sheet)
    said = row.value(place) if row else ""
    return "read only in Canvas" if "read only" in said else amount(said)


def _is_student(row: Row) -> bool:
    """Not the row of points, nor that of hidden columns, nor the test student that Canvas adds."""
    told = [plain(cell) for cell in row.values if cell.strip()]
    is_hidden = all(cell == "muted" or cell.startswith("manual posting") for cell in told)
    is_test = plain(row.value(0)) == "student, test" or [plain(row.value(n)) for n in (0, 1)] == ["student", "test"]
    return not is_hidden and not is_test and POINTS not in told


canvas = Dialect(
    name="Canvas",
    recognized=_recognized,
    heading=_heading,
    ids=("id", "sis user id"),
    logins=("sis login id",),
    emails=(),
    names=(("student",), ("firstname", "lastname")),
    most=_most,
    is_student=_is_student,
    kept=KEPT,
)
