"""Blackboard, "Work offline". Header: Last Name, First Name, Username, Student ID, Last Access, Availability,
`Title [Total Pts: 100 Score] |403340`... Every text is in quotation marks; the file is tab-delimited in UTF-16 with a
byte order mark and named .xls (it is text, not a workbook), or comma-delimited. A student is known by the user name, a
column by the number behind the line, which must stay.
"""

import re
from collections.abc import Sequence

from sim.classroom.gradebook.dialect import Dialect, Heading, amount

ITEM = re.compile(r"(.*\S)\s*\[Total Pts: (?:up to )?([\d.,]+)\s*([^\]]*)\]\s*(?:\|\s*\d+)?", re.I)
POINTS = ("", "score", "text")


def _recognized(headers: Sequence[str]) -> bool:
    told = {"last access", "availability", "student id"} & {*headers}
    return {"last name", "first name", "username"} <= {*headers} and bool(
        told or any("[total pts" in h for h in headers)
    )


def _heading(header: str) -> Heading | None:
    """
    >>> _heading("Knee visit [Total Pts: 10 Score] |403340")
    Heading(title='Knee visit', most=Decimal('10'), why_not='')
    >>> _heading("Knee visit [Total Pts: 10 Percentage] |403341").why_not
    'shows Percentage in Blackboard'
    """
    found = ITEM.fullmatch(header)
    if not found:
        return None
    shown = found[3].strip()
    most = amount(found[2])
    return Heading(found[1], most if most else None, "" if shown.lower() in POINTS else f"shows {shown} in Blackboard")


blackboard = Dialect(
    name="Blackboard",
    recognized=_recognized,
    heading=_heading,
    ids=("student id",),
    logins=("username",),
    emails=("email", "email address"),
    names=(("first name", "last name"),),
)
