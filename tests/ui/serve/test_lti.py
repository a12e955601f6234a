"""The way in from an LMS, through the running server: what a browser sends and gets, with an LMS at this machine."""

import asyncio
import json
import re
import sys
import threading
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest
import requests
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port

sys.path.insert(0, str(Path(__file__).parents[2] / "classroom" / "lti"))

from datetime import UTC, datetime

from loopback_lms import Lms

from sim.classroom.assignments.assigned import assign
from sim.classroom.assignments.assignment import from_content
from sim.classroom.lti.connection import tool_keys
from sim.classroom.lti.course.courses import course_code, courses_of
from sim.classroom.lti.gradebook.line_items import kept_line_item
from sim.classroom.lti.registering.platforms import Platform, add_platform
from sim.classroom.lti.registering.registration import invite
from sim.classroom.records.classes import new_class
from sim.classroom.records.records import Records
from sim.classroom.records.roster import members
from sim.classroom.records.trail import trail
from sim.ground.database import Database
from sim.ui.serve import rates
from sim.ui.serve.application import Server
from sim.ui.serve.service import Service
from sim.ui.serve.settings import Settings

CLASS = "fall"
FRAMED, ALONE = {"Sec-Fetch-Dest": "iframe"}, {"Sec-Fetch-Dest": "document"}
WORK = "/desk/coder?assignment=week-3&exercise=week-3.1"
LMS_PAGE = {"Origin": "https://lms.school.edu"}


@pytest.fixture(scope="session")
def pairs():
    return tool_keys.new_key(), tool_keys.new_key()


@pytest.fixture
def door(tmp_path, pairs, monkeypatch):
    """A server with a class of one assignment, and an LMS that is registered with it."""
    monkeypatch.setattr(tool_keys, "new_key", lambda: pairs[0])
    records = Records(Database(tmp_path))
    new_class(records, CLASS)
    content = {"title": "Week 3: knees", "mode": "homework", "item": [{"exercise": "coder_04_knee"}]}
    assign(records, CLASS, from_content(content, "week-3", "week-3"))
    socket, port = bind_unused_port()
    here = f"http://127.0.0.1:{port}"
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=serve, args=(loop, Service(Settings(), records), socket), daemon=True)
    thread.start()
    lms = Lms(pairs[1], here)
    values = {"log_in": "/log-in", "token": "/token", "keys": "/keys"}
    platform = Platform("Loopback", lms.address, lms.client_id, **{n: lms.address + v for n, v in values.items()})
    add_platform(records, platform, CLASS, [lms.deployment], "an operator")
    lms.knows(requests.get(here + "/lti/keys").json())
    yield SimpleNamespace(here=here, lms=lms, records=records, browser=requests.Session())
    lms.close()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def serve(loop, service, socket):
    asyncio.set_event_loop(loop)

    async def begin():
        HTTPServer(Server(service)).add_sockets([socket])

    loop.run_until_complete(begin())
    loop.run_forever()


def begun(door, user="user-1", browser=None):
    """The LMS's page sends the browser to us, and we send it on to the LMS's log-in."""
    browser = browser or door.browser
    answer = browser.post(door.here + "/lti/log-in", door.lms.log_in(user), headers=LMS_PAGE, allow_redirects=False)
    assert answer.status_code == 302 and answer.headers["Location"].startswith(door.lms.address + "/log-in?")
    keep(browser, answer)
    return answer.headers["Location"]


def keep(browser, answer):
    """The cookie of the launch: a browser sends it to this machine without TLS, `requests` does not."""
    name, value = answer.headers["Set-Cookie"].split(";")[0].split("=")
    browser.cookies.set(name, value)


def came(door, user="user-1", role="Learner", where=ALONE, browser=None, **how):
    """The whole way in."""
    form = door.lms.launch(begun(door, user, browser), user, role, **how)
    headers = {**LMS_PAGE, **where}
    return (browser or door.browser).post(door.here + "/lti/launch", form, headers=headers, allow_redirects=False)


def linked(door, **how):
    """An instructor comes, and links her course."""
    page = came(door, "teacher", "Instructor", FRAMED, name="Teacher Synth", **how)
    assert "Course code" in page.text and page.status_code == 200
    code = course_code(door.records, CLASS, "an instructor", datetime.now(UTC))
    return sent(door, page, code=code)


def sent(door, page, origin=None, **fields):
    """A form of a page, sent with these fields."""
    action = re.search(r'<form method="post" action="(/lti/[^"]+)"', page.text)[1]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    form = {name: unescape(value) for name, value in hidden.items()} | fields
    headers = {"Origin": origin or door.here}
    return requests.post(door.here + action, form, headers=headers, allow_redirects=False)  # a frame sends no cookie


def policy(page):
    return dict(part.split(" ", 1) for part in page.headers["Content-Security-Policy"].split("; "))


def test_a_learner_comes_from_her_course_to_her_assignment(door):
    linked(door)
    answer = came(door, name="Ana Synth", email="ana@school.edu", line_item=door.lms.address + "/course/items/1")
    assert (answer.status_code, answer.headers["Location"]) == (303, WORK)
    page = door.browser.get(door.here + answer.headers["Location"])
    assert page.status_code == 200 and "Ana Synth" in page.text
    (course,) = courses_of(door.records, CLASS)
    assert kept_line_item(door.records, course, "week-3") == door.lms.address + "/course/items/1"
    assert sorted((one.name, one.role) for one in members(door.records, CLASS)) == [
        ("Ana Synth", "learner"),
        ("Teacher Synth", "instructor"),
    ]
    assert came(door, name="Ana Synth").status_code == 303 and len(members(door.records, CLASS)) == 2


def test_an_instructor_comes_to_the_class(door):
    linked(door)
    answer = came(door, "teacher", "Instructor")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/class")


def test_in_a_frame_a_button_opens_a_window_once(door):
    linked(door)
    page = came(door, where=FRAMED, name="Ana Synth")
    assert page.status_code == 200 and "cleanclaim_visit" not in page.cookies
    assert policy(page)["frame-ancestors"].split() == [door.lms.address, "https://lms.school.edu"]
    address = re.search(r'href="(/lti/open/[^"]+)" target="_blank"', page.text)[1]
    other = requests.get(door.here + address, headers={"Sec-Fetch-Site": "cross-site"}, allow_redirects=False)
    assert other.status_code == 403  # a link on somebody else's page signs nobody in
    fresh = requests.Session()
    assert fresh.get(door.here + address).url == door.here + WORK
    assert "used before" in requests.get(door.here + address).text


def test_without_cookies_a_new_window_begins_again(door):
    linked(door)
    form = door.lms.launch(begun(door), name="Ana Synth")
    page = requests.post(door.here + "/lti/launch", form, headers={**LMS_PAGE, **FRAMED})
    assert page.status_code == 403 and policy(page)["frame-ancestors"] == door.lms.address
    again = unescape(re.search(r'href="(/lti/log-in\?[^"]+)" target="_blank"', page.text)[1])
    fresh = requests.Session()
    answer = fresh.get(door.here + again, headers=ALONE, allow_redirects=False)
    keep(fresh, answer)
    form = door.lms.launch(answer.headers["Location"], name="Ana Synth")
    assert fresh.post(door.here + "/lti/launch", form, headers={**LMS_PAGE, **ALONE}).status_code == 200
    assert "Ana Synth" in fresh.get(door.here + "/desk/start").text


def test_the_cookie_of_a_launch_and_none_else_goes_along_inside_another_sites_page(door):
    linked(door)
    answer = requests.post(door.here + "/lti/log-in", door.lms.log_in(), allow_redirects=False)
    assert answer.headers["Set-Cookie"].endswith("; HttpOnly; Secure; SameSite=None; Partitioned")
    visit = came(door).headers["Set-Cookie"]
    assert visit.startswith("cleanclaim_visit=") and "SameSite=Lax" in visit and "SameSite=None" not in visit


def test_a_server_without_tls_says_so(door, monkeypatch):
    """At its own machine it is tried without; any other browser would not bring the cookie back."""
    from sim.ui.serve.doors.lti import LogIn

    monkeypatch.setattr(LogIn, "here", "http://class.school.edu")
    page = requests.post(door.here + "/lti/log-in", door.lms.log_in(), allow_redirects=False)
    assert page.status_code == 403 and "only an https address" in page.text


def test_log_ins_from_one_address_are_limited_and_leave_no_rows_then(door, monkeypatch):
    monkeypatch.setattr(rates, "AT_ONCE", 2)
    monkeypatch.setattr(rates, "EACH_SECOND", 0.01)
    asked = door.lms.log_in()
    answers = [requests.post(door.here + "/lti/log-in", asked, allow_redirects=False) for _ in range(5)]
    assert [one.status_code for one in answers] == [302, 302, 429, 429, 429]
    assert (
        0 < int(answers[-1].headers["Retry-After"]) <= 100 and "open the link in your course again" in answers[-1].text
    )
    assert door.lms.address in policy(answers[-1])["frame-ancestors"]  # told inside the LMS's page
    assert len(door.records.rows("lti_log_ins")) == 2


def test_an_instructor_adds_an_assignment_to_the_course(door):
    page = linked(door, pick=True)
    assert "Week 3: knees" in page.text and policy(page)["form-action"] == "'self'"
    answer = sent(door, page, assignment="week-3")
    assert policy(answer)["form-action"] == door.lms.address
    assert policy(answer)["frame-ancestors"].split()[0] == door.lms.address
    assert f'action="{door.lms.address}/picked"' in answer.text
    (item,) = door.lms.picked(re.search(r'name="JWT" value="([^"]+)"', answer.text)[1])
    assert item["custom"] == {"assignment": "week-3"} and item["lineItem"]["scoreMaximum"] == 6
    assert "used before" in sent(door, page, assignment="week-3").text  # the ticket is used up


def test_a_choice_from_somebody_elses_page_or_of_nothing_adds_nothing(door):
    page = linked(door, pick=True)
    assert sent(door, page, origin="https://evil.example", assignment="week-3").status_code == 403
    answer = sent(door, page, assignment="week-9")
    assert answer.status_code == 400 and "JWT" not in answer.text


def test_a_learner_of_a_course_that_is_not_linked_is_told(door):
    page = came(door, where=FRAMED)
    assert page.status_code == 403 and "isn&#39;t linked" in page.text and members(door.records, CLASS) == ()
    page = came(door, "teacher", "Instructor", FRAMED)
    wrong = sent(door, page, code="AAAA-BBBB-CCCC")
    assert wrong.status_code == 403 and "isn&#39;t valid" in wrong.text
    assert courses_of(door.records, CLASS) == []


def test_a_learner_picks_nothing_and_a_foreign_assignment_opens_nothing(door):
    linked(door)
    assert "Only an instructor" in came(door, where=FRAMED, pick=True).text
    assert "isn&#39;t in the class any more" in came(door, assignment="../week-3").text


def test_what_fails_is_a_line_for_the_person_and_stands_in_the_trail(door):
    linked(door)
    form = door.lms.launch(begun(door))
    assert door.browser.post(door.here + "/lti/launch", form, headers=ALONE).status_code == 200
    page = door.browser.post(door.here + "/lti/launch", form, headers=ALONE)
    assert page.status_code == 403 and "This launch was used before." in page.text and "Traceback" not in page.text
    (line,) = trail(door.records, CLASS, what="launch not opened")
    assert line.details["details"] == "state and nonce used before"
    for form in ({}, {"state": "x"}, {"state": "x" * 9_000, "id_token": "<script>"}, {"iss": "'\"><script>"}):
        for path in ("/lti/launch", "/lti/log-in"):
            page = requests.post(door.here + path, form)
            assert page.status_code == 403 and "<script>" not in page.text
            assert policy(page)["frame-ancestors"] == "'none'"


def test_a_target_on_another_site_is_never_gone_to(door):
    asked = {**door.lms.log_in(), "target_link_uri": "https://evil.example/"}
    answer = requests.post(door.here + "/lti/log-in", asked, allow_redirects=False)
    assert answer.status_code == 403 and "Location" not in answer.headers


def test_the_private_key_is_on_no_page(door):
    linked(door)
    secret = tool_keys.tool_key(door.records).private.splitlines()[1]
    pages = ["/lti/keys", "/lti/configuration", "/lti/configuration.json", "/lti/script/lti_send.js", "/lti/register"]
    for path in pages:
        page = requests.get(door.here + path)
        assert secret not in page.text and "PRIVATE" not in page.text
    assert set(requests.get(door.here + "/lti/keys").json()["keys"][0]) == {"kty", "kid", "n", "e", "alg", "use"}
    assert requests.get(door.here + "/lti/script/layout.html").status_code == 404


def test_what_an_administrator_enters(door):
    page = requests.get(door.here + "/lti/configuration").text
    assert door.here + "/lti/log-in" in page and "Moodle" in page and "verify" in page
    config = requests.get(door.here + "/lti/configuration.json").json()
    assert config["oidc_initiation_url"] == door.here + "/lti/log-in" and json.dumps(config)


def test_registration_asks_first_and_only_the_lms_that_was_invited(door):
    word = invite(door.records, CLASS, "moodle.school.edu", "an instructor", datetime.now(UTC))
    asked = {"invitation": word, "openid_configuration": "https://moodle.school.edu/openid", "registration_token": "t"}
    page = requests.get(door.here + "/lti/register", asked)
    assert "Register CleanClaim with moodle.school.edu" in page.text
    assert policy(page)["frame-ancestors"] == "https://moodle.school.edu"
    for wrong in ("https://evil.example/openid", door.lms.address + "/openid", "file:///etc/passwd", ""):
        page = requests.get(door.here + "/lti/register", {**asked, "openid_configuration": wrong})
        assert page.status_code == 403 and "was made for moodle.school.edu" in page.text
    form = {**asked, "openid_configuration": "https://evil.example/openid"}
    assert requests.post(door.here + "/lti/register", form, headers={"Origin": door.here}).status_code == 403
    assert requests.post(door.here + "/lti/register", asked, headers=LMS_PAGE).status_code == 403
    assert door.lms.registrations == []
