"""Dynamic registration, deep linking, and what we may ask of whom."""

import socket
import threading
from datetime import timedelta

import pytest
import requests

from sim.classroom.lti.course.courses import course_code, link_course
from sim.classroom.lti.launching.deep_links import answer, return_address
from sim.classroom.lti.launching.launch_errors import NotLaunched
from sim.classroom.lti.connection.outgoing import NotAsked, Outgoing
from sim.classroom.lti.registering.platforms import deployments_of, platform_of
from sim.classroom.lti.registering.registration import invite, register

HERE = "https://class.school.edu"
TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"


def registered(world, configured=None, path="/openid", host=None, at=None, trusted=True):
    lms = world.lms
    lms.configured = {TOOL: {"deployment_id": "deployment-new"}, **(configured or {})}
    word = invite(world.records, "fall", host or lms.address.removeprefix("http://"), "an instructor", world.now)
    outgoing = Outgoing(frozenset([lms.address])) if trusted else None
    return register(world.records, word, lms.address + path, "secret-1", HERE, at or world.now, outgoing), word


def test_an_lms_registers_itself_with_an_invitation(world):
    made, word = registered(world)
    token, asked = world.lms.registrations[0]
    assert token == "Bearer secret-1" and asked["redirect_uris"] == [HERE + "/lti/launch"]
    assert asked["initiate_login_uri"] == HERE + "/lti/log-in" and asked["jwks_uri"] == HERE + "/lti/keys"
    assert asked["token_endpoint_auth_method"] == "private_key_jwt" and "openid" not in asked["scope"]
    assert (made.client_id, made.title) == ("client-new", "Moodle")
    assert deployments_of(world.records, made.platform) == ["deployment-new"]
    with pytest.raises(NotLaunched, match="used before"):
        register(world.records, word, world.lms.address + "/openid", "", HERE, world.now)


def test_an_invitation_is_for_one_lms_and_one_day(world):
    with pytest.raises(NotLaunched, match="was made for moodle.school.edu"):
        registered(world, host="moodle.school.edu")
    with pytest.raises(NotLaunched, match="older than a day"):
        registered(world, at=world.now + timedelta(hours=25))
    assert world.lms.asked == []  # nothing was fetched


@pytest.mark.parametrize(
    ("configured", "details"),
    [
        ({"issuer": "https://evil.example"}, "calls itself"),
        ({"issuer": None}, "no issuer"),
        ({"jwks_uri": 7}, "no jwks_uri"),
        ({"registration_endpoint": "http://169.254.169.254/latest"}, "cannot use the address"),
        ({"registration_endpoint": "file:///etc/passwd"}, "No connection adapters|cannot use the address"),
        ({"token_endpoint": "http://10.0.0.1/token"}, "cannot use the address"),
        ({"https://purl.imsglobal.org/spec/lti-platform-configuration": "x"}, None),
        ({TOOL: "x"}, None),
        ({"client_id": None}, None),
    ],
)
def test_a_hostile_configuration_registers_nothing_wrong(world, configured, details):
    try:
        made, _ = registered(world, configured)
    except NotLaunched as reason:
        import re

        assert details and re.search(details, reason.details), reason.details
        assert platform_of(world.records, world.lms.address, "client-new") is None
    else:
        assert details is None and made.issuer == world.lms.address


def test_an_lms_that_is_not_public_registers_only_where_an_operator_typed_it(world):
    with pytest.raises(NotLaunched) as failed:
        registered(world, trusted=False)
    assert "cannot use the address" in failed.value.details and world.lms.asked == []


def test_a_redirect_is_not_followed_and_a_private_machine_not_asked(world, monkeypatch):
    trusted = Outgoing(frozenset([world.lms.address]))
    world.lms.moved["/keys"] = world.lms.address + "/openid"
    with pytest.raises(NotAsked, match="another address"):
        trusted.get(world.lms.address + "/keys")
    port = world.lms.address.rpartition(":")[2]
    for address in (f"https://127.0.0.1:{port}/", f"https://localhost:{port}/"):
        with pytest.raises(requests.RequestException, match="not on the public internet|certificate|SSL"):
            Outgoing().get(address)
    assert all(path != "/" for _, path in world.lms.asked)
    with pytest.raises(NotAsked, match="cannot use"):
        Outgoing().get(world.lms.address)
    with pytest.raises(NotAsked, match="cannot use"):
        trusted.get("http://127.0.0.1:9/")


def test_the_body_of_a_redirect_is_not_waited_for():
    """A hostile LMS sends a redirect and then a body without end."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        held = []

        def answer():
            connection, _ = server.accept()
            held.append(connection)
            connection.recv(10_000)
            connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 99999999\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(NotAsked, match="another address"):  # not a timeout after ten seconds
            Outgoing(frozenset([address])).get(address + "/keys")
        held[0].close()


def test_an_answer_may_not_be_too_long(world, monkeypatch):
    monkeypatch.setattr("sim.classroom.lti.connection.outgoing.LARGEST", 100)
    with pytest.raises(NotAsked, match="longer than"):
        Outgoing(frozenset([world.lms.address])).get(world.lms.address + "/keys")


def test_an_instructor_picks_an_assignment_for_the_course(world):
    launch = world.launched("teacher", "Instructor", pick=True)
    assert launch.kind == "pick"
    course = link_course(world.records, launch, course_code(world.records, "fall", "x", world.now), world.now)
    made = answer(world.records, launch, course, "week-3", "Week 3", 20, HERE)
    assert made.address == world.lms.address + "/picked"
    (item,) = world.lms.picked(made.message)
    assert (item["type"], item["title"], item["url"]) == ("ltiResourceLink", "Week 3", HERE + "/lti/launch")
    assert item["custom"] == {"assignment": "week-3"}
    assert item["lineItem"] == {
        "scoreMaximum": 20,
        "label": "Week 3",
        "resourceId": "fall/week-3",
        "tag": "cleanclaim",
    }


def test_a_second_pick_offers_no_second_column(world):
    from sim.classroom.lti.gradebook.line_items import keep_line_item

    launch = world.launched("teacher", "Instructor", pick=True)
    course = link_course(world.records, launch, course_code(world.records, "fall", "x", world.now), world.now)
    keep_line_item(world.records, course, "week-3", world.lms.address + "/course/items/1")
    made = answer(world.records, launch, course, "week-3", "Week 3", 20, HERE)
    assert "lineItem" not in world.lms.picked(made.message)[0]


@pytest.mark.parametrize(
    "address", [None, 7, "", "javascript:alert(1)", "http://evil.example/", 'https://x/" onload="']
)
def test_the_answer_goes_to_an_address_that_is_one(world, address):
    from dataclasses import replace

    launch = world.launched("teacher", "Instructor", pick=True)
    wrong = replace(launch, settings={**launch.settings, "deep_link_return_url": address})
    with pytest.raises(NotLaunched, match="where to put the link"):
        return_address(wrong)
