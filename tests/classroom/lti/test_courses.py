"""Which course opens which class, and how an LMS is registered by an operator."""

from datetime import timedelta

import pytest

from sim.classroom.lti.course.courses import course_code, course_of, link_course
from sim.classroom.lti.launching.launch_errors import NotLaunched
from sim.classroom.lti.registering.platforms import deployments_of, platform_of, platforms_of, remove_platform
from sim.ground.errors import CleanClaimError


def test_a_course_is_linked_once_by_its_instructor_with_the_class_code(world):
    launch = world.launched("teacher", "Instructor")
    assert course_of(world.records, launch) is None
    code = course_code(world.records, "fall", "an instructor", world.now)
    assert link_course(world.records, launch, code.lower().replace("-", " "), world.now).class_name == "fall"
    assert course_of(world.records, world.launched("user-1")).class_name == "fall"
    with pytest.raises(NotLaunched, match="code isn't valid"):  # used before
        link_course(world.records, launch, code, world.now)


def test_a_learner_or_a_stranger_links_nothing(world):
    code = course_code(world.records, "fall", "an instructor", world.now)
    with pytest.raises(NotLaunched, match="isn't linked"):
        link_course(world.records, world.launched("user-1", "Learner"), code, world.now)
    teacher = world.launched("teacher", "Instructor")
    for wrong, at in (("", world.now), ("AAAA-BBBB-CCCC", world.now), (code, world.now + timedelta(days=8))):
        with pytest.raises(NotLaunched, match="code isn't valid"):
            link_course(world.records, teacher, wrong, at)
    other = course_code(world.records, "spring", "another instructor", world.now)  # a class without this LMS
    with pytest.raises(NotLaunched, match="doesn't use this LMS"):
        link_course(world.records, teacher, other, world.now)
    assert course_of(world.records, teacher) is None


def test_an_lms_is_registered_once_and_used_by_several_classes(world):
    platform = platforms_of(world.records, "fall")[0]
    from sim.classroom.lti.registering.platforms import add_platform

    same = add_platform(world.records, platform, "spring", ["deployment-2"], "x")
    assert same.platform == platform.platform == platform_of(world.records, platform.issuer).platform
    assert deployments_of(world.records, platform.platform) == ["deployment-1", "deployment-2"]
    with pytest.raises(CleanClaimError, match="other addresses"):
        world.registered(keys=world.lms.address + "/other-keys")
    remove_platform(world.records, "fall", platform.platform)
    assert platforms_of(world.records, "fall") == [] and platform_of(world.records, platform.issuer)
    remove_platform(world.records, "spring", platform.platform)
    assert platform_of(world.records, platform.issuer) is None
    with pytest.raises(CleanClaimError, match="no LMS"):
        remove_platform(world.records, "spring", platform.platform)


def test_a_removed_lms_opens_nothing(world):
    away = world.away()
    form = world.lms.launch(away.address)
    remove_platform(world.records, "fall", platforms_of(world.records, "fall")[0].platform)
    with pytest.raises(NotLaunched, match="not begun here"):
        world.opened(away, form)
    with pytest.raises(NotLaunched, match="isn't registered"):
        world.away()


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "http://moodle.school.edu"},
        {"token": "ftp://moodle.school.edu/token"},
        {"keys": "https://user:word@moodle.school.edu/keys"},
        {"log_in": "javascript:alert(1)"},
        {"log_in": "https://a.example/; script-src *"},
        {"frames": ("https://a.example/' *",)},
        {"keys": "http://127.0.0.1.evil.example/keys"},
        {"client_id": ""},
        {"client_id": "x\x1b[31m"},
        {"client_id": "x" * 300},
    ],
)
def test_an_address_or_id_that_cannot_be_used_is_told(world, change):
    with pytest.raises(CleanClaimError, match="cannot use"):
        world.registered(**{"client_id": "client-9", **change})
