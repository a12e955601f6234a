"""Who somebody from the LMS is in the class, and the LMS's roster read into the class's."""

import threading

import pytest

from sim.classroom.lti.course.class_roster import read_roster
from sim.classroom.lti.course.courses import course_code, link_course
from sim.classroom.lti.launching.launch_errors import NotLaunched
from sim.classroom.lti.course.people import Person, member_of
from sim.classroom.records.classes import new_class
from sim.classroom.records.roster import add_member, member, members, remove_member
from sim.classroom.records.trail import trail
from sim.ground.errors import CleanClaimError

CLASS = "fall"
ROLES = "http://purl.imsglobal.org/vocab/lis/v2/membership#"


@pytest.fixture
def course(world):
    new_class(world.records, CLASS)
    launch = world.launched("teacher", "Instructor")
    return link_course(world.records, launch, course_code(world.records, CLASS, "x", world.now), world.now)


def person(user, role="learner", **more):
    return Person(user, role, **{"name": f"{user} Synth", **more})


def test_somebody_new_is_entered_once(world, course):
    first = member_of(world.records, course, person("user-1", email="ana@school.edu", school_id="S-1"))
    assert (first.name, first.role, first.school_id) == ("user-1 Synth", "learner", "S-1")
    again = member_of(world.records, course, person("user-1", name="New Name", email="new@school.edu"))
    assert again == first and len(members(world.records, CLASS)) == 1


def test_a_member_of_the_roster_is_found_by_email_the_first_time(world, course):
    ana = add_member(world.records, CLASS, "Ana Synth", "Ana@School.edu")
    assert member_of(world.records, course, person("user-1", email="ana@school.edu")) == ana
    assert member_of(world.records, course, person("user-1", email="")) == ana
    assert [line.about for line in trail(world.records, CLASS, what="came by the LMS")] == [ana.learner]


def test_an_account_is_not_taken_over_by_an_email(world, course):
    """By a second user of the LMS, in another role, or where two members share the address."""
    ana = add_member(world.records, CLASS, "Ana Synth", "ana@school.edu")
    teacher = add_member(world.records, CLASS, "Teacher Synth", "teacher@school.edu", role="instructor")
    assert member_of(world.records, course, person("user-1", email="ana@school.edu")) == ana
    thief = member_of(world.records, course, person("user-2", email="ana@school.edu"))
    assert thief.learner != ana.learner
    other = member_of(world.records, course, person("user-3", email="teacher@school.edu"))
    assert other.learner != teacher.learner and other.role == "learner"
    add_member(world.records, CLASS, "Bo Synth", "shared@school.edu")
    add_member(world.records, CLASS, "Cy Synth", "shared@school.edu")
    assert member_of(world.records, course, person("user-4", email="shared@school.edu")).name == "user-4 Synth"


def test_no_account_changes_its_role_by_a_launch(world, course):
    as_learner = member_of(world.records, course, person("user-1"))
    as_instructor = member_of(world.records, course, person("user-1", "instructor"))
    assert as_learner.learner != as_instructor.learner
    assert member(world.records, as_learner.learner).role == "learner"
    assert member_of(world.records, course, person("user-1")) == as_learner


def test_somebody_who_was_removed_stays_removed(world, course):
    ana = member_of(world.records, course, person("user-1", email="ana@school.edu"))
    bo = add_member(world.records, CLASS, "Bo Synth", "bo@school.edu")
    for one in (ana, bo):
        remove_member(world.records, one.learner)
    for who in (person("user-1"), person("user-2", email="bo@school.edu")):
        with pytest.raises(NotLaunched, match="removed"):
            member_of(world.records, course, who)


def test_two_launches_at_once_enter_one_member(world, course):
    found = []
    both = [
        threading.Thread(target=lambda: found.append(member_of(world.records, course, person("user-1"))))
        for _ in range(4)
    ]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert len({one.learner for one in found}) == 1 and len(members(world.records, CLASS, everybody=True)) == 1


def test_the_lms_roster_is_read_page_by_page(world, course):
    add_member(world.records, CLASS, "Ana Synth", "ana@school.edu")
    left = add_member(world.records, CLASS, "Zed Synth", "zed@school.edu")
    world.lms.people += [
        {"user_id": f"user-{n}", "roles": [ROLES + "Learner"], "name": f"Learner {n}"} for n in range(4)
    ]
    world.lms.people += [
        {"user_id": "user-9", "roles": ["Learner"], "given_name": "Ana", "family_name": "S", "email": "ana@school.edu"},
        {"user_id": "teacher", "roles": [ROLES + "Instructor"], "name": "Teacher Synth"},
        {"user_id": "mentor", "roles": [ROLES + "Mentor"], "name": "Mentor Synth"},
        {"user_id": "user-8", "roles": [ROLES + "Learner"], "name": "Gone Synth", "status": "Inactive"},
        {"user_id": "x" * 300, "roles": [ROLES + "Learner"], "name": "Long Synth"},
    ]
    done = read_roster(world.records, course, "an instructor")
    assert (len(done.new), [one.name for one in done.known]) == (5, ["Ana Synth"])
    assert [one.learner for one in done.not_in_course] == [left.learner]
    assert done.left_out == (
        "Mentor Synth: neither instructor nor learner (role: Mentor)",
        "Gone Synth: inactive in the course",
        "Long Synth: the LMS gave no usable user ID",
    )
    assert world.lms.asked.count(("GET", "/course/members")) == 3
    again = read_roster(world.records, course, "an instructor")
    assert again.new == () and len(again.known) == 6 and len(members(world.records, CLASS)) == 7


def test_a_roster_that_cannot_be_read_changes_nothing(world, course):
    world.lms.people += [{"user_id": f"user-{n}", "roles": ["Learner"]} for n in range(4)]
    world.lms.people[3] = {"user_id": "no roles"}  # the judge answers the second page with an error
    with pytest.raises(CleanClaimError, match="cannot read the roster"):
        read_roster(world.records, course, "an instructor")
    assert members(world.records, CLASS) == ()
