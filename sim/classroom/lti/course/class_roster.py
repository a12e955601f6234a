"""The roster that the LMS keeps of a course (NRPS), read into the class's roster.

Everybody who is active there as instructor or learner is found or entered (people.py); nobody is removed: who stands in
the class and no longer in the course is listed, and the instructor decides.

Source: LTI Names and Role Provisioning Services 2.0, https://www.imsglobal.org/spec/lti-nrps/v2p0
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sim.classroom.lti.connection.addresses import origin
from sim.classroom.lti.course.courses import Course
from sim.classroom.lti.launching.launch_errors import NotLaunched
from sim.classroom.lti.connection.outgoing import NotAsked
from sim.classroom.lti.course.people import Person, member_of
from sim.classroom.lti.registering.platforms import LONGEST_ID
from sim.classroom.lti.course.roles import LEARNER, named, role_of
from sim.classroom.lti.connection.services import TROUBLES, roster_of, trouble
from sim.classroom.records.records import Records
from sim.classroom.records.roster import Member, members
from sim.classroom.records.trail import note
from sim.ground.database import plain
from sim.ground.errors import CleanClaimError

MOST_PAGES, MOST_PEOPLE = 200, 10_000
NAMES = ("name", "given_name", "family_name", "email", "lis_person_sourcedid")


@dataclass(frozen=True)
class RosterRead:
    """What the LMS's roster brought: who is new, who was known, who was left out and why, and the learners of the class
    who are not active in the course.
    """

    new: tuple[Member, ...]
    known: tuple[Member, ...]
    left_out: tuple[str, ...]
    not_in_course: tuple[Member, ...]


def read_roster(records: Records, course: Course, who: str) -> RosterRead:
    """Read the roster of a course. Raises CleanClaimError when the LMS does not give the whole of it; then nothing is
    changed.
    """
    try:
        people = list(_pages(records, course))
    except TROUBLES as reason:
        raise CleanClaimError(
            f"cannot read the roster: {trouble(reason)}",
            course.title or course.context,
            "names and roles service, allowed for CleanClaim in the LMS",
            "try again later, or ask the LMS's administrator",
        ) from None
    new, known, left_out, active = list[Member](), list[Member](), list[str](), set[str]()
    before = {one.learner for one in members(records, course.class_name, everybody=True)}
    for entry in people:
        person, why = _person(entry)
        if person is None:
            left_out.append(why)
            continue
        try:
            one = member_of(records, course, person)
        except NotLaunched:
            left_out.append(f"{person.name or person.user_id[:40]}: was removed from the class")
            continue
        active.add(one.learner)
        (known if one.learner in before else new).append(one)
    gone = [one for one in members(records, course.class_name) if one.role == LEARNER and one.learner not in active]
    details = {"new": len(new), "known": len(known), "left out": len(left_out), "not in the course": len(gone)}
    note(records, course.class_name, who, "roster read from the LMS", course.title or course.context, details)
    return RosterRead(tuple(new), tuple(known), tuple(left_out), tuple(gone))


def _pages(records: Records, course: Course) -> Iterator[Mapping[str, Any]]:
    """Every entry on every page; a page elsewhere, or the same page again, ends it with an error."""
    service, address, seen, count = roster_of(records, course), course.members, set[str](), 0
    while address:
        if address in seen or len(seen) >= MOST_PAGES or origin(address) != origin(course.members):
            raise NotAsked("the pages of the roster do not end, or lead elsewhere")
        seen.add(address)
        page, following = service.get_members_page(address)
        if not isinstance(page, list):
            raise NotAsked("the LMS's roster has no list of members")
        count += len(page)
        if count > MOST_PEOPLE:
            raise NotAsked(f"the roster has more than {MOST_PEOPLE:,} people")
        yield from page
        address = following or ""


def _person(entry: object) -> tuple[Person | None, str]:
    """The person of an entry, or why it is left out."""
    if not isinstance(entry, dict):
        return None, "an entry that names nobody"
    texts = {name: plain(value) if isinstance(value := entry.get(name), str) else "" for name in NAMES}
    name = texts["name"] or f"{texts['given_name']} {texts['family_name']}".strip()
    user_id, roles = entry.get("user_id"), entry.get("roles")
    roles = roles if isinstance(roles, list) else []
    shown = name or texts["email"] or plain(user_id)[:40]
    if not isinstance(user_id, str) or not 0 < len(user_id) <= LONGEST_ID or not user_id.isprintable():
        return None, f"{shown or 'somebody'}: the LMS gave no usable user ID"
    if entry.get("status", "Active") != "Active":
        return None, f"{shown}: {plain(entry['status']).lower()} in the course"
    role = role_of(roles)
    if not role:
        return None, f"{shown}: neither instructor nor learner (role: {named(roles)})"
    return Person(user_id, role, name, texts["email"], texts["lis_person_sourcedid"]), ""
