"""Moodle, "Plain text file" export. Header: First name, Surname (or Last name), ID number, Institution, Department,
Email address, `Assignment: Title (Real)`..., `Feedback: Title`, Last downloaded from this course. Texts with a space
are in quotation marks, others are not. A cell "-" is empty. The points that an item counts are not in the file.
(moodle/moodle, grade/export/txt/grade_export_txt.php)
"""

import re
from collections.abc import Sequence

from sim.classroom.gradebook.dialect import Dialect, Heading, plain

ABOUT = ("institution", "department", "username", "suspended", "last downloaded from this course", "cohorts")
SHOWN = re.compile(r"(.*\S)\s*\((Real|Percentage|Letter)\)", re.I)


def _recognized(headers: Sequence[str]) -> bool:
    return {"first name", "email address"} <= {*headers} and bool({"surname", "last name"} & {*headers})


def _heading(header: str) -> Heading | None:
    """
    >>> _heading("External tool: Knee visit (Real)")
    Heading(title='Knee visit', most=None, why_not='')
    >>> _heading("Quiz: Knee visit (Percentage)").why_not, _heading("Feedback: Knee visit (Real)")
    ('shows a percentage in Moodle', None)
    """
    shown = SHOWN.fullmatch(header)
    named = shown[1] if shown else header
    if plain(named) in ABOUT or re.match(r"feedback:|.*\(feedback\)$|.*\btotal$", plain(named)):
        return None
    title = re.sub(
        r"^(?:assignment|quiz|external tool|workshop|lesson|forum|scorm package|h5p):\s*", "", named, flags=re.I
    )
    word = shown[2].lower() if shown else "real"
    return Heading(title, None, "" if word == "real" else f"shows a {word} in Moodle")


moodle = Dialect(
    name="Moodle",
    recognized=_recognized,
    heading=_heading,
    ids=("id number",),
    logins=("username",),
    emails=("email address",),
    names=(("first name", "surname"), ("first name", "last name")),
)
