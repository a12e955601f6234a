"""Brightspace (D2L). Header: OrgDefinedId, Username, Last Name, First Name, Email,
`Title Points Grade <Numeric MaxPoints:10 ...>`..., End-of-Line Indicator, in whose column each row has "#". IDs and
user names may begin with "#", which keeps a spreadsheet from reading them as numbers. (D2L, "Importing grades")
"""

import re
from collections.abc import Sequence

from sim.classroom.gradebook.dialect import Dialect, Heading, amount
from sim.classroom.gradebook.raw_sheet import Row

ITEM = re.compile(r"(.*\S)\s+(Points|Text|Weighted|Scheme) Grade\s*(?:<(.*)>)?", re.I | re.S)
SYMBOL = re.compile(r"(.*\S)\s+Grade (?:Symbol|Scheme)\s*(?:<.*>)?", re.I | re.S)
MOST = re.compile(r"MaxPoints:\s*([\d.,]+)", re.I)


def _recognized(headers: Sequence[str]) -> bool:
    return "end-of-line indicator" in headers and bool({"orgdefinedid", "username"} & {*headers})


def _heading(header: str) -> Heading | None:
    """
    >>> _heading("Knee visit Points Grade <Numeric MaxPoints:10 Weight:5>")
    Heading(title='Knee visit', most=Decimal('10'), why_not='')
    >>> _heading("Knee visit Grade Symbol").why_not
    'takes a symbol and not points in Brightspace'
    """
    if symbol := SYMBOL.fullmatch(header):
        return Heading(symbol[1], None, "takes a symbol and not points in Brightspace")
    found = ITEM.fullmatch(header)
    if not found:
        return None
    said = MOST.search(found[3] or "")
    is_points = found[2].lower() == "points"
    why = "" if is_points else f"is a {found[2].lower()} grade in Brightspace"
    return Heading(found[1], amount(said[1]) if said else None, why)


def _is_student(row: Row) -> bool:
    return any(cell.strip() not in ("", "#") for cell in row.values)


brightspace = Dialect(
    name="Brightspace",
    recognized=_recognized,
    heading=_heading,
    ids=("orgdefinedid",),
    logins=("username",),
    emails=("email",),
    names=(("first name", "last name"),),
    is_student=_is_student,
    sign="#",
)
