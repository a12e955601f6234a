"""Log-in and launch, and the attacks on them. The LMS of these tests signs with its own key; `lti1p3platform` builds
and judges its messages.
"""

import base64
import json
import threading
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest

from sim.classroom.lti.launching.launch import CORE
from sim.classroom.lti.launching.launch_errors import NotLaunched
from sim.classroom.lti.launching.log_in import Sent, log_in
from sim.classroom.lti.connection.tool_keys import tool_key

HERE = "https://class.school.edu"


def test_a_launch_says_who_comes_for_what(steady):
    world = steady
    found = world.launched("user-7", "Learner", name="Ana Synth", email="ana@school.edu", assignment="week-3")
    assert (found.user_id, found.name, found.email, found.role) == ("user-7", "Ana Synth", "ana@school.edu", "learner")
    assert (found.context, found.kind, found.assignment) == ("course-1", "work", "week-3")
    assert found.line_items == world.lms.address + "/course/items" and found.members.endswith("/members")
    assert found.frames == (world.lms.address, "https://lms.school.edu")


def test_the_browser_is_sent_to_the_registered_address_only(steady):
    world = steady
    away = world.away()
    asked = parse_qs(urlsplit(away.address).query)
    assert away.address.startswith(world.lms.address + "/log-in?")
    assert asked["redirect_uri"] == [HERE + "/lti/launch"] and asked["lti_message_hint"] == ["message-1"]


def launched_line(world, change=None, form=None, **how):
    """The line that a person reads when a launch does not open."""
    away = world.away()
    made = world.lms.launch(away.address, change=change, **how)
    with pytest.raises(NotLaunched) as failed:
        world.opened(away, form(made) if form else made)
    assert "\n" not in failed.value.line() and "Traceback" not in failed.value.line()
    return failed.value


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"aud": "another-client"}, "meant for another tool"),
        ({"aud": ["client-1", "another-client"]}, "meant for another tool"),  # several, and azp is missing
        ({"azp": "another-client"}, "meant for another tool"),
        ({"iss": "https://evil.example"}, "another LMS"),
        ({"nonce": "nonce-of-mine"}, "not valid"),
        ({CORE + "deployment_id": "deployment-2"}, "deployment isn't registered"),
        ({CORE + "deployment_id": None}, "deployment isn't registered"),
        ({"sub": None}, "not complete"),
        ({"sub": "x" * 300}, "who you are"),
        ({CORE + "context": None}, "who you are"),
        ({CORE + "roles": None}, "not valid"),
        ({CORE + "roles": []}, "your role in it is: none"),
        ({CORE + "roles": "Instructor"}, "your role in it is: none"),
        ({CORE + "version": "1.1"}, "not valid"),
        ({CORE + "message_type": "LtiSubmissionReviewRequest"}, "not valid"),
        ({CORE + "message_type": None}, "not valid"),
        ({CORE + "resource_link": None}, "not valid"),
        ({CORE + "target_link_uri": "https://evil.example/lti/launch"}, "not valid"),
        ({CORE + "target_link_uri": "https://class.school.edu@evil.example/"}, "not valid"),
        ({CORE + "target_link_uri": None}, "not valid"),
    ],
)
def test_a_launch_with_a_wrong_claim_opens_nothing(steady, change, line):
    world = steady
    if "aud" in change and isinstance(change["aud"], list):
        change = {**change, "azp": None}
    if "nonce" in change:
        away, change = world.away(), dict(change)
        made = world.lms.launch(away.address)
        forged = signed(world, made["id_token"], **change)
        with pytest.raises(NotLaunched, match=line):
            world.opened(away, {**made, "id_token": forged})
        return
    assert line in launched_line(world, change).what


@pytest.mark.parametrize("role", ["Mentor", "ContentDeveloper", "Member", "Observer"])
def test_only_instructors_and_learners_of_the_course_enter(steady, role):
    world = steady
    assert role in launched_line(world, role=role).what


def signed(world, token, key=None, headers=None, algorithm="RS256", **change):
    """A token with other claims, signed with a key (the LMS's own unless told)."""
    claims = {**jwt.decode(token, options={"verify_signature": False}), **change}
    claims = {name: value for name, value in claims.items() if value is not None}
    head = {"kid": jwt.get_unverified_header(token)["kid"], **(headers or {})}
    return jwt.encode(claims, key or world.lms.key.private, algorithm=algorithm, headers=head)


def without_signature(token):
    head = {**jwt.get_unverified_header(token), "alg": "none"}
    first = base64.urlsafe_b64encode(json.dumps(head).encode()).rstrip(b"=").decode()
    return f"{first}.{token.split('.')[1]}."


def confused(token, public):
    """HS256 with the public key as the secret: what a careless verifier takes for a signature."""
    import hashlib
    import hmac

    head = {**jwt.get_unverified_header(token), "alg": "HS256"}
    first = base64.urlsafe_b64encode(json.dumps(head).encode()).rstrip(b"=").decode()
    said = f"{first}.{token.split('.')[1]}"
    made = hmac.new(public.encode(), said.encode(), hashlib.sha256).digest()
    return f"{said}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}"


@pytest.mark.parametrize(
    "attack", ["foreign key", "none", "HS256", "unknown kid", "cut", "expired", "future", "no exp"]
)
def test_a_forged_launch_opens_nothing(steady, attack):
    world = steady

    def forge(form):
        token = form["id_token"]
        claims = jwt.decode(token, options={"verify_signature": False})
        forged = {
            "foreign key": lambda: signed(world, token, tool_key(world.records).private),
            "none": lambda: without_signature(token),
            "HS256": lambda: confused(token, world.lms.key.public),
            "unknown kid": lambda: signed(world, token, headers={"kid": "another"}),
            "cut": lambda: token[:-20],
            "expired": lambda: signed(world, token, exp=claims["iat"] - 3_600),
            "future": lambda: signed(world, token, iat=claims["iat"] + 3_600),
            "no exp": lambda: signed(world, token, exp=None),
        }[attack]()
        return {**form, "id_token": forged}

    failed = launched_line(world, form=forge)
    words = {"foreign key": "not signed", "expired": "expired", "future": "clock", "no exp": "not complete"}
    assert words.get(attack, "not valid") in failed.what or "not signed" in failed.what
    assert failed.platform and failed.details


def test_a_launch_works_once(steady):
    world = steady
    away = world.away()
    form = world.lms.launch(away.address)
    assert world.opened(away, form)
    for _ in range(2):
        with pytest.raises(NotLaunched, match="used before"):
            world.opened(away, form)


def test_of_two_launches_at_once_one_opens(steady):
    world = steady
    away = world.away()
    form, found = world.lms.launch(away.address), []

    def go():
        try:
            found.append(world.opened(away, form).user_id)
        except NotLaunched as reason:
            found.append(reason.what)

    both = [threading.Thread(target=go) for _ in range(4)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(found) == ["This launch was used before"] * 3 + ["user-1"]


def test_another_browser_cannot_launch(steady):
    """The state of one browser with the cookie of another, with none, and with a state that was made up."""
    world = steady
    first, second = world.away(), world.away()
    form = world.lms.launch(first.address)
    from sim.classroom.lti.launching.launch import launch

    for cookies in ({}, {second.cookie: second.state}, {first.cookie: second.state}):
        with pytest.raises(NotLaunched, match="cookies") as failed:
            launch(world.records, Sent(form, cookies), HERE, world.now)
        assert failed.value.again["login_hint"] == "user-1"
    with pytest.raises(NotLaunched, match="not begun here"):
        launch(world.records, Sent({**form, "state": "state-1"}, {"lti-f36b45ae8188": "state-1"}), HERE, world.now)
    with pytest.raises(NotLaunched, match="not valid"):  # the token of one log-in with the state of another
        world.opened(second, {**form, "state": second.state})
    assert world.opened(first, form)  # nothing of it used the launch up


def test_a_log_in_ends_after_ten_minutes(world):
    away = world.away()
    form = world.lms.launch(away.address)
    world.now += timedelta(minutes=11)
    with pytest.raises(NotLaunched, match="ten minutes"):
        world.opened(away, form)


def test_a_log_in_for_another_address_or_lms_goes_nowhere(steady):
    world = steady
    asked = world.lms.log_in()
    for change, line in (
        ({"target_link_uri": "https://evil.example/"}, "another address"),
        ({"target_link_uri": "javascript:alert(1)"}, "another address"),
        ({"iss": "https://evil.example"}, "isn't registered"),
        ({"iss": ""}, "isn't registered"),
        ({"client_id": "client-2"}, "isn't registered"),
        ({"login_hint": ""}, "not complete"),
    ):
        with pytest.raises(NotLaunched, match=line):
            log_in(world.records, Sent({**asked, **change}), HERE, world.now)


def test_a_new_key_of_the_lms_is_fetched_and_forged_ones_are_not_asked_for_again_and_again(world):
    assert world.launched()
    for _ in range(3):
        launched_line(
            world, form=lambda form: {**form, "id_token": signed(world, form["id_token"], headers={"kid": "x"})}
        )
    assert world.lms.asked.count(("GET", "/keys")) == 1


def test_an_lms_that_says_no_is_told_in_a_line(steady):
    world = steady
    away = world.away()
    with pytest.raises(NotLaunched, match="did not log you in"):
        world.opened(away, {"state": away.state, "error": "login_required"})


def test_an_lms_whose_keys_cannot_be_read(world):
    world.lms.moved["/keys"] = "http://127.0.0.1:9/keys"
    assert "keys cannot be read" in launched_line(world).what


@pytest.mark.parametrize("token", ["", "a.b", "a.b.c", "....", "e30.e30.e30", "W10.W10.", "é.é.é"])
def test_what_is_no_token_is_told_in_a_line(steady, token):
    world = steady
    launched_line(world, form=lambda form: {**form, "id_token": token})
