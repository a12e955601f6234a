"""Which course in the LMS belongs to which class.

A course is linked once, by an instructor of it who types a code of the class (`course_code`): an instructor of another
course on the same LMS cannot open a class by naming it in a link.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from sim.classroom.lti.launching.launch import Launch
from sim.classroom.lti.launching.launch_errors import NotLaunched
from sim.classroom.lti.course.roles import INSTRUCTOR
from sim.classroom.lti.connection.rows import Row, all_of, changed, found, put
from sim.classroom.records.schema import COURSE
from sim.classroom.lti.launching.tickets import make_ticket, use_ticket
from sim.classroom.records.records import Records


@dataclass(frozen=True)
class Course:
    """A course of an LMS, linked to a class, with the addresses of its roster and gradebook as the last launch of an
    instructor gave them.
    """

    platform: str
    deployment: str
    context: str
    class_name: str
    title: str
    members: str
    line_items: str
    scopes: tuple[str, ...]

    @property
    def named(self) -> dict[str, str]:
        """The columns that name it in a table."""
        return {name: getattr(self, name) for name in COURSE}


def course_code(records: Records, class_name: str, who: str, now: datetime) -> str:
    """A code that links one course to a class; shown once, good for a week."""
    return make_ticket(records, "course", class_name, who, now)


def course_of(records: Records, launch: Launch) -> Course | None:
    """The course a launch comes from, if it is linked. An instructor's launch brings its addresses up to date."""
    place = {"platform": launch.platform.platform, "deployment": launch.deployment, "context": launch.context}
    with records.connection(reading=True) as connection:
        row = found(connection, records.table("lti_courses"), **place)
    if row is None:
        return None
    now = {**row, **_services(launch)}
    if launch.role == INSTRUCTOR and now != row:
        with records.connection() as connection:
            changed(connection, records.table("lti_courses"), place, **_services(launch))
    return _course(now if launch.role == INSTRUCTOR else row)


def courses_of(records: Records, class_name: str) -> list[Course]:
    """The courses linked to a class."""
    with records.connection(reading=True) as connection:
        return [_course(row) for row in all_of(connection, records.table("lti_courses"), class_name=class_name)]


def link_course(records: Records, launch: Launch, code: str, now: datetime) -> Course:
    """Link the course of an instructor's launch to the class that the code belongs to. Raises NotLaunched."""
    platform = launch.platform.platform
    if launch.role != INSTRUCTOR:
        raise NotLaunched(
            "This course isn't linked to a CleanClaim class yet", "tell your instructor", platform=platform
        )
    ticket = use_ticket(records, "course", code, now)
    if ticket is None:
        raise NotLaunched(
            "This code isn't valid: it was used before, is older than a week, or is mistyped",
            "copy it again, or make a new one on the class's LMS page",
            platform=platform,
        )
    with records.connection() as connection:
        if not found(connection, records.table("lti_uses"), platform=platform, class_name=ticket.class_name):
            raise NotLaunched("This class doesn't use this LMS", "add the LMS to the class first", platform=platform)
        row = {
            "platform": platform,
            "deployment": launch.deployment,
            "context": launch.context,
            "class_name": ticket.class_name,
            **_services(launch),
            "linked_by": ticket.made_by,
        }
        put(connection, records.table("lti_courses"), row, COURSE)
    return _course(row)


def _services(launch: Launch) -> dict[str, str]:
    return {
        "title": launch.title,
        "members": launch.members,
        "line_items": launch.line_items,
        "scopes": json.dumps(launch.scopes),
    }


def _course(row: Row) -> Course:
    texts = {name: row[name] for name in (*COURSE, "class_name", "title", "members", "line_items")}
    return Course(**texts, scopes=tuple(json.loads(row["scopes"])))


def linked_classes(records: Records) -> list[str]:
    """The classes that a course is linked to."""
    with records.connection(reading=True) as connection:
        return sorted({row["class_name"] for row in all_of(connection, records.table("lti_courses"))})
