"""One column in the LMS's gradebook for an assignment, never a second one.

The column's address is kept by course and assignment. Whoever needs it first takes its turn in the database, looks for
a column of ours in the LMS (by resource ID), and only then makes one: so neither two processes nor one that was ended
in between make two. A column that the LMS made with the link is used as it is.

Source: LTI Assignment and Grade Services 2.0, 3.2, https://www.imsglobal.org/spec/lti-ags/v2p0
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pylti1p3.lineitem import LineItem

from sim.classroom.lti.course.courses import Course
from sim.classroom.lti.connection.outgoing import NotAsked
from sim.classroom.lti.connection.rows import changed, found, put_once
from sim.classroom.lti.connection.services import LINE_ITEM, gradebook_of
from sim.classroom.records.records import Records
from sim.ground.database import instant

TAG = "cleanclaim"
TURN = timedelta(minutes=2)  # that one process has to find or make a column


def resource_id(class_name: str, assignment: str) -> str:
    """The name by which the LMS knows an assignment.

    >>> resource_id("fall-coding", "week-3")
    'fall-coding/week-3'
    """
    return f"{class_name}/{assignment}"


def described(class_name: str, assignment: str, title: str, maximum: float) -> LineItem:
    """A column as it is asked for."""
    made = LineItem().set_label(title).set_score_maximum(maximum).set_tag(TAG)
    return made.set_resource_id(resource_id(class_name, assignment))


def kept_line_item(records: Records, course: Course, assignment: str) -> str:
    """The address of an assignment's column, "" where none is known."""
    with records.connection(reading=True) as connection:
        row = found(connection, records.table("lti_line_items"), **course.named, assignment=assignment)
    return row["line_item"] if row else ""


def keep_line_item(records: Records, course: Course, assignment: str, address: str) -> None:
    """The LMS said which column belongs to a link: that one is used, unless one is known."""
    if address and assignment and not kept_line_item(records, course, assignment):
        _write(records, course, assignment, address, "")


def forget_line_item(records: Records, course: Course, assignment: str, address: str) -> None:
    """The LMS no longer has this column; it is looked for again."""
    with records.connection() as connection:
        kept = records.table("lti_line_items")
        where = {**course.named, "assignment": assignment}
        changed(connection, kept, where, kept.c.line_item == address, line_item="", busy_until="")


def line_item_of(records: Records, course: Course, assignment: str, title: str, maximum: float, now: datetime) -> str:
    """The address of an assignment's column, found or made. Raises NotAsked (also when another process is at it), or
    what a service raises.
    """
    known = kept_line_item(records, course, assignment)
    if known:
        return known
    if not _my_turn(records, course, assignment, now):
        raise NotAsked("another process is making the column")
    try:
        address = _found_or_made(records, course, assignment, title, maximum)
    except BaseException:
        _write(records, course, assignment, "", "")
        raise
    _write(records, course, assignment, address, "")
    return address


def is_ours(item: Mapping[str, Any], class_name: str, assignment: str) -> bool:
    """Whether a column of the LMS is that of an assignment. Some LMSs do not keep the tag.

    >>> is_ours({"resourceId": "fall/week-3", "tag": "cleanclaim"}, "fall", "week-3")
    True
    >>> is_ours({"resourceId": "fall/week-3", "tag": "another tool"}, "fall", "week-3")
    False
    """
    same = item.get("resourceId") == resource_id(class_name, assignment)
    return same and item.get("tag") in (TAG, None, "")


def _found_or_made(records: Records, course: Course, assignment: str, title: str, maximum: float) -> str:
    if not course.line_items or LINE_ITEM not in course.scopes:
        raise NotAsked(
            "the LMS doesn't let CleanClaim make a gradebook column: add the assignment as a link of the course"
        )
    service = gradebook_of(records, course)
    there = service.find_lineitem_satisfying(lambda item: is_ours(item, course.class_name, assignment))
    made = there or service.create_lineitem(described(course.class_name, assignment, title, maximum))
    address = made.get_id()
    if not isinstance(address, str) or not address:
        raise NotAsked("the LMS gave the gradebook column no address")
    return address


def _my_turn(records: Records, course: Course, assignment: str, now: datetime) -> bool:
    """Whether this process may look for the column and make it; then nobody else may until the turn ends."""
    where = {**course.named, "assignment": assignment}
    ends = instant(now + TURN)
    row = {**where, "class_name": course.class_name, "line_item": "", "busy_until": ends}
    with records.connection() as connection:
        kept = records.table("lti_line_items")
        if put_once(connection, kept, row):
            return True
        free = (kept.c.line_item == "") & (kept.c.busy_until < instant(now))
        return changed(connection, kept, where, free, busy_until=ends)


def _write(records: Records, course: Course, assignment: str, address: str, busy: str) -> None:
    where = {**course.named, "assignment": assignment}
    row = {**where, "class_name": course.class_name, "line_item": address, "busy_until": busy}
    with records.connection() as connection:
        kept = records.table("lti_line_items")
        if not put_once(connection, kept, row):
            changed(connection, kept, where, line_item=address, busy_until=busy)
