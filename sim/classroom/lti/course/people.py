"""Who somebody from an LMS is in the class's roster.

Found by the LMS's user ID in this course; else, the first time, by email: one active member with the same role and this
email, whom no other user of this LMS is yet; else a new member is entered. An account never changes its role by a
launch: who is instructor in one course and learner in another has two accounts. Somebody whom an instructor removed
stays removed.
"""

from dataclasses import dataclass
from hashlib import sha256

from sim.classroom.lti.course.courses import Course
from sim.classroom.lti.launching.launch_errors import NotLaunched
from sim.classroom.lti.connection.rows import all_of, found, gone, put_once
from sim.classroom.records.records import Records
from sim.classroom.records.roster import Member, add_member, member, members
from sim.classroom.records.trail import note


@dataclass(frozen=True)
class Person:
    """Somebody as the LMS describes them in a launch or a roster; name, email and school_id may be empty."""

    user_id: str
    role: str
    name: str = ""
    email: str = ""
    school_id: str = ""


def member_of(records: Records, course: Course, person: Person) -> Member:
    """The member of the class that this person is; entered where there is none. Raises NotLaunched for one who was
    removed.
    """
    known = known_member(records, course, person)
    if known is None:
        same = _by_email(records, course, person)
        known = _bound(records, course, person, same or _new(records, course, person), is_new=same is None)
    if not known.is_active:
        raise NotLaunched("You were removed from this class's roster", "ask your instructor", platform=course.platform)
    return known


def known_member(records: Records, course: Course, person: Person) -> Member | None:
    """The member whom this user of the LMS is already, in this course or another one of the class."""
    with records.connection(reading=True) as connection:
        people = records.table("lti_people")
        named = {"platform": course.platform, "user_id": person.user_id, "role": person.role}
        rows = all_of(connection, people, class_name=course.class_name, **named)
    here = [row for row in rows if (row["deployment"], row["context"]) == (course.deployment, course.context)]
    if here:
        return member(records, here[0]["learner"])
    return _bound(records, course, person, member(records, rows[0]["learner"])) if rows else None


def _by_email(records: Records, course: Course, person: Person) -> Member | None:
    """The one member of the same role with this email, whom no other user of this LMS is."""
    if not person.email:
        return None
    same = [
        one
        for one in members(records, course.class_name, everybody=True)
        if one.email.casefold() == person.email.casefold() and one.role == person.role
    ]
    if len(same) != 1:
        return None
    with records.connection(reading=True) as connection:
        taken = found(connection, records.table("lti_people"), platform=course.platform, learner=same[0].learner)
    return None if taken else same[0]


def _new(records: Records, course: Course, person: Person) -> Member:
    name = person.name or person.email or f"LMS user {sha256(person.user_id.encode()).hexdigest()[:6]}"
    return add_member(records, course.class_name, name, person.email, person.school_id, role=person.role, who="LMS")


def _bound(records: Records, course: Course, person: Person, one: Member, is_new: bool = False) -> Member:
    """From now on this user of the LMS is this member. Of two processes at once one binds; the other follows, and the
    member that it had just entered goes again.
    """
    people = records.table("lti_people")
    named = {**course.named, "user_id": person.user_id, "role": person.role}
    row = {**named, "class_name": course.class_name, "learner": one.learner}
    with records.connection() as connection:
        is_first = put_once(connection, people, row)
        learner = one.learner if is_first else (found(connection, people, **named) or row)["learner"]
        if is_new and learner != one.learner:
            gone(connection, records.table("roster"), learner=one.learner)
    if is_first:
        note(records, course.class_name, "LMS", "came by the LMS", one.learner, {"platform": course.platform})
    return member(records, learner)
